import { fold } from '../../domain/text.js'
import type { Language, Person } from '../../domain/person.js'
import { bigint, optional, primary, table, varchar } from './columns.js'
import { num, optionalNum, optionalStr, placeholders, str, type Db, type Row } from '../engine/statements.js'

/**
 * Table `people`. `folded_name` is domain's fold() of the name, for searching: SQLite knows upper and lower case of
 * ASCII only.
 */
export const peopleSchema = table({
  name: 'people',
  columns: {
    id: primary(bigint),
    display_name: varchar,
    language_code: optional(varchar),
    chosen_language: optional(varchar),
    unreachable_since: optional(bigint),
    created_at: bigint,
    folded_name: optional(varchar),
  },
})

/** Who speaks, as Telegram describes them in an update. */
export type Acquaintance = Pick<Person, 'id' | 'displayName' | 'languageCode'>

/** Everyone who ever spoke to the bot. */
export const createPeopleTable = (db: Db) => {
  const find = async (id: number): Promise<Person | undefined> => {
    const row = await db.row('SELECT * FROM people WHERE id = $1', [id])
    return row && toPerson(row)
  }

  const write = async ({ id, displayName, languageCode }: Acquaintance, now: number): Promise<Person> =>
    toPerson(
      await db.one(
        `INSERT INTO people (id, display_name, language_code, created_at, folded_name) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, folded_name = excluded.folded_name,
       language_code = COALESCE(excluded.language_code, people.language_code) RETURNING *`,
        [id, displayName, languageCode, now, fold(displayName)],
      ),
    )

  /**
   * Gets to know people, or learns their new names or languages; writes nothing where nothing changed, and in the order
   * of ids where it did.
   * A language Telegram keeps back this time is not forgotten. Gives them in the order asked for.
   */
  const meetAll = async (seen: readonly Acquaintance[], now: number): Promise<Person[]> => {
    const known = new Map(
      (
        await db.rows(
          `SELECT * FROM people WHERE id IN (${placeholders(seen.length)})`,
          seen.map(({ id }) => id),
        )
      )
        .map(toPerson)
        .map((person) => [person.id, person]),
    )
    for (const one of [...seen].sort((a, b) => a.id - b.id))
      if (!isKnown(known.get(one.id), one)) known.set(one.id, await write(one, now))
    return seen.flatMap(({ id }) => known.get(id) ?? [])
  }

  return {
    find,

    /** The names of these people by id. */
    names: async (ids: readonly number[]): Promise<Map<number, string>> => {
      if (ids.length === 0) return new Map()
      const rows = await db.rows(`SELECT id, display_name FROM people WHERE id IN (${placeholders(ids.length)})`, ids)
      return new Map(rows.map((row) => [num(row, 'id'), str(row, 'display_name')]))
    },

    meetAll,

    /** Gets to know one person, as `meetAll`. */
    meet: async (seen: Acquaintance, now: number): Promise<Person | undefined> => (await meetAll([seen], now))[0],

    chooseLanguage: async (id: number, language: Language): Promise<void> => {
      await db.change('UPDATE people SET chosen_language = $1 WHERE id = $2', [language, id])
    },

    /** Telegram refuses to deliver to this person, from `now` on unless it already did before. */
    markUnreachable: async (id: number, now: number): Promise<void> => {
      await db.change('UPDATE people SET unreachable_since = $1 WHERE id = $2 AND unreachable_since IS NULL', [now, id])
    },

    /** A sign of life; true if the person was unreachable until now. */
    markReachable: async (id: number): Promise<boolean> =>
      (await db.change('UPDATE people SET unreachable_since = NULL WHERE id = $1 AND unreachable_since IS NOT NULL', [
        id,
      ])) > 0,
  }
}

const isKnown = (known: Person | undefined, { displayName, languageCode }: Acquaintance): boolean =>
  known !== undefined &&
  known.displayName === displayName &&
  (languageCode === undefined || known.languageCode === languageCode)

const toPerson = (row: Row): Person => ({
  id: num(row, 'id'),
  displayName: str(row, 'display_name'),
  languageCode: optionalStr(row, 'language_code'),
  chosenLanguage: optionalStr(row, 'chosen_language') as Language | undefined,
  unreachableSince: optionalNum(row, 'unreachable_since'),
})
