import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, primary, serial, text } from './columns.js'
import { keyset } from './paging.js'
import { only, select } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `ratings`: how an event was for whoever was there. `place` is a number by chance, in whose order an event's
 * words are read: it tells nobody who wrote when.
 */
export const ratingsTable = table({
  name: 'ratings',
  columns: {
    id: serial,
    eventId: integer,
    personId: bigint,
    stars: integer,
    words: optional(text),
    place: optional(integer),
    at: bigint,
  },
  indices: [
    { columns: ['event_id', 'person_id'], unique: true },
    { name: 'ratings_words', columns: ['event_id', 'place', 'id'], where: 'words IS NOT NULL' },
    { name: 'ratings_at', columns: ['at'] },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

/** Table `rating_counts`: how many gave an event so many stars; they stay when the ratings are forgotten. */
export const ratingCountsTable = table({
  name: 'rating_counts',
  columns: { eventId: primary(integer), stars: primary(integer), count: integer },
  foreignKeys: [refersTo('event_id', 'events')],
})

/** What a person said of an event. */
export type Rating = { readonly stars: number; readonly words: string | undefined }

const { fields } = ratingsTable
const rating = select({ stars: fields.stars, words: fields.words })
const said = select({ words: fields.words, place: fields.place, id: fields.id })
const counted = select({ stars: ratingCountsTable.fields.stars, count: ratingCountsTable.fields.count })
const insert = insertion(
  ratingsTable,
  ['eventId', 'personId', 'stars', 'at'],
  'ON CONFLICT (event_id, person_id) DO NOTHING',
)
const add = insertion(
  ratingCountsTable,
  ['eventId', 'stars', 'count'],
  'ON CONFLICT (event_id, stars) DO UPDATE SET count = rating_counts.count + excluded.count',
)

// Greater than any id: after all of a place.
const lastId = 2 ** 31 - 1

/** Whose rating, of which event. */
export type RatingOf = { readonly eventId: number; readonly personId: number }

/** How events were. */
export const createRatingsTable = (db: Db) => {
  const find = ({ eventId, personId }: RatingOf): Promise<Rating | undefined> =>
    db.row(rating.read, `SELECT ${rating.sql} FROM ratings WHERE event_id = $1 AND person_id = $2`, [eventId, personId])

  const count = async (eventId: number, stars: number, by: 1 | -1): Promise<void> => {
    await db.change(...add({ eventId, stars, count: by }))
  }

  return {
    find,

    /** Gives an event so many stars, or so many instead of those given before; words stay. */
    rate: async ({ eventId, personId }: RatingOf, stars: number, now: number): Promise<void> => {
      if (await db.didChange(...insert({ eventId, personId, stars, at: now }))) return count(eventId, stars, 1)
      const before = await find({ eventId, personId })
      const isChanged =
        before !== undefined &&
        before.stars !== stars &&
        (await db.didChange(
          'UPDATE ratings SET stars = $3, at = $4 WHERE event_id = $1 AND person_id = $2 AND stars = $5',
          [eventId, personId, stars, now, before.stars],
        ))
      if (!isChanged) return
      // In one order, whoever counts at the same time.
      const moves = [
        [before.stars, -1],
        [stars, 1],
      ] as const
      for (const [which, by] of moves.toSorted(([a], [b]) => a - b)) await count(eventId, which, by)
    },

    /** Takes a rating back, with its words. */
    remove: async ({ eventId, personId }: RatingOf): Promise<void> => {
      const stars = await db.row(
        only(integer),
        'DELETE FROM ratings WHERE event_id = $1 AND person_id = $2 RETURNING stars',
        [eventId, personId],
      )
      if (stars !== undefined) await count(eventId, stars, -1)
    },

    /** Adds words to a rating, or takes them away; false where there is no rating. */
    setWords: (
      { eventId, personId }: RatingOf,
      to: { readonly words: string | undefined; readonly place: number; readonly now: number },
    ): Promise<boolean> =>
      db.didChange('UPDATE ratings SET words = $3, place = $4, at = $5 WHERE event_id = $1 AND person_id = $2', [
        eventId,
        personId,
        to.words,
        to.place,
        to.now,
      ]),

    /** How many gave an event so many stars. */
    counts: (eventId: number): Promise<{ readonly stars: number; readonly count: number }[]> =>
      db.rows(
        counted.read,
        `SELECT ${counted.sql} FROM rating_counts WHERE event_id = $1 AND count > 0 ORDER BY stars`,
        [eventId],
      ),

    /** A page of what was written, in an order by chance, after a place in it. */
    wordsOf: async (
      eventId: number,
      { after, limit }: { readonly after?: number | undefined; readonly limit: number },
    ): Promise<{ readonly words: string; readonly place: number }[]> => {
      const end = keyset(
        { by: ['place', 'id'], order: 'ASC', after: after === undefined ? undefined : [after, lastId], limit },
        1,
      )
      const rows = await db.rows(
        said.read,
        `SELECT ${said.sql} FROM ratings WHERE event_id = $1 AND words IS NOT NULL${end.sql}`,
        [eventId, ...end.values],
      )
      return rows.map(({ words = '', place = 0 }) => ({ words, place }))
    },
  }
}
