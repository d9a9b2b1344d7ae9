import { doorClosesAfterMs } from '../../domain/door.js'
import type { Event } from '../../domain/event.js'
import { bigint, integer, optional, primary, refersTo, table, varchar } from './columns.js'
import { num, optionalNum, optionalStr, str, type Db, type Row } from '../engine/statements.js'
import { selectEvents, toEvent } from './events.js'

/**
 * Table `doors`: at which event's door a person stands, and the message that shows it. `drawn` is the version of the
 * view it shows.
 */
export const doorsSchema = table({
  name: 'doors',
  columns: { person_id: primary(bigint), event_id: integer, message_id: optional(bigint), drawn: varchar },
  indices: [{ columns: ['event_id'] }],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

/** A message that shows a door, and what it showed last. */
export type ShownDoor = {
  readonly personId: number
  readonly eventId: number
  readonly messageId: number
  readonly drawn: string
}

const mostChoices = 50

/** Who stands at which door. */
export const createDoorsTable = (db: Db) => ({
  /** The event at whose door the person stands. */
  of: async (personId: number): Promise<number | undefined> =>
    optionalNum((await db.row('SELECT event_id FROM doors WHERE person_id = $1', [personId])) ?? {}, 'event_id'),

  /** Puts the person at a door; they leave any other. No message shows it yet. */
  open: async (personId: number, eventId: number, drawn: string): Promise<void> => {
    await db.change(
      `INSERT INTO doors (person_id, event_id, drawn) VALUES ($1, $2, $3)
       ON CONFLICT (person_id) DO UPDATE SET event_id = excluded.event_id, drawn = excluded.drawn, message_id = NULL`,
      [personId, eventId, drawn],
    )
  },

  /**
   * The person leaves their door, or, when an event is named, only if it is that one's; false if they were not there.
   */
  leave: async (personId: number, eventId?: number): Promise<boolean> =>
    (await db.change(`DELETE FROM doors WHERE person_id = $1${eventId === undefined ? '' : ' AND event_id = $2'}`, [
      personId,
      ...(eventId === undefined ? [] : [eventId]),
    ])) > 0,

  remember: async (personId: number, messageId: number): Promise<void> => {
    await db.change('UPDATE doors SET message_id = $2 WHERE person_id = $1', [personId, messageId])
  },

  forget: async (personId: number, messageId: number): Promise<void> => {
    await db.change('UPDATE doors SET message_id = NULL WHERE person_id = $1 AND message_id = $2', [
      personId,
      messageId,
    ])
  },

  drawn: async (personId: number, version: string): Promise<void> => {
    await db.change('UPDATE doors SET drawn = $2 WHERE person_id = $1', [personId, version])
  },

  /** All doors that a message shows, of events that are not long over. */
  shown: async (now: number): Promise<ShownDoor[]> => {
    const rows = await db.rows(
      'SELECT doors.* FROM doors JOIN events ON events.id = doors.event_id WHERE doors.message_id IS NOT NULL AND events.closes_at > $1 ORDER BY doors.person_id',
      [now - doorClosesAfterMs],
    )
    return rows.map((row) => ({
      personId: num(row, 'person_id'),
      eventId: num(row, 'event_id'),
      messageId: num(row, 'message_id'),
      drawn: optionalStr(row, 'drawn') ?? '',
    }))
  },

  /** The events whose door the person may open, soonest first. */
  choices: async (personId: number, now: number): Promise<Event[]> => {
    const rows = await db.rows(
      `SELECT * FROM (${selectEvents} WHERE events.state <> 'cancelled' AND events.closes_at > $2
         AND (events.organizer_id = $1 OR events.id IN (SELECT event_id FROM staff WHERE person_id = $1))
         ORDER BY events.starts_at DESC, events.id DESC LIMIT ${mostChoices}) latest ORDER BY starts_at, id`,
      [personId, now - doorClosesAfterMs],
    )
    return rows.map(toEvent)
  },

  /** What a door's view is made of, but for the event. */
  numbers: async (eventId: number): Promise<DoorNumbers> => toNumbers(await db.one(numbersSql, [eventId])),

  /** How many tickets of the event are still to be paid for at the door. */
  toPay: async (eventId: number): Promise<number> =>
    num(
      await db.one(
        // Paid at the door means let in: the index on who is in finds them.
        `SELECT COALESCE(SUM(quantity - returned), 0) - (SELECT COUNT(*) FROM tickets
         WHERE event_id = $1 AND checked_in_at IS NOT NULL AND door_paid_at IS NOT NULL AND state = 'valid') AS count
       FROM orders WHERE event_id = $1 AND payment_way = 'atDoor' AND state = 'confirmed'`,
        [eventId],
      ),
      'count',
    ),

  /** Who was let in last, newest first. */
  lastIn: async (
    eventId: number,
    limit: number,
  ): Promise<
    { readonly holderName: string; readonly number: number; readonly at: number; readonly byName: string }[]
  > => {
    const rows = await db.rows(
      `SELECT holders.display_name AS holder_name, tickets.number, tickets.checked_in_at, scanners.display_name AS by_name
       FROM tickets JOIN people holders ON holders.id = tickets.holder_id JOIN people scanners ON scanners.id = tickets.checked_in_by
       WHERE tickets.event_id = $1 AND tickets.checked_in_at IS NOT NULL ORDER BY tickets.checked_in_at DESC, tickets.id DESC LIMIT $2`,
      [eventId, limit],
    )
    return rows.map((row) => ({
      holderName: str(row, 'holder_name'),
      number: num(row, 'number'),
      at: num(row, 'checked_in_at'),
      byName: str(row, 'by_name'),
    }))
  },
})

/** How many are in, of how many, and when the last one was let in. */
export type DoorNumbers = { readonly in: number; readonly of: number; readonly lastAt: number }

// What is only held has no tickets yet.
const numbersSql = `SELECT COALESCE(SUM(checked_in), 0) AS all_in,
  COALESCE(SUM(taken), 0) - (SELECT COALESCE(SUM(quantity), 0) FROM orders WHERE event_id = $1 AND state = 'held') AS all_taken,
  (SELECT MAX(checked_in_at) FROM tickets WHERE event_id = $1 AND checked_in_at IS NOT NULL) AS last_at FROM ticket_types WHERE event_id = $1`

const toNumbers = (row: Row): DoorNumbers => ({
  in: num(row, 'all_in'),
  of: num(row, 'all_taken'),
  lastAt: optionalNum(row, 'last_at') ?? 0,
})
