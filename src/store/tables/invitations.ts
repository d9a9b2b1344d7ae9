import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, serial, varchar } from './columns.js'
import { select } from './reading.js'
import { refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/** Table `invitations`: one-time links that make staff of whoever opens them first. */
export const invitationsTable = table({
  name: 'invitations',
  columns: {
    id: serial,
    token: varchar,
    eventId: integer,
    createdAt: bigint,
    expiresAt: bigint,
    usedBy: optional(bigint),
  },
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

const invitation = select(without(invitationsTable.fields, 'createdAt'))
const insert = insertion(invitationsTable, ['token', 'eventId', 'createdAt', 'expiresAt'])

/** Invitations to the door. */
export const createInvitationsTable = (db: Db) => ({
  add: async (one: Pick<Invitation, 'token' | 'eventId' | 'expiresAt'>, now: number): Promise<void> => {
    await db.change(...insert({ ...one, createdAt: now }))
  },

  find: (token: string): Promise<Invitation | undefined> =>
    db.row(invitation.read, `SELECT ${invitation.sql} FROM invitations WHERE token = $1`, [token]),

  /** Uses an invitation up; false if somebody did already or it has expired. Of two at once one gets true. */
  use: (invitationId: number, personId: number, now: number): Promise<boolean> =>
    db.didChange('UPDATE invitations SET used_by = $2 WHERE id = $1 AND used_by IS NULL AND expires_at > $3', [
      invitationId,
      personId,
      now,
    ]),
})
