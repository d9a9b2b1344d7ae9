import { InlineKeyboard } from 'grammy'
import { currencyOf, type EventWithTypes, leftOfAll } from '../../../../domain/event.js'
import { cut } from '../../../../domain/text.js'
import { foldCode, longestCode, type PromoCode } from '../../../../domain/promoCode.js'
import { catchRefusal } from '../../../../domain/catchRefusal.js'
import type { Page } from '../../../../domain/page.js'
import { dateTimeWithZone } from '../../../../texts/format.js'
import { escapeHtml, type Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { press } from '../../../ui/press.js'
import { cardScreen, discountIn, pricesIn, startIn } from '../../../views/eventCard.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen, show } from '../../../ui/screen.js'
import type { OrderDesk } from '../ordering/orderDesk.js'
import { waitsIn } from '../ordering/orderScreen.js'
import { refusalText, refuse } from '../../../ui/refusals.js'
import { mainButtons } from '../../../views/mainButtons.js'
import { routes } from '../../../ui/routes.js'

const pageSize = 6
// Of the ticket types that a code is for: the line stands above a card, which has not room for twelve.
const longestNames = 100

type Needs = FeatureNeeds & { readonly desk: OrderDesk }

/** What is on: the list, and an event's card. */
export const createBrowse = ({ services, clock, desk }: Needs) => {
  const page = async (speech: Speech, after?: { readonly startsAt: number; readonly id: number }): Promise<Screen> =>
    listScreen(speech, await services.events.onSale({ after, size: pageSize }), after !== undefined)

  /** Shows what is on, as a new message. */
  const showList = async (ctx: Ctx): Promise<void> => show(ctx, await page(ctx.speech))

  /** Shows the order that waits to be paid, the newest one; without any, what is on. */
  const showOpen = async (ctx: Ctx): Promise<void> => {
    const open = await services.ordering.findHeld(ctx.person.id)
    await (open ? desk.place(ctx, open, { below: true, notice: waitsIn(ctx.speech, open) }) : showList(ctx))
  }

  /**
   * Shows the event of a link ("slug", "slug_CODE"); a promo code is kept for when tickets are chosen. Refuses with
   * eventNotFound.
   */
  const showBySlug = async (ctx: Ctx, rest: string): Promise<void> => {
    const [slug = '', text] = rest.split('_')
    const found = await services.events.findBySlug(slug)
    const notice = text === undefined || text === '' ? undefined : await bring(ctx, found, text)
    await show(ctx, await card(ctx, found, notice))
  }

  /** Opens the event of a link; where there is none, says so and shows what can be done. */
  const openLink = async (ctx: Ctx, rest: string): Promise<void> => {
    const outcome = await catchRefusal(() => showBySlug(ctx, rest))
    if (!outcome.ok) await refuse(ctx, outcome.refusal, mainButtons(ctx.speech))
  }

  // Whoever keeps the last seats does not read "no tickets left" and nothing else.
  const card = async (ctx: Ctx, found: EventWithTypes, notice?: Html): Promise<Screen> => {
    const screen = cardScreen(ctx.speech, found, clock.now(), notice)
    const open = leftOfAll(found) > 0 ? undefined : await services.ordering.findHeld(ctx.person.id, found.event.id)
    if (!open) return screen
    const toOrder = InlineKeyboard.text(
      ctx.speech.label('button-open-order'),
      routes.openOrder.data({ orderId: open.order.id }),
    )
    return { ...screen, keyboard: new InlineKeyboard([[toOrder], ...(screen.keyboard?.inline_keyboard ?? [])]) }
  }

  const bring = async (ctx: Ctx, found: EventWithTypes, text: string): Promise<Html> => {
    const outcome = await catchRefusal(() =>
      services.promoCodes.bring({ personId: ctx.person.id, eventId: found.event.id, text }),
    )
    if (!outcome.ok) return refusalText(ctx.speech, outcome.refusal)
    const code = outcome.value
    return code
      ? codeLine(ctx.speech, found, code, clock.now())
      : ctx.speech.say('promo-link-unknown', { code: cut(foldCode(text), longestCode) })
  }

  const feature: Feature = {
    name: 'browse',
    commands: {
      events: showList,
      buy: (ctx, text) => (text ? showBySlug(ctx, slugIn(text)) : showOpen(ctx)),
    },
    presses: [
      press(routes.eventsPage, async (ctx, { startsAt, eventId }) => {
        await redraw(ctx, await page(ctx.speech, eventId === 0 ? undefined : { startsAt, id: eventId }))
      }),
      press(routes.openEvent, async (ctx, { eventId }) => {
        await show(ctx, await card(ctx, await services.events.find(eventId)))
      }),
      press(routes.readMore, async (ctx, { eventId }) => {
        await show(ctx, { html: escapeHtml((await services.events.find(eventId)).event.description) })
      }),
    ],
  }
  return { feature, openLink }
}

// A whole link pasted behind /buy does as well as the slug alone.
const slugIn = (typed: string): string => /(?:^|e_)([a-z2-7]{10}(?:_[\w-]*)?)$/u.exec(typed)?.[1] ?? typed

const codeLine = (speech: Speech, { event, types }: EventWithTypes, code: PromoCode, now: number): Html => {
  if (code.startsAt !== undefined && now < code.startsAt)
    return speech.say('promo-link-notYet', {
      code: code.code,
      from: dateTimeWithZone(code.startsAt, event.zone, speech.language),
    })
  if (code.endsAt !== undefined && now >= code.endsAt) return speech.say('promo-link-over', { code: code.code })
  const names = types.filter(({ id, name }) => name !== '' && code.ticketTypeIds.includes(id)).map(({ name }) => name)
  return speech.say('promo-link', {
    code: code.code,
    off: discountIn(speech, code.discount, currencyOf({ types })),
    hasTypes: names.length > 0 ? 'yes' : 'no',
    types: cut(names.join(', '), longestNames),
  })
}

const listScreen = (speech: Speech, { rows, hasMore }: Page<EventWithTypes>, isLater: boolean): Screen => {
  const keyboard = new InlineKeyboard()
  for (const row of rows) keyboard.text(lineOf(speech, row), routes.openEvent.data({ eventId: row.event.id })).row()
  if (isLater) keyboard.text(speech.label('button-first-page'), routes.eventsPage.data({ startsAt: 0, eventId: 0 }))
  const last = rows.at(-1)?.event
  if (hasMore && last)
    keyboard.text(
      speech.label('button-next-page'),
      routes.eventsPage.data({ startsAt: last.startsAt, eventId: last.id }),
    )
  return { html: speech.say(rows.length > 0 ? 'events-list' : 'events-none'), keyboard }
}

const lineOf = (speech: Speech, found: EventWithTypes): string => {
  const { event, types } = found
  return speech.label('events-line', {
    title: cut(event.title, 40),
    when: startIn(speech, event).replace(/ \(.*/u, ''),
    price: pricesIn(speech, types),
    left: leftOfAll(found),
  })
}
