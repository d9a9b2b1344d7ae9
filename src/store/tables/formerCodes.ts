import type { Ticket } from '../../domain/ticket.js'
import { bigint, id, integer, refersTo, table, varchar } from './columns.js'
import { num, type Db, type Row } from '../engine/statements.js'

/** Table `former_codes`: what tickets were known by before they were given away. */
export const formerCodesSchema = table({
  name: 'former_codes',
  columns: {
    id,
    code: varchar,
    short_code: varchar,
    ticket_id: integer,
    event_id: integer,
    former_holder_id: bigint,
    at: bigint,
  },
  indices: [{ columns: ['code'], unique: true }, { columns: ['short_code', 'event_id'] }],
  foreignKeys: [refersTo('ticket_id', 'tickets'), refersTo('event_id', 'events')],
})

/** A code that is dead since `at`, because its ticket was given away. */
export type FormerCode = { readonly eventId: number; readonly at: number }

/** Dead codes. Whoever asks hears of those of events where they work at the door, and of no others. */
export const createFormerCodesTable = (db: Db) => ({
  add: async ({ code, shortCode, id: ticketId, eventId, holderId }: Ticket, now: number): Promise<void> => {
    await db.change(
      'INSERT INTO former_codes (code, short_code, ticket_id, event_id, former_holder_id, at) VALUES ($1, $2, $3, $4, $5, $6)',
      [code, shortCode, ticketId, eventId, holderId, now],
    )
  },

  findForStaff: async (code: string, personId: number): Promise<FormerCode | undefined> =>
    optionalFormer(await db.row(`${forStaff} AND code = $2`, [personId, code])),

  findShortForStaff: async (shortCode: string, personId: number): Promise<FormerCode | undefined> =>
    optionalFormer(await db.row(`${forStaff} AND short_code = $2 ORDER BY at DESC LIMIT 1`, [personId, shortCode])),
})

const forStaff = `SELECT event_id, at FROM former_codes
  WHERE event_id IN (SELECT event_id FROM staff WHERE person_id = $1 UNION SELECT id FROM events WHERE organizer_id = $1)`

const optionalFormer = (row: Row | undefined): FormerCode | undefined =>
  row && { eventId: num(row, 'event_id'), at: num(row, 'at') }
