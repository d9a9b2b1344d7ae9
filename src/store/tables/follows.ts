import type { Follow } from '../../domain/following.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, primary, serial, varchar } from './columns.js'
import { newestFirst, type NewestFirst } from './paging.js'
import { only, rowsAmong, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { insertion } from './writing.js'

/** Table `follows`: who wants to hear of whose next events. */
export const followsTable = table({
  name: 'follows',
  columns: { id: serial, personId: bigint, organizerId: bigint, at: bigint },
  indices: [{ columns: ['organizer_id', 'person_id'], unique: true }, { columns: ['person_id', 'id'] }],
  foreignKeys: [refersTo('person_id', 'people'), refersTo('organizer_id', 'people')],
})

/** Table `follower_counts`: how many follow an organizer. */
export const followerCountsTable = table({
  name: 'follower_counts',
  columns: { organizerId: primary(bigint), count: integer },
  foreignKeys: [refersTo('organizer_id', 'people')],
})

const { fields } = followsTable
const follow = select({
  id: fields.id,
  organizerName: field('(SELECT display_name FROM people WHERE people.id = follows.organizer_id)', varchar),
})

const insert = insertion(
  followsTable,
  ['personId', 'organizerId', 'at'],
  'ON CONFLICT (organizer_id, person_id) DO NOTHING',
)
const add = insertion(
  followerCountsTable,
  ['organizerId', 'count'],
  'ON CONFLICT (organizer_id) DO UPDATE SET count = follower_counts.count + excluded.count',
)

/** Who follows whom. */
export const createFollowsTable = (db: Db) => ({
  /** From now on the person follows the organizer; false if they did already. */
  add: async (pair: { readonly personId: number; readonly organizerId: number }, now: number): Promise<boolean> => {
    const isNew = await db.didChange(...insert({ ...pair, at: now }))
    if (isNew) await db.change(...add({ organizerId: pair.organizerId, count: 1 }))
    return isNew
  },

  /** Ends one of a person's follows: whom they do not follow any more; undefined if it is not theirs, or over. */
  remove: async (id: number, personId: number): Promise<number | undefined> => {
    const organizerId = await db.row(
      only(bigint),
      'DELETE FROM follows WHERE id = $1 AND person_id = $2 RETURNING organizer_id',
      [id, personId],
    )
    if (organizerId !== undefined) await db.change(...add({ organizerId, count: -1 }))
    return organizerId
  },

  /** Whether, and how, a person follows an organizer. */
  find: (personId: number, organizerId: number): Promise<Follow | undefined> =>
    db.row(follow.read, `SELECT ${follow.sql} FROM follows WHERE organizer_id = $1 AND person_id = $2`, [
      organizerId,
      personId,
    ]),

  /** Which of these people follow an organizer. */
  among: async (organizerId: number, personIds: readonly number[]): Promise<ReadonlySet<number>> =>
    new Set(
      await rowsAmong(db, only(bigint), {
        list: personIds,
        before: [organizerId],
        sql: (ids) => `SELECT person_id FROM follows WHERE organizer_id = $1 AND person_id IN (${ids})`,
      }),
    ),

  /** A person follows an organizer no more; false if they did not. */
  end: async (personId: number, organizerId: number): Promise<boolean> => {
    const ended = await db.didChange('DELETE FROM follows WHERE organizer_id = $1 AND person_id = $2', [
      organizerId,
      personId,
    ])
    if (ended) await db.change(...add({ organizerId, count: -1 }))
    return ended
  },

  /** A page of whom a person follows, the latest first. */
  ofPerson: (personId: number, page: NewestFirst): Promise<Follow[]> => {
    const end = newestFirst('id', page, 1)
    return db.rows(follow.read, `SELECT ${follow.sql} FROM follows WHERE person_id = $1${end.sql}`, [
      personId,
      ...end.values,
    ])
  },

  /** How many follow an organizer. */
  count: async (organizerId: number): Promise<number> =>
    (await db.row(only(integer), 'SELECT count FROM follower_counts WHERE organizer_id = $1', [organizerId])) ?? 0,

  /** The next followers after a person, in the order of ids: those whom Telegram lets the bot speak to. */
  followersAfter: (organizerId: number, after: number, limit: number): Promise<number[]> =>
    db.rows(
      only(bigint),
      `SELECT follows.person_id FROM follows JOIN people ON people.id = follows.person_id
       WHERE organizer_id = $1 AND follows.person_id > $2 AND people.unreachable_since IS NULL
       ORDER BY follows.person_id LIMIT $3`,
      [organizerId, after, limit],
    ),
})
