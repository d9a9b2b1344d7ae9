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

// What is only held has no tickets yet.
const taken = `COALESCE(SUM(taken), 0)
  - (SELECT COALESCE(SUM(quantity), 0) FROM orders WHERE event_id = $1 AND state = 'held')`

const numbers = select({
  allIn: field('COALESCE(SUM(checked_in), 0)', integer),
  allTaken: field(taken, integer),
  lastAt: field(
    '(SELECT MAX(checked_in_at) FROM tickets WHERE event_id = $1 AND checked_in_at IS NOT NULL)',
    optional(bigint, 0),
  ),
})

const letIn = select({
  holderName: field('holders.display_name', varchar),
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
       AND (organizer_id = $1 OR id IN (SELECT event_id FROM staff WHERE person_id = $1))${end.sql}`,
      [personId, now - doorClosesAfterMs, ...end.values],
    )
  },

  /** What a door's view is made of, but for the event. */
  numbers: async (eventId: number): Promise<DoorNumbers> => {
    const { allIn, allTaken, lastAt } = await db.one(
      numbers.read,
      `SELECT ${numbers.sql} FROM ticket_types WHERE event_id = $1`,
      [eventId],
    )
    return { in: allIn, of: allTaken, lastAt }
  },

  /** How many tickets of the event are still to be paid for at the door. */
  toPay: (eventId: number): Promise<number> =>
    db.one(
      only(integer),
      // Paid at the door means let in: the index on who is in finds them.
      `SELECT COALESCE(SUM(quantity - returned), 0) - (SELECT COUNT(*) FROM tickets
         WHERE event_id = $1 AND checked_in_at IS NOT NULL AND door_paid_at IS NOT NULL AND state = 'valid')
       FROM orders WHERE event_id = $1 AND payment_way = 'atDoor' AND state = 'confirmed'`,
      [eventId],
    ),

  /** Who was let in last, newest first. */
  lastIn: (eventId: number, limit: number): Promise<LetIn[]> =>
    db.rows(
      letIn.read,
      `SELECT ${letIn.sql} FROM tickets JOIN people holders ON holders.id = tickets.holder_id
       JOIN people scanners ON scanners.id = tickets.checked_in_by
       WHERE tickets.event_id = $1 AND tickets.checked_in_at IS NOT NULL
       ORDER BY tickets.checked_in_at DESC, tickets.id DESC LIMIT $2`,
      [eventId, limit],
    ),
})
