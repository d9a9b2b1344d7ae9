import type { Db } from '../engine/statements.js'
import { integer } from '../tables/columns.js'
import { only } from '../tables/reading.js'

/** What is older than these times (UTC milliseconds) may be forgotten. */
export type ForgetBefore = {
  /** Announcements that were said, or need not be. */
  readonly said: number
  /** Announcements that could not be said. */
  readonly unsaid: number
  /** One-time links that were used or ran out. */
  readonly links: number
  /** Who chose which language, and the like, in the audit. */
  readonly audit: number
  /** Questions, forms and codes brought along that nobody came back to, and rounds of reminders. */
  readonly unfinished: number
  /** Counted guesses. */
  readonly guesses: number
  /** Who rated an event, and how; what all of it comes to stays. */
  readonly ratings: number
  /**
   * What guests and organizers wrote to each other, who asked about events that were over by then, and what organizers
   * noted of guests, and what guests answered to their questions.
   */
  readonly threads: number
  /** What organizers wrote to guests: who was meant, and which messages were copied. */
  readonly guestMessages: number
  /** How events are found that are over. */
  readonly words: number
}

// No statement keeps others waiting for long.
const batch = 500

// What people opened, and asked to be told of, counts as long as the event is ahead.
const whileAhead = {
  at: 'at',
  condition: "event_id IN (SELECT id FROM events WHERE state = 'cancelled' OR closes_at < $3)",
  times: ({ unfinished }: ForgetBefore) => [unfinished],
} as const

/** Tables whose rows are walked in the order of their keys: when they were made, and which of them may go. */
const walked = {
  announcements: {
    at: 'created_at',
    condition: `((state IN ('delivered', 'obsolete') AND COALESCE(settled_at, created_at) < $3)
      OR (state IN ('unreachable', 'givenUp') AND created_at < $4))`,
    times: ({ said, unsaid }: ForgetBefore) => [said, unsaid],
  },
  gifts: {
    at: 'created_at',
    condition: '(closed_at < $3 OR expires_at < $3)',
    times: ({ links }: ForgetBefore) => [links],
  },
  openings: whileAhead,
  opening_reminders: whileAhead,
  // Who said that they come all the same; how many did stays.
  kept_changes: whileAhead,
  hearings: {
    ...whileAhead,
    key: 'event_id',
    at: 'told_at',
    condition: 'event_id IN (SELECT id FROM events WHERE closes_at < $3 AND heard_due_at IS NULL)',
  },
  // Whoever was no guest of an organizer's for so long.
  muted_organizers: {
    at: 'at',
    condition: `at < $3 AND NOT EXISTS (SELECT 1 FROM tickets JOIN events ON events.id = tickets.event_id
      WHERE tickets.holder_id = muted_organizers.person_id AND events.organizer_id = muted_organizers.organizer_id
      AND events.closes_at >= $3)`,
    times: ({ guestMessages }: ForgetBefore) => [guestMessages],
  },
  // The numbers that guests have, and who is blocked, count as long as anybody may write.
  threads: {
    at: 'at',
    condition: 'event_id IN (SELECT id FROM events WHERE closes_at < $3)',
    times: ({ threads }: ForgetBefore) => [threads],
  },
  // What organizers noted of guests, and whom they sell nothing.
  guest_marks: {
    at: 'at',
    condition: 'event_id IN (SELECT id FROM events WHERE closes_at < $3)',
    times: ({ threads }: ForgetBefore) => [threads],
  },
  // What guests answered to questions of organizers.
  answers: {
    at: 'at',
    condition: 'event_id IN (SELECT id FROM events WHERE closes_at < $3)',
    times: ({ threads }: ForgetBefore) => [threads],
  },
  // What waits for its time, or is being said, is needed, however long ago it was written.
  guest_messages: {
    at: 'created_at',
    condition: `(state NOT IN ('scheduled', 'sending') AND (begun_at IS NULL OR done_at IS NOT NULL)
      AND COALESCE(done_at, send_at, created_at) < $3)`,
    times: ({ guestMessages }: ForgetBefore) => [guestMessages],
  },
  invitations: { at: 'created_at', condition: 'expires_at < $3', times: ({ links }: ForgetBefore) => [links] },
  // Only what is no proof of anything; the rest of the audit stays.
  audit: {
    at: 'at',
    condition: "(action IN ('language.chosen', 'update.begunAgain', 'door.opened') AND at < $3)",
    times: ({ audit }: ForgetBefore) => [audit],
  },
} as const

/** Tables whose rows are found by their age: their key, and when they were written. */
const aged = {
  asks: { key: 'person_id', at: 'at', time: ({ unfinished }: ForgetBefore) => unfinished },
  pockets: { key: 'id', at: 'at', time: ({ unfinished }: ForgetBefore) => unfinished },
  reminder_rounds: { key: 'id', at: 'starts_at', time: ({ unfinished }: ForgetBefore) => unfinished },
  guest_drafts: { key: 'id', at: 'created_at', time: ({ unfinished }: ForgetBefore) => unfinished },
  forms: { key: 'key', at: 'updated_at', time: ({ unfinished }: ForgetBefore) => unfinished },
  guesses: { key: 'person_id', at: 'since', time: ({ guesses }: ForgetBefore) => guesses },
  ratings: { key: 'id', at: 'at', time: ({ ratings }: ForgetBefore) => ratings },
  thread_messages: { key: 'id', at: 'at', time: ({ threads }: ForgetBefore) => threads },
  event_words: { key: 'event_id', at: 'closes_at', time: ({ words }: ForgetBefore) => words },
} as const

/** A table from which something may be forgotten. */
export type WalkedTable = keyof typeof walked
type AgedTable = keyof typeof aged

/** All of these tables. */
export const walkedTables = Object.keys(walked) as readonly WalkedTable[]
/** And those whose rows are found by their age. */
export const agedTables = Object.keys(aged) as readonly AgedTable[]

const withoutThreads = `DELETE FROM thread_counts WHERE event_id IN (SELECT id FROM events WHERE closes_at < $1)
  AND NOT EXISTS (SELECT id FROM threads WHERE threads.event_id = thread_counts.event_id)`

// The names that were answered are searched by words of their own.
const namesOf = (condition: string): string => `DELETE FROM holder_names WHERE turned = 2
  AND event_id IN (SELECT event_id FROM answers WHERE id > $1 AND id <= $2 AND ${condition})`

/** Removes what is owed to nobody, a little at a time. */
export const createForgetting = (db: Db) => ({
  /**
   * Looks at the next rows after the one with the key `after`, and removes those that may go. Gives the key of the last
   * one that it looked at; undefined when there is none that is old enough.
   */
  walk: async (table: WalkedTable, before: ForgetBefore, after: number): Promise<number | undefined> => {
    const { key, at, condition, times } = { key: 'id', ...walked[table] }
    const limits = times(before)
    const ids = await db.rows(
      only(integer),
      `SELECT ${key} FROM (SELECT ${key}, ${at} FROM ${table} WHERE ${key} > $1 ORDER BY ${key} LIMIT ${batch}) next
       WHERE ${at} < $2 ORDER BY ${key}`,
      [after, Math.max(...limits)],
    )
    const last = ids.at(-1)
    if (table === 'answers' && last !== undefined) await db.change(namesOf(condition), [after, last, ...limits])
    if (last !== undefined)
      await db.change(`DELETE FROM ${table} WHERE ${key} > $1 AND ${key} <= $2 AND ${condition}`, [
        after,
        last,
        ...limits,
      ])
    if (table === 'threads' && last !== undefined) await db.change(withoutThreads, limits)
    return last
  },

  /** Removes the oldest; true if there may be more. */
  removeOld: async (table: AgedTable, before: ForgetBefore): Promise<boolean> => {
    const { key, at, time } = aged[table]
    const removed = await db.change(
      `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${at} < $1 ORDER BY ${at} LIMIT ${batch}) AND ${at} < $1`,
      [time(before)],
    )
    // All rows of a key go at once.
    return removed >= batch
  },
})
