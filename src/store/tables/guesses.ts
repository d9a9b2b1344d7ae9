import type { Guesses } from '../../domain/guess.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, primary, varchar } from './columns.js'
import { select } from './reading.js'
import { table, without } from './table.js'

/**
 * Table `guesses`: codes that found nothing, counted by person since the first of them. `tried` holds a mark of each,
 * so that one text counts once.
 */
export const guessesTable = table({
  name: 'guesses',
  columns: { personId: primary(bigint), misses: integer, since: bigint, tried: optional(varchar) },
  indices: [{ name: 'guesses_since', columns: ['since'] }],
})

const guesses = select(without(guessesTable.fields, 'personId', 'tried'))

/** Who tries codes that are not there. */
export const createGuessesTable = (db: Db) => ({
  of: async (personId: number): Promise<Guesses> =>
    (await db.row(guesses.read, `SELECT ${guesses.sql} FROM guesses WHERE person_id = $1`, [personId])) ?? {
      misses: 0,
      since: 0,
    },

  /**
   * Counts one more that found nothing, unless its mark was counted before; a new count begins when the last began
   * before `windowStart`. What it comes to.
   */
  count: (
    personId: number,
    { now, windowStart, mark }: { readonly now: number; readonly windowStart: number; readonly mark: string },
  ): Promise<Guesses> =>
    db.one(
      guesses.read,
      `INSERT INTO guesses (person_id, misses, since, tried) VALUES ($1, 1, $2, $4)
       ON CONFLICT (person_id) DO UPDATE SET
       misses = CASE WHEN guesses.since <= $3 THEN 1 WHEN guesses.tried LIKE '%' || $4 || '%' THEN guesses.misses
         ELSE guesses.misses + 1 END,
       tried = CASE WHEN guesses.since <= $3 THEN $4 WHEN guesses.tried LIKE '%' || $4 || '%' THEN guesses.tried
         ELSE COALESCE(guesses.tried, '') || ' ' || $4 END,
       since = CASE WHEN guesses.since <= $3 THEN $2 ELSE guesses.since END RETURNING ${guesses.sql}`,
      [personId, now, windowStart, mark],
    ),
})
