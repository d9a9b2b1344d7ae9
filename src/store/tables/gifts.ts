import { bigint, id, integer, optional, refersTo, table, varchar } from './columns.js'
import { guardOf, num, optionalNum, placeholders, type Db, type Row } from '../engine/statements.js'

/**
 * Table `gifts`: one-time links by which a holder gives a ticket to somebody. `closed_at`: accepted (then `receiver_id`
 * is set), withdrawn, or replaced.
 */
export const giftsSchema = table({
  name: 'gifts',
  columns: {
    id,
    token: varchar,
    ticket_id: integer,
    giver_id: bigint,
    created_at: bigint,
    expires_at: bigint,
    receiver_id: optional(bigint),
    closed_at: optional(bigint),
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

/** Tickets on their way to somebody. */
export const createGiftsTable = (db: Db) => ({
  add: async (
    gift: Pick<Gift, 'ticketId' | 'giverId' | 'expiresAt'> & { readonly token: string },
    now: number,
  ): Promise<void> => {
    await db.change(
      'INSERT INTO gifts (token, ticket_id, giver_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [gift.token, gift.ticketId, gift.giverId, now, gift.expiresAt],
    )
  },

  find: async (token: string): Promise<Gift | undefined> => {
    const row = await db.row('SELECT * FROM gifts WHERE token = $1', [token])
    return row && toGift(row)
  },

  /** Which of these tickets are offered to somebody. */
  offered: async (ticketIds: readonly number[], now: number): Promise<Set<number>> => {
    if (ticketIds.length === 0) return new Set()
    const rows = await db.rows(
      `SELECT ticket_id FROM gifts WHERE closed_at IS NULL AND expires_at > $1 AND ticket_id IN (${placeholders(ticketIds.length, 1)})`,
      [now, ...ticketIds],
    )
    return new Set(rows.map((row) => num(row, 'ticket_id')))
  },

  /** Accepts an offer; false if somebody did already, or it is withdrawn or expired. Of two at once one gets true. */
  accept: async (giftId: number, receiverId: number, now: number): Promise<boolean> =>
    (await db.change(
      `UPDATE gifts SET receiver_id = $2, closed_at = $3 WHERE id = $1${guardOf(db)('closed_at IS NULL AND expires_at > $3')}`,
      [giftId, receiverId, now],
    )) > 0,

  /** Ends every open offer of a ticket; how many there were. */
  close: async (ticketId: number, now: number): Promise<number> =>
    db.change('UPDATE gifts SET closed_at = $2 WHERE ticket_id = $1 AND closed_at IS NULL', [ticketId, now]),
})

const toGift = (row: Row): Gift => ({
  id: num(row, 'id'),
  ticketId: num(row, 'ticket_id'),
  giverId: num(row, 'giver_id'),
  expiresAt: num(row, 'expires_at'),
  receiverId: optionalNum(row, 'receiver_id'),
  closedAt: optionalNum(row, 'closed_at'),
})
