import type { Audience, AudienceKind } from '../../domain/guestMessage.js'
import { firstNameOnly, isNameOnly } from '../../domain/person.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer } from './columns.js'
import { anything, only } from './reading.js'

// Whoever got their money back is no guest any more; of a cancelled event those are who held tickets.
const held = `(tickets.state = 'cancelled' OR (tickets.state = 'valid'
  AND NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = tickets.order_id AND orders.state = 'refunded')))`
const holders = (where: string): string =>
  `SELECT holder_id AS person_id FROM tickets WHERE event_id = $1 AND ${held} AND ${where}`
const owesAtDoor = `door_paid_at IS NULL AND EXISTS (SELECT 1 FROM orders WHERE orders.id = tickets.order_id
  AND orders.payment_way = 'atDoor' AND orders.total_minor > 0)`
const owesTransfer = `SELECT buyer_id AS person_id FROM orders WHERE event_id = $1 AND state = 'held'
  AND payment_way = 'transfer'`

// A parameter that is only compared with itself has no type of its own.
const everybody = 'CAST($2 AS BIGINT) >= 0'

// Whoever is only a name hears nothing.
const isSpokenTo = `person_id < ${firstNameOnly}`

// $1 is the event, $2 what `of` names.
const people: Readonly<Record<AudienceKind, string>> = {
  all: holders(everybody),
  type: holders('ticket_type_id = $2'),
  notIn: holders(`checked_in_at IS NULL AND ${everybody}`),
  owing: `${holders(`${owesAtDoor} AND ${everybody}`)} UNION ${owesTransfer}`,
  in: holders(`checked_in_at IS NOT NULL AND ${everybody}`),
  one: holders('holder_id = $2'),
}

/** Guests of an event, each once; its organizer is none. */
export type Guests = Audience & { readonly eventId: number; readonly organizerId: number }

/** Whom a message of an organizer is for, as things stand. */
export const createAudiences = (db: Db) => ({
  /** The next of them after a person, in the order of ids. */
  after: (
    { kind, of, eventId, organizerId }: Guests,
    { after, limit }: { readonly after: number; readonly limit: number },
  ): Promise<number[]> =>
    db.rows(
      only(bigint),
      `SELECT DISTINCT person_id FROM (${people[kind]}) guests WHERE person_id > $3 AND person_id <> $4 AND ${isSpokenTo}
       ORDER BY person_id LIMIT $5`,
      [eventId, of, after, organizerId, limit],
    ),

  /** How many they are. */
  count: ({ kind, of, eventId, organizerId }: Guests): Promise<number> =>
    db.one(
      only(integer),
      `SELECT COUNT(DISTINCT person_id) FROM (${people[kind]}) guests
       WHERE person_id <> $3 AND ${isSpokenTo}`,
      [eventId, of, organizerId],
    ),

  /** Whether a person is one of them. */
  include: async ({ kind, of, eventId, organizerId }: Guests, personId: number): Promise<boolean> =>
    personId !== organizerId &&
    !isNameOnly(personId) &&
    (await db.row(anything, `SELECT 1 FROM (${people[kind]}) guests WHERE person_id = $3 LIMIT 1`, [
      eventId,
      of,
      personId,
    ])) === true,
})
