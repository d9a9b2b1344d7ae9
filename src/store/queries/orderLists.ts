import type { Order, OrderState } from '../../domain/order.js'
import type { Db, Value } from '../engine/statements.js'
import { integer } from '../tables/columns.js'
import { orderSelection } from '../tables/orders.js'
import { type NewestFirst, newestFirst } from '../tables/paging.js'
import { only } from '../tables/reading.js'

// Of an order whose tickets were all given back the money is going back already.
const prepaid = `state = 'confirmed' AND returned < quantity
  AND EXISTS (SELECT 1 FROM payments WHERE payments.order_id = orders.id AND payments.state = 'applied')`

// As `isProofUnderReview` of the domain.
const underReview = "proof_at IS NOT NULL AND (confirmed_at IS NULL OR payment_way <> 'transfer')"

const bought = `(state IN ('held', 'confirmed', 'refunded') OR (state = 'cancelled' AND confirmed_at IS NOT NULL))`

/** Orders as people look through them, newest first where nothing else is said. */
export const createOrderLists = (db: Db) => {
  const page = (where: string, values: readonly Value[], rest: NewestFirst): Promise<Order[]> => {
    const end = newestFirst('id', rest, values.length)
    return db.rows(orderSelection.read, `SELECT ${orderSelection.sql} FROM orders WHERE ${where}${end.sql}`, [
      ...values,
      ...end.values,
    ])
  }
  const count = (where: string, eventId: number): Promise<number> =>
    db.one(only(integer), `SELECT COUNT(*) FROM orders WHERE event_id = $1 AND ${where}`, [eventId])

  return {
    ofEvent: (eventId: number, { state, ...rest }: NewestFirst & { readonly state?: OrderState }): Promise<Order[]> =>
      state ? page('event_id = $1 AND state = $2', [eventId, state], rest) : page('event_id = $1', [eventId], rest),

    ofBuyer: (buyerId: number, rest: NewestFirst): Promise<Order[]> => page('buyer_id = $1', [buyerId], rest),

    /** Who buys or bought: without holds that came to nothing. */
    ofBuyersOf: (eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(`event_id = $1 AND ${bought}`, [eventId], rest),

    /** An event's confirmed orders that a payment confirmed. */
    prepaidOf: (eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(`event_id = $1 AND ${prepaid}`, [eventId], rest),

    countPrepaidOf: (eventId: number): Promise<number> => count(prepaid, eventId),

    /** The ids of all of them, oldest first. */
    prepaidIds: (eventId: number): Promise<number[]> =>
      db.rows(only(integer), `SELECT id FROM orders WHERE event_id = $1 AND ${prepaid} ORDER BY id`, [eventId]),

    /** The orders of an event whose buyers say that a transfer is on its way. */
    underReviewOf: (eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(`event_id = $1 AND ${underReview}`, [eventId], rest),

    countUnderReviewOf: (eventId: number): Promise<number> => count(underReview, eventId),

    /** Orders that Telegram was allowed to take money for since then and that nobody paid, oldest first. */
    unpaidCheckouts: (since: number): Promise<Order[]> =>
      db.rows(
        orderSelection.read,
        `SELECT ${orderSelection.sql} FROM orders WHERE checkout_at >= $1 AND state IN ('held', 'expired', 'cancelled')
         ORDER BY id`,
        [since],
      ),
  }
}
