import type { DoorCount, DoorTicket } from '../../domain/door.js'
import { dueOf } from '../../domain/door.js'
import type { Event } from '../../domain/event.js'
import type { OrderPaymentMethod } from '../../domain/order.js'
import type { Ticket } from '../../domain/ticket.js'
import { num, optionalNum, optionalStr, str, type Db, type Row } from '../engine/statements.js'
import { toEvent } from '../tables/events.js'

/** All that there is to know about a ticket at the door, with one question to the database. */
export type TicketLookup = {
  readonly ticket: DoorTicket
  readonly code: string
  readonly state: Ticket['state']
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

/** What to look for at a door: any one of these will do. */
export type DoorSearch = {
  readonly foldedName: string
  readonly number: number | undefined
  readonly shortCodeBegins: string | undefined
}

const ticketColumns = `tickets.id AS ticket_id, tickets.number, tickets.short_code, tickets.order_id, tickets.door_paid_at, tickets.checked_in_at,
  orders.payment_way, orders.total_minor, orders.currency, orders.quantity,
  types.name AS type_name, holders.display_name AS holder_name, scanners.display_name AS checked_in_by_name`

const ticketTables = `JOIN orders ON orders.id = tickets.order_id JOIN ticket_types types ON types.id = tickets.ticket_type_id
  JOIN people holders ON holders.id = tickets.holder_id LEFT JOIN people scanners ON scanners.id = tickets.checked_in_by`

// The asker is $1.
const look = `SELECT events.*, organizers.display_name AS organizer_name, ${ticketColumns},
  tickets.code, tickets.state AS ticket_state, tickets.ticket_type_id, tickets.holder_id, tickets.checked_in_by,
  (SELECT SUM(checked_in) FROM ticket_types WHERE event_id = tickets.event_id) AS all_in,
  (SELECT SUM(taken) FROM ticket_types WHERE event_id = tickets.event_id)
    - (SELECT COALESCE(SUM(quantity), 0) FROM orders held WHERE held.event_id = tickets.event_id AND held.state = 'held') AS all_taken,
  (SELECT COUNT(*) FROM staff WHERE staff.event_id = tickets.event_id AND staff.person_id = $1) AS is_staff,
  (SELECT event_id FROM doors WHERE person_id = $1) AS open_door,
  (SELECT display_name FROM people WHERE id = $1) AS asker_name
  FROM tickets JOIN events ON events.id = tickets.event_id JOIN people organizers ON organizers.id = events.organizer_id ${ticketTables}`

const list = `SELECT ${ticketColumns} FROM tickets ${ticketTables}`

/** Looks at tickets through the door: never with their codes, but for what a guarded check-in needs. */
export const createTicketLookups = (db: Db) => {
  const one = async (where: string, values: readonly (string | number)[]): Promise<TicketLookup | undefined> => {
    const row = await db.row(`${look} WHERE ${where}`, values)
    return row && toLook(row)
  }

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
        `tickets.short_code = $2 AND (events.organizer_id = $1 OR tickets.holder_id = $1 OR tickets.event_id IN (SELECT event_id FROM staff WHERE person_id = $1))
         ORDER BY CASE WHEN tickets.event_id = (SELECT event_id FROM doors WHERE person_id = $1) THEN 0 ELSE 1 END, events.starts_at DESC LIMIT 1`,
        [askerId, shortCode],
      ),

    /** Valid tickets of an event, the best matches first. */
    search: async (
      eventId: number,
      { foldedName, number, shortCodeBegins }: DoorSearch,
      limit: number,
    ): Promise<DoorTicket[]> => {
      const name = foldedName.replace(/[!%_]/gu, '!$&')
      const rows = await db.rows(
        `${list} WHERE tickets.event_id = $1 AND tickets.state = 'valid'
         AND (tickets.number = $2 OR tickets.short_code LIKE $3 OR holders.folded_name LIKE $4 ESCAPE '!')
         ORDER BY CASE WHEN tickets.number = $2 THEN 0 WHEN holders.folded_name LIKE $5 ESCAPE '!' THEN 1 ELSE 2 END, holders.folded_name, tickets.number LIMIT $6`,
        [
          eventId,
          number ?? 0,
          shortCodeBegins === undefined ? '' : `${shortCodeBegins}%`,
          `%${name}%`,
          `${name}%`,
          limit,
        ],
      )
      return rows.map(toDoorTicket)
    },

    /** Who is in, newest first. */
    whoIsIn: async (eventId: number, { after, limit }: WhoIsInPage): Promise<DoorTicket[]> => {
      const rows = await db.rows(
        `${list} WHERE tickets.event_id = $1 AND tickets.checked_in_at IS NOT NULL AND (tickets.checked_in_at, tickets.id) < ($2, $3)
         ORDER BY tickets.checked_in_at DESC, tickets.id DESC LIMIT $4`,
        [eventId, after?.at ?? Number.MAX_SAFE_INTEGER, after?.id ?? 0, limit],
      )
      return rows.map(toDoorTicket)
    },
  }
}

const toDoorTicket = (row: Row): DoorTicket => ({
  id: num(row, 'ticket_id'),
  number: num(row, 'number'),
  shortCode: str(row, 'short_code'),
  typeName: str(row, 'type_name'),
  holderName: str(row, 'holder_name'),
  orderId: num(row, 'order_id'),
  due: dueOf(
    {
      paymentMethod: str(row, 'payment_way') as OrderPaymentMethod,
      total: { minor: num(row, 'total_minor'), currency: str(row, 'currency') },
      quantity: num(row, 'quantity'),
    },
    { doorPaidAt: optionalNum(row, 'door_paid_at') },
  ),
  checkedInAt: optionalNum(row, 'checked_in_at'),
  checkedInByName: optionalStr(row, 'checked_in_by_name'),
})

const toLook = (row: Row): TicketLookup => ({
  ticket: toDoorTicket(row),
  code: str(row, 'code'),
  state: str(row, 'ticket_state') as Ticket['state'],
  ticketTypeId: num(row, 'ticket_type_id'),
  holderId: num(row, 'holder_id'),
  checkedInBy: optionalNum(row, 'checked_in_by'),
  event: toEvent(row),
  count: { in: num(row, 'all_in'), of: num(row, 'all_taken') },
  isStaff: num(row, 'is_staff') > 0,
  askerName: optionalStr(row, 'asker_name') ?? '',
  openDoor: optionalNum(row, 'open_door'),
})
