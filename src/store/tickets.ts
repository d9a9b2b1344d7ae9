import type { Event, TicketType } from '../domain/event.js'
import type { Ticket, TicketState } from '../domain/ticket.js'
import { bigint, id, integer, refersTo, table, varchar } from './columns.js'
import { beyondIds, num, rowPlaceholders, str, type Db, type Row } from './db.js'
import { createEventsTable } from './events.js'
import type { NewestFirst } from './orders.js'
import { createTicketTypesTable } from './ticketTypes.js'

/** Table `tickets`. */
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
  },
  indices: [
    { columns: ['code'], unique: true },
    { columns: ['event_id', 'number'], unique: true },
    { columns: ['order_id'] },
    { columns: ['holder_id', 'id'] },
  ],
  foreignKeys: [refersTo('order_id', 'orders'), refersTo('event_id', 'events'), refersTo('ticket_type_id', 'ticket_types'), refersTo('holder_id', 'people')],
})

/** A ticket with what it admits to. */
export type HeldTicket = { readonly ticket: Ticket; readonly event: Event; readonly type: TicketType }

/** Single admissions. */
export const createTicketsTable = (db: Db) => {
  const withEvents = async (tickets: readonly Ticket[]): Promise<HeldTicket[]> => {
    const ids = [...new Set(tickets.map((ticket) => ticket.eventId))]
    const events = byId(await createEventsTable(db).ofIds(ids))
    const types = byId(await createTicketTypesTable(db).ofEvents(ids))
    return tickets.flatMap((ticket) => {
      const event = events.get(ticket.eventId)
      const type = types.get(ticket.ticketTypeId)
      return event && type ? [{ ticket, event, type }] : []
    })
  }

  return {
    /**
     * Reserves `count` numbers of a published event in a row and returns the first; nobody else gets them, and they are free again if the
     * transaction is undone. undefined if the event is no longer on sale: it may have been cancelled since it was read.
     */
    nextNumber: async (eventId: number, count: number): Promise<number | undefined> => {
      const guard = db.guards ? " AND state = 'published'" : ''
      const row = await db.row(`UPDATE events SET tickets_issued = tickets_issued + $2 WHERE id = $1${guard} RETURNING tickets_issued`, [eventId, count])
      return row && num(row, 'tickets_issued') - count + 1
    },

    insert: async (tickets: readonly Omit<Ticket, 'id'>[]): Promise<void> => {
      if (tickets.length === 0) return
      await db.change(
        `INSERT INTO tickets (order_id, event_id, ticket_type_id, holder_id, number, code, state, issued_at) VALUES ${rowPlaceholders(tickets.length, 8)}`,
        tickets.flatMap((ticket) => [ticket.orderId, ticket.eventId, ticket.ticketTypeId, ticket.holderId, ticket.number, ticket.code, ticket.state, ticket.issuedAt]),
      )
    },

    /** An order's tickets by number. */
    ofOrder: async (orderId: number): Promise<Ticket[]> => (await db.rows('SELECT * FROM tickets WHERE order_id = $1 ORDER BY number', [orderId])).map(toTicket),

    findByCode: async (code: string): Promise<Ticket | undefined> => {
      const row = await db.row('SELECT * FROM tickets WHERE code = $1', [code])
      return row && toTicket(row)
    },

    /** A page of a person's valid tickets for what is not over at `now`, newest first, after the ticket with the id `after`. */
    ofHolder: async (holderId: number, { now, after = beyondIds, limit }: NewestFirst & { readonly now: number }): Promise<HeldTicket[]> => {
      const rows = await db.rows(
        `SELECT tickets.* FROM tickets JOIN events ON events.id = tickets.event_id
         WHERE tickets.holder_id = $1 AND tickets.id < $2 AND tickets.state = 'valid' AND events.closes_at > $3 ORDER BY tickets.id DESC LIMIT $4`,
        [holderId, after, now, limit],
      )
      return withEvents(rows.map(toTicket))
    },

    /** Cancels an event's valid tickets; how many they were. */
    cancelOfEvent: async (eventId: number): Promise<number> =>
      db.change("UPDATE tickets SET state = 'cancelled' WHERE event_id = $1 AND state = 'valid'", [eventId]),
  }
}

const byId = <T extends { readonly id: number }>(things: readonly T[]): Map<number, T> => new Map(things.map((thing) => [thing.id, thing]))

const toTicket = (row: Row): Ticket => ({
  id: num(row, 'id'),
  orderId: num(row, 'order_id'),
  eventId: num(row, 'event_id'),
  ticketTypeId: num(row, 'ticket_type_id'),
  holderId: num(row, 'holder_id'),
  number: num(row, 'number'),
  code: str(row, 'code'),
  state: str(row, 'state') as TicketState,
  issuedAt: num(row, 'issued_at'),
})
