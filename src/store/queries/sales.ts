import type { Db } from '../engine/statements.js'
import { bigint, integer } from '../tables/columns.js'
import { eventCountersTable } from '../tables/eventCounters.js'
import { rowsAmong, select } from '../tables/reading.js'
import { field, without } from '../tables/table.js'

/** What an event's confirmed orders come to, less what was given back; `total` in minor units. */
export type OrderSums = { readonly orders: number; readonly tickets: number; readonly total: number }

const sold = select({
  eventId: eventCountersTable.fields.eventId,
  orders: field('SUM(orders)', integer),
  tickets: field('SUM(tickets)', integer),
  total: field('SUM(sold_minor)', bigint),
})

/** What came of selling. */
export const createSales = (db: Db) => ({
  /** What the confirmed orders of these events come to; an event that never had any may not be in the map. */
  sums: async (eventIds: readonly number[]): Promise<Map<number, OrderSums>> => {
    const rows = await rowsAmong(db, sold.read, {
      list: eventIds,
      sql: (ids) => `SELECT ${sold.sql} FROM event_counters WHERE event_id IN (${ids}) GROUP BY event_id`,
    })
    return new Map(rows.map((row) => [row.eventId, without(row, 'eventId')]))
  },
})
