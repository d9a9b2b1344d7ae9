import { minuteMs } from '../../domain/duration.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, serial, text, varchar } from './columns.js'
import { type NewestFirst, newestFirst } from './paging.js'
import { only, rowsAmong, select } from './reading.js'
import { field, refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `guest_marks`: what an organizer wrote about a guest of an event, since when the guest cannot buy there nor
 * ask, and when their tickets were sent once more.
 */
export const guestMarksTable = table({
  name: 'guest_marks',
  columns: {
    id: serial,
    eventId: integer,
    personId: bigint,
    note: optional(text),
    blockedAt: optional(bigint),
    sentAt: optional(bigint),
    at: bigint,
  },
  indices: [
    { columns: ['event_id', 'person_id'], unique: true },
    { name: 'guest_marks_blocked', columns: ['event_id', 'id'], where: 'blocked_at IS NOT NULL' },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

/** A guest of an event. */
export type OfGuest = { readonly eventId: number; readonly personId: number }

/** Tickets are sent once more not more often than that. */
const sendingGapMs = 10 * minuteMs

const { fields } = guestMarksTable
const marks = select({ note: fields.note, blockedAt: fields.blockedAt })
const blocked = select({
  id: fields.id,
  personId: fields.personId,
  name: field('(SELECT display_name FROM people WHERE people.id = guest_marks.person_id)', varchar),
})
const writing = <Name extends 'note' | 'blockedAt' | 'sentAt'>(name: Name, further = '') =>
  insertion(
    guestMarksTable,
    ['eventId', 'personId', name, 'at'],
    `ON CONFLICT (event_id, person_id) DO UPDATE SET ${fields[name].name} = excluded.${fields[name].name}, at = excluded.at
     ${further}`,
  )
const writeNote = writing('note')
const writeBlocked = writing('blockedAt')
const writeSent = writing(
  'sentAt',
  `WHERE guest_marks.sent_at IS NULL OR guest_marks.sent_at <= excluded.sent_at - ${sendingGapMs}`,
)

const blockedAmong = async (db: Db, eventId: number, people: readonly number[]): Promise<ReadonlySet<number>> =>
  new Set(
    await rowsAmong(db, only(bigint), {
      list: people,
      before: [eventId],
      sql: (ids) =>
        `SELECT person_id FROM guest_marks WHERE event_id = $1 AND person_id IN (${ids}) AND blocked_at IS NOT NULL`,
    }),
  )

/** What organizers mark of guests. */
export const createGuestMarksTable = (db: Db) => ({
  /** A guest's note, and since when they are blocked. */
  of: ({ eventId, personId }: OfGuest) =>
    db.row(marks.read, `SELECT ${marks.sql} FROM guest_marks WHERE event_id = $1 AND person_id = $2`, [
      eventId,
      personId,
    ]),

  /** Whether a person can neither buy nor ask. */
  isBlocked: async ({ eventId, personId }: OfGuest): Promise<boolean> =>
    (await blockedAmong(db, eventId, [personId])).has(personId),

  /** Which of these people can neither buy nor ask. */
  blockedAmong: (eventId: number, people: readonly number[]): Promise<ReadonlySet<number>> =>
    blockedAmong(db, eventId, people),

  /** Keeps a note instead of an earlier one; undefined: none. */
  setNote: async (guest: OfGuest, note: string | undefined, now: number): Promise<void> => {
    await db.change(...writeNote({ ...guest, note, at: now }))
  },

  /** Blocks a guest, or not any more. */
  setBlocked: async (guest: OfGuest, isBlocked: boolean, now: number): Promise<void> => {
    await db.change(...writeBlocked({ ...guest, blockedAt: isBlocked ? now : undefined, at: now }))
  },

  /** Notes that tickets are sent once more; false if it was less than ten minutes ago. Of two at once one does. */
  claimSending: (guest: OfGuest, now: number): Promise<boolean> =>
    db.didChange(...writeSent({ ...guest, sentAt: now, at: now })),

  /** Who is blocked, who was marked last first. */
  blockedOf: (eventId: number, rest: NewestFirst) => {
    const end = newestFirst('id', rest, 1)
    return db.rows(
      blocked.read,
      `SELECT ${blocked.sql} FROM guest_marks WHERE event_id = $1 AND blocked_at IS NOT NULL${end.sql}`,
      [eventId, ...end.values],
    )
  },
})
