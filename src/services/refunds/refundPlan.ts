import type { Event } from '../../domain/event.js'
import type { Money } from '../../domain/money.js'
import type { Order } from '../../domain/order.js'
import type { Payment } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import type { Tx } from '../../store/store.js'
import type { SumByMethod } from '../../store/tables/payments.js'
import { findOwnEvent } from '../finders.js'
import { leftOfPayments } from './eventRefund.js'

/** Orders to refund: these, or all that can be. */
export type RefundChoice = {
  readonly personId: number
  readonly eventId: number
  readonly orderIds: readonly number[] | 'all'
}

/**
 * What giving orders back comes to, before it is done: what is left of their payments. The first of them are told one
 * by one.
 */
export type RefundPlan = {
  readonly event: Event
  readonly orderIds: readonly number[]
  readonly orders: readonly { readonly order: Order; readonly left: Money }[]
  readonly sums: readonly SumByMethod[]
}

// So many orders are named in a plan; the others are only counted.
const mostNamed = 10

/** Those of the chosen orders that can be refunded now. */
export const refundableIds = async (
  tx: Tx,
  { eventId, orderIds }: Pick<RefundChoice, 'eventId' | 'orderIds'>,
): Promise<readonly number[]> => {
  const wanted = orderIds === 'all' ? undefined : new Set(orderIds)
  return (await tx.orderLists.prepaidIds(eventId)).filter((id) => wanted?.has(id) ?? true)
}

/** What refunding these orders comes to. Refuses with eventNotFound, notYours, refundDone. */
export const planRefunds = async (tx: Tx, choice: RefundChoice): Promise<RefundPlan> => {
  const { event } = await findOwnEvent(tx, choice.personId, choice.eventId)
  const ids = await refundableIds(tx, choice)
  if (ids.length === 0) throw new Refusal('refundDone')
  const chosen = new Set<number | undefined>(ids)
  const payments = (await leftOfPayments(tx, event.id)).filter(({ orderId }) => chosen.has(orderId))
  const leftOf = new Map(payments.map(({ orderId, amount }) => [orderId, amount]))
  const orders = (await tx.orders.ofIds(ids.slice(0, mostNamed)))
    .sort((a, b) => b.id - a.id)
    .map((order) => ({ order, left: leftOf.get(order.id) ?? order.total }))
  return { event, orderIds: ids, orders, sums: sumsOf(payments) }
}

const sumsOf = (payments: readonly Payment[]): readonly SumByMethod[] => {
  const sums = new Map<string, SumByMethod>()
  for (const { method, amount } of payments) {
    const { currency, minor } = amount
    const key = `${method}:${currency}`
    const before = sums.get(key) ?? { count: 0, minor: 0 }
    sums.set(key, { method, currency, count: before.count + 1, minor: before.minor + minor })
  }
  return [...sums.values()]
}
