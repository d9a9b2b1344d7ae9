import { beginningsOf, type ClockSpan, longestFoundMs } from '../../domain/eventSearch.js'
import { clockTimeOf } from '../../domain/localTime.js'
import type { Db, Value } from '../engine/statements.js'
import { bigint, bytewise, integer, primary, varchar } from './columns.js'
import { keyset } from './paging.js'
import { only, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { inChunks, insertion } from './writing.js'

/**
 * Table `event_words`: under which beginnings of words an event that is on sale and listed is found, the empty one
 * among them. `starts` and `ends` are what its clocks show (in milliseconds), so that a page of any question, soonest
 * first, is a piece of the primary key; `closes_at` is that of `events`.
 */
export const eventWordsTable = table({
  name: 'event_words',
  columns: {
    word: primary(bytewise),
    starts: primary(bigint),
    eventId: primary(integer),
    ends: bigint,
    closesAt: bigint,
  },
  indices: [{ columns: ['event_id'] }, { columns: ['closes_at', 'event_id'] }],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** Where in the list of what was found a page ends. */
export type WordPlace = { readonly starts: number; readonly eventId: number }

/** Events that have all of these beginnings, and are on in a span. */
export type WantedWords = { readonly words: readonly string[]; readonly span: ClockSpan | undefined }

/** Which of them: not over at `now`, after a place. */
type WordsPage = { readonly now: number; readonly after?: WordPlace | undefined; readonly limit: number }

const insert = insertion(
  eventWordsTable,
  ['word', 'starts', 'eventId', 'ends', 'closesAt'],
  'ON CONFLICT (word, starts, event_id) DO NOTHING',
)

const findable = select({
  title: field('title', varchar),
  venue: field('venue', varchar),
  zone: field('zone', varchar),
  startsAt: field('starts_at', bigint),
  closesAt: field('closes_at', bigint),
})

/**
 * Writes down anew how an event is found: not at all unless it is on sale and listed. Its row is kept from being
 * changed until the end, so that of two who change it the later writes what is so.
 */
export const indexEvent = async (db: Db, eventId: number): Promise<void> => {
  const event = await db.row(
    findable.read,
    `UPDATE events SET capacity = capacity WHERE id = $1 AND state = 'published' AND is_unlisted IS NOT TRUE
     RETURNING ${findable.sql}`,
    [eventId],
  )
  await db.change('DELETE FROM event_words WHERE event_id = $1', [eventId])
  if (!event) return
  const { startsAt, closesAt, zone } = event
  const row = { eventId, starts: clockTimeOf(startsAt, zone), ends: clockTimeOf(closesAt, zone), closesAt }
  for (const some of inChunks([...beginningsOf(event)]))
    await db.change(...insert(...some.map((word) => ({ ...row, word }))))
}

// How far is counted to find the rarest of several words, and how far is looked along it for one page.
const mostCounted = 500
const mostLooked = 2_000

const place = select({ starts: eventWordsTable.fields.starts, eventId: eventWordsTable.fields.eventId })

/** The words of events, and who is found by them: what it costs does not grow with the number of events. */
export const createEventWordsTable = (db: Db) => {
  const countOf = (word: string): Promise<number> =>
    db.one(
      only(integer),
      `SELECT COUNT(*) FROM (SELECT 1 FROM event_words WHERE word = $1 LIMIT ${mostCounted}) counted`,
      [word],
    )

  /** The same words, the rarest first. */
  const rarestFirst = async (words: readonly string[]): Promise<readonly string[]> => {
    if (words.length < 2) return words
    const counted: { readonly word: string; readonly count: number }[] = []
    for (const word of words) counted.push({ word, count: await countOf(word) })
    return counted.toSorted((one, other) => one.count - other.count).map(({ word }) => word)
  }

  return {
    /** A page of what has these words, soonest first. */
    find: async ({ words, span }: WantedWords, { now, after, limit }: WordsPage): Promise<WordPlace[]> => {
      const [rarest = '', ...others] = await rarestFirst(words)
      const when = span ? spanCondition(span, now) : { sql: '', values: [] }
      const values: readonly Value[] = [rarest, now, ...when.values]
      const from = after && [after.starts, after.eventId]
      const looked = others.length > 0 ? mostLooked : limit
      const end = keyset({ by: ['starts', 'event_id'], order: 'ASC', after: from, limit: looked }, values.length)
      const along = `SELECT starts, event_id FROM event_words WHERE word = $1 AND closes_at > $2${when.sql}${end.sql}`
      const all = [...values, ...end.values, limit, ...others]
      const alsoHas = others.map((_, i) => has(all.length - others.length + i + 1)).join(' AND ')
      return db.rows(
        place.read,
        `SELECT ${place.sql} FROM (${along}) event_words${alsoHas && ` WHERE ${alsoHas}`}
         ORDER BY starts, event_id LIMIT $${all.length - others.length}`,
        all,
      )
    },

    /** Writes down anew how an event is found. */
    index: (eventId: number): Promise<void> => indexEvent(db, eventId),

    /** The next events that are to be found, after one of them: their ids. */
    findable: ({ now, after, limit }: { readonly now: number; readonly after: number; readonly limit: number }) =>
      db.rows(
        only(integer),
        `SELECT id FROM events WHERE id > $1 AND state = 'published' AND closes_at > $2 AND is_unlisted IS NOT TRUE
         ORDER BY id LIMIT $3`,
        [after, now, limit],
      ),

    /**
     * Unlisted events that a person sees without any link: their own, and those for which they hold a ticket. Ids of
     * those that are on sale and not over.
     */
    unlistedOf: (
      personId: number,
      { now, limit }: { readonly now: number; readonly limit: number },
    ): Promise<number[]> => db.rows(only(integer), unlistedOf, [personId, now, limit]),
  }
}

const isUnlisted = "state = 'published' AND closes_at > $2 AND is_unlisted"

const unlistedOf = `SELECT id FROM (SELECT id, starts_at FROM events WHERE organizer_id = $1 AND ${isUnlisted}
  UNION SELECT id, starts_at FROM events WHERE ${isUnlisted}
    AND id IN (SELECT event_id FROM tickets WHERE holder_id = $1 AND state = 'valid')) seen
  ORDER BY starts_at, id LIMIT $3`

const has = (value: number): string =>
  `EXISTS (SELECT 1 FROM event_words other WHERE other.word = $${value} AND other.starts = event_words.starts
    AND other.event_id = event_words.event_id)`

/**
 * As domain's isOnIn, of a statement that has two values before these; of what began long before a day ahead nothing is
 * looked at.
 */
const spanCondition = ({ from, until }: ClockSpan, now: number) =>
  from > now + longestFoundMs
    ? {
        sql: ' AND starts < $4 AND (starts >= $3 OR ends > $3) AND starts >= $5',
        values: [from, until, from - longestFoundMs],
      }
    : { sql: ' AND starts < $4 AND (starts >= $3 OR ends > $3)', values: [from, until] }
