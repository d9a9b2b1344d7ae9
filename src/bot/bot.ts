import { Bot, type Context, type Filter } from 'grammy'
import type { Update, UserFromGetMe } from 'grammy/types'
import { displayNameOf, languageOf } from '../domain/person.js'
import { Refusal } from '../domain/refusal.js'
import type { FormChanges } from '../services/messaging/inbox.js'
import { createPrompting } from './ui/prompts.js'
import { answer } from './ui/buttons.js'
import type { Ctx } from './ui/context.js'
import { createDefects } from './ui/defects.js'
import type { FeatureNeeds } from './ui/featureNeeds.js'
import { createChats } from './features/shared/chats.js'
import { createFallback, createUnknownCommands } from './features/shared/fallback.js'
import { createEventLink, createHome } from './features/shared/home.js'
import { createBrowse } from './features/buyer/events/browse.js'
import { createBuy } from './features/buyer/ordering/buy.js'
import { createCalendar } from './features/buyer/tickets/calendar.js'
import { createGifts } from './features/buyer/tickets/gifts.js'
import { createGiveBack } from './features/buyer/tickets/giveBack.js'
import type { HoldCountdown } from './live/holdCountdown.js'
import { createMyTickets } from './features/buyer/tickets/myTickets.js'
import { createOrder } from './features/buyer/ordering/order.js'
import { createOrderDesk } from './features/buyer/ordering/orderDesk.js'
import { createOrders } from './features/buyer/payments/orders.js'
import { createSuccessfulPayment } from './features/buyer/payments/successfulPayment.js'
import { createPromo } from './features/buyer/ordering/promo.js'
import { createTransfer } from './features/buyer/payments/transfer.js'
import { createDoorDesk } from './features/door/door.js'
import type { DoorScreens } from './live/doorScreens.js'
import { createNewEvent } from './features/organizer/newEvent/form.js'
import { createGiveBackPolicy } from './features/organizer/events/giveBackPolicy.js'
import type { RefundProgress } from './live/refundProgress.js'
import { createManage } from './features/organizer/events/manage.js'
import { createNewType } from './features/organizer/ticketTypes/newTicketType.js'
import { createPromoCodesDesk } from './features/organizer/promoCodes/promoCodes.js'
import { createTypes } from './features/organizer/ticketTypes/ticketTypes.js'
import { createPaymentMethods } from './features/organizer/payments/paymentMethods.js'
import { createMoney } from './features/organizer/payments/money.js'
import { createMyEvents } from './features/organizer/events/myEvents.js'
import { createOrganizerRefunds } from './features/organizer/refunds/refunds.js'
import { createRefundTasks } from './features/organizer/refunds/refundTasks.js'
import { createTransfers } from './features/organizer/payments/transfers.js'
import { createFormStorage } from './updates/forms.js'
import { createInvoices } from './payments/invoices.js'
import { createTelegramFiles } from './telegram/files.js'
import { show } from './ui/screen.js'
import type { DeepLinks } from './ui/deepLinks.js'
import type { Telegram } from './telegram/api.js'

type Needs = FeatureNeeds & {
  readonly token: string
  readonly apiRoot: string
  readonly me: UserFromGetMe
  readonly telegram: Pick<Telegram, 'patient'>
  readonly liveDoors: Pick<DoorScreens, 'nudge'>
  readonly liveHolds: Pick<HoldCountdown, 'nudge'>
  readonly liveRefunds: Pick<RefundProgress, 'show' | 'leave' | 'nudge'>
}

/** What handling one update came to, for the log and the inbox. `again`: it must not be lost, and it is not done. */
export type Handled = {
  readonly forms: FormChanges
  readonly refused: string | undefined
  readonly defect: string | undefined
  readonly again?: boolean
}

type Spoken = { refused?: string | undefined; defect?: string | undefined; again?: boolean }

/** Joins the features into a bot that handles one update at a time; it never throws. */
export const createBot = (needs: Needs) => {
  const { services, texts, language } = needs
  const forms = createFormStorage(services.inbox)
  const bot = new Bot<Ctx>(needs.token, { botInfo: needs.me, client: needs.telegram.patient })
  const defects = createDefects(needs)
  const asking = createPrompting(needs)
  const invoices = createInvoices(needs)
  const desk = createOrderDesk({ ...needs, invoices, asking })
  const promo = createPromo({ ...needs, desk, asking })
  const browse = createBrowse({ ...needs, desk })
  const myTickets = createMyTickets(needs)
  const gifts = createGifts(needs)
  const pictures = createTelegramFiles({ api: bot.api, token: needs.token, apiRoot: needs.apiRoot })
  const transfer = createTransfer({ ...needs, asking, pictures })
  const door = createDoorDesk({ ...needs, pictures, showTicket: myTickets.showTicket })
  const starts: DeepLinks = { e: createEventLink(browse), t: door.openCode, s: door.openInvitation, g: gifts.open }
  const spoken = new WeakMap<Update, Spoken>()

  bot.use(async (ctx, next) => {
    ctx.speech = texts.in(language)
    const result: Spoken = {}
    spoken.set(ctx.update, result)
    try {
      await next()
    } catch (error) {
      // Whoever has paid is told nothing that sounds like "try again": we do.
      result.again = ctx.message?.successful_payment !== undefined && !ctx.isSettled
      if (result.again) result.defect = defects.log(ctx.update.update_id, error)
      else if (error instanceof Refusal) await refuse(ctx, error)
      else result.defect = await defects.handle(ctx, error)
    }
    if (ctx.refused !== undefined) result.refused = ctx.refused
  })

  const refuse = async (ctx: Ctx, refusal: Refusal): Promise<void> => {
    ctx.refused = refusal.code
    await defects.orIgnore(ctx, () => show(ctx, { html: ctx.speech.say(`refusal-${refusal.code}`, refusal.facts) }))
    if (ctx.callbackQuery) await defects.orIgnore(ctx, () => answer(ctx))
  }

  bot.use(createChats(needs))

  // From here on there is a person, in a private chat: nobody else's forms and screens are anybody's business.
  bot.use(async (ctx, next) => {
    if (!ctx.from || ctx.from.is_bot) return
    if (ctx.chat?.type !== 'private')
      return ctx.callbackQuery ? answer(ctx, { text: ctx.speech.label('button-old') }) : undefined
    const { id, first_name: first, last_name: last, language_code: languageCode } = ctx.from
    ctx.person = await services.people.meet({ id, displayName: displayNameOf({ first, last, id }), languageCode })
    ctx.speech = texts.in(languageOf(ctx.person, language))
    await next()
  })
  bot.use(firstOfAlbum())
  bot.use(firstOfLongText())

  const personal = bot.filter(
    (ctx): ctx is Filter<Ctx, 'message' | 'callback_query'> =>
      ctx.message !== undefined || ctx.callbackQuery !== undefined,
  )
  personal.use(createSuccessfulPayment(needs))
  personal.use(createMoney(needs))
  personal.use(asking.feature)
  personal.use(createBuy({ ...needs, desk, promo }))
  personal.use(createOrder({ ...needs, desk, asking, invoices, promo }))
  personal.use(promo.feature)
  personal.use(createOrders({ ...needs, desk }))
  personal.use(browse.feature)
  personal.use(myTickets.feature)
  personal.use(gifts.feature)
  personal.use(createCalendar(needs))
  personal.use(createGiveBack(needs))
  personal.use(door.feature)
  personal.use(createHome({ ...needs, starts, forms }))
  personal.use(createMyEvents(needs))
  personal.use(createManage(needs))
  personal.use(createOrganizerRefunds(needs))
  personal.use(createRefundTasks(needs))
  personal.use(createTransfers(needs))
  personal.use(createGiveBackPolicy(needs))
  personal.use(createTypes({ ...needs, asking }))
  personal.use(createNewType({ ...needs, asking }))
  personal.use(createPaymentMethods({ ...needs, asking }))
  personal.use(createPromoCodesDesk({ ...needs, asking }))
  personal.use(createUnknownCommands())
  personal.use(
    createNewEvent({ ...needs, forms, languageOf: (personId) => services.people.languageOf(personId, language) }),
  )
  personal.use(transfer)
  personal.use(door.said(starts))
  personal.use(createFallback())

  return {
    /** Handles one update to its end: refusals are spoken, defects logged and apologised for. */
    handle: async (update: Update): Promise<Handled> => {
      try {
        await bot.handleUpdate(update)
      } catch (error) {
        return {
          forms: new Map(),
          refused: undefined,
          defect: defects.log(update.update_id, error),
          again: update.message?.successful_payment !== undefined,
        }
      }
      const { refused, defect, again = false } = spoken.get(update) ?? {}
      return { forms: forms.takeChanges(chatIdOf(update)), refused, defect, again }
    },
  }
}

const chatIdOf = (update: Update): number | undefined =>
  update.message?.chat.id ?? update.callback_query?.message?.chat.id

/** An album comes as one update a picture: the first one speaks for all. */
const firstOfAlbum = () => {
  const seen = new Set<string>()
  return async (ctx: Context, next: () => Promise<void>): Promise<void> => {
    const album = ctx.message?.media_group_id
    if (album !== undefined && seen.has(album)) return
    if (album !== undefined) seen.add(album)
    if (seen.size > 1000) seen.delete(seen.values().next().value ?? '')
    await next()
  }
}

// Apps cut a text of more than 4096 characters into pieces of about that length and send them at once.
const longPiece = 3000

/**
 * A very long text comes as one update a piece: the first one speaks for all, so that the last is not taken for an
 * answer of its own.
 */
const firstOfLongText = () => {
  const last = new Map<number, number>()
  return async (ctx: Context, next: () => Promise<void>): Promise<void> => {
    const { text = '', date = 0 } = ctx.message ?? {}
    const chat = ctx.chatId ?? 0
    const isNext = text !== '' && !text.startsWith('/') && date - (last.get(chat) ?? -Infinity) <= 1
    // A short piece is the last one: whoever types on is heard.
    if (text.length >= longPiece) last.set(chat, date)
    else if (isNext) last.delete(chat)
    if (last.size > 1000) last.delete(last.keys().next().value ?? 0)
    if (!isNext) await next()
  }
}
