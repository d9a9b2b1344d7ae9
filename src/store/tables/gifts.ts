import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, serial, varchar } from './columns.js'
import { only, rowsAmong, select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `gifts`: one-time links by which a holder gives a ticket to somebody. `closed_at`: accepted (then `receiver_id`
 * is set), withdrawn, or replaced.
 */
export const giftsTable = table({
  name: 'gifts',
  columns: {
    id: serial,
    token: varchar,
    ticketId: integer,
    giverId: bigint,
    createdAt: bigint,
    expiresAt: bigint,
    receiverId: optional(bigint),
    closedAt: optional(bigint),
  },
  indices: [{ columns: ['token'], unique: true }, { columns: ['ticket_id'] }],
  foreignKeys: [refersTo('ticket_id', 'tickets'), refersTo('giver_id', 'people')],
})

/** A ticket offered by a link. */
export type Gift = {
  readonly id: number
  readonly ticketId: number
  readonly giverId: number
  readonly expiresAt: number
  readonly receiverId: number | undefined
  readonly closedAt: number | undefined
}

const gift = select(without(giftsTable.fields, 'token', 'createdAt'))
const insert = insertion(giftsTable, ['token', 'ticketId', 'giverId', 'createdAt', 'expiresAt'])

/** Tickets on their way to somebody. */
export const createGiftsTable = (db: Db) => ({
  add: async (
    one: Pick<Gift, 'ticketId' | 'giverId' | 'expiresAt'> & { readonly token: string },
    now: number,
  ): Promise<void> => {
    await db.change(...insert({ ...one, createdAt: now }))
  },

  find: (token: string): Promise<Gift | undefined> =>
    db.row(gift.read, `SELECT ${gift.sql} FROM gifts WHERE token = $1`, [token]),

  /** The last gift of a ticket by this giver that somebody accepted. */
  lastAccepted: (ticketId: number, giverId: number): Promise<Gift | undefined> =>
    db.row(
      gift.read,
      `SELECT ${gift.sql} FROM gifts WHERE ticket_id = $1 AND giver_id = $2 AND receiver_id IS NOT NULL
       ORDER BY id DESC LIMIT 1`,
      [ticketId, giverId],
    ),

  /** Which of these tickets are offered to somebody. */
  offered: async (ticketIds: readonly number[], now: number): Promise<Set<number>> =>
    new Set(
      await rowsAmong(db, only(integer), {
        list: ticketIds,
        sql: (ids) =>
          `SELECT ticket_id FROM gifts WHERE closed_at IS NULL AND expires_at > $1 AND ticket_id IN (${ids})`,
        before: [now],
      }),
    ),

  /** Accepts an offer; false if somebody did already, or it is withdrawn or expired. Of two at once one gets true. */
  accept: (giftId: number, receiverId: number, now: number): Promise<boolean> =>
    db.didChange(
      'UPDATE gifts SET receiver_id = $2, closed_at = $3 WHERE id = $1 AND closed_at IS NULL AND expires_at > $3',
      [giftId, receiverId, now],
    ),

  /** Ends every open offer of a ticket; how many there were. */
  close: (ticketId: number, now: number): Promise<number> =>
    db.change('UPDATE gifts SET closed_at = $2 WHERE ticket_id = $1 AND closed_at IS NULL', [ticketId, now]),
})
