import type { NewTicket, Ticket, TicketState } from '../../domain/ticket.js'
import { bigint, id, integer, optional, refersTo, table, varchar } from './columns.js'
import {
  guardOf,
  num,
  optionalNum,
  optionalStr,
  placeholders,
  rowPlaceholders,
  str,
  type Db,
  type Row,
} from '../engine/statements.js'

/**
 * Table `tickets`. `short_code` is NULL nowhere; SQLite cannot say so about a column that came later. `checked_in_by`
 * names a person without a
 * foreign key for the same reason.
 */
export const ticketsSchema = table({
  name: 'tickets',
  columns: {
    id,
    order_id: integer,
    event_id: integer,
    ticket_type_id: integer,
    holder_id: bigint,
    number: integer,
    code: varchar,
    state: varchar,
    issued_at: bigint,
    short_code: optional(varchar),
    checked_in_at: optional(bigint),
    checked_in_by: optional(bigint),
    door_paid_at: optional(bigint),
    picture: optional(varchar),
  },
  indices: [
    { columns: ['code'], unique: true },
    { columns: ['event_id', 'number'], unique: true },
    { columns: ['order_id'] },
    { columns: ['holder_id', 'id'] },
    { columns: ['short_code', 'event_id'], unique: true },
    { name: 'tickets_checked_in', columns: ['event_id', 'checked_in_at', 'id'], where: 'checked_in_at IS NOT NULL' },
  ],
  foreignKeys: [
    refersTo('order_id', 'orders'),
    refersTo('event_id', 'events'),
    refersTo('ticket_type_id', 'ticket_types'),
    refersTo('holder_id', 'people'),
  ],
})

/** A ticket as it was read: a guarded update finds it only if nobody gave it away since. */
export type KnownTicket = Pick<Ticket, 'id' | 'code'>

/**
 * Which of a person's tickets: those still ahead at `now`, soonest first, or those behind, latest first; after the
 * ticket with the id `after`.
 */
export type HolderPage = {
  readonly when: 'upcoming' | 'past'
  readonly now: number
  readonly after?: number | undefined
  readonly limit: number
}

const all =
  'SELECT tickets.*, scanners.display_name AS checked_in_by_name FROM tickets LEFT JOIN people scanners ON scanners.id = tickets.checked_in_by'
const upcoming = "tickets.state = 'valid' AND events.closes_at > $2"
const past = "(tickets.state = 'cancelled' OR (tickets.state = 'valid' AND events.closes_at <= $2))"
const placeOf =
  '(SELECT events.starts_at, tickets.id FROM tickets JOIN events ON events.id = tickets.event_id WHERE tickets.id = $4)'

/** Single admissions. */
export const createTicketsTable = (db: Db) => {
  const guard = guardOf(db)
  const one = async (where: string, values: readonly (string | number)[]): Promise<Ticket | undefined> => {
    const row = await db.row(`${all} WHERE ${where}`, values)
    return row && toTicket(row)
  }

  return {
    /**
     * Reserves `count` numbers of an event in a row and returns the first, with the event's capacity; nobody else gets
     * them, and they are free again if the
     * transaction is undone. undefined if the event is no longer on sale (or, `evenOffSale`, is cancelled): that may
     * have happened since it was read.
     */
    nextNumber: async (
      eventId: number,
      count: number,
      { evenOffSale = false } = {},
    ): Promise<{ readonly first: number; readonly capacity: number | undefined } | undefined> => {
      const condition = guard(evenOffSale ? "state <> 'cancelled'" : "state = 'published'")
      const row = await db.row(
        `UPDATE events SET tickets_issued = tickets_issued + $2 WHERE id = $1${condition} RETURNING tickets_issued, capacity`,
        [eventId, count],
      )
      return row && { first: num(row, 'tickets_issued') - count + 1, capacity: optionalNum(row, 'capacity') }
    },

    insert: async (tickets: readonly NewTicket[]): Promise<void> => {
      if (tickets.length === 0) return
      await db.change(
        `INSERT INTO tickets (order_id, event_id, ticket_type_id, holder_id, number, code, short_code, state, issued_at) VALUES ${rowPlaceholders(tickets.length, 9)}`,
        tickets.flatMap((ticket) => [
          ticket.orderId,
          ticket.eventId,
          ticket.ticketTypeId,
          ticket.holderId,
          ticket.number,
          ticket.code,
          ticket.shortCode,
          ticket.state,
          ticket.issuedAt,
        ]),
      )
    },

    find: (ticketId: number): Promise<Ticket | undefined> => one('tickets.id = $1', [ticketId]),
    findByCode: (code: string): Promise<Ticket | undefined> => one('tickets.code = $1', [code]),

    /** An order's tickets by number, whoever holds them. */
    ofOrder: async (orderId: number): Promise<Ticket[]> =>
      (await db.rows(`${all} WHERE tickets.order_id = $1 ORDER BY tickets.number`, [orderId])).map(toTicket),

    /** The tickets of these orders that their buyers still hold and did not give back, by number. */
    ofBuyersOrders: async (orderIds: readonly number[]): Promise<Ticket[]> => {
      if (orderIds.length === 0) return []
      const rows = await db.rows(
        `${all} JOIN orders ON orders.id = tickets.order_id WHERE tickets.order_id IN (${placeholders(orderIds.length)})
         AND tickets.holder_id = orders.buyer_id AND tickets.state <> 'returned' ORDER BY tickets.number`,
        orderIds,
      )
      return rows.map(toTicket)
    },

    /** A page of what a person holds. What they gave back is not theirs any more. */
    ofHolder: async (holderId: number, { when, now, after, limit }: HolderPage): Promise<Ticket[]> => {
      const [which, compare, order] = when === 'upcoming' ? [upcoming, '>', 'ASC'] : [past, '<', 'DESC']
      const rows = await db.rows(
        `${all} JOIN events ON events.id = tickets.event_id WHERE tickets.holder_id = $1 AND ${which}
         ${after === undefined ? '' : `AND (events.starts_at, tickets.id) ${compare} ${placeOf}`} ORDER BY events.starts_at ${order}, tickets.id ${order} LIMIT $3`,
        [holderId, now, limit, ...(after === undefined ? [] : [after])],
      )
      return rows.map(toTicket)
    },

    /** Everyone who holds valid tickets of the event today, and how many. */
    holdersOf: async (eventId: number): Promise<{ readonly holderId: number; readonly quantity: number }[]> => {
      const rows = await db.rows(
        "SELECT holder_id, COUNT(*) AS quantity FROM tickets WHERE event_id = $1 AND state = 'valid' GROUP BY holder_id ORDER BY holder_id",
        [eventId],
      )
      return rows.map((row) => ({ holderId: num(row, 'holder_id'), quantity: num(row, 'quantity') }))
    },

    /** Cancels an event's valid tickets; how many they were. */
    cancelOfEvent: async (eventId: number): Promise<number> =>
      db.change("UPDATE tickets SET state = 'cancelled' WHERE event_id = $1 AND state = 'valid'", [eventId]),

    /** What came in at the door of an event, by currency; sums in minor units. */
    paidAtDoor: async (
      eventId: number,
    ): Promise<{ readonly currency: string; readonly count: number; readonly minor: number }[]> => {
      const rows = await db.rows(
        `SELECT orders.currency, COUNT(*) AS count, SUM(orders.total_minor / orders.quantity) AS minor FROM tickets JOIN orders ON orders.id = tickets.order_id
         WHERE tickets.event_id = $1 AND tickets.door_paid_at IS NOT NULL GROUP BY orders.currency ORDER BY orders.currency`,
        [eventId],
      )
      return rows.map((row) => ({ currency: str(row, 'currency'), count: num(row, 'count'), minor: num(row, 'minor') }))
    },

    /** The unused tickets of an order die, whoever holds them; gives them as they were. */
    killOfOrder: async (orderId: number): Promise<Ticket[]> => {
      const rows = await db.rows(
        `${all} WHERE tickets.order_id = $1 AND tickets.state = 'valid' AND tickets.checked_in_at IS NULL ORDER BY tickets.id`,
        [orderId],
      )
      const killed: Ticket[] = []
      for (const ticket of rows.map(toTicket)) {
        const dead = await db.change(
          "UPDATE tickets SET state = 'returned', picture = NULL WHERE id = $1 AND state = 'valid' AND checked_in_at IS NULL",
          [ticket.id],
        )
        if (dead > 0) killed.push(ticket)
      }
      return killed
    },

    /**
     * Lets a ticket in, noting if it was paid at the door as well; false if it is not valid any more, given away, or in
     * already. Of two at once one gets true.
     */
    checkIn: async (
      { id: ticketId, code }: KnownTicket,
      by: { readonly personId: number; readonly now: number; readonly isPaid: boolean },
    ): Promise<boolean> =>
      (await db.change(
        `UPDATE tickets SET checked_in_at = $2, checked_in_by = $3, door_paid_at = $4 WHERE id = $1${guard("state = 'valid' AND checked_in_at IS NULL AND code = $5")}`,
        [ticketId, by.now, by.personId, by.isPaid ? by.now : undefined, code],
      )) > 0,

    /**
     * Takes a check-in of after `since` back, with what was paid by the same press (nobody pays without going in);
     * false if there is none.
     */
    undoCheckIn: async (ticketId: number, since: number): Promise<boolean> =>
      (await db.change(
        `UPDATE tickets SET checked_in_at = NULL, checked_in_by = NULL, door_paid_at = NULL
         WHERE id = $1${guard("state = 'valid' AND COALESCE(checked_in_at, 0) > $2")}`,
        [ticketId, since],
      )) > 0,

    /**
     * Gives a holder's unused ticket to somebody, under new codes; false if it is not theirs any more, not valid, or
     * let in.
     */
    give: async (
      ticket: KnownTicket,
      to: { readonly holderId: number; readonly code: string; readonly shortCode: string },
    ): Promise<boolean> =>
      (await db.change(
        `UPDATE tickets SET holder_id = $2, code = $3, short_code = $4, picture = NULL WHERE id = $1${guard("code = $5 AND state = 'valid' AND checked_in_at IS NULL")}`,
        [ticket.id, to.holderId, to.code, to.shortCode, ticket.code],
      )) > 0,

    /** A holder gives an unused ticket back; false if it is not theirs any more, not valid, or let in. */
    giveBack: async (ticket: KnownTicket): Promise<boolean> =>
      (await db.change(
        `UPDATE tickets SET state = 'returned', picture = NULL WHERE id = $1${guard("code = $2 AND state = 'valid' AND checked_in_at IS NULL")}`,
        [ticket.id, ticket.code],
      )) > 0,

    /** Keeps Telegram's file_id of the ticket's picture, unless the ticket got another code meanwhile. */
    rememberPicture: async ({ id: ticketId, code }: KnownTicket, fileId: string): Promise<void> => {
      await db.change('UPDATE tickets SET picture = $3 WHERE id = $1 AND code = $2', [ticketId, code, fileId])
    },
  }
}

const toTicket = (row: Row): Ticket => ({
  id: num(row, 'id'),
  orderId: num(row, 'order_id'),
  eventId: num(row, 'event_id'),
  ticketTypeId: num(row, 'ticket_type_id'),
  holderId: num(row, 'holder_id'),
  number: num(row, 'number'),
  code: str(row, 'code'),
  shortCode: str(row, 'short_code'),
  state: str(row, 'state') as TicketState,
  issuedAt: num(row, 'issued_at'),
  checkedInAt: optionalNum(row, 'checked_in_at'),
  checkedInBy: optionalNum(row, 'checked_in_by'),
  checkedInByName: optionalStr(row, 'checked_in_by_name'),
  doorPaidAt: optionalNum(row, 'door_paid_at'),
  picture: optionalStr(row, 'picture'),
})
