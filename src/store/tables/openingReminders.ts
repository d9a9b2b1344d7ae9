import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, serial } from './columns.js'
import { anything, only, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { inChunks, insertion } from './writing.js'

/**
 * Table `opening_reminders`: who wants to hear when a ticket type goes on sale. When that is, stands nowhere here: it
 * is asked of the event each time.
 */
export const openingRemindersTable = table({
  name: 'opening_reminders',
  columns: { id: serial, personId: bigint, eventId: integer, ticketTypeId: integer, at: bigint },
  indices: [
    { columns: ['event_id', 'person_id', 'ticket_type_id'], unique: true },
    { columns: ['ticket_type_id', 'person_id'] },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

const insert = insertion(
  openingRemindersTable,
  ['personId', 'eventId', 'ticketTypeId', 'at'],
  'ON CONFLICT (event_id, person_id, ticket_type_id) DO NOTHING',
)
const asked = select({ id: openingRemindersTable.fields.id, personId: openingRemindersTable.fields.personId })
// 0 when it has been on sale from the beginning.
const moment = `CASE WHEN COALESCE(e.sale_from, 0) > COALESCE(t.sale_from, 0)
  THEN COALESCE(e.sale_from, 0) ELSE COALESCE(t.sale_from, 0) END`
const opening = select({ eventId: field('e.id', integer), at: field(`MIN(${moment})`, bigint) })

/** Who wants to hear when something goes on sale. */
export const createOpeningRemindersTable = (db: Db) => ({
  /** A person wants to hear when any of these types goes on sale. */
  add: async (
    { personId, eventId, at }: { readonly personId: number; readonly eventId: number; readonly at: number },
    ticketTypeIds: readonly number[],
  ): Promise<void> => {
    db.scheduled()
    const rows = ticketTypeIds.map((ticketTypeId) => ({ personId, eventId, ticketTypeId, at }))
    for (const some of inChunks(rows)) await db.change(...insert(...some))
  },

  /** A person wants to hear nothing of an event any more. */
  removeOf: async (personId: number, eventId: number): Promise<void> => {
    await db.change('DELETE FROM opening_reminders WHERE event_id = $1 AND person_id = $2', [eventId, personId])
  },

  /** Whether a person asked to hear of an event. */
  isSet: async (personId: number, eventId: number): Promise<boolean> =>
    (await db.row(anything, 'SELECT id FROM opening_reminders WHERE event_id = $1 AND person_id = $2 LIMIT 1', [
      eventId,
      personId,
    ])) ?? false,

  /**
   * Events on sale that somebody waits for, and when the first of the types that are waited for opens, or did (UTC
   * milliseconds): the soonest first.
   */
  openings: (now: number): Promise<readonly { readonly eventId: number; readonly at: number }[]> =>
    db.rows(
      opening.read,
      `SELECT ${opening.sql} FROM events e JOIN ticket_types t ON t.event_id = e.id
       WHERE e.state = 'published' AND e.closes_at > $1
       AND EXISTS (SELECT 1 FROM opening_reminders r WHERE r.ticket_type_id = t.id)
       GROUP BY e.id ORDER BY 2, 1`,
      [now],
    ),

  /**
   * Takes some of those out who wait for these types of an event, at most `limit` rows: who they are, and the newest of
   * their rows. All that each of them waits for of this event is gone.
   */
  take: async (
    { eventId, ticketTypeIds }: { readonly eventId: number; readonly ticketTypeIds: readonly number[] },
    limit: number,
  ): Promise<readonly { readonly id: number; readonly personId: number }[]> => {
    const people = new Map<number, number>()
    for (const ticketTypeId of ticketTypeIds) {
      if (people.size >= limit) break
      const rows = await db.rows(
        asked.read,
        `DELETE FROM opening_reminders WHERE id IN (SELECT id FROM opening_reminders WHERE ticket_type_id = $1
         ORDER BY person_id LIMIT ${limit - people.size}) RETURNING ${asked.sql}`,
        [ticketTypeId],
      )
      for (const row of rows) people.set(row.personId, Math.max(row.id, people.get(row.personId) ?? 0))
    }
    for (const some of inChunks([...people.keys()])) {
      const list = some.map((_, index) => `$${index + 2}`).join(', ')
      await db.change(`DELETE FROM opening_reminders WHERE event_id = $1 AND person_id IN (${list})`, [
        eventId,
        ...some,
      ])
    }
    return [...people].map(([person, newest]) => ({ id: newest, personId: person }))
  },

  /** When the last of what goes to many of an event is due (UTC milliseconds), of what still waits. */
  lastDue: (eventId: number): Promise<number | undefined> =>
    db.one(
      only(optional(bigint)),
      "SELECT MAX(due_at) FROM announcements WHERE event_id = $1 AND state <> 'delivered' AND state = 'waiting' AND urgency = 'bulk'",
      [eventId],
    ),

  /** A type is gone. */
  forgetType: async (ticketTypeId: number): Promise<void> => {
    await db.change('DELETE FROM opening_reminders WHERE ticket_type_id = $1', [ticketTypeId])
  },
})
