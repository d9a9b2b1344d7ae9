import type { Db } from '../engine/statements.js'
import { bigint, boolean, integer, named, optional, serial, text, varchar } from './columns.js'
import { only, rowsAmong, select } from './reading.js'
import { table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `inbox`. The index on `handled_at` finds both what is unhandled (NULL) and what is old. `given_at`: when
 * another process stored it for its owner, who does not know of it yet.
 */
export const inboxTable = table({
  name: 'inbox',
  columns: {
    id: serial,
    updateId: bigint,
    queueKey: named('lane', varchar),
    secondKey: optional(varchar),
    payload: text,
    receivedAt: bigint,
    owner: varchar,
    givenAt: optional(bigint),
    attempts: integer,
    handledAt: optional(bigint),
  },
  indices: [
    { columns: ['update_id'], unique: true },
    { columns: ['handled_at', 'id'] },
    { name: 'inbox_queue', columns: ['lane', 'id'] },
    { name: 'inbox_second_queue', columns: ['second_key', 'id'] },
    { name: 'inbox_given', columns: ['owner'], where: 'given_at IS NOT NULL' },
  ],
})

/**
 * An update to keep: Telegram's update_id, the update as JSON, and the keys whose updates go one after another: its
 * chat and, where that is not the same, its person.
 */
export type NewInboxUpdate = {
  readonly updateId: number
  readonly queueKey: string
  readonly secondKey?: string | undefined
  readonly payload: string
}

/** An update to work off; `attempts` counts how often it was taken over from someone who did not finish it. */
export type InboxUpdate = NewInboxUpdate & { readonly id: number; readonly attempts: number }

/** Whose an update is from the start. */
export type OwnedUpdate = NewInboxUpdate & { readonly owner: string }

const { id, updateId, queueKey, secondKey, payload, attempts } = inboxTable.fields
const update = select({ id, updateId, queueKey, secondKey, payload, attempts })
const insert = insertion(
  inboxTable,
  ['updateId', 'queueKey', 'secondKey', 'payload', 'receivedAt', 'owner', 'givenAt', 'attempts'],
  `ON CONFLICT (update_id) DO NOTHING RETURNING ${update.sql}`,
)

const inOrder = (rows: readonly InboxUpdate[]): InboxUpdate[] => [...rows].sort((a, b) => a.id - b.id)

/** Updates stored before they are confirmed to Telegram. */
export const createInboxTable = (db: Db) => ({
  /**
   * Stores a batch (at most a few thousand), of `storer` or, where the owner is another, given to that one. Those that
   * were not known yet, in order.
   */
  add: async (updates: readonly OwnedUpdate[], storer: string, now: number): Promise<InboxUpdate[]> => {
    if (updates.length === 0) return []
    const rows = updates.map((one) => ({
      ...one,
      receivedAt: now,
      givenAt: one.owner === storer ? undefined : now,
      attempts: 0,
    }))
    return inOrder(await db.rows(update.read, ...insert(...rows)))
  },

  /**
   * Marks the owner's as handled and forgets what they said; their ids stay, so that a repeat is recognized. Gives the
   * ids of those that still were the owner's.
   */
  finish: async (updateIds: readonly number[], owner: string, now: number): Promise<Set<number>> =>
    new Set(
      await rowsAmong(db, only(bigint), {
        list: updateIds,
        sql: (ids) =>
          `UPDATE inbox SET handled_at = $1, payload = '', given_at = NULL WHERE owner = $2 AND update_id IN (${ids})
           RETURNING update_id`,
        before: [now, owner],
      }),
    ),

  /** What others stored for this owner, who knows of it from now on; in order of arrival. */
  takeGiven: async (owner: string): Promise<InboxUpdate[]> =>
    inOrder(
      await db.rows(
        update.read,
        `UPDATE inbox SET given_at = NULL WHERE owner = $1 AND given_at IS NOT NULL AND handled_at IS NULL
         RETURNING ${update.sql}`,
        [owner],
      ),
    ),

  /** All that is the owner's and not handled, in order of arrival. */
  unhandledOf: (owner: string): Promise<InboxUpdate[]> =>
    db.rows(update.read, `SELECT ${update.sql} FROM inbox WHERE handled_at IS NULL AND owner = $1 ORDER BY id`, [
      owner,
    ]),

  /** Takes over what one that is dead had not handled, or, without one, whatever is unhandled; in order of arrival. */
  takeOver: async (owner: string, dead?: string): Promise<InboxUpdate[]> =>
    inOrder(
      await db.rows(
        update.read,
        `UPDATE inbox SET owner = $1, given_at = NULL, attempts = attempts + 1
         WHERE handled_at IS NULL AND ${dead === undefined ? 'owner <> $1' : 'owner = $2'} RETURNING ${update.sql}`,
        dead === undefined ? [owner] : [owner, dead],
      ),
    ),

  /** Whether somebody else still has something that came before an update of two keys, under one of them. */
  isBehindOthers: (
    { id: own, queueKey: first, secondKey: second }: Pick<InboxUpdate, 'id' | 'queueKey' | 'secondKey'>,
    owner: string,
  ): Promise<boolean> =>
    db.one(
      only(boolean),
      `SELECT EXISTS (SELECT 1 FROM inbox WHERE handled_at IS NULL AND id < $1 AND owner <> $2
       AND (lane IN ($3, $4) OR second_key IN ($3, $4))) AS behind`,
      [own, owner, first, second],
    ),

  /** Forgets what was handled before that time; how many they were. */
  purge: (before: number): Promise<number> => db.change('DELETE FROM inbox WHERE handled_at < $1', [before]),

  /** How many are not handled yet. */
  unhandled: (): Promise<number> =>
    db.one(only(integer), 'SELECT COUNT(*) AS count FROM inbox WHERE handled_at IS NULL'),
})
