import type { Db } from '../engine/statements.js'
import { bigint, boolean, integer, optional, serial } from './columns.js'
import { peopleTable } from './people.js'
import { keyset } from './paging.js'
import { anything, only, select } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/** Table `staff`: who may work at an event's door, besides its organizer; `gives_tickets`: and keep its guest list. */
export const staffTable = table({
  name: 'staff',
  columns: {
    id: serial,
    eventId: integer,
    personId: bigint,
    since: bigint,
    givesTickets: optional(boolean, false),
  },
  indices: [{ columns: ['event_id', 'person_id'], unique: true }, { columns: ['person_id'] }],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

/** One of an event's staff. `username` is without "@"; empty or undefined where there is none. */
export type StaffMember = {
  readonly personId: number
  readonly name: string
  readonly username?: string | undefined
  readonly since: number
  /** Whether they keep its guest list, too. */
  readonly givesTickets: boolean
}

const { personId: member, since, givesTickets } = staffTable.fields
const { displayName: name, username } = peopleTable.fields
const staffMember = select({ personId: member, name, username, since, givesTickets })
const insert = insertion(
  staffTable,
  ['eventId', 'personId', 'since', 'givesTickets'],
  'ON CONFLICT (event_id, person_id) DO NOTHING',
)

/** Who works at which door. */
export const createStaffTable = (db: Db) => ({
  isAt: async (personId: number, eventId: number): Promise<boolean> =>
    (await db.row(anything, 'SELECT id FROM staff WHERE event_id = $1 AND person_id = $2', [eventId, personId])) ??
    false,

  /** Whether a person keeps the guest list of an event that is not theirs. */
  givesTickets: async (personId: number, eventId: number): Promise<boolean> =>
    (await db.row(anything, 'SELECT id FROM staff WHERE event_id = $1 AND person_id = $2 AND gives_tickets IS TRUE', [
      eventId,
      personId,
    ])) === true,

  /** Who of an event's staff keeps its guest list. */
  keepersOf: (eventId: number): Promise<number[]> =>
    db.rows(only(bigint), 'SELECT person_id FROM staff WHERE event_id = $1 AND gives_tickets IS TRUE', [eventId]),

  /** Gives a person the guest list, or takes it from them; false if they are not there, or it is so already. */
  setGivesTickets: (personId: number, eventId: number, isLet: boolean): Promise<boolean> =>
    db.didChange(
      `UPDATE staff SET gives_tickets = $3
       WHERE event_id = $1 AND person_id = $2 AND COALESCE(gives_tickets, FALSE) <> $3`,
      [eventId, personId, isLet],
    ),

  /** Takes a person on; false if they are there already. */
  add: (personId: number, eventId: number, now: number, isLet = false): Promise<boolean> =>
    db.didChange(...insert({ eventId, personId, since: now, givesTickets: isLet })),

  /** Takes a person off; the id of the row that was theirs, or undefined if they were not there. */
  remove: (personId: number, eventId: number): Promise<number | undefined> =>
    db.row(only(integer), 'DELETE FROM staff WHERE event_id = $1 AND person_id = $2 RETURNING id', [eventId, personId]),

  /** A page of an event's staff, by name: after the person `after`. */
  pageOf: (
    eventId: number,
    { after, limit }: { readonly after?: number; readonly limit: number },
  ): Promise<StaffMember[]> => {
    const end = keyset(
      {
        by: ['people.folded_name', 'people.id'],
        order: 'ASC',
        after: after === undefined ? undefined : [after],
        place: (personId) => `(SELECT folded_name, id FROM people WHERE id = ${personId})`,
        limit,
      },
      1,
    )
    return db.rows(
      staffMember.read,
      `SELECT ${staffMember.sql} FROM staff JOIN people ON people.id = staff.person_id
       WHERE staff.event_id = $1${end.sql}`,
      [eventId, ...end.values],
    )
  },

  /** An event's staff, by name. */
  ofEvent: (eventId: number): Promise<StaffMember[]> =>
    db.rows(
      staffMember.read,
      `SELECT ${staffMember.sql} FROM staff JOIN people ON people.id = staff.person_id WHERE staff.event_id = $1
       ORDER BY people.folded_name, people.id`,
      [eventId],
    ),
})
