import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, serial, varchar } from './columns.js'
import { only, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `lost_tickets`: who was let in with a ticket that a restored database does not know, because it may have been
 * sold after the backup was made. A code is as it was shown, long or short.
 */
export const lostTicketsTable = table({
  name: 'lost_tickets',
  columns: { id: serial, eventId: integer, code: varchar, letInAt: bigint, letInBy: bigint },
  indices: [{ columns: ['event_id', 'code'], unique: true }],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('let_in_by', 'people')],
})

const { fields } = lostTicketsTable
const entry = select({ at: fields.letInAt, by: field('people.display_name', optional(varchar, '')) })
const insert = insertion(
  lostTicketsTable,
  ['eventId', 'code', 'letInAt', 'letInBy'],
  'ON CONFLICT (event_id, code) DO NOTHING',
)

/** Tickets that a restored database does not know. */
export const createLostTicketsTable = (db: Db) => ({
  /** Notes that somebody was let in with it; false if somebody was before. Of two at once one gets true. */
  letIn: (lost: { readonly eventId: number; readonly code: string }, personId: number, now: number): Promise<boolean> =>
    db.didChange(...insert({ ...lost, letInAt: now, letInBy: personId })),

  /** When somebody was let in with it, and by whom. */
  find: (eventId: number, code: string) =>
    db.row(
      entry.read,
      `SELECT ${entry.sql} FROM lost_tickets LEFT JOIN people ON people.id = lost_tickets.let_in_by WHERE event_id = $1 AND code = $2`,
      [eventId, code],
    ),

  /** How many were let in at an event in that way. */
  count: (eventId: number): Promise<number> =>
    db.one(only(integer), 'SELECT COUNT(*) FROM lost_tickets WHERE event_id = $1', [eventId]),
})
