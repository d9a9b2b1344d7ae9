import type { Event } from '../../domain/event.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, oneOf, optional, serial } from './columns.js'
import { eventSelection } from './events.js'
import { select } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * What is told because of an event: how its sale went, to its organizer; the question how it was, to who was there;
 * and that it is on sale, to who follows the organizer.
 */
export type RoundKind = 'report' | 'question' | 'followers'

/**
 * Table `event_rounds`: what was written into the outbox for many because of an event, and how far it has come. `about`
 * is what a round is about: the event's end when it began, 0 where that does not matter. `next` is the person after
 * whom it goes on, `told` how many there were so far.
 */
export const eventRoundsTable = table({
  name: 'event_rounds',
  columns: {
    id: serial,
    eventId: integer,
    kind: oneOf<RoundKind>(),
    about: bigint,
    begunAt: bigint,
    next: bigint,
    told: integer,
    doneAt: optional(bigint),
  },
  indices: [
    { columns: ['event_id', 'kind'], unique: true },
    { name: 'event_rounds_open', columns: ['kind', 'id'], where: 'done_at IS NULL' },
  ],
  foreignKeys: [refersTo('event_id', 'events')],
})

const { sql, read } = select(eventRoundsTable.fields)

/** A round: times are UTC milliseconds. */
export type EventRound = ReturnType<typeof read>

const all = `SELECT ${sql} FROM event_rounds`
const mostOpen = 100

// An event that ends later by now than a round began was told of too early: it is told of again.
const write = insertion(
  eventRoundsTable,
  ['eventId', 'kind', 'about', 'begunAt', 'next', 'told'],
  `ON CONFLICT (event_id, kind) DO UPDATE SET about = excluded.about, begun_at = excluded.begun_at, next = 0, told = 0,
   done_at = NULL WHERE event_rounds.begun_at < excluded.about`,
)

/** What is told to many because of an event. */
export const createEventRoundsTable = (db: Db) => ({
  /**
   * The event's round of a kind, begun now unless it was begun since the event's end `about`; with 0 it begins once
   * only.
   */
  begin: async (eventId: number, kind: RoundKind, about: number, now: number): Promise<EventRound> => {
    await db.change(...write({ eventId, kind, about, begunAt: now, next: 0, told: 0 }))
    return db.one(read, `${all} WHERE event_id = $1 AND kind = $2`, [eventId, kind])
  },

  /** Rounds of a kind that are not done, the oldest first. */
  open: (kind: RoundKind): Promise<EventRound[]> =>
    db.rows(read, `${all} WHERE kind = $1 AND done_at IS NULL ORDER BY id LIMIT $2`, [kind, mostOpen]),

  /** Goes on from where the round was read: false if somebody else did. */
  advance: (
    { id, next, told }: EventRound,
    to: { readonly next: number; readonly more: number; readonly doneAt: number | undefined },
  ): Promise<boolean> =>
    db.didChange(
      'UPDATE event_rounds SET next = $3, told = $4, done_at = $5 WHERE id = $1 AND next = $2 AND done_at IS NULL',
      [id, next, to.next, told + to.more, to.doneAt],
    ),

  /** What is not done of it is not told any more; it may begin anew. */
  drop: async (eventId: number, kind: RoundKind): Promise<void> => {
    await db.change('DELETE FROM event_rounds WHERE event_id = $1 AND kind = $2 AND done_at IS NULL', [eventId, kind])
  },

  /** The events that ended between these times and of which not all of a kind was told since, the oldest first. */
  endedUntold: (kind: RoundKind, between: { readonly from: number; readonly to: number }): Promise<Event[]> =>
    db.rows(
      eventSelection.read,
      `SELECT ${eventSelection.sql} FROM events WHERE state IN ('published', 'draft') AND closes_at > $2 AND closes_at <= $3
       AND NOT EXISTS (SELECT 1 FROM event_rounds WHERE event_id = events.id AND kind = $1 AND begun_at >= closes_at
         AND done_at IS NOT NULL) ORDER BY closes_at, id`,
      [kind, between.from, between.to],
    ),
})
