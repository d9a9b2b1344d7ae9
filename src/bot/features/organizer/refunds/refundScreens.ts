import { InlineKeyboard } from 'grammy'
import { times } from '../../../../domain/money.js'
import { type Order, priceOfOne } from '../../../../domain/order.js'
import type { Page } from '../../../../domain/page.js'
import type { RefundPlan } from '../../../../services/refunds/refundPlan.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, moneyIn, paragraphs, sumIn } from '../../../ui/format.js'
import { yesOrBack } from '../../../ui/keyboards.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging } from '../../../ui/paging.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { buyerOf } from '../../../views/people/person.js'

/** Where the page begins, how many orders there are in all, and which of them are ticked. */
type Shown = {
  readonly after: number
  readonly all: number
  readonly isFirst: boolean
  readonly chosen: ReadonlySet<number>
}

/** The orders of an event that can be refunded, each with a box to tick. */
export const pageScreen = (
  speech: Speech,
  { id: eventId, title }: { readonly id: number; readonly title: string },
  page: Page<Order>,
  { after, all, isFirst, chosen }: Shown,
): Screen => {
  const { rows } = page
  const keyboard = new InlineKeyboard()
  // Pinned to its first order: what is bought meanwhile does not shift it.
  const here = { eventId, after: rows[0] ? rows[0].id + 1 : after }
  for (const order of rows) {
    const data = routes.tickRefund.data({ ...here, orderId: order.id })
    keyboard.text(labelOf(speech, order, chosen.has(order.id)), data).row()
  }
  if (chosen.size > 0)
    keyboard
      .text(speech.label('button-refund-chosen', { count: chosen.size }), routes.askRefund.data(here))
      .danger()
      .row()
  if (all > 0)
    keyboard.text(speech.label('button-refund-all', { count: all }), routes.askRefundAll.data({ eventId })).row()
  const dataAfter = (last?: Order): string => routes.refundable.data({ eventId, after: last?.id ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater: !isFirst, dataAfter })
  keyboard.row().text(speech.label('button-back'), routes.moneyOf.data({ eventId }))
  const head = speech.say(rows.length > 0 ? 'refund-list' : 'refund-list-none', { title })
  return { html: paragraphs(head, lines(...rows.map((order) => lineOf(speech, order)))), keyboard }
}

const labelOf = (speech: Speech, order: Order, isChosen: boolean): string =>
  labelWith(
    speech,
    'refund-button',
    { buyer: order.buyerName },
    {
      mark: isChosen ? '☑' : '☐',
      order: String(order.id),
      amount: moneyIn(speech, times(priceOfOne(order), order.quantity - order.returned)),
    },
  )

const lineOf = (speech: Speech, order: Order): Html =>
  speech.say('refund-line', {
    order: String(order.id),
    buyer: buyerOf(order),
    quantity: order.quantity - order.returned,
    price: moneyIn(speech, priceOfOne(order)),
    way: order.paymentMethod,
  })

/** Asks before orders are refunded: what it comes to, and what becomes of the tickets. */
export const questionScreen = (
  speech: Speech,
  plan: RefundPlan,
  { yes, back, warning }: { readonly yes: string; readonly back: string; readonly warning: Html | undefined },
): Screen => {
  const { orderIds, orders, sums, event } = plan
  const named = orders.map(({ order, left }) =>
    speech.say('refund-ask-line', {
      order: String(order.id),
      buyer: buyerOf(order),
      quantity: order.quantity - order.returned,
      total: moneyIn(speech, left),
    }),
  )
  const more = orderIds.length - orders.length
  const methods = sums.map(({ method: way, ...amount }) =>
    speech.say('refund-ask-way', { way, sum: moneyIn(speech, amount) }),
  )
  return {
    html: paragraphs(
      speech.say('refund-ask', { title: event.title, count: orderIds.length, sum: sumIn(speech, sums) }),
      lines(...named, more > 0 ? speech.say('refund-ask-more', { count: more }) : undefined),
      lines(...methods, speech.say('refund-ask-tickets')),
      warning,
    ),
    keyboard: yesOrBack(speech, yes, back),
  }
}
