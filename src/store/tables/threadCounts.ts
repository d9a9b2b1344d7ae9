import type { Db } from '../engine/statements.js'
import { integer, primary } from './columns.js'
import { select } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `thread_counts`: the last number that an event gave to a guest, how many questions are open, how many of these
 * are ticked, and how many guests are blocked.
 */
export const threadCountsTable = table({
  name: 'thread_counts',
  columns: { eventId: primary(integer), guests: integer, open: integer, ticked: integer, blocked: integer },
  foreignKeys: [refersTo('event_id', 'events')],
})

/** What the threads of an event come to. */
export type ThreadCounts = {
  readonly guests: number
  readonly open: number
  readonly ticked: number
  readonly blocked: number
}

const { open, guests, ticked, blocked } = threadCountsTable.fields
const counts = select({ open, guests, ticked, blocked })
const none: ThreadCounts = { guests: 0, open: 0, ticked: 0, blocked: 0 }

const add = insertion(
  threadCountsTable,
  ['eventId', 'guests', 'open', 'ticked', 'blocked'],
  `ON CONFLICT (event_id) DO UPDATE SET ${['guests', 'open', 'ticked', 'blocked']
    .map((name) => `${name} = thread_counts.${name} + excluded.${name}`)
    .join(', ')}`,
)

// Written at the end of the transaction: whoever writes about the event waits for the row, so it is locked last. Only a
// new guest's number has to be known at once.
const pendingOf = new WeakMap<Db, Map<number, ThreadCounts>>()

const sumOf = (one: ThreadCounts, other: Partial<ThreadCounts>): ThreadCounts => ({
  guests: one.guests + (other.guests ?? 0),
  open: one.open + (other.open ?? 0),
  ticked: one.ticked + (other.ticked ?? 0),
  blocked: one.blocked + (other.blocked ?? 0),
})

/** Counts at the end of the transaction what it moved. */
export const countThreads = (db: Db, eventId: number, change: Partial<ThreadCounts>): void => {
  const known = pendingOf.get(db)
  const pending = known ?? new Map<number, ThreadCounts>()
  if (!known) {
    pendingOf.set(db, pending)
    db.beforeCommit(async () => {
      for (const [id, sum] of [...pending].sort(([a], [b]) => a - b)) await db.change(...add({ eventId: id, ...sum }))
    })
  }
  pending.set(eventId, sumOf(pending.get(eventId) ?? none, change))
}

/** Keeps others from giving numbers to an event's guests, until the end. */
export const lockThreadCounts = async (db: Db, eventId: number): Promise<void> => {
  await db.change(...add({ eventId, ...none }))
}

/** Gives an event's next guest their number, at once: nobody else gets it. */
export const nextGuestNumber = async (db: Db, eventId: number): Promise<number> => {
  await db.change(...add({ eventId, ...none, guests: 1 }))
  // The row is ours until the end.
  return (await stored(db, eventId))?.guests ?? 1
}

/** What an event's threads come to, with what this transaction changed. */
export const threadCountsOf = async (db: Db, eventId: number): Promise<ThreadCounts> =>
  sumOf((await stored(db, eventId)) ?? none, pendingOf.get(db)?.get(eventId) ?? none)

const stored = (db: Db, eventId: number): Promise<ThreadCounts | undefined> =>
  db.row(counts.read, `SELECT ${counts.sql} FROM thread_counts WHERE event_id = $1`, [eventId])
