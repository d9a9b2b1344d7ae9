import { bigint, id, integer, optional, refersTo, table, varchar } from './columns.js'
import { guardOf, num, optionalNum, str, type Db, type Row } from '../engine/statements.js'

/** Table `invitations`: one-time links that make staff of whoever opens them first. */
export const invitationsSchema = table({
  name: 'invitations',
  columns: { id, token: varchar, event_id: integer, created_at: bigint, expires_at: bigint, used_by: optional(bigint) },
  indices: [{ columns: ['token'], unique: true }, { columns: ['event_id'] }],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** An invitation to an event's door. `usedBy` is who became staff by it. */
export type Invitation = {
  readonly id: number
  readonly token: string
  readonly eventId: number
  readonly expiresAt: number
  readonly usedBy: number | undefined
}

/** Invitations to the door. */
export const createInvitationsTable = (db: Db) => ({
  add: async (
    { token, eventId, expiresAt }: Pick<Invitation, 'token' | 'eventId' | 'expiresAt'>,
    now: number,
  ): Promise<void> => {
    await db.change('INSERT INTO invitations (token, event_id, created_at, expires_at) VALUES ($1, $2, $3, $4)', [
      token,
      eventId,
      now,
      expiresAt,
    ])
  },

  find: async (token: string): Promise<Invitation | undefined> => {
    const row = await db.row('SELECT * FROM invitations WHERE token = $1', [token])
    return row && toInvitation(row)
  },

  /** Uses an invitation up; false if somebody did already or it has expired. Of two at once one gets true. */
  use: async (invitationId: number, personId: number, now: number): Promise<boolean> =>
    (await db.change(
      `UPDATE invitations SET used_by = $2 WHERE id = $1${guardOf(db)('used_by IS NULL AND expires_at > $3')}`,
      [invitationId, personId, now],
    )) > 0,
})

const toInvitation = (row: Row): Invitation => ({
  id: num(row, 'id'),
  token: str(row, 'token'),
  eventId: num(row, 'event_id'),
  expiresAt: num(row, 'expires_at'),
  usedBy: optionalNum(row, 'used_by'),
})
