import type { Db } from '../engine/statements.js'
import { integer, varchar } from './columns.js'
import { only, select } from './reading.js'
import { field } from './table.js'

// Any numbers, as long as every Levem uses the same.
const everything = 5_383_603
const patience = "SET LOCAL lock_timeout = '200ms'"

/** Whose the newest update under a key is. */
export type KeyOwner = { readonly key: string; readonly owner: string; readonly id: number }

const keyOwner = select({
  key: field('wanted.key', varchar),
  owner: field('newest.owner', varchar),
  id: field('newest.id', integer),
})

// One text however many keys there are: they are numbers, and none has a space.
const listed = (keys: readonly string[]): string => keys.join(' ')

const nothing = (): undefined => undefined

/**
 * Who gets which update where several processes share them. PostgreSQL only. No statement that locks begins with
 * SELECT: it would not begin the transaction to whose end the lock is kept.
 */
export const createInboxOwners = (db: Db) => ({
  /**
   * Until the transaction ends nobody else stores updates under these keys, and nobody is taken for dead. Always in the
   * same order, so that two never wait for each other.
   */
  lock: async (keys: readonly string[]): Promise<void> => {
    await db.rows(
      nothing,
      `WITH wanted AS (SELECT key FROM unnest(string_to_array($1, ' ')) AS key)
       SELECT pg_advisory_xact_lock_shared(${everything}), pg_advisory_xact_lock(hashtextextended(key, ${everything}))
       FROM wanted`,
      [listed([...keys].sort())],
    )
  },

  /**
   * Until the transaction ends nobody stores any update. Does not wait long: whoever stores one waits behind it.
   * Refuses with busy.
   */
  lockAll: async (): Promise<void> => {
    await db.change(patience)
    await db.rows(nothing, `WITH lock AS (SELECT pg_advisory_xact_lock(${everything})) SELECT * FROM lock`)
  },

  /**
   * Whose the newest update under each of these keys is, if it is not handled, or came after `since` and its owner
   * lives.
   */
  newest: (keys: readonly string[], since: number): Promise<KeyOwner[]> =>
    db.rows(
      keyOwner.read,
      `SELECT ${keyOwner.sql} FROM unnest(string_to_array($1, ' ')) AS wanted (key) CROSS JOIN LATERAL (
         SELECT * FROM (
           (SELECT * FROM inbox WHERE lane = wanted.key ORDER BY id DESC LIMIT 1)
           UNION ALL
           (SELECT * FROM inbox WHERE second_key = wanted.key ORDER BY id DESC LIMIT 1)
         ) AS both_keys ORDER BY id DESC LIMIT 1
       ) AS newest
       WHERE newest.handled_at IS NULL OR (newest.received_at > $2
         AND EXISTS (SELECT 1 FROM processes WHERE processes.id = newest.owner AND processes.beat IS NOT NULL))`,
      [listed(keys), since],
    ),

  /** Says something to every process once the transaction is kept. */
  tell: async (word: string): Promise<void> => {
    await db.rows(only(varchar), "WITH word AS (SELECT pg_notify('levem', $1)) SELECT * FROM word", [word])
  },
})
