import type { Db } from '../engine/statements.js'
import { bigint, integer } from '../tables/columns.js'
import { ordersTable } from '../tables/orders.js'
import { rowsAmong, select } from '../tables/reading.js'
import { field, without } from '../tables/table.js'

/** What an event's confirmed orders come to, less what was given back; `total` in minor units. */
export type OrderSums = { readonly orders: number; readonly tickets: number; readonly total: number }

const { eventId, currency } = ordersTable.fields
const sold = select({
  eventId,
  orders: field('SUM(CASE WHEN returned < quantity THEN 1 ELSE 0 END)', integer),
  tickets: field('SUM(quantity - returned)', integer),
  total: field('SUM(total_minor - total_minor / quantity * returned)', bigint),
})
const paidAtDoor = select({
  currency,
  count: field('COUNT(*)', integer),
  minor: field('SUM(orders.total_minor / orders.quantity)', bigint),
})

/** What came of selling. */
export const createSales = (db: Db) => ({
  /** What the confirmed orders of these events come to; an event without any is not in the map. */
  sums: async (eventIds: readonly number[]): Promise<Map<number, OrderSums>> => {
    const rows = await rowsAmong(db, sold.read, {
      list: eventIds,
      sql: (ids) =>
        `SELECT ${sold.sql} FROM orders WHERE state = 'confirmed' AND event_id IN (${ids}) GROUP BY event_id`,
    })
    return new Map(rows.map((row) => [row.eventId, without(row, 'eventId')]))
  },

  /** What came in at the door of an event, by currency; sums in minor units. */
  paidAtDoor: (
    ofEvent: number,
  ): Promise<{ readonly currency: string; readonly count: number; readonly minor: number }[]> =>
    db.rows(
      paidAtDoor.read,
      `SELECT ${paidAtDoor.sql} FROM tickets JOIN orders ON orders.id = tickets.order_id
       WHERE tickets.event_id = $1 AND tickets.door_paid_at IS NOT NULL GROUP BY orders.currency ORDER BY orders.currency`,
      [ofEvent],
    ),
})
