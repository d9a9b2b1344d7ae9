import { doorClosesAfterMs } from '../../domain/door.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, optional, primary, varchar } from './columns.js'
import { only, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { replacement } from './writing.js'

/**
 * Table `doors`: at which event's door a person stands, and the message that shows it. `drawn` is the version of the
 * view it shows; `nextAt` (UTC milliseconds) when it may be drawn next: whoever draws it moves that ahead. `openedAt`
 * is 0 of what was opened before that was written down.
 */
export const doorsTable = table({
  name: 'doors',
  columns: {
    personId: primary(bigint),
    eventId: integer,
    messageId: optional(bigint),
    drawn: varchar,
    nextAt: optional(bigint),
    openedAt: optional(bigint, 0),
  },
  indices: [{ columns: ['event_id'] }],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('person_id', 'people')],
})

/** A message that shows a door, and what it showed last. */
export type ShownDoor = {
  readonly personId: number
  readonly eventId: number
  readonly messageId: number
  readonly drawn: string
  readonly nextAt: number | undefined
  readonly openedAt: number
}

/** Where somebody stands, since when, and the message that shows it. */
export type StandingAt = {
  readonly personId: number
  readonly eventId: number
  readonly messageId: number | undefined
  readonly openedAt: number
}

const { messageId, ...others } = doorsTable.fields
const shownDoor = select({ ...others, messageId: field(messageId.sql, bigint) })
const standing = select(without(doorsTable.fields, 'drawn', 'nextAt'))
const written = ['personId', 'eventId', 'drawn', 'messageId', 'nextAt', 'openedAt'] as const
const write = replacement(doorsTable, written, ['personId'])

/** Who stands at which door. What they see there is in queries/doorViews.ts. */
export const createDoorsTable = (db: Db) => ({
  /** The event at whose door the person stands. */
  of: (personId: number): Promise<number | undefined> =>
    db.row(only(integer), 'SELECT event_id FROM doors WHERE person_id = $1', [personId]),

  /** The same with all that is known of it. */
  standing: (id: number): Promise<StandingAt | undefined> =>
    db.row(standing.read, `SELECT ${standing.sql} FROM doors WHERE person_id = $1`, [id]),

  /** Who still stands at doors of events that are over. */
  afterEnd: (now: number): Promise<StandingAt[]> =>
    db.rows(
      standing.read,
      `SELECT ${standing.sql} FROM doors JOIN events ON events.id = doors.event_id WHERE events.closes_at <= $1
       ORDER BY doors.person_id`,
      [now],
    ),

  /** Puts the person at a door; they leave any other. No message shows it yet. */
  open: async (to: Pick<StandingAt, 'personId' | 'eventId' | 'openedAt'>, drawn: string): Promise<void> => {
    await db.change(...write({ ...to, drawn }))
  },

  /** They leave it, if nothing about it has changed; of several who say so one gets true. */
  end: ({ personId: person, eventId: event, openedAt: at }: StandingAt): Promise<boolean> =>
    db.didChange('DELETE FROM doors WHERE person_id = $1 AND event_id = $2 AND COALESCE(opened_at, 0) = $3', [
      person,
      event,
      at,
    ]),

  /**
   * The person leaves their door, or, when an event is named, only if it is that one's; false if they were not there.
   */
  leave: (personId: number, eventId?: number): Promise<boolean> =>
    eventId === undefined
      ? db.didChange('DELETE FROM doors WHERE person_id = $1', [personId])
      : db.didChange('DELETE FROM doors WHERE person_id = $1 AND event_id = $2', [personId, eventId]),

  remember: async (personId: number, message: number): Promise<void> => {
    await db.change('UPDATE doors SET message_id = $2 WHERE person_id = $1', [personId, message])
  },

  forget: async (personId: number, message: number): Promise<void> => {
    await db.change('UPDATE doors SET message_id = NULL WHERE person_id = $1 AND message_id = $2', [personId, message])
  },

  /** Takes a message to draw it until `until`; false if somebody else has it, or it shows another door by now. */
  claim: (
    { personId, messageId: message, eventId, nextAt }: Omit<ShownDoor, 'drawn' | 'openedAt'>,
    until: number,
  ): Promise<boolean> =>
    nextAt === undefined
      ? db.didChange(
          'UPDATE doors SET next_at = $4 WHERE person_id = $1 AND message_id = $2 AND event_id = $3 AND next_at IS NULL',
          [personId, message, eventId, until],
        )
      : db.didChange(
          'UPDATE doors SET next_at = $4 WHERE person_id = $1 AND message_id = $2 AND event_id = $3 AND next_at = $5',
          [personId, message, eventId, until, nextAt],
        ),

  /** It shows this version now, or as before, and may be drawn again at `nextAt`. */
  drawn: async (
    { personId, messageId: message, nextAt }: Pick<ShownDoor, 'personId' | 'messageId' | 'nextAt'>,
    version: string | undefined,
  ): Promise<void> => {
    await db.change(
      'UPDATE doors SET drawn = COALESCE($3, drawn), next_at = $4 WHERE person_id = $1 AND message_id = $2',
      [personId, message, version, nextAt],
    )
  },

  /** All doors that a message shows, of events that are not long over. */
  shown: (now: number): Promise<ShownDoor[]> =>
    db.rows(
      shownDoor.read,
      `SELECT ${shownDoor.sql} FROM doors JOIN events ON events.id = doors.event_id
       WHERE doors.message_id IS NOT NULL AND events.closes_at > $1 ORDER BY doors.person_id`,
      [now - doorClosesAfterMs],
    ),
})
