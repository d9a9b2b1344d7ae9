import { InlineKeyboard } from 'grammy'
import { type Order, priceOfOne } from '../../../../domain/order.js'
import type { Refund } from '../../../../domain/refund.js'
import type { OrderWithTickets } from '../../../../services/tickets/ticketViews.js'
import { dateTimeWithZone, money } from '../../../../texts/format.js'
import { type Html, joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { priceIn, startIn } from '../../../views/eventCard.js'
import type { Screen } from '../../../ui/screen.js'
import { whatIn } from '../ordering/orderScreen.js'
import { routes } from '../../../ui/routes.js'

/** What became of an order, in one word for the texts. A confirmed order says how it was paid. */
export const statusOf = ({ order, event }: Pick<OrderWithTickets, 'order' | 'event'>): string => {
  const { state, paymentMethod } = order
  if (state === 'confirmed') return paymentMethod
  if (state === 'cancelled') return event.state === 'cancelled' ? 'eventCancelled' : 'givenUp'
  return state === 'refunded' || order.proofAt === undefined ? state : 'looking'
}

/** An order as a receipt: what, when, for how much, how paid, and what went back. */
export const receiptScreen = (speech: Speech, found: OrderWithTickets): Screen => {
  const { order, event, refunds } = found
  const head = speech.say('receipt', {
    order: String(order.id),
    at: whenIn(speech, order.createdAt, found),
    title: event.title,
    when: startIn(speech, event),
    venue: event.venue,
    what: whatIn(speech, found),
  })
  const returned =
    order.returned > 0 && order.state === 'confirmed'
      ? [speech.say('receipt-returned', { returned: order.returned })]
      : []
  const back = refunds.map((refund) => refundLine(speech, refund, found))
  return {
    html: joinHtml(
      [head, joinHtml([...priceLines(speech, order), stateLine(speech, found), ...returned, ...back], '\n')],
      '\n\n',
    ),
    keyboard: receiptButtons(speech, found),
  }
}

const whenIn = (speech: Speech, at: number, { event }: Pick<OrderWithTickets, 'event'>): string =>
  dateTimeWithZone(at, event.zone, speech.language)

const priceLines = (speech: Speech, order: Order): readonly Html[] => {
  const { full, total, quantity, promoCode } = order
  const one = priceOfOne({ total: full, quantity })
  if (full.minor === 0) return [speech.say('receipt-total', { total: priceIn(speech, total) })]
  const off = { ...full, minor: full.minor - total.minor }
  return [
    speech.say('receipt-each', { quantity, each: money(one, speech.language), full: money(full, speech.language) }),
    ...(off.minor > 0
      ? [speech.say('receipt-discount', { code: promoCode ?? '', off: money(off, speech.language) })]
      : []),
    speech.say('receipt-total', { total: priceIn(speech, total) }),
  ]
}

const stateLine = (speech: Speech, found: OrderWithTickets): Html => {
  const { order } = found
  const at = order.state === 'held' ? order.heldUntil : order.confirmedAt
  return speech.say('receipt-state', { status: statusOf(found), at: at === undefined ? '' : whenIn(speech, at, found) })
}

const refundLine = (speech: Speech, { amount, state, doneAt }: Refund, found: OrderWithTickets): Html =>
  speech.say('receipt-refund', {
    amount: money(amount, speech.language),
    state,
    at: doneAt === undefined ? '' : whenIn(speech, doneAt, found),
  })

const receiptButtons = (speech: Speech, { order, tickets }: OrderWithTickets): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  const [only, ...others] = tickets.filter(({ state }) => state === 'valid')
  if (only && others.length === 0)
    keyboard.text(speech.label('button-order-ticket'), routes.showTicketBelow.data({ ticketId: only.id })).row()
  else if (only)
    keyboard.text(speech.label('button-order-tickets'), routes.showPictures.data({ orderId: order.id })).row()
  return keyboard.text(speech.label('button-my-orders'), routes.myOrders.data({ after: 0 }))
}
