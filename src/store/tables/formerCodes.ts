import type { Ticket } from '../../domain/ticket.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, serial, varchar } from './columns.js'
import { select } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/** Table `former_codes`: what tickets were known by before they were given away. */
export const formerCodesTable = table({
  name: 'former_codes',
  columns: {
    id: serial,
    code: varchar,
    shortCode: varchar,
    ticketId: integer,
    eventId: integer,
    formerHolderId: bigint,
    at: bigint,
  },
  indices: [{ columns: ['code'], unique: true }, { columns: ['short_code', 'event_id'] }],
  foreignKeys: [refersTo('ticket_id', 'tickets'), refersTo('event_id', 'events')],
})

/** A code that is dead since `at`, because its ticket was given away. */
export type FormerCode = { readonly eventId: number; readonly at: number }

const { fields } = formerCodesTable
const former = select({ eventId: fields.eventId, at: fields.at })
const insert = insertion(formerCodesTable, ['code', 'shortCode', 'ticketId', 'eventId', 'formerHolderId', 'at'])

// The asker is $1.
const forStaff = `SELECT ${former.sql} FROM former_codes
  WHERE event_id IN (SELECT event_id FROM staff WHERE person_id = $1 UNION SELECT id FROM events WHERE organizer_id = $1)`

/** Dead codes. Whoever asks hears of those of events where they work at the door, and of no others. */
export const createFormerCodesTable = (db: Db) => ({
  add: async ({ code, shortCode, id, eventId, holderId }: Ticket, now: number): Promise<void> => {
    await db.change(...insert({ code, shortCode, ticketId: id, eventId, formerHolderId: holderId, at: now }))
  },

  findForStaff: (code: string, personId: number): Promise<FormerCode | undefined> =>
    db.row(former.read, `${forStaff} AND code = $2`, [personId, code]),

  findShortForStaff: (shortCode: string, personId: number): Promise<FormerCode | undefined> =>
    db.row(former.read, `${forStaff} AND short_code = $2 ORDER BY at DESC LIMIT 1`, [personId, shortCode]),
})
