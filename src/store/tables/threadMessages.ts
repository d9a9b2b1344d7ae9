import type { CarriedMedia, Thread, ThreadAuthor } from '../../domain/thread.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, oneOf, optional, serial, text, varchar } from './columns.js'
import { anything, only, rowsAmong, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `thread_messages`: what was written in threads. `source_id` is the message in its author's chat with the bot,
 * `sent_id` the one that carries it in the other's, as soon as there is one; one update writes a message once in each
 * thread. Without a foreign key to `threads`: each is forgotten by its own age.
 */
export const threadMessagesTable = table({
  name: 'thread_messages',
  columns: {
    id: serial,
    eventId: integer,
    threadId: integer,
    author: oneOf<ThreadAuthor>(),
    authorId: bigint,
    toId: bigint,
    updateId: bigint,
    part: integer,
    words: text,
    media: optional(oneOf<CarriedMedia>()),
    file: optional(varchar),
    sourceId: bigint,
    album: optional(varchar),
    sentId: optional(bigint),
    at: bigint,
  },
  indices: [
    { columns: ['update_id', 'thread_id', 'part'], unique: true },
    { name: 'thread_messages_sent', columns: ['to_id', 'sent_id'], where: 'sent_id IS NOT NULL' },
    { columns: ['author_id', 'source_id'] },
    { name: 'thread_messages_album', columns: ['author_id', 'album'], where: 'album IS NOT NULL' },
    { columns: ['event_id'] },
    { name: 'thread_messages_at', columns: ['at'] },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

const { fields } = threadMessagesTable
const message = select(without(fields, 'sentId'))
const opening = select({
  id: fields.id,
  threadId: fields.threadId,
  words: fields.words,
  media: fields.media,
  at: fields.at,
})
const first = select({ threadId: fields.threadId, messageId: field('MIN(id)', integer) })
const place = select({ threadId: fields.threadId, author: fields.author })

/** A message of a thread; a `part` of what was written at once. */
export type ThreadMessage = ReturnType<typeof message.read>
/** What somebody wrote, as lists show it. */
export type ThreadOpening = ReturnType<typeof opening.read>

const insert = insertion(
  threadMessagesTable,
  [
    ...(['eventId', 'threadId', 'author', 'authorId', 'toId', 'updateId', 'part'] as const),
    ...(['words', 'media', 'file', 'sourceId', 'album', 'at'] as const),
  ],
  'RETURNING id',
)

/** What guests and organizers wrote to each other. */
export const createThreadMessagesTable = (db: Db) => ({
  /** Writes down a message; gives its id. */
  insert: (row: Omit<ThreadMessage, 'id'>): Promise<number> => db.one(only(integer), ...insert(row)),

  find: (id: number): Promise<ThreadMessage | undefined> =>
    db.row(message.read, `SELECT ${message.sql} FROM thread_messages WHERE id = $1`, [id]),

  /** In how many threads an update wrote something. */
  threadsOfUpdate: (updateId: number): Promise<number> =>
    db.one(only(integer), 'SELECT COUNT(DISTINCT thread_id) FROM thread_messages WHERE update_id = $1', [updateId]),

  /** Whether an update wrote something in a thread. */
  isOfUpdate: async (updateId: number, threadId: number): Promise<boolean> =>
    (await db.row(anything, 'SELECT id FROM thread_messages WHERE update_id = $1 AND thread_id = $2 LIMIT 1', [
      updateId,
      threadId,
    ])) === true,

  /** It stands in the other's chat now. */
  wasSent: async (id: number, sentId: number): Promise<void> => {
    await db.change('UPDATE thread_messages SET sent_id = $2 WHERE id = $1', [id, sentId])
  },

  /** Of which thread the message is that the bot sent to a person; undefined: of none. */
  bySent: (toId: number, sentId: number): Promise<ReturnType<typeof place.read> | undefined> =>
    db.row(place.read, `SELECT ${place.sql} FROM thread_messages WHERE to_id = $1 AND sent_id = $2 LIMIT 1`, [
      toId,
      sentId,
    ]),

  /** Whether a message of a person's was carried. */
  isSource: async (authorId: number, sourceId: number): Promise<boolean> =>
    (await db.row(anything, 'SELECT id FROM thread_messages WHERE author_id = $1 AND source_id = $2 LIMIT 1', [
      authorId,
      sourceId,
    ])) === true,

  /** The threads to which the other pictures of an album went. */
  threadsOfAlbum: async (authorId: number, album: string): Promise<ReturnType<typeof place.read>[]> =>
    db.rows(
      place.read,
      `SELECT DISTINCT ${place.sql} FROM thread_messages WHERE author_id = $1 AND album = $2 ORDER BY 1`,
      [authorId, album],
    ),

  /** The threads to which the last message went that a person wrote, if they wrote it at or after `since`. */
  threadsOfLast: async (authorId: number, since: number): Promise<ReturnType<typeof place.read>[]> =>
    db.rows(
      place.read,
      `SELECT DISTINCT ${place.sql} FROM thread_messages WHERE author_id = $1 AND at >= $2
       AND source_id = (SELECT MAX(source_id) FROM thread_messages WHERE author_id = $1) ORDER BY 1`,
      [authorId, since],
    ),

  /** The newest message of all; 0 where there is none. */
  newest: (): Promise<number> => db.one(only(integer), 'SELECT COALESCE(MAX(id), 0) FROM thread_messages', []),

  /** What guests wrote first after a message, by thread. */
  firstAfter: async (eventId: number, messageId: number): Promise<ReadonlyMap<number, number>> => {
    const rows = await db.rows(
      first.read,
      `SELECT ${first.sql} FROM thread_messages WHERE event_id = $1 AND author = 'guest' AND id > $2 GROUP BY thread_id`,
      [eventId, messageId],
    )
    return new Map(rows.map(({ threadId, messageId: id }) => [threadId, id]))
  },

  /** What guests wrote in these threads, beginning with a message, in order. */
  since: (messageId: number, threads: readonly Pick<Thread, 'id' | 'eventId'>[]): Promise<ThreadOpening[]> =>
    rowsAmong(db, opening.read, {
      list: threads.map(({ id }) => id),
      before: [threads[0]?.eventId ?? 0, messageId],
      sql: (ids) =>
        `SELECT ${opening.sql} FROM thread_messages
         WHERE event_id = $1 AND author = 'guest' AND id >= $2 AND thread_id IN (${ids}) ORDER BY id`,
    }),

  /** What these messages say, in any order. */
  openings: (list: readonly number[]): Promise<ThreadOpening[]> =>
    rowsAmong(db, opening.read, {
      list,
      sql: (ids) => `SELECT ${opening.sql} FROM thread_messages WHERE id IN (${ids})`,
    }),
})
