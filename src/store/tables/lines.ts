import type { Db } from '../engine/statements.js'
import { bigint, counter, integer, optional } from './columns.js'
import { only, select } from './reading.js'
import { field } from './table.js'

/** Columns of the table `events`; see createLines. */
export const lineColumns = {
  linePeople: counter,
  lineSeats: counter,
  lineOffers: counter,
  lineOverUpTo: optional(integer),
}
export const lineColumnNames = ['linePeople', 'lineSeats', 'lineOffers', 'lineOverUpTo'] as const

/** How many people wait for an event, for how many seats, and how many offers are out. */
export type LineCounts = { readonly people: number; readonly seats: number; readonly offers: number }

const counts = select({
  people: field('line_people', integer),
  seats: field('line_seats', integer),
  offers: field('line_offers', integer),
})

/** Up to this id nobody waits any more for the event of an entry (of `event`): their line was ended. */
const overUpTo = (event: string): string =>
  `COALESCE((SELECT line_over_up_to FROM events WHERE events.id = ${event}), 0)`

/** Entries in line, for a WHERE after FROM waiting_entries. */
export const isInLine = `order_id IS NULL AND waiting_entries.id > ${overUpTo('waiting_entries.event_id')}`

/** Entries in line for an event ($1). */
export const isInLineOf = `event_id = $1 AND order_id IS NULL AND waiting_entries.id > ${overUpTo('$1')}`

/** Entries of those who wait, or are offered something. */
export const stands = `(order_id IS NOT NULL OR waiting_entries.id > ${overUpTo('waiting_entries.event_id')})`

/** Entries of an event ($1) whose line was ended. */
export const isSentHome = `event_id = $1 AND order_id IS NULL AND waiting_entries.id <= ${overUpTo('$1')}`

/** Counts who came to the line of an event, or left it: in the transaction that moves their rows. */
export const countLine = async (db: Db, eventId: number, change: Partial<LineCounts>): Promise<void> => {
  const { people = 0, seats = 0, offers = 0 } = change
  await db.change(
    `UPDATE events SET line_people = line_people + $2, line_seats = line_seats + $3, line_offers = line_offers + $4
     WHERE id = $1`,
    [eventId, people, seats, offers],
  )
}

const closeGate = async (db: Db, eventId: number): Promise<void> => {
  db.scheduled()
  await db.change(
    'DELETE FROM waiting_types WHERE ticket_type_id IN (SELECT id FROM ticket_types WHERE event_id = $1)',
    [eventId],
  )
  await db.change('UPDATE ticket_types SET waiting = 0 WHERE event_id = $1 AND waiting > 0', [eventId])
}

/**
 * The line of an event as a whole: columns `line_…` of `events`, which move with the rows of waiting_entries. Up to
 * `line_over_up_to` those in line wait in vain, and are told one after another.
 */
export const createLines = (db: Db) => ({
  /** How many wait for an event's tickets, however many they are. */
  count: (eventId: number): Promise<LineCounts> =>
    db.one(counts.read, `SELECT ${counts.sql} FROM events WHERE id = $1`, [eventId]),

  /**
   * Nobody in line waits any more, and seats are everybody's; who it was is told later. What is offered stays. All
   * ticket types of the event must be locked.
   */
  end: async (eventId: number): Promise<void> => {
    const isEnded = await db.didChange(
      `UPDATE events SET line_people = 0, line_seats = 0, line_over_up_to =
       (SELECT id FROM waiting_entries WHERE event_id = $1 AND order_id IS NULL ORDER BY id DESC LIMIT 1)
       WHERE id = $1 AND line_people > 0`,
      [eventId],
    )
    if (isEnded) await closeGate(db, eventId)
  },

  /** All who waited in vain know it. */
  forgetEnd: async (eventId: number): Promise<void> => {
    await db.change('UPDATE events SET line_over_up_to = NULL WHERE id = $1 AND line_over_up_to IS NOT NULL', [eventId])
  },

  /** Events whose lines are over, or whose people do not know it yet. */
  over: (now: number, limit: number): Promise<number[]> =>
    db.rows(
      only(integer),
      `SELECT id FROM events WHERE line_over_up_to IS NOT NULL
       UNION SELECT id FROM events WHERE line_people > 0 AND (state = 'cancelled' OR starts_at <= $1 OR line = 'closed')
       ORDER BY id LIMIT ${limit}`,
      [now],
    ),

  /** Events on sale where somebody is in line and something is free of what they wait for. */
  withSeats: (now: number): Promise<number[]> =>
    db.rows(
      only(integer),
      `SELECT DISTINCT e.id FROM ticket_types t JOIN events e ON e.id = t.event_id
       WHERE t.waiting > 0 AND (t.taken < t.capacity OR EXISTS (SELECT 1 FROM tickets
         WHERE tickets.ticket_type_id = t.id AND tickets.for_line_at IS NOT NULL AND tickets.line_order_id IS NULL))
       AND e.state = 'published' AND COALESCE(e.line, 'open') = 'open' AND e.starts_at > $1 ORDER BY e.id`,
      [now],
    ),

  /** When the first of the events begins for which somebody is in line (UTC milliseconds). */
  nextStart: (now: number): Promise<number | undefined> =>
    db.one(only(optional(bigint)), 'SELECT MIN(starts_at) FROM events WHERE line_people > 0 AND starts_at > $1', [now]),
})
