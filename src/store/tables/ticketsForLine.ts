import type { Ticket } from '../../domain/ticket.js'
import { type Db, placeholders } from '../engine/statements.js'
import { integer } from './columns.js'
import { only } from './reading.js'
import { type KnownTicket, ticketSelection } from './tickets.js'

const { sql, read } = ticketSelection
const all = `SELECT ${sql} FROM tickets`
const unused = "state = 'valid' AND checked_in_at IS NULL"
const isFree = `for_line_at IS NOT NULL AND line_order_id IS NULL AND ${unused}`

/** Tickets that their holders give up for somebody who waits: rows of `tickets`. */
export const createTicketsForLine = (db: Db) => ({
  /** Its holder gives it up if somebody waits; false if it is not theirs any more, not valid, or let in. */
  add: ({ id, code }: KnownTicket, now: number): Promise<boolean> => {
    db.scheduled()
    return db.didChange(
      `UPDATE tickets SET for_line_at = COALESCE(for_line_at, $3) WHERE id = $1 AND code = $2 AND ${unused}`,
      [id, code, now],
    )
  },

  /** Its holder keeps it; false while somebody is offered what it stands for. */
  keep: (id: number): Promise<boolean> =>
    db.didChange('UPDATE tickets SET for_line_at = NULL WHERE id = $1 AND line_order_id IS NULL', [id]),

  /**
   * The tickets of a type that may be offered, the longest given up first, at most so many: those that cost no more
   * than `mostMinor` each, or the organizer would pay the difference.
   */
  free: (ticketTypeId: number, { mostMinor, limit }: { readonly mostMinor: number; readonly limit: number }) =>
    db.rows(
      only(integer),
      `SELECT id FROM tickets WHERE ticket_type_id = $1 AND ${isFree}
       AND EXISTS (SELECT 1 FROM orders WHERE orders.id = tickets.order_id AND total_minor <= quantity * $2)
       ORDER BY for_line_at, id LIMIT ${limit}`,
      [ticketTypeId, mostMinor],
    ),

  /** An order is offered in their place; how many of them it were. */
  tie: (ids: readonly number[], orderId: number): Promise<number> =>
    ids.length === 0
      ? Promise.resolve(0)
      : db.change(`UPDATE tickets SET line_order_id = $1 WHERE id IN (${placeholders(ids.length, 1)}) AND ${isFree}`, [
          orderId,
          ...ids,
        ]),

  /** The tickets in whose place an order is offered, that are still good for it. */
  tiedTo: (orderId: number): Promise<Ticket[]> =>
    db.rows(read, `${all} WHERE line_order_id = $1 AND ${unused} ORDER BY id`, [orderId]),

  /** An order that was offered in their place is over: they may be offered again. */
  untie: async (orderId: number): Promise<void> => {
    db.scheduled()
    await db.change('UPDATE tickets SET line_order_id = NULL WHERE line_order_id = $1', [orderId])
    await db.change('UPDATE orders SET backed = 0 WHERE id = $1', [orderId])
  },

  /** Its seat is that of an order now; false if it was let in, given away or returned since. */
  sell: (id: number, orderId: number): Promise<boolean> =>
    db.didChange(
      `UPDATE tickets SET state = 'returned', picture = NULL, for_line_at = NULL, line_order_id = NULL
       WHERE id = $1 AND line_order_id = $2 AND ${unused}`,
      [id, orderId],
    ),

  /** All seats of an order are its own. */
  settle: async (orderId: number): Promise<void> => {
    await db.change('UPDATE orders SET backed = 0 WHERE id = $1', [orderId])
  },

  /** A ticket in whose place an order is offered died: its seat is that order's; false if nobody is offered it. */
  handOver: (orderId: number): Promise<boolean> =>
    db.didChange("UPDATE orders SET backed = backed - 1 WHERE id = $1 AND state = 'held' AND backed > 0", [orderId]),
})
