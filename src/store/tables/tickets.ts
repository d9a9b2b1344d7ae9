import { standings } from '../../domain/guest.js'
import type { TakingMethod } from '../../domain/doorSale.js'
import type { NewTicket, Ticket, TicketState } from '../../domain/ticket.js'
import type { Db } from '../engine/statements.js'
import { bigint, counter, integer, oneOf, optional, serial, varchar } from './columns.js'
import { addHolders, type Holder } from './holderNames.js'
import { keyset } from './paging.js'
import { rowsAmong, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `tickets`. `short_code` is NULL nowhere; SQLite cannot say so about a column that came later. `checked_in_by`
 * names a person without a foreign key for the same reason. `standing`: see the domain's guest.ts. `door_paid_by` took
 * the money, and stays written when that is taken back.
 */
export const ticketsTable = table({
  name: 'tickets',
  columns: {
    id: serial,
    orderId: integer,
    eventId: integer,
    ticketTypeId: integer,
    holderId: bigint,
    number: integer,
    code: varchar,
    state: oneOf<TicketState>(),
    issuedAt: bigint,
    shortCode: optional(varchar, ''),
    checkedInAt: optional(bigint),
    checkedInBy: optional(bigint),
    doorPaidAt: optional(bigint),
    picture: optional(varchar),
    standing: counter,
    forLineAt: optional(bigint),
    lineOrderId: optional(integer),
    doorPaidBy: optional(bigint),
    doorPaidHow: optional(oneOf<TakingMethod>()),
  },
  indices: [
    { columns: ['code'], unique: true },
    { columns: ['event_id', 'number'], unique: true },
    { columns: ['order_id'] },
    { columns: ['holder_id', 'id'] },
    { columns: ['short_code', 'event_id'], unique: true },
    { name: 'tickets_of_holder', columns: ['event_id', 'holder_id', 'number'] },
    { name: 'tickets_checked_in', columns: ['event_id', 'checked_in_at', 'id'], where: 'checked_in_at IS NOT NULL' },
    {
      name: 'tickets_guests',
      columns: ['event_id', 'ticket_type_id', 'standing', 'number'],
      where: "state <> 'returned'",
    },
    { name: 'tickets_for_line', columns: ['ticket_type_id', 'for_line_at', 'id'], where: 'for_line_at IS NOT NULL' },
    { name: 'tickets_line_order', columns: ['line_order_id'], where: 'line_order_id IS NOT NULL' },
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

/** A ticket with the name of who let it in, for SELECT … FROM tickets. */
export const ticketSelection = select({
  ...without(ticketsTable.fields, 'standing', 'doorPaidBy', 'doorPaidHow'),
  checkedInByName: field(
    '(SELECT display_name FROM people WHERE people.id = tickets.checked_in_by)',
    optional(varchar),
  ),
})
const { sql, read } = ticketSelection
const all = `SELECT ${sql} FROM tickets`
/** Nobody is offered any more what they stand for. */
export const notForLine = 'for_line_at = NULL, line_order_id = NULL'
const held = select({ holderId: ticketsTable.fields.holderId, quantity: field('COUNT(*)', integer) })
const insert = insertion(ticketsTable, [
  ...(['orderId', 'eventId', 'ticketTypeId', 'holderId', 'number', 'code', 'shortCode', 'state', 'issuedAt'] as const),
  'standing',
])

const upcoming = "tickets.state = 'valid' AND events.closes_at > $2"
const past = "(tickets.state = 'cancelled' OR (tickets.state = 'valid' AND events.closes_at <= $2))"
/** It can still let somebody in. */
export const unused = "state = 'valid' AND checked_in_at IS NULL"

const newHolder = select({
  eventId: ticketsTable.fields.eventId,
  holderId: ticketsTable.fields.holderId,
  holderName: field('(SELECT display_name FROM people WHERE people.id = tickets.holder_id)', varchar),
})

// No ticket of the same order that the person holds comes before it.
const isFirst = `NOT EXISTS (SELECT 1 FROM tickets earlier WHERE earlier.order_id = tickets.order_id
  AND earlier.holder_id = tickets.holder_id AND earlier.state = tickets.state AND earlier.id < tickets.id)`

const pageOfHolder = (
  db: Db,
  holderId: number,
  { when, now, after, limit }: HolderPage,
  further = 'TRUE',
): Promise<Ticket[]> => {
  const end = keyset(
    {
      by: ['events.starts_at', 'tickets.id'],
      order: when === 'upcoming' ? 'ASC' : 'DESC',
      after: after === undefined ? undefined : [after],
      place: (ticketId) => `(SELECT events.starts_at, tickets.id FROM tickets
        JOIN events ON events.id = tickets.event_id WHERE tickets.id = ${ticketId})`,
      limit,
    },
    2,
  )
  return db.rows(
    read,
    `${all} JOIN events ON events.id = tickets.event_id
     WHERE tickets.holder_id = $1 AND ${when === 'upcoming' ? upcoming : past} AND ${further}${end.sql}`,
    [holderId, now, ...end.values],
  )
}

/** Single admissions. */
export const createTicketsTable = (db: Db) => {
  const one = (where: string, value: string | number): Promise<Ticket | undefined> =>
    db.row(read, `${all} WHERE ${where}`, [value])

  return {
    /** Writes new tickets; their holders can be found at the door. */
    insert: async (tickets: readonly (NewTicket & Holder & { readonly isDue?: boolean })[]): Promise<void> => {
      const rows = tickets.map((ticket) => ({ ...ticket, standing: ticket.isDue ? standings.owes : 0 }))
      if (rows.length > 0) await db.change(...insert(...rows))
      await addHolders(db, tickets)
    },

    find: (ticketId: number): Promise<Ticket | undefined> => one('id = $1', ticketId),
    findByCode: (code: string): Promise<Ticket | undefined> => one('code = $1', code),

    /** The tickets with these ids, by number. */
    ofIds: (list: readonly number[]): Promise<Ticket[]> =>
      rowsAmong(db, read, { list, sql: (ids) => `${all} WHERE id IN (${ids}) ORDER BY number` }),

    /** An order's tickets by number, whoever holds them. */
    ofOrder: (orderId: number): Promise<Ticket[]> =>
      db.rows(read, `${all} WHERE order_id = $1 ORDER BY number`, [orderId]),

    /** The tickets of these orders that their buyers still hold and did not give back, by number. */
    ofBuyersOrders: (orderIds: readonly number[]): Promise<Ticket[]> =>
      rowsAmong(db, read, {
        list: orderIds,
        sql: (ids) =>
          `${all} JOIN orders ON orders.id = tickets.order_id WHERE tickets.order_id IN (${ids})
           AND tickets.holder_id = orders.buyer_id AND tickets.state <> 'returned' ORDER BY tickets.number`,
      }),

    /** A page of what a person holds. What they gave back is not theirs any more. */
    ofHolder: (holderId: number, page: HolderPage): Promise<Ticket[]> => pageOfHolder(db, holderId, page),

    /** The same with one ticket of each order, its first, for all that the person holds of it. */
    firstsOfHolder: (holderId: number, page: HolderPage): Promise<Ticket[]> =>
      pageOfHolder(db, holderId, page, isFirst),

    /** What a person holds of these orders, by number; not what they gave back. */
    heldOfOrders: (holderId: number, orderIds: readonly number[]): Promise<Ticket[]> =>
      rowsAmong(db, read, {
        list: orderIds,
        before: [holderId],
        sql: (ids) =>
          `${all} WHERE tickets.holder_id = $1 AND tickets.order_id IN (${ids}) AND tickets.state <> 'returned'
           ORDER BY tickets.number`,
      }),

    /** A person's valid tickets of an event, let in or not, by number. */
    validOf: (personId: number, eventId: number): Promise<Ticket[]> =>
      db.rows(read, `${all} WHERE event_id = $1 AND holder_id = $2 AND state = 'valid' ORDER BY number`, [
        eventId,
        personId,
      ]),

    /** Everyone who holds valid tickets of the event today, and how many. */
    holdersOf: (eventId: number): Promise<{ readonly holderId: number; readonly quantity: number }[]> =>
      db.rows(
        held.read,
        `SELECT ${held.sql} FROM tickets WHERE event_id = $1 AND state = 'valid' GROUP BY holder_id ORDER BY holder_id`,
        [eventId],
      ),

    /** Cancels an event's valid tickets; how many they were. */
    cancelOfEvent: (eventId: number): Promise<number> =>
      db.change(`UPDATE tickets SET state = 'cancelled', ${notForLine} WHERE event_id = $1 AND state = 'valid'`, [
        eventId,
      ]),

    /** The unused tickets of an order die, whoever holds them; gives them as they were. */
    killOfOrder: async (orderId: number): Promise<Ticket[]> => {
      const own = `order_id = $1 AND ${unused}`
      // Locked, so that nobody is offered one between the question and the answer.
      const killed = await db.rows(read, `UPDATE tickets SET state = state WHERE ${own} RETURNING ${sql}`, [orderId])
      await db.change(`UPDATE tickets SET state = 'returned', picture = NULL, ${notForLine} WHERE ${own}`, [orderId])
      return killed.sort((a, b) => a.id - b.id)
    },

    /**
     * Gives a holder's unused ticket to somebody, under new codes; false if it is not theirs any more, not valid,
     * let in, or somebody is offered what it stands for.
     */
    give: async (
      { id, code }: KnownTicket,
      to: { readonly holderId: number; readonly code: string; readonly shortCode: string },
    ): Promise<boolean> => {
      const holder = await db.row(
        newHolder.read,
        `UPDATE tickets SET holder_id = $2, code = $3, short_code = $4, picture = NULL, for_line_at = NULL
         WHERE id = $1 AND ${unused} AND code = $5 AND line_order_id IS NULL
         RETURNING ${newHolder.sql}`,
        [id, to.holderId, to.code, to.shortCode, code],
      )
      if (holder) await addHolders(db, [holder])
      return holder !== undefined
    },

    /**
     * A holder gives an unused ticket back; false if it is not theirs any more, not valid, let in, or somebody is
     * offered what it stands for.
     */
    giveBack: ({ id, code }: KnownTicket): Promise<boolean> =>
      db.didChange(
        `UPDATE tickets SET state = 'returned', picture = NULL, for_line_at = NULL
         WHERE id = $1 AND code = $2 AND ${unused} AND line_order_id IS NULL`,
        [id, code],
      ),

    /** Keeps Telegram's file_id of the ticket's picture, unless the ticket got another code meanwhile. */
    rememberPicture: async ({ id, code }: KnownTicket, fileId: string): Promise<void> => {
      await db.change('UPDATE tickets SET picture = $3 WHERE id = $1 AND code = $2', [id, code, fileId])
    },
  }
}
