import type { GuestEntry } from '../../domain/guestList.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, serial, varchar } from './columns.js'
import { type NewestFirst, newestFirst } from './paging.js'
import { only, rowsAmong, select } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `guest_entries`: what was given away at an event, an order each. `token` is of a link; `taken_by` took it.
 * `revoked_at`: what was not used of it is dead.
 */
export const guestEntriesTable = table({
  name: 'guest_entries',
  columns: {
    id: serial,
    eventId: integer,
    orderId: integer,
    reason: varchar,
    issuedBy: bigint,
    createdAt: bigint,
    token: optional(varchar),
    takenBy: optional(bigint),
    takenAt: optional(bigint),
    revokedAt: optional(bigint),
  },
  indices: [
    { columns: ['event_id', 'id'] },
    { columns: ['order_id'], unique: true },
    { columns: ['token'], unique: true },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('order_id', 'orders'), refersTo('issued_by', 'people')],
})

const { sql, read } = select(guestEntriesTable.fields)
const insert = insertion(
  guestEntriesTable,
  ['eventId', 'orderId', 'reason', 'issuedBy', 'createdAt', 'token'],
  `RETURNING ${sql}`,
)

/** Who stands on guest lists. */
export const createGuestEntriesTable = (db: Db) => {
  const one = (where: string, value: number | string): Promise<GuestEntry | undefined> =>
    db.row(read, `SELECT ${sql} FROM guest_entries WHERE ${where}`, [value])

  return {
    add: (entry: Omit<GuestEntry, 'id' | 'takenBy' | 'takenAt' | 'revokedAt'>): Promise<GuestEntry> =>
      db.one(read, ...insert(entry)),

    find: (id: number): Promise<GuestEntry | undefined> => one('id = $1', id),
    findByToken: (token: string): Promise<GuestEntry | undefined> => one('token = $1', token),
    findByOrder: (orderId: number): Promise<GuestEntry | undefined> => one('order_id = $1', orderId),

    /** An event's entries, the newest first. */
    ofEvent: (eventId: number, rest: NewestFirst): Promise<GuestEntry[]> => {
      const end = newestFirst('id', rest, 1)
      return db.rows(read, `SELECT ${sql} FROM guest_entries WHERE event_id = $1${end.sql}`, [eventId, ...end.values])
    },

    /** Which of these orders were given away and taken back. */
    revokedOf: async (orderIds: readonly number[]): Promise<Set<number>> =>
      new Set(
        await rowsAmong(db, only(integer), {
          list: orderIds,
          sql: (ids) => `SELECT order_id FROM guest_entries WHERE order_id IN (${ids}) AND revoked_at IS NOT NULL`,
        }),
      ),

    /** Takes what a link gives; false if somebody did already, or it is taken back. Of two at once one gets true. */
    take: (id: number, personId: number, now: number): Promise<boolean> =>
      db.didChange(
        `UPDATE guest_entries SET taken_by = $2, taken_at = $3
         WHERE id = $1 AND token IS NOT NULL AND taken_by IS NULL AND revoked_at IS NULL`,
        [id, personId, now],
      ),

    /** Takes it back; false if it was already. */
    revoke: (id: number, now: number): Promise<boolean> =>
      db.didChange('UPDATE guest_entries SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL', [id, now]),
  }
}
