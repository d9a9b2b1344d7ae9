import { placeholders, type Db } from '../engine/statements.js'
import { bigint, integer, optional, serial, text, varchar } from './columns.js'
import { only, select } from './reading.js'
import { table, without } from './table.js'
import { insertion } from './writing.js'

/** Table `inbox`. The index on `handled_at` finds both what is unhandled (NULL) and what is old. */
export const inboxTable = table({
  name: 'inbox',
  columns: {
    id: serial,
    updateId: bigint,
    lane: varchar,
    payload: text,
    receivedAt: bigint,
    owner: varchar,
    leaseUntil: bigint,
    attempts: integer,
    handledAt: optional(bigint),
  },
  indices: [{ columns: ['update_id'], unique: true }, { columns: ['handled_at', 'id'] }],
})

/** An update to keep: Telegram's update_id, the lane whose updates go one after another, the update as JSON. */
export type NewInboxUpdate = { readonly updateId: number; readonly lane: string; readonly payload: string }

/** An update to work off; `attempts` counts how often it was taken over from someone who did not finish it. */
export type InboxUpdate = NewInboxUpdate & { readonly attempts: number }

/** Whose the updates are to work off, and until when nobody else may take them over. */
export type InboxLease = { readonly now: number; readonly owner: string; readonly leaseUntil: number }

const { id, updateId, lane, payload, attempts } = inboxTable.fields
const update = select({ id, updateId, lane, payload, attempts })
const insert = insertion(
  inboxTable,
  ['updateId', 'lane', 'payload', 'receivedAt', 'owner', 'leaseUntil', 'attempts'],
  'ON CONFLICT (update_id) DO NOTHING RETURNING update_id',
)

/** Updates stored before they are confirmed to Telegram. */
export const createInboxTable = (db: Db) => ({
  /** Stores a batch (at most a few thousand) and returns the ids that were not known yet. */
  add: async (updates: readonly NewInboxUpdate[], { now, owner, leaseUntil }: InboxLease): Promise<Set<number>> => {
    if (updates.length === 0) return new Set()
    const rows = updates.map((one) => ({ ...one, receivedAt: now, owner, leaseUntil, attempts: 0 }))
    return new Set(await db.rows(only(bigint), ...insert(...rows)))
  },

  /** Marks them handled and forgets what they said; their ids stay, so that a repeat is recognized. */
  finish: async (updateIds: readonly number[], now: number): Promise<void> => {
    await db.change(
      `UPDATE inbox SET handled_at = $1, payload = '' WHERE update_id IN (${placeholders(updateIds.length, 1)})`,
      [now, ...updateIds],
    )
  },

  /** Keeps what the owner has not handled yet from being taken over before `leaseUntil`. */
  renew: async (owner: string, leaseUntil: number): Promise<void> => {
    await db.change('UPDATE inbox SET lease_until = $2 WHERE owner = $1 AND handled_at IS NULL', [owner, leaseUntil])
  },

  /**
   * Takes over what is unhandled and whose lease ran out (or all of it, at the start of an only process), in order of
   * arrival.
   */
  takeOver: async ({
    now,
    owner,
    leaseUntil,
    everything,
  }: InboxLease & { readonly everything: boolean }): Promise<InboxUpdate[]> => {
    const rows = await db.rows(
      update.read,
      `UPDATE inbox SET owner = $2, lease_until = $3, attempts = attempts + 1
       WHERE handled_at IS NULL AND (lease_until <= $1 OR $4 = 1) RETURNING ${update.sql}`,
      [now, owner, leaseUntil, everything ? 1 : 0],
    )
    return rows.sort((a, b) => a.id - b.id).map((row) => without(row, 'id'))
  },

  /** What the owner has not handled yet, in order of arrival. */
  ofOwner: async (owner: string): Promise<InboxUpdate[]> => {
    const rows = await db.rows(
      update.read,
      `SELECT ${update.sql} FROM inbox WHERE owner = $1 AND handled_at IS NULL ORDER BY id`,
      [owner],
    )
    return rows.map((row) => without(row, 'id'))
  },

  /** Forgets what was handled before that time; how many they were. */
  purge: (before: number): Promise<number> => db.change('DELETE FROM inbox WHERE handled_at < $1', [before]),

  /** How many are not handled yet. */
  unhandled: (): Promise<number> =>
    db.one(only(integer), 'SELECT COUNT(*) AS count FROM inbox WHERE handled_at IS NULL'),
})
