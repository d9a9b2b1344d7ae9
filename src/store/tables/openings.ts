import type { Db } from '../engine/statements.js'
import { bigint, integer, serial } from './columns.js'
import { anything, only } from './reading.js'
import { refersTo, table } from './table.js'
import { inChunks, insertion } from './writing.js'

/**
 * Table `openings`: who opened an unlisted event by its link (`ticket_type_id` 0), or one of its hidden ticket types by
 * a link or a promo code.
 */
export const openingsTable = table({
  name: 'openings',
  columns: { id: serial, personId: bigint, eventId: integer, ticketTypeId: integer, at: bigint },
  indices: [{ columns: ['event_id', 'person_id', 'ticket_type_id'], unique: true }],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** Stands for the event itself in the place of a ticket type. */
export const theEvent = 0

const insert = insertion(
  openingsTable,
  ['personId', 'eventId', 'ticketTypeId', 'at'],
  'ON CONFLICT (event_id, person_id, ticket_type_id) DO NOTHING',
)

// Each by an index of its own: whoever has anything to do with an event knows of it.
const involved = [
  'SELECT 1 FROM staff WHERE event_id = $1 AND person_id = $2',
  'SELECT 1 FROM tickets WHERE event_id = $1 AND holder_id = $2',
  'SELECT 1 FROM orders WHERE buyer_id = $2 AND event_id = $1',
]

/** Who opened what. */
export const createOpeningsTable = (db: Db) => ({
  /** Notes that a person opened these types of an event, or the event itself; what was open stays so. */
  add: async (
    { personId, eventId, at }: { readonly personId: number; readonly eventId: number; readonly at: number },
    ticketTypeIds: readonly number[],
  ): Promise<void> => {
    const rows = ticketTypeIds.map((ticketTypeId) => ({ personId, eventId, ticketTypeId, at }))
    for (const some of inChunks(rows)) await db.change(...insert(...some))
  },

  /** The ids of the types of an event that a person opened, and `theEvent` for the event itself. */
  of: async (personId: number, eventId: number): Promise<Set<number>> =>
    new Set(
      await db.rows(only(integer), 'SELECT ticket_type_id FROM openings WHERE event_id = $1 AND person_id = $2', [
        eventId,
        personId,
      ]),
    ),

  /** Whether a person works at an event's door, holds or held a ticket of it, or has ordered any. */
  isInvolved: async (personId: number, eventId: number): Promise<boolean> => {
    for (const sql of involved) if (await db.row(anything, `${sql} LIMIT 1`, [eventId, personId])) return true
    return false
  },

  /** A type is gone. */
  forgetType: async (eventId: number, ticketTypeId: number): Promise<void> => {
    await db.change('DELETE FROM openings WHERE event_id = $1 AND ticket_type_id = $2', [eventId, ticketTypeId])
  },
})
