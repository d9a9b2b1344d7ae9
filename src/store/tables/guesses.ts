import type { Guesses } from '../../domain/guess.js'
import { bigint, integer, primary, table } from './columns.js'
import { num, type Db, type Row } from '../engine/statements.js'

/** Table `guesses`: codes that found nothing, counted by person since the first of them. */
export const guessesSchema = table({
  name: 'guesses',
  columns: { person_id: primary(bigint), misses: integer, since: bigint },
})

/** Who tries codes that are not there. */
export const createGuessesTable = (db: Db) => ({
  of: async (personId: number): Promise<Guesses> =>
    toGuesses(await db.row('SELECT misses, since FROM guesses WHERE person_id = $1', [personId])),

  /**
   * Counts one more that found nothing; a new count begins when the last began before `windowStart`. What it comes to.
   */
  count: async (
    personId: number,
    { now, windowStart }: { readonly now: number; readonly windowStart: number },
  ): Promise<Guesses> =>
    toGuesses(
      await db.one(
        `INSERT INTO guesses (person_id, misses, since) VALUES ($1, 1, $2)
       ON CONFLICT (person_id) DO UPDATE SET misses = CASE WHEN guesses.since <= $3 THEN 1 ELSE guesses.misses + 1 END,
       since = CASE WHEN guesses.since <= $3 THEN $2 ELSE guesses.since END RETURNING misses, since`,
        [personId, now, windowStart],
      ),
    ),
})

const toGuesses = (row: Row | undefined): Guesses =>
  row ? { misses: num(row, 'misses'), since: num(row, 'since') } : { misses: 0, since: 0 }
