import { fold } from '../../domain/text.js'
import type { Hearing } from '../../domain/hearingChoice.js'
import type { Language, Person } from '../../domain/person.js'
import type { Db } from '../engine/statements.js'
import { bigint, oneOf, optional, primary, varchar } from './columns.js'
import { renameHolder } from './holderNames.js'
import { rowsAmong, select } from './reading.js'
import { table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `people`. `folded_name` is domain's fold() of the name, for searching: SQLite knows upper and lower case of
 * ASCII only. `username` is empty for whoever has none, and NULL until it was told. `zone` is what an organizer chose
 * for their events, `hearing` how often they want to hear how those sell; NULL until they do. `heard_at` is when
 * something was last told of that. `folded_username` is the username in small letters, NULL where there is none. Who
 * has no Telegram is here, too, under a number that Telegram gives nobody: see isNameOnly.
 */
export const peopleTable = table({
  name: 'people',
  columns: {
    id: primary(bigint),
    displayName: varchar,
    languageCode: optional(varchar),
    chosenLanguage: optional(oneOf<Language>()),
    unreachableSince: optional(bigint),
    createdAt: bigint,
    foldedName: optional(varchar),
    username: optional(varchar),
    zone: optional(varchar),
    hearing: optional(oneOf<Hearing>()),
    heardAt: optional(bigint),
    foldedUsername: optional(varchar),
  },
  indices: [{ name: 'people_username', columns: ['folded_username'], where: 'folded_username IS NOT NULL' }],
})

/** Who speaks, as Telegram describes them in an update. */
export type Acquaintance = Pick<Person, 'id' | 'displayName' | 'languageCode' | 'username'>

const { fields } = peopleTable
const person = select(without(fields, 'createdAt', 'foldedName', 'zone', 'hearing', 'heardAt', 'foldedUsername'))
const named = select({ id: fields.id, displayName: fields.displayName })
const usernamed = select({
  ...{ id: fields.id, displayName: fields.displayName },
  foldedUsername: fields.foldedUsername,
})
const zoned = select({ zone: fields.zone })
const hearing = select({ choice: fields.hearing, heardAt: fields.heardAt })

const insert = insertion(
  peopleTable,
  ['id', 'displayName', 'languageCode', 'createdAt', 'foldedName', 'username', 'foldedUsername'],
  `ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, folded_name = excluded.folded_name,
  username = COALESCE(excluded.username, people.username),
  folded_username = CASE WHEN excluded.username IS NULL THEN people.folded_username ELSE excluded.folded_username END,
  language_code = COALESCE(excluded.language_code, people.language_code) RETURNING ${person.sql}`,
)

/** Everyone who ever spoke to the bot. */
export const createPeopleTable = (db: Db) => {
  const ofIds = (list: readonly number[]): Promise<Person[]> =>
    rowsAmong(db, person.read, { list, sql: (ids) => `SELECT ${person.sql} FROM people WHERE id IN (${ids})` })

  /**
   * Gets to know people, or learns their new names or languages; writes nothing where nothing changed, and in the order
   * of ids where it did. A language Telegram keeps back this time is not forgotten. Gives them in the order asked for.
   */
  const meetAll = async (seen: readonly Acquaintance[], now: number): Promise<Person[]> => {
    const found = await ofIds(seen.map(({ id }) => id))
    const known = new Map<number, Person>(found.map((one) => [one.id, one]))
    for (const one of [...seen].sort((a, b) => a.id - b.id)) {
      const before = known.get(one.id)
      if (isKnown(before, one)) continue
      const row = { ...one, ...foldedOf(one), username: one.username, createdAt: now }
      known.set(one.id, await db.one(person.read, ...insert(row)))
      if (before && isCalledOtherwise(before, one)) await renameHolder(db, one.id, one.displayName)
    }
    return seen.flatMap(({ id }) => known.get(id) ?? [])
  }

  return {
    find: (id: number): Promise<Person | undefined> =>
      db.row(person.read, `SELECT ${person.sql} FROM people WHERE id = $1`, [id]),

    /** The people with these ids, in any order. */
    ofIds,

    /** Who has these usernames (without "@"), by them in small letters: whoever was seen with one last. */
    byUsernames: async (list: readonly string[]): Promise<Map<string, Pick<Person, 'id' | 'displayName'>>> => {
      const rows = await rowsAmong(db, usernamed.read, {
        list: list.map((username) => username.toLowerCase()),
        sql: (names) => `SELECT ${usernamed.sql} FROM people WHERE folded_username IN (${names})`,
      })
      return new Map(rows.map(({ foldedUsername = '', ...one }) => [foldedUsername, one]))
    },

    /** The names of these people by id. */
    names: async (list: readonly number[]): Promise<Map<number, string>> => {
      const rows = await rowsAmong(db, named.read, {
        list,
        sql: (ids) => `SELECT ${named.sql} FROM people WHERE id IN (${ids})`,
      })
      return new Map(rows.map(({ id, displayName }) => [id, displayName]))
    },

    /** What these people are called, with their usernames, by id. */
    called: async (list: readonly number[]): Promise<Map<number, Pick<Person, 'displayName' | 'username'>>> => {
      const rows = await rowsAmong(db, person.read, {
        list,
        sql: (ids) => `SELECT ${person.sql} FROM people WHERE id IN (${ids})`,
      })
      return new Map(rows.map(({ id, displayName, username }) => [id, { displayName, username }]))
    },

    meetAll,

    /** Gets to know one person, as `meetAll`. */
    meet: async (seen: Acquaintance, now: number): Promise<Person | undefined> => (await meetAll([seen], now))[0],

    chooseLanguage: async (id: number, language: Language): Promise<void> => {
      await db.change('UPDATE people SET chosen_language = $1 WHERE id = $2', [language, id])
    },

    /** The zone that the person chose for their events; undefined until they do. */
    zoneOf: async (id: number): Promise<string | undefined> =>
      (await db.row(zoned.read, `SELECT ${zoned.sql} FROM people WHERE id = $1`, [id]))?.zone,

    chooseZone: async (id: number, zone: string): Promise<void> => {
      await db.change('UPDATE people SET zone = $1 WHERE id = $2', [zone, id])
    },

    /** How often an organizer wants to hear how their next events sell, and when they last heard; once they did. */
    hearingOf: async (
      id: number,
    ): Promise<{ readonly choice?: Hearing | undefined; readonly heardAt?: number | undefined }> =>
      (await db.row(hearing.read, `SELECT ${hearing.sql} FROM people WHERE id = $1`, [id])) ?? {},

    chooseHearing: async (id: number, choice: Hearing): Promise<void> => {
      await db.change('UPDATE people SET hearing = $1 WHERE id = $2', [choice, id])
    },

    /** An organizer hears something now: false, and nothing is changed, if they did so shortly before. */
    hear: (id: number, now: number, gapMs: number): Promise<boolean> =>
      db.didChange(
        'UPDATE people SET heard_at = $2 WHERE id = $1 AND (heard_at IS NULL OR heard_at <= $3 OR heard_at > $2)',
        [id, now, now - gapMs],
      ),

    /** Telegram refuses to deliver to this person, from `now` on unless it already did before. */
    markUnreachable: async (id: number, now: number): Promise<void> => {
      await db.change('UPDATE people SET unreachable_since = $1 WHERE id = $2 AND unreachable_since IS NULL', [now, id])
    },

    /** A sign of life; true if the person was unreachable until now. */
    markReachable: (id: number): Promise<boolean> =>
      db.didChange('UPDATE people SET unreachable_since = NULL WHERE id = $1 AND unreachable_since IS NOT NULL', [id]),
  }
}

const foldedOf = ({ displayName, username = '' }: Acquaintance) => ({
  foldedName: fold(displayName),
  foldedUsername: username === '' ? undefined : username.toLowerCase(),
})

const isCalledOtherwise = (known: Person, { displayName, username }: Acquaintance): boolean =>
  known.displayName !== displayName || (username !== undefined && (known.username ?? '') !== username)

const isKnown = (known: Person | undefined, seen: Acquaintance): boolean =>
  known !== undefined &&
  !isCalledOtherwise(known, seen) &&
  (seen.languageCode === undefined || known.languageCode === seen.languageCode)
