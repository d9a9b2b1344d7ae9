import { firstNameOnly } from '../../domain/person.js'
import type { ReminderKind } from '../../domain/reminder.js'
import type { Db } from '../engine/statements.js'
import { bigint, boolean, integer, varchar } from '../tables/columns.js'
import { keyset } from '../tables/paging.js'
import { only, select } from '../tables/reading.js'
import { field } from '../tables/table.js'
import type { EventPlace } from '../tables/events.js'

const isDone = (kind: ReminderKind) =>
  field(
    `EXISTS (SELECT 1 FROM reminder_rounds WHERE event_id = events.id AND kind = '${kind}'
      AND starts_at = events.starts_at AND done_at IS NOT NULL)`,
    boolean,
  )

const beginning = select({
  id: field('events.id', integer),
  startsAt: field('events.starts_at', bigint),
  zone: field('events.zone', varchar),
  issued: field('events.tickets_issued', integer),
  isDayDone: isDone('day'),
  isHoursDone: isDone('hours'),
})

/** An event that begins soon, how many tickets of it were ever issued, and which of its rounds are done. */
export type BeginningEvent = ReturnType<typeof beginning.read>

/** Holders of an event's tickets, in order of their ids after one of them. */
export type HolderChunk = {
  readonly after: number
  readonly limit: number
  /** Only those who have had a ticket since then. */
  readonly issuedUntil: number
}

/** Whom to remind of what. */
export const createReminders = (db: Db) => ({
  /** A page of events that take place, remind, have sold something, and begin in this time; soonest first. */
  beginning: (
    { from, until }: { readonly from: number; readonly until: number },
    { after, limit }: { readonly after?: EventPlace | undefined; readonly limit: number },
  ): Promise<BeginningEvent[]> => {
    const place = after && [after.startsAt, after.id]
    const end = keyset({ by: ['events.starts_at', 'events.id'], order: 'ASC', after: place, limit }, 2)
    return db.rows(
      beginning.read,
      `SELECT ${beginning.sql} FROM events WHERE reminders IS NULL AND starts_at > $1 AND starts_at <= $2
       AND state <> 'cancelled' AND tickets_issued > 0${end.sql}`,
      [from, until, ...end.values],
    )
  },

  /** The next holders of tickets that can still be used, but for those who want no reminders, or are only a name. */
  holders: (eventId: number, { after, limit, issuedUntil }: HolderChunk): Promise<number[]> =>
    db.rows(
      only(bigint),
      `SELECT holder_id FROM tickets WHERE event_id = $1 AND holder_id > $2
       AND holder_id < ${firstNameOnly} AND state = 'valid' AND checked_in_at IS NULL
       AND issued_at <= $3 AND NOT EXISTS (SELECT 1 FROM muted_reminders WHERE muted_reminders.event_id = tickets.event_id
         AND muted_reminders.person_id = tickets.holder_id)
       GROUP BY holder_id ORDER BY holder_id LIMIT $4`,
      [eventId, after, issuedUntil, limit],
    ),

  /** The tickets of an event that a person can still use, by number. */
  usable: (personId: number, eventId: number): Promise<number[]> =>
    db.rows(
      only(integer),
      `SELECT id FROM tickets WHERE event_id = $1 AND holder_id = $2 AND state = 'valid' AND checked_in_at IS NULL
       ORDER BY number`,
      [eventId, personId],
    ),
})
