import type { Urgency } from '../../domain/announcement.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, oneOf, optional } from '../tables/columns.js'
import { only, select } from '../tables/reading.js'
import { field } from '../tables/table.js'

const queue = select({ depth: field('COUNT(*)', integer), oldestAt: field('MIN(received_at)', optional(bigint)) })
// What was tried has another time from then on.
const waiting = select({
  urgency: field('urgency', oneOf<Urgency>()),
  count: field('COUNT(*)', integer),
  oldestAt: field('MIN(CASE WHEN attempts > 0 THEN created_at WHEN due_at <= $1 THEN due_at END)', optional(bigint)),
})
const sums = select({
  orders: field('COALESCE(SUM(orders), 0)', bigint),
  tickets: field('COALESCE(SUM(tickets), 0)', bigint),
  refundsDue: field('COALESCE(SUM(due), 0)', bigint),
})

/** How the whole is doing: what waits, and what came of selling. Cheap enough to be asked every few seconds. */
export const createVitals = (db: Db) => ({
  /** Updates that are stored and not handled; since when the first of them waits. */
  inbox: () => db.one(queue.read, `SELECT ${queue.sql} FROM inbox WHERE handled_at IS NULL`),

  /** How many announcements wait, by their urgency, due or not; since when the first of them should have been out. */
  outbox: (now: number) =>
    db.rows(waiting.read, `SELECT ${waiting.sql} FROM announcements WHERE state = 'waiting' GROUP BY urgency`, [now]),

  /** Orders that are held. */
  holds: (): Promise<number> => db.one(only(integer), "SELECT COUNT(*) FROM orders WHERE state = 'held'"),

  /** Confirmed orders with tickets, their tickets, and refunds that have not gone yet, of all events. */
  sums: () => db.one(sums.read, `SELECT ${sums.sql} FROM event_counters`),
})
