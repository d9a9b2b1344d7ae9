import { dayMs, hourMs } from '../../domain/duration.js'
import { hourlyLimit, type Pace, type Thread, unansweredLimit } from '../../domain/thread.js'
import type { Db } from '../engine/statements.js'
import { bigint, boolean, integer, optional, serial, varchar } from './columns.js'
import { keyset } from './paging.js'
import { mapped, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { countThreads, lockThreadCounts, nextGuestNumber, type ThreadCounts, threadCountsOf } from './threadCounts.js'
import { insertion } from './writing.js'

/**
 * Table `threads`: talks between a guest and an organizer, one for each person and event. `number` is what the
 * organizer calls the guest; `open_message` is where the question begins that waits for an answer. `unanswered`,
 * `hour_from`, `hour_count` and `last_at` are how the guest wrote lately.
 */
export const threadsTable = table({
  name: 'threads',
  columns: {
    id: serial,
    eventId: integer,
    guestId: bigint,
    number: integer,
    isNamed: boolean,
    openMessage: optional(integer),
    tickedAt: optional(bigint),
    blockedAt: optional(bigint),
    unanswered: integer,
    hourFrom: bigint,
    hourCount: integer,
    lastAt: bigint,
    at: bigint,
  },
  indices: [
    { columns: ['event_id', 'guest_id'], unique: true },
    { columns: ['event_id', 'number'], unique: true },
    { name: 'threads_open', columns: ['event_id', 'open_message'], where: 'open_message IS NOT NULL' },
    { name: 'threads_blocked', columns: ['event_id', 'number'], where: 'blocked_at IS NOT NULL' },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('guest_id', 'people')],
})

const { fields } = threadsTable
const thread = mapped(
  select({
    id: fields.id,
    eventId: fields.eventId,
    guestId: fields.guestId,
    number: fields.number,
    isNamed: fields.isNamed,
    openMessage: fields.openMessage,
    tickedAt: fields.tickedAt,
    blockedAt: fields.blockedAt,
    guestName: field('(SELECT display_name FROM people WHERE people.id = threads.guest_id)', varchar),
  }),
  ({ tickedAt, blockedAt, ...row }): Thread => ({
    ...row,
    isTicked: tickedAt !== undefined,
    isBlocked: blockedAt !== undefined,
  }),
)
const pace = select({
  unanswered: fields.unanswered,
  hourFrom: fields.hourFrom,
  hourCount: fields.hourCount,
  lastAt: fields.lastAt,
})
const insert = insertion(
  threadsTable,
  [...(['eventId', 'guestId', 'number', 'isNamed', 'unanswered', 'hourFrom', 'hourCount', 'lastAt', 'at'] as const)],
  'ON CONFLICT (event_id, guest_id) DO NOTHING',
)
const { sql, read } = thread
const all = `SELECT ${sql} FROM threads`
const spoken = `hour_count = CASE WHEN hour_from <= $2 THEN 1 ELSE hour_count + 1 END,
   hour_from = CASE WHEN hour_from <= $2 THEN $3 ELSE hour_from END`
const isInPace = `(hour_from <= $2 OR hour_count < ${hourlyLimit}) AND (unanswered < ${unansweredLimit} OR last_at <= $4)`

type Which = Pick<Thread, 'id' | 'eventId'>

/** Which of an event's open questions: all that began not after a message, or those of them that are ticked. */
export type OpenOnes = { readonly upTo: number; readonly isTicked: boolean }

type AsRead = Pick<Thread, 'openMessage'> & { readonly next: number | undefined }
type Guest = Pick<Thread, 'eventId' | 'guestId'>

const ofGuest = (db: Db, { eventId, guestId }: Guest): Promise<Thread | undefined> =>
  db.row(read, `${all} WHERE event_id = $1 AND guest_id = $2`, [eventId, guestId])

const findOrMake = async (db: Db, guest: Guest, now: number): Promise<Thread> => {
  const known = await ofGuest(db, guest)
  if (known) return known
  // One who writes twice at once has one number.
  await lockThreadCounts(db, guest.eventId)
  const meanwhile = await ofGuest(db, guest)
  if (meanwhile) return meanwhile
  const number = await nextGuestNumber(db, guest.eventId)
  const row = { ...guest, number, isNamed: false, unanswered: 0, hourFrom: 0, hourCount: 0 }
  await db.change(...insert({ ...row, lastAt: now, at: now }))
  return db.one(read, `${all} WHERE event_id = $1 AND guest_id = $2`, [guest.eventId, guest.guestId])
}

/** Talks between guests and organizers. */
export const createThreadsTable = (db: Db) => {
  const find = (id: number): Promise<Thread | undefined> => db.row(read, `${all} WHERE id = $1`, [id])
  // Of a row of this statement's, so that two who do the same count once.
  const moved = (
    { id, eventId }: Which,
    [set, where]: readonly [string, string],
    [change, ...values]: readonly [Partial<ThreadCounts>, ...number[]],
  ): Promise<boolean> =>
    db.didChange(`UPDATE threads SET ${set} WHERE id = $1 AND ${where}`, [id, ...values]).then((isMoved) => {
      if (isMoved) countThreads(db, eventId, change)
      return isMoved
    })
  const untick = (which: Which): Promise<boolean> =>
    moved(which, ['ticked_at = NULL', 'ticked_at IS NOT NULL'], [{ ticked: -1 }])

  return {
    find,
    of: (eventId: number, guestId: number): Promise<Thread | undefined> => ofGuest(db, { eventId, guestId }),

    /** The thread of a guest about an event; a new one where there is none. */
    findOrMake: (eventId: number, guestId: number, now: number): Promise<Thread> =>
      findOrMake(db, { eventId, guestId }, now),

    /** The guest writes once more; false if they are blocked, or wrote too much. */
    spend: (id: number, now: number): Promise<boolean> =>
      db.didChange(
        `UPDATE threads SET ${spoken}, unanswered = unanswered + 1, last_at = $3
         WHERE id = $1 AND blocked_at IS NULL AND ${isInPace}`,
        [id, now - hourMs, now, now - dayMs],
      ),

    /** How a guest wrote lately. */
    paceOf: (id: number): Promise<Pace> => db.one(pace.read, `SELECT ${pace.sql} FROM threads WHERE id = $1`, [id]),

    /** A question begins with this message, unless one waits already. */
    open: (which: Which, messageId: number): Promise<boolean> =>
      moved(which, ['open_message = $2', 'open_message IS NULL'], [{ open: 1 }, messageId]),

    /** Nothing waits any more, and the guest may write as at first. */
    close: async (which: Which): Promise<boolean> => {
      await untick(which)
      await db.change('UPDATE threads SET unanswered = 0 WHERE id = $1 AND unanswered > 0', [which.id])
      return moved(which, ['open_message = NULL', 'open_message IS NOT NULL'], [{ open: -1 }])
    },

    /**
     * The same, if it is still the question that was read; what the guest wrote after it (`next`) waits from now on.
     * False if somebody else answered it, or it is another.
     */
    closeAsRead: async ({ openMessage, next, ...which }: Which & AsRead): Promise<boolean> => {
      if (openMessage === undefined) return false
      const isClosed =
        next === undefined
          ? await moved(which, ['open_message = NULL', 'open_message = $2'], [{ open: -1 }, openMessage])
          : await moved(which, ['open_message = $3', 'open_message = $2'], [{}, openMessage, next])
      if (!isClosed) return false
      await untick(which)
      await db.change('UPDATE threads SET unanswered = 0 WHERE id = $1 AND unanswered > 0', [which.id])
      return true
    },

    /** Ticks an open question. */
    tick: (which: Which, now: number): Promise<boolean> =>
      moved(which, ['ticked_at = $2', 'ticked_at IS NULL AND open_message IS NOT NULL'], [{ ticked: 1 }, now]),
    untick,

    /** From now on the guest cannot write about the event. */
    block: (which: Which, now: number): Promise<boolean> =>
      moved(which, ['blocked_at = $2', 'blocked_at IS NULL'], [{ blocked: 1 }, now]),
    unblock: (which: Which): Promise<boolean> =>
      moved(which, ['blocked_at = NULL', 'blocked_at IS NOT NULL'], [{ blocked: -1 }]),

    /** Shows the guest's name, or not any more. */
    setNamed: async (id: number, isNamed: boolean): Promise<void> => {
      await db.change('UPDATE threads SET is_named = $2 WHERE id = $1', [id, isNamed])
    },

    /** What an event's threads come to, with what this transaction changed. */
    countsOf: (eventId: number): Promise<ThreadCounts> => threadCountsOf(db, eventId),

    /** A page of an event's open questions, those first that wait longest; after the one that began with a message. */
    openOf: (
      eventId: number,
      { after, limit }: { readonly after?: number | undefined; readonly limit: number },
    ): Promise<Thread[]> => {
      const page = { by: ['open_message'], order: 'ASC' as const, after: after === undefined ? undefined : [after] }
      const end = keyset({ ...page, limit }, 1)
      return db.rows(read, `${all} WHERE event_id = $1 AND open_message IS NOT NULL${end.sql}`, [
        eventId,
        ...end.values,
      ])
    },

    /** Those of them that are to be answered together, oldest first. */
    openTogether: (eventId: number, { upTo, isTicked }: OpenOnes, limit: number): Promise<Thread[]> =>
      db.rows(
        read,
        `${all} WHERE event_id = $1 AND open_message IS NOT NULL AND open_message <= $2
         ${isTicked ? 'AND ticked_at IS NOT NULL' : ''} ORDER BY open_message LIMIT $3`,
        [eventId, upTo, limit],
      ),

    /** A page of the guests who are blocked, by number, after one of them. */
    blockedOf: (
      eventId: number,
      { after, limit }: { readonly after?: number | undefined; readonly limit: number },
    ): Promise<Thread[]> => {
      const page = { by: ['number'], order: 'ASC' as const, after: after === undefined ? undefined : [after] }
      const end = keyset({ ...page, limit }, 1)
      return db.rows(read, `${all} WHERE event_id = $1 AND blocked_at IS NOT NULL${end.sql}`, [eventId, ...end.values])
    },
  }
}
