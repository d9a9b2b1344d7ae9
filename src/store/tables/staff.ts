import { bigint, id, integer, refersTo, table } from './columns.js'
import { num, str, type Db } from '../engine/statements.js'

/** Table `staff`: who may work at an event's door, besides its organizer. */
export const staffSchema = table({
  name: 'staff',
  columns: { id, event_id: integer, person_id: bigint, since: bigint },
  indices: [{ columns: ['event_id', 'person_id'], unique: true }, { columns: ['person_id'] }],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

/** One of an event's staff. */
export type StaffMember = { readonly personId: number; readonly name: string; readonly since: number }

/** Who works at which door. */
export const createStaffTable = (db: Db) => ({
  isAt: async (personId: number, eventId: number): Promise<boolean> =>
    (await db.row('SELECT id FROM staff WHERE event_id = $1 AND person_id = $2', [eventId, personId])) !== undefined,

  /** Takes a person on; false if they are there already. */
  add: async (personId: number, eventId: number, now: number): Promise<boolean> =>
    (await db.change(
      'INSERT INTO staff (event_id, person_id, since) VALUES ($1, $2, $3) ON CONFLICT (event_id, person_id) DO NOTHING',
      [eventId, personId, now],
    )) > 0,

  /** Takes a person off; the id of the row that was theirs, or undefined if they were not there. */
  remove: async (personId: number, eventId: number): Promise<number | undefined> => {
    const row = await db.row('DELETE FROM staff WHERE event_id = $1 AND person_id = $2 RETURNING id', [
      eventId,
      personId,
    ])
    return row && num(row, 'id')
  },

  /** An event's staff, by name. */
  ofEvent: async (eventId: number): Promise<StaffMember[]> => {
    const rows = await db.rows(
      'SELECT staff.person_id, people.display_name, staff.since FROM staff JOIN people ON people.id = staff.person_id WHERE event_id = $1 ORDER BY people.folded_name, people.id',
      [eventId],
    )
    return rows.map((row) => ({
      personId: num(row, 'person_id'),
      name: str(row, 'display_name'),
      since: num(row, 'since'),
    }))
  },
})
