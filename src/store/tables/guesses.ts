import type { Guesses } from '../../domain/guess.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, primary } from './columns.js'
import { select } from './reading.js'
import { table, without } from './table.js'

/** Table `guesses`: codes that found nothing, counted by person since the first of them. */
export const guessesTable = table({
  name: 'guesses',
  columns: { personId: primary(bigint), misses: integer, since: bigint },
  indices: [{ name: 'guesses_since', columns: ['since'] }],
})

const guesses = select(without(guessesTable.fields, 'personId'))

/** Who tries codes that are not there. */
export const createGuessesTable = (db: Db) => ({
  of: async (personId: number): Promise<Guesses> =>
    (await db.row(guesses.read, `SELECT ${guesses.sql} FROM guesses WHERE person_id = $1`, [personId])) ?? {
      misses: 0,
      since: 0,
    },

  /**
   * Counts one more that found nothing; a new count begins when the last began before `windowStart`. What it comes to.
   */
  count: (
    personId: number,
    { now, windowStart }: { readonly now: number; readonly windowStart: number },
  ): Promise<Guesses> =>
    db.one(
      guesses.read,
      `INSERT INTO guesses (person_id, misses, since) VALUES ($1, 1, $2)
       ON CONFLICT (person_id) DO UPDATE SET misses = CASE WHEN guesses.since <= $3 THEN 1 ELSE guesses.misses + 1 END,
       since = CASE WHEN guesses.since <= $3 THEN $2 ELSE guesses.since END RETURNING ${guesses.sql}`,
      [personId, now, windowStart],
    ),
})
