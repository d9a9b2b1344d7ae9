import type { Db } from '../engine/statements.js'
import { inboxTable } from '../tables/inbox.js'
import { select } from '../tables/reading.js'

// Update ids are 32-bit numbers; those of other bots lie beyond, each bot's in a space of its own.
const space = 2 ** 32

const { id, updateId, payload } = inboxTable.fields
const unhandled = select({ id, updateId, payload })

/** Ids of updates that were received by another bot on this database: they mean nothing to the one that runs now. */
export const createParkedUpdates = (db: Db) => {
  const shift = async (from: number, by: number): Promise<void> => {
    const range = [from, from + space]
    // What is not handled yet says its id itself, by which it is marked as handled.
    const rows = await db.rows(
      unhandled.read,
      `SELECT ${unhandled.sql} FROM inbox WHERE handled_at IS NULL AND update_id >= $1 AND update_id < $2`,
      range,
    )
    for (const row of rows) {
      const update = { ...(JSON.parse(row.payload) as object), update_id: row.updateId + by }
      await db.change('UPDATE inbox SET update_id = $2, payload = $3 WHERE id = $1', [
        row.id,
        update.update_id,
        JSON.stringify(update),
      ])
    }
    await db.change('UPDATE inbox SET update_id = update_id + $3 WHERE update_id >= $1 AND update_id < $2', [
      ...range,
      by,
    ])
  }

  return {
    /** Puts the ids of the bot that ran until now into the space with this number, from 1 on. */
    park: (number: number): Promise<void> => shift(0, number * space),

    /** Takes the ids in that space back: that bot runs again. */
    fetch: (number: number): Promise<void> => shift(number * space, -number * space),
  }
}
