import type { Order } from '../../domain/order.js'
import { placeholders, type Db } from '../engine/statements.js'
import { bigint, integer, optional } from './columns.js'
import { countUnpaid } from './orderCounts.js'
import { looksDifferent, ordersTable, orderSelection, unpaidFields } from './orders.js'
import { mapped, only, rowsAmong, select } from './reading.js'
import { field } from './table.js'

/** Which holds: those of one ticket type, or of one event. */
export type HoldsOf = { readonly ticketTypeId: number } | { readonly eventId: number }

const { sql, read } = orderSelection
const { id, buyerId, proofAt, ticketTypeId, totalMinor, currency } = ordersTable.fields
const ended = select({ id, buyerId, proofAt })
const unpaid = select(unpaidFields)
const seats = select({ ticketTypeId, held: field('SUM(quantity - backed)', integer) })
const priced = mapped(select({ id, totalMinor, currency }), (row) => ({
  id: row.id,
  total: { minor: row.totalMinor, currency: row.currency },
}))

// Never shorter than it is.
const atLeast = (placeholder: string): string =>
  `held_until = CASE WHEN held_until < ${placeholder} THEN ${placeholder} ELSE held_until END`

const lastOfEvent = `SELECT held_until FROM orders WHERE event_id = $1 AND state = 'held'
  ORDER BY held_until DESC LIMIT 1`
const expire = async (db: Db, orderId: number, now: number): Promise<boolean> => {
  const row = await db.row(
    unpaid.read,
    `UPDATE orders SET state = 'expired', ${looksDifferent} WHERE id = $1 AND state = 'held' AND held_until <= $2
     RETURNING ${unpaid.sql}`,
    [orderId, now],
  )
  if (row) countUnpaid(db, row)
  return row !== undefined
}

/** Orders while their seats are kept for somebody who has not paid yet: rows of `orders` in state held. */
export const createHoldsTable = (db: Db) => ({
  /** The order that a person holds for an event, over or not. */
  find: (personId: number, eventId: number): Promise<Order | undefined> =>
    db.row(read, `SELECT ${sql} FROM orders WHERE event_id = $2 AND buyer_id = $1 AND state = 'held'`, [
      personId,
      eventId,
    ]),

  /** All that these people hold, newest first. */
  ofBuyers: (list: readonly number[]): Promise<Order[]> =>
    rowsAmong(db, read, {
      list,
      sql: (ids) => `SELECT ${sql} FROM orders WHERE buyer_id IN (${ids}) AND state = 'held' ORDER BY id DESC`,
    }),

  /**
   * How many seats of each ticket type of an event are held now; a type without any is not there. What an order is
   * offered of tickets that others still have is sold, not held.
   */
  byType: async (eventId: number): Promise<Map<number, number>> => {
    const rows = await db.rows(
      seats.read,
      `SELECT ${seats.sql} FROM orders WHERE event_id = $1 AND state = 'held' AND quantity > backed
       GROUP BY ticket_type_id`,
      [eventId],
    )
    return new Map(rows.map((row) => [row.ticketTypeId, row.held]))
  },

  /** Until when the longest hold of an event lasts (UTC milliseconds). */
  lastOfEvent: (eventId: number): Promise<number | undefined> => db.row(only(bigint), lastOfEvent, [eventId]),

  /** Ends a hold whose time is over; false if it is not held any more, or longer than that. */
  expire: (orderId: number, now: number): Promise<boolean> => expire(db, orderId, now),

  /** The holds whose time is over, of a ticket type, of an event or of all: their ids, the oldest first. */
  overdue: ({
    now,
    limit,
    of,
  }: {
    readonly now: number
    readonly limit: number
    readonly of?: HoldsOf
  }): Promise<number[]> => {
    const [where, values] = of ? whereOf(of) : ['', []]
    return db.rows(
      only(integer),
      `SELECT id FROM orders WHERE state = 'held' AND held_until <= $1${where} ORDER BY held_until, id LIMIT $2`,
      [now, limit, ...values],
    )
  },

  /** Which ticket types have holds whose time is over. */
  overdueTypes: async (now: number): Promise<Set<number>> =>
    new Set(
      await db.rows(
        only(integer),
        "SELECT DISTINCT ticket_type_id FROM orders WHERE state = 'held' AND held_until <= $1",
        [now],
      ),
    ),

  /** When the next hold is over (UTC milliseconds), but for these orders. */
  nextExpiry: (but: readonly number[]): Promise<number | undefined> => {
    const others = but.length === 0 ? '' : ` AND id NOT IN (${placeholders(but.length, 0)})`
    return db.one(only(optional(bigint)), `SELECT MIN(held_until) FROM orders WHERE state = 'held'${others}`, but)
  },

  /**
   * Keeps the seats of a held order at least until then: the order as it is now, or undefined if it is not held any
   * more.
   */
  extend: (orderId: number, { until }: { readonly until: number }): Promise<Order | undefined> =>
    db.row(
      read,
      `UPDATE orders SET ${atLeast('$2')}, ${looksDifferent} WHERE id = $1 AND state = 'held' RETURNING ${sql}`,
      [orderId, until],
    ),

  /**
   * Does so for some orders, and notes that Telegram was told that they may be paid. The totals of those that are still
   * held, by id.
   */
  extendAll: async (
    orderIds: readonly number[],
    { until, checkoutAt }: { readonly until: number; readonly checkoutAt: number },
  ): Promise<Map<number, Pick<Order, 'total'>>> => {
    const rows = await rowsAmong(db, priced.read, {
      list: orderIds,
      sql: (ids) =>
        `UPDATE orders SET ${atLeast('$1')}, checkout_at = $2, ${looksDifferent} WHERE id IN (${ids}) AND state = 'held'
         RETURNING ${priced.sql}`,
      before: [until, checkoutAt],
    })
    return new Map(rows.map((row) => [row.id, { total: row.total }]))
  },

  /** Keeps the seats of a held order until then, longer or shorter than before. */
  keepUntil: async (orderId: number, until: number): Promise<void> => {
    await db.change(`UPDATE orders SET held_until = $2, ${looksDifferent} WHERE id = $1 AND state = 'held'`, [
      orderId,
      until,
    ])
  },

  /**
   * Cancels an event's held orders: which they were, whose, and whether their buyers say that a transfer is on its way.
   */
  cancelOfEvent: async (
    eventId: number,
  ): Promise<{ readonly id: number; readonly buyerId: number; readonly isUnderReview: boolean }[]> => {
    const rows = await db.rows(
      ended.read,
      `UPDATE orders SET state = 'cancelled', ${looksDifferent} WHERE event_id = $1 AND state = 'held' RETURNING ${ended.sql}`,
      [eventId],
    )
    return rows
      .map((row) => ({ id: row.id, buyerId: row.buyerId, isUnderReview: row.proofAt !== undefined }))
      .sort((a, b) => a.id - b.id)
  },
})

const whereOf = (of: HoldsOf): readonly [string, readonly number[]] =>
  'eventId' in of ? [' AND event_id = $3', [of.eventId]] : [' AND ticket_type_id = $3', [of.ticketTypeId]]
