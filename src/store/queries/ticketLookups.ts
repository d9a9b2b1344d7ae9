import { type DoorCount, type DoorTicket, dueOf } from '../../domain/door.js'
import type { Event } from '../../domain/event.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Db, Value } from '../engine/statements.js'
import { bigint, integer, optional, varchar } from '../tables/columns.js'
import { eventSelection } from '../tables/events.js'
import { ordersTable } from '../tables/orders.js'
import { keyset } from '../tables/paging.js'
import { mapped, type RowOf, rowsAmong, select } from '../tables/reading.js'
import { field } from '../tables/table.js'
import { ticketsTable } from '../tables/tickets.js'

/** All that there is to know about a ticket at the door, with one question to the database. */
export type TicketLookup = {
  readonly ticket: DoorTicket
  readonly code: string
  readonly state: Ticket['state']
  /** The organizer gave the money for its order back, which ended it. */
  readonly isRefunded: boolean
  /** The organizer, who had given it away, took it back. */
  readonly isTakenBack: boolean
  readonly ticketTypeId: number
  readonly holderId: number
  readonly checkedInBy: number | undefined
  readonly event: Event
  readonly count: DoorCount
  /** Whether the asker is staff of the event, and what they are called. */
  readonly isStaff: boolean
  readonly askerName: string
  /** The event at whose door the asker stands. */
  readonly openDoor: number | undefined
}

/** A page of who is in, newest first: after the ticket `id`, let in `at`. */
export type WhoIsInPage = {
  readonly after?: { readonly at: number; readonly id: number } | undefined
  readonly limit: number
}

const { fields } = ticketsTable

// An order has few tickets, so its holder is no condition for an index.
const ofParty = (
  condition: string,
): string => `(SELECT COUNT(*) FROM tickets party WHERE party.order_id = tickets.order_id
  AND party.holder_id + 0 = tickets.holder_id AND party.state = 'valid' AND ${condition})`

const doorTicketFields = {
  ticketId: fields.id,
  number: fields.number,
  shortCode: fields.shortCode,
  orderId: fields.orderId,
  doorPaidAt: fields.doorPaidAt,
  checkedInAt: fields.checkedInAt,
  paymentMethod: ordersTable.fields.paymentMethod,
  totalMinor: ordersTable.fields.totalMinor,
  currency: ordersTable.fields.currency,
  quantity: ordersTable.fields.quantity,
  typeName: field('types.name', varchar),
  holderName: field('holders.display_name', varchar),
  personId: field('holders.id', bigint),
  holderUsername: field('holders.username', optional(varchar)),
  checkedInByName: field('scanners.display_name', optional(varchar)),
  partySize: field(ofParty('TRUE'), integer),
  partyIn: field(ofParty('party.checked_in_at IS NOT NULL'), integer),
}

const toDoorTicket = (row: RowOf<typeof doorTicketFields>): DoorTicket => {
  const order = {
    paymentMethod: row.paymentMethod,
    total: { minor: row.totalMinor, currency: row.currency },
    quantity: row.quantity,
  }
  return {
    id: row.ticketId,
    number: row.number,
    shortCode: row.shortCode,
    typeName: row.typeName,
    holderName: row.holderName,
    holderId: row.personId,
    holderUsername: row.holderUsername,
    orderId: row.orderId,
    due: dueOf(order, row),
    checkedInAt: row.checkedInAt,
    checkedInByName: row.checkedInByName,
    party: { size: row.partySize, in: row.partyIn, due: dueOf(order, { doorPaidAt: undefined }) },
  }
}

const doorTicket = mapped(select(doorTicketFields), toDoorTicket)

// The asker is $1.
const aboutAsker = {
  isStaff: field(
    '(SELECT COUNT(*) FROM staff WHERE staff.event_id = tickets.event_id AND staff.person_id = $1)',
    integer,
  ),
  openDoor: field('(SELECT event_id FROM doors WHERE person_id = $1)', optional(integer)),
  askerName: field('(SELECT display_name FROM people WHERE id = $1)', optional(varchar, '')),
}

// What a guest gave back before has a refund of its own.
const refunded = `CASE WHEN tickets.state = 'returned' AND orders.state = 'refunded'
  AND NOT EXISTS (SELECT 1 FROM refunds WHERE refunds.key = 'ticket:' || tickets.id) THEN 1 ELSE 0 END`

const takenBack = `CASE WHEN tickets.state = 'returned' AND EXISTS (SELECT 1 FROM guest_entries
  WHERE guest_entries.order_id = tickets.order_id AND revoked_at IS NOT NULL) THEN 1 ELSE 0 END`

const lookup = select({
  ...doorTicketFields,
  ...aboutAsker,
  code: fields.code,
  ticketState: fields.state,
  refunded: field(refunded, integer),
  takenBack: field(takenBack, integer),
  ticketTypeId: fields.ticketTypeId,
  holderId: fields.holderId,
  checkedInBy: fields.checkedInBy,
  allIn: field('(SELECT SUM(checked_in) FROM ticket_types WHERE event_id = tickets.event_id)', integer),
  admissions: field('(SELECT SUM(admissions) FROM event_counters WHERE event_id = tickets.event_id)', integer),
})

const ticketTables = `JOIN orders ON orders.id = tickets.order_id JOIN ticket_types types ON types.id = tickets.ticket_type_id
  JOIN people holders ON holders.id = tickets.holder_id LEFT JOIN people scanners ON scanners.id = tickets.checked_in_by`

const look = `SELECT ${eventSelection.sql}, ${lookup.sql} FROM tickets JOIN events ON events.id = tickets.event_id ${ticketTables}`

const list = `SELECT ${doorTicket.sql} FROM tickets ${ticketTables}`

/** Looks at tickets through the door: never with their codes, but for what a guarded check-in needs. */
export const createTicketLookups = (db: Db) => {
  const one = (where: string, values: readonly Value[]): Promise<TicketLookup | undefined> =>
    db.row((row) => toLookup(lookup.read(row), eventSelection.read(row)), `${look} WHERE ${where}`, values)

  return {
    byCode: (askerId: number, code: string): Promise<TicketLookup | undefined> =>
      one('tickets.code = $2', [askerId, code]),
    byId: (askerId: number, ticketId: number): Promise<TicketLookup | undefined> =>
      one('tickets.id = $2', [askerId, ticketId]),

    /**
     * By a short code, among the tickets of events where the asker works at the door and those they hold; their open
     * door first, then the latest event.
     */
    byShortCode: (askerId: number, shortCode: string): Promise<TicketLookup | undefined> =>
      one(
        `tickets.short_code = $2 AND (events.organizer_id = $1 OR tickets.holder_id = $1
           OR tickets.event_id IN (SELECT event_id FROM staff WHERE person_id = $1))
         ORDER BY CASE WHEN tickets.event_id = (SELECT event_id FROM doors WHERE person_id = $1) THEN 0 ELSE 1 END,
           events.starts_at DESC LIMIT 1`,
        [askerId, shortCode],
      ),

    /** The tickets with these ids, in this order. */
    ofIds: async (ids: readonly number[]): Promise<DoorTicket[]> => {
      const found = await rowsAmong(db, doorTicket.read, {
        list: ids,
        sql: (values) => `${list} WHERE tickets.id IN (${values})`,
      })
      const byId = new Map(found.map((ticket) => [ticket.id, ticket]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },

    /** Who is in, newest first. */
    whoIsIn: (eventId: number, { after, limit }: WhoIsInPage): Promise<DoorTicket[]> => {
      const place = after && [after.at, after.id]
      const end = keyset({ by: ['checked_in_at', 'id'], order: 'DESC', after: place, limit }, 1)
      return db.rows(
        doorTicket.read,
        `SELECT ${doorTicket.sql} FROM (SELECT id FROM tickets WHERE event_id = $1 AND checked_in_at IS NOT NULL${end.sql}) page
         JOIN tickets ON tickets.id = page.id ${ticketTables} ORDER BY tickets.checked_in_at DESC, tickets.id DESC`,
        [eventId, ...end.values],
      )
    },
  }
}

const toLookup = (row: ReturnType<typeof lookup.read>, event: Event): TicketLookup => ({
  ticket: toDoorTicket(row),
  code: row.code,
  state: row.ticketState,
  isRefunded: row.refunded > 0,
  isTakenBack: row.takenBack > 0,
  ticketTypeId: row.ticketTypeId,
  holderId: row.holderId,
  checkedInBy: row.checkedInBy,
  event,
  count: { in: row.allIn, of: row.admissions },
  isStaff: row.isStaff > 0,
  askerName: row.askerName,
  openDoor: row.openDoor,
})
