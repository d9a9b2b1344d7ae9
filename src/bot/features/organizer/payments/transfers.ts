import { InlineKeyboard } from 'grammy'
import { isPaidOtherwise, isProofUnderReview, type Order } from '../../../../domain/order.js'
import type { Page } from '../../../../domain/page.js'
import { isFinal, type Refusal, type RefusalCode } from '../../../../domain/refusal.js'
import type { OrderWithEvent } from '../../../../services/finders.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { moneyIn } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press, type Press, type Toast } from '../../../ui/press.js'
import { refusalToast } from '../../../ui/refusals.js'
import { routes } from '../../../ui/routes.js'
import { isCaptioned, redraw, type Screen, show } from '../../../ui/screen.js'
import { writeButton } from '../../../views/threads/answering.js'
import { orderFacts, proofScreen, settledScreen } from '../../../views/transfers.js'

const pageSize = 10

type Act = { readonly personId: number; readonly orderId: number }

/** What the organizer says of money that came: how it was paid, what is to be done, and the text that tells of it. */
type Word = {
  readonly method: 'transfer' | 'provider'
  readonly work: (act: Act) => Promise<OrderWithEvent>
  readonly done: 'transfer-confirmed' | 'payment-found'
}

// The money came, and there is nothing to give for it any more.
const tooLate: ReadonlySet<RefusalCode> = new Set(['soldOut', 'eventCancelled', 'eventEnded'])

/** Transfers, and payments that Telegram never told of: the organizer says that the money is there. */
export const createTransfers = ({ services: { payments, moneyReports } }: Pick<FeatureNeeds, 'services'>): Feature => {
  const find = (ctx: Press, orderId: number): Promise<OrderWithEvent> =>
    payments.forOrganizer({ personId: ctx.person.id, orderId })

  /** Takes the organizer's word for it; where that comes too late or for the second time, says what is to be done. */
  const takeWord = async (ctx: Press, orderId: number, word: Word): Promise<Toast | undefined> => {
    try {
      await word.work({ personId: ctx.person.id, orderId })
      const found = await find(ctx, orderId)
      await tell(ctx, found, keyFor(found, word))
      return undefined
    } catch (error) {
      if (!isFinal(error)) throw error
      return explain(ctx, orderId, word, error)
    }
  }

  const explain = async (
    ctx: Press,
    orderId: number,
    { method }: Word,
    refusal: Refusal,
  ): Promise<Toast | undefined> => {
    const isPaid = refusal.code === 'orderPaid'
    if (!isPaid && !tooLate.has(refusal.code)) throw refusal
    const found = await find(ctx, orderId)
    if (isPaid && !isPaidOtherwise(found.order, method)) {
      await redraw(ctx, settledScreen(ctx.speech, found))
      return undefined
    }
    await redraw(ctx, tooLateScreen(ctx.speech, found, method))
    return isPaid ? undefined : refusalToast(ctx, refusal)
  }

  const byTransfer = { method: 'transfer' } as const

  return {
    name: 'transfers',
    presses: [
      press(routes.confirmTransfer, (ctx, { orderId }) =>
        takeWord(ctx, orderId, { ...byTransfer, work: payments.confirmTransfer, done: 'transfer-confirmed' }),
      ),
      press(routes.foundPayment, (ctx, { orderId }) =>
        takeWord(ctx, orderId, { method: 'provider', work: payments.confirmByHand, done: 'payment-found' }),
      ),
      press(routes.cameTooLate, (ctx, { orderId, method }) => {
        const work = (act: Act): Promise<OrderWithEvent> => payments.takeAnyway({ ...act, method })
        return takeWord(ctx, orderId, { method, work, done: 'payment-found' })
      }),
      press(routes.waitingTransfers, async (ctx, { eventId, after }) => {
        const { event, ...page } = await moneyReports.underReview(ctx.person.id, eventId, pageAt(after, pageSize))
        // A receipt stays with its own order: the list comes below it.
        const draw = isCaptioned(ctx.callbackQuery.message) ? show : redraw
        await draw(ctx, listScreen(ctx.speech, event, page, after !== 0))
      }),
      press(routes.openTransfer, async (ctx, { orderId }) => {
        const found = await find(ctx, orderId)
        if (!isProofUnderReview(found.order)) return redraw(ctx, settledScreen(ctx.speech, found))
        await show(ctx, proofScreen(ctx.speech, found))
      }),
    ],
  }
}

const tell = (ctx: Press, found: OrderWithEvent, key: string): Promise<void> =>
  redraw(ctx, { html: ctx.speech.say(key, orderFacts(ctx.speech, found)) })

// Money that went back, by an earlier press, confirms nothing; nor does what was paid besides.
const keyFor = ({ order }: OrderWithEvent, { method, done }: Word): string =>
  order.state === 'confirmed' && order.paymentMethod === method ? done : 'transfer-goes-back'

const tooLateScreen = (speech: Speech, found: OrderWithEvent, method: Word['method']): Screen => ({
  html: speech.say('transfer-too-late', { ...orderFacts(speech, found), lost: lostTo(found) }),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-came-too-late'), routes.cameTooLate.data({ orderId: found.order.id, method }))
    .row(writeButton(speech, found.order.id)),
})

/** Why nothing can be given for an order's money any more. */
const lostTo = ({ order, event }: OrderWithEvent): 'paid' | 'event' | 'seats' => {
  if (order.state === 'confirmed' || order.state === 'refunded') return 'paid'
  return event.state === 'cancelled' ? 'event' : 'seats'
}

const listScreen = (
  speech: Speech,
  { id: eventId, title }: { readonly id: number; readonly title: string },
  page: Page<Order>,
  isLater: boolean,
): Screen => {
  const { rows } = page
  const keyboard = new InlineKeyboard()
  for (const { id: orderId, buyerName, total } of rows) {
    const facts = { order: String(orderId), amount: moneyIn(speech, total) }
    keyboard
      .text(labelWith(speech, 'transfer-line', { buyer: buyerName }, facts), routes.openTransfer.data({ orderId }))
      .row()
  }
  const dataAfter = (last?: Order): string => routes.waitingTransfers.data({ eventId, after: last?.id ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater, dataAfter })
  keyboard.row().text(speech.label('button-back'), routes.moneyOf.data({ eventId }))
  return { html: speech.say(rows.length > 0 ? 'transfers-waiting' : 'transfers-none', { title }), keyboard }
}
