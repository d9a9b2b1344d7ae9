import { InlineKeyboard } from 'grammy'
import { type Order, priceOfOne } from '../../../../domain/order.js'
import type { Refund } from '../../../../domain/refund.js'
import type { OrderWithTickets } from '../../../../services/tickets/ticketViews.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, moneyIn, paragraphs, priceIn, timeInYear, venueIn } from '../../../ui/format.js'
import { askButtons } from '../../../views/threads/asking.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { whatText } from '../../../views/order.js'

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
    at: timeInYear(speech, order.createdAt, event),
    title: event.title,
    when: timeInYear(speech, event.startsAt, event),
    venue: venueIn(speech, event),
    what: whatText(speech, found),
  })
  const returned =
    order.returned > 0 && order.state === 'confirmed'
      ? speech.say('receipt-returned', { returned: order.returned })
      : undefined
  const back = refunds.map((refund) => refundLine(speech, refund, found))
  return {
    html: paragraphs(head, lines(...priceLines(speech, order), stateLine(speech, found), returned, ...back)),
    keyboard: receiptButtons(speech, found),
  }
}

const priceLines = (speech: Speech, order: Order): readonly (Html | undefined)[] => {
  const { full, total, quantity, promoCode = '' } = order
  const sum = speech.say('receipt-total', { total: priceIn(speech, total) })
  if (full.minor === 0) return [sum]
  const each = moneyIn(speech, priceOfOne({ total: full, quantity }))
  const off = { ...full, minor: full.minor - total.minor }
  return [
    speech.say('receipt-each', { quantity, each, full: moneyIn(speech, full) }),
    off.minor > 0 ? speech.say('receipt-discount', { code: promoCode, off: moneyIn(speech, off) }) : undefined,
    sum,
  ]
}

const stateLine = (speech: Speech, found: OrderWithTickets): Html => {
  const { order } = found
  const at = order.state === 'held' ? order.heldUntil : order.confirmedAt
  return speech.say('receipt-state', { status: statusOf(found), at: timeOrNone(speech, at, found) })
}

const refundLine = (speech: Speech, { amount, state, doneAt }: Refund, found: OrderWithTickets): Html =>
  speech.say('receipt-refund', { amount: moneyIn(speech, amount), state, at: timeOrNone(speech, doneAt, found) })

const timeOrNone = (speech: Speech, at: number | undefined, { event }: OrderWithTickets): string =>
  at === undefined ? '' : timeInYear(speech, at, event)

const receiptButtons = (speech: Speech, { order, tickets, event }: OrderWithTickets): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  const [only, ...others] = tickets.filter(({ state }) => state === 'valid')
  if (only && others.length === 0)
    keyboard.text(speech.label('button-order-ticket'), routes.showTicketBelow.data({ ticketId: only.id })).row()
  else if (only)
    keyboard.text(speech.label('button-order-tickets'), routes.showPictures.data({ orderId: order.id })).row()
  return keyboard
    .text(speech.label('button-my-orders'), routes.myOrders.data({ after: 0 }))
    .row(...askButtons(speech, event, order.buyerId))
}
