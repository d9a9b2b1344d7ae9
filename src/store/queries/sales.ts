import type { Db } from '../engine/statements.js'
import { bigint, integer, varchar } from '../tables/columns.js'
import { eventCountersTable } from '../tables/eventCounters.js'
import { mapped, rowsAmong, select } from '../tables/reading.js'
import { field, without } from '../tables/table.js'
import { ticketsTable } from '../tables/tickets.js'

/**
 * What an event's confirmed orders come to, less what was given back; `total` in minor units, `guests` the tickets that
 * were given away, which count nowhere else.
 */
export type OrderSums = {
  readonly orders: number
  readonly tickets: number
  readonly total: number
  readonly guests: number
}

const unlessGiven = (column: string): string => `CASE WHEN way = 'guestList' THEN 0 ELSE ${column} END`

const sold = select({
  eventId: eventCountersTable.fields.eventId,
  orders: field(`SUM(${unlessGiven('orders')})`, integer),
  tickets: field(`SUM(${unlessGiven('tickets')})`, integer),
  guests: field("SUM(CASE WHEN way = 'guestList' THEN tickets ELSE 0 END)", integer),
  total: field('SUM(sold_minor)', bigint),
})

const ofOrder = (expression: string): string => `(SELECT ${expression} FROM orders WHERE orders.id = tickets.order_id)`

const atDoor = mapped(
  select({
    orderId: ticketsTable.fields.orderId,
    holderId: ticketsTable.fields.holderId,
    minor: field(`SUM(${ofOrder('total_minor / quantity')})`, bigint),
    currency: field(ofOrder('currency'), varchar),
  }),
  ({ minor, currency, ...row }) => ({ ...row, amount: { minor, currency } }),
)

/** What came of selling. */
export const createSales = (db: Db) => ({
  /** What was taken at an event's door, by order and by who holds the tickets. */
  paidAtDoor: (eventId: number) =>
    db.rows(
      atDoor.read,
      `SELECT ${atDoor.sql} FROM tickets WHERE event_id = $1 AND checked_in_at IS NOT NULL AND door_paid_at IS NOT NULL
       GROUP BY order_id, holder_id ORDER BY order_id, holder_id`,
      [eventId],
    ),

  /** What the confirmed orders of these events come to; an event that never had any may not be in the map. */
  sums: async (eventIds: readonly number[]): Promise<Map<number, OrderSums>> => {
    const rows = await rowsAmong(db, sold.read, {
      list: eventIds,
      sql: (ids) => `SELECT ${sold.sql} FROM event_counters WHERE event_id IN (${ids}) GROUP BY event_id`,
    })
    return new Map(rows.map((row) => [row.eventId, without(row, 'eventId')]))
  },
})
