import { minuteMs } from '../../domain/duration.js'
import type { Db } from '../engine/statements.js'
import { counter, integer, primary } from './columns.js'
import { select } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `event_arrivals`: how many were let in at an event in a quarter of an hour, counted from 1970. The clocks of
 * all zones agree about quarters.
 */
export const arrivalsTable = table({
  name: 'event_arrivals',
  columns: { eventId: primary(integer), quarter: primary(integer), count: counter },
  foreignKeys: [refersTo('event_id', 'events')],
})

/** A quarter of an hour, in milliseconds. */
const quarterMs = 15 * minuteMs

/** Somebody was let in at that time (1), or was not after all (-1). */
type Arrival = { readonly eventId: number; readonly at: number; readonly change: 1 | -1 }

/** How many came in the quarter of an hour that begins then (UTC milliseconds). */
export type ArrivalsAt = { readonly at: number; readonly count: number }

const ofQuarter = select({ quarter: arrivalsTable.fields.quarter, count: arrivalsTable.fields.count })
const add = insertion(
  arrivalsTable,
  ['eventId', 'quarter', 'count'],
  'ON CONFLICT (event_id, quarter) DO UPDATE SET count = event_arrivals.count + excluded.count',
)

/** When people came. */
export const createArrivalsTable = (db: Db) => ({
  /** Counts who was let in, and who was not after all. Comes before the ticket types, at the end of a transaction. */
  count: async (arrivals: readonly Arrival[]): Promise<void> => {
    const counts = new Map<string, { eventId: number; quarter: number; count: number }>()
    for (const { eventId, at, change } of arrivals) {
      const quarter = Math.floor(at / quarterMs)
      const key = `${eventId}:${quarter}`
      counts.set(key, { eventId, quarter, count: (counts.get(key)?.count ?? 0) + change })
    }
    const rows = [...counts.values()].sort((a, b) => a.eventId - b.eventId || a.quarter - b.quarter)
    if (rows.length > 0) await db.change(...add(...rows))
  },

  /** Of an event, quarter by quarter; those in which nobody came are missing. */
  ofEvent: async (eventId: number): Promise<ArrivalsAt[]> =>
    (
      await db.rows(
        ofQuarter.read,
        `SELECT ${ofQuarter.sql} FROM event_arrivals WHERE event_id = $1 AND count > 0 ORDER BY quarter`,
        [eventId],
      )
    ).map(({ quarter, count }) => ({ at: quarter * quarterMs, count })),
})
