import type { Order, OrderState } from '../../domain/order.js'
import type { Db, Value } from '../engine/statements.js'
import { integer } from '../tables/columns.js'
import { isBought, isRefundable, isUnderReview, orderSelection } from '../tables/orders.js'
import { type NewestFirst, newestFirst } from '../tables/paging.js'
import { only } from '../tables/reading.js'

const mostCounted = 1000

/** Orders as people look through them, newest first where nothing else is said. */
export const createOrderLists = (db: Db) => {
  const page = (where: string, values: readonly Value[], rest: NewestFirst): Promise<Order[]> => {
    const end = newestFirst('id', rest, values.length)
    return db.rows(orderSelection.read, `SELECT ${orderSelection.sql} FROM orders WHERE ${where}${end.sql}`, [
      ...values,
      ...end.values,
    ])
  }
  return {
    ofEvent: (eventId: number, { state, ...rest }: NewestFirst & { readonly state?: OrderState }): Promise<Order[]> =>
      state ? page('event_id = $1 AND state = $2', [eventId, state], rest) : page('event_id = $1', [eventId], rest),

    ofBuyer: (buyerId: number, rest: NewestFirst): Promise<Order[]> => page('buyer_id = $1', [buyerId], rest),

    /** What a person buys or bought for an event; found among what they ever bought, not among the event's orders. */
    ofBuyerAt: (buyerId: number, eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(`buyer_id = $1 AND event_id + 0 = $2 AND ${isBought}`, [buyerId, eventId], rest),

    /** Who buys or bought: without holds that came to nothing. */
    ofBuyersOf: (eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(`event_id = $1 AND ${isBought}`, [eventId], rest),

    /** An event's confirmed orders that a payment confirmed. */
    prepaidOf: (eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(`event_id = $1 AND ${isRefundable}`, [eventId], rest),

    /** The ids of all of them, oldest first. */
    prepaidIds: (eventId: number): Promise<number[]> =>
      db.rows(only(integer), `SELECT id FROM orders WHERE event_id = $1 AND ${isRefundable} ORDER BY id`, [eventId]),

    /** The orders of an event whose buyers say that a transfer is on its way. */
    underReviewOf: (eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(`event_id = $1 AND ${isUnderReview}`, [eventId], rest),

    /** How many they are; beyond a thousand nobody counts any more. */
    countUnderReviewOf: (eventId: number): Promise<number> =>
      db.one(
        only(integer),
        `SELECT COUNT(*) FROM (SELECT id FROM orders WHERE event_id = $1 AND ${isUnderReview} LIMIT ${mostCounted}) counted`,
        [eventId],
      ),

    /** Orders that Telegram was allowed to take money for between then and now, and that nobody paid; oldest first. */
    unpaidCheckouts: (since: number, now: number): Promise<Order[]> =>
      db.rows(
        orderSelection.read,
        `SELECT ${orderSelection.sql} FROM orders WHERE checkout_at BETWEEN $1 AND $2 AND state IN ('held', 'expired', 'cancelled')
         ORDER BY checkout_at, id`,
        [since, now],
      ),
  }
}
