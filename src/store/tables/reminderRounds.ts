import type { ReminderKind } from '../../domain/reminder.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, oneOf, optional, serial } from './columns.js'
import { select } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `reminder_rounds`: how far the holders of an event's tickets are reminded that it begins at `starts_at`: in
 * order of their ids up to `last_holder`, so many `written`. An event that was moved has other rounds.
 */
export const reminderRoundsTable = table({
  name: 'reminder_rounds',
  columns: {
    id: serial,
    eventId: integer,
    kind: oneOf<ReminderKind>(),
    startsAt: bigint,
    lastHolder: bigint,
    written: integer,
    begunAt: bigint,
    doneAt: optional(bigint),
  },
  indices: [
    { columns: ['event_id', 'kind', 'starts_at'], unique: true },
    { name: 'reminder_rounds_starts', columns: ['starts_at'] },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

/** Which round. */
export type RoundKey = { readonly eventId: number; readonly kind: ReminderKind; readonly startsAt: number }

/** How far a round is. */
export type RoundProgress = { readonly lastHolder: number; readonly written: number; readonly begunAt: number }

const { lastHolder, written, begunAt, doneAt } = reminderRoundsTable.fields
const progress = select({ lastHolder, written, begunAt, doneAt })
const insert = insertion(
  reminderRoundsTable,
  ['eventId', 'kind', 'startsAt', 'lastHolder', 'written', 'begunAt', 'doneAt'],
  'ON CONFLICT (event_id, kind, starts_at) DO NOTHING',
)
const ofRound = 'event_id = $1 AND kind = $2 AND starts_at = $3'

/** Rounds of reminders. */
export const createReminderRoundsTable = (db: Db) => ({
  /** Begins a round, or goes on with it; nobody else does until the end. undefined: it is done. */
  takeUp: async ({ eventId, kind, startsAt }: RoundKey, now: number): Promise<RoundProgress | undefined> => {
    await db.change(...insert({ eventId, kind, startsAt, lastHolder: 0, written: 0, begunAt: now }))
    return db.row(
      progress.read,
      `UPDATE reminder_rounds SET written = written WHERE ${ofRound} AND done_at IS NULL RETURNING ${progress.sql}`,
      [eventId, kind, startsAt],
    )
  },

  /** So many more were written, up to this holder; `doneAt`: they were the last. */
  advance: async (
    { eventId, kind, startsAt }: RoundKey,
    by: { readonly lastHolder: number; readonly count: number; readonly doneAt: number | undefined },
  ): Promise<void> => {
    await db.change(
      `UPDATE reminder_rounds SET last_holder = $4, written = written + $5, done_at = $6 WHERE ${ofRound}`,
      [eventId, kind, startsAt, by.lastHolder, by.count, by.doneAt],
    )
  },

  /** A round whose time is over is none any more. */
  skip: async ({ eventId, kind, startsAt }: RoundKey, now: number): Promise<void> => {
    await db.change(...insert({ eventId, kind, startsAt, lastHolder: 0, written: 0, begunAt: now, doneAt: now }))
  },
})
