import { doorClosesAfterMs, type LetIn } from '../../domain/door.js'
import type { Event } from '../../domain/event.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, varchar } from '../tables/columns.js'
import { type EventPlace, eventSelection } from '../tables/events.js'
import { keyset } from '../tables/paging.js'
import { only, select } from '../tables/reading.js'
import { field } from '../tables/table.js'

/** How many are in, of how many, and when the last one was let in; 0 when nobody was. */
export type DoorNumbers = { readonly in: number; readonly of: number; readonly lastAt: number }

const numbers = select({
  allIn: field('COALESCE(SUM(checked_in), 0)', integer),
  admissions: field('(SELECT COALESCE(SUM(admissions), 0) FROM event_counters WHERE event_id = $1)', integer),
  lastAt: field(
    `(SELECT checked_in_at FROM tickets WHERE event_id = $1 AND checked_in_at IS NOT NULL
      ORDER BY checked_in_at DESC, id DESC LIMIT 1)`,
    optional(bigint, 0),
  ),
})

const letIn = select({
  holderName: field('holders.display_name', varchar),
  holderId: field('holders.id', bigint),
  holderUsername: field('holders.username', optional(varchar)),
  number: field('tickets.number', integer),
  at: field('tickets.checked_in_at', bigint),
  byName: field('scanners.display_name', varchar),
})

/** What is seen at a door. */
export const createDoorViews = (db: Db) => ({
  /** A page of the events whose door the person may open, soonest first. */
  choices: (
    personId: number,
    { now, after, limit }: { readonly now: number; readonly after?: EventPlace; readonly limit: number },
  ): Promise<Event[]> => {
    const end = keyset({ by: ['starts_at', 'id'], order: 'ASC', after: after && [after.startsAt, after.id], limit }, 2)
    return db.rows(
      eventSelection.read,
      `SELECT ${eventSelection.sql} FROM events WHERE state <> 'cancelled' AND closes_at > $2
       AND id IN (SELECT id FROM events WHERE organizer_id = $1 UNION SELECT event_id FROM staff WHERE person_id = $1)${end.sql}`,
      [personId, now - doorClosesAfterMs, ...end.values],
    )
  },

  /** What a door's view is made of, but for the event. */
  numbers: async (eventId: number): Promise<DoorNumbers> => {
    const { allIn, admissions, lastAt } = await db.one(
      numbers.read,
      `SELECT ${numbers.sql} FROM ticket_types WHERE event_id = $1`,
      [eventId],
    )
    return { in: allIn, of: admissions, lastAt }
  },

  /** How many tickets of the event are still to be paid for at the door. */
  toPay: (eventId: number): Promise<number> =>
    db.one(
      only(integer),
      // Paid at the door means let in. Of a cancelled event nothing is to be paid any more.
      `SELECT COALESCE(SUM(tickets - payments), 0) FROM event_counters
       WHERE event_id = $1 AND way = 'atDoor' AND tickets > payments`,
      [eventId],
    ),

  /** Who was let in last, newest first. */
  lastIn: (eventId: number, limit: number): Promise<LetIn[]> =>
    db.rows(
      letIn.read,
      `SELECT ${letIn.sql} FROM (SELECT id FROM tickets WHERE event_id = $1 AND checked_in_at IS NOT NULL
         ORDER BY checked_in_at DESC, id DESC LIMIT $2) latest
       JOIN tickets ON tickets.id = latest.id JOIN people holders ON holders.id = tickets.holder_id
       JOIN people scanners ON scanners.id = tickets.checked_in_by
       ORDER BY tickets.checked_in_at DESC, tickets.id DESC`,
      [eventId, limit],
    ),
})
