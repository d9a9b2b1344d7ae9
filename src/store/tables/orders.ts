import type { Order, OrderState, OrderPaymentMethod } from '../../domain/order.js'
import { bigint, counter, id, integer, optional, refersTo, table, varchar } from './columns.js'
import {
  beyondIds,
  guardOf,
  num,
  optionalNum,
  optionalStr,
  placeholders,
  str,
  type Db,
  type Row,
} from '../engine/statements.js'

/**
 * Table `orders`. One person has one held order of an event. `full_minor` is NULL where there is no discount;
 * `message_id`, `drawn` and `draw_at` are
 * holdScreens.ts's: the message that counts a hold down. `returned` of its `quantity` tickets were given back; what was
 * bought stays
 * written as it was.
 */
export const ordersSchema = table({
  name: 'orders',
  columns: {
    id,
    event_id: integer,
    ticket_type_id: integer,
    buyer_id: bigint,
    quantity: integer,
    total_minor: bigint,
    currency: varchar,
    payment_way: varchar,
    state: varchar,
    created_at: bigint,
    request_key: varchar,
    returned: counter,
    held_until: optional(bigint),
    payload: optional(varchar),
    full_minor: optional(bigint),
    promo_code_id: optional(integer),
    checkout_at: optional(bigint),
    proof: optional(varchar),
    proof_at: optional(bigint),
    confirmed_at: optional(bigint),
    message_id: optional(bigint),
    drawn: optional(varchar),
    draw_at: optional(bigint),
  },
  indices: [
    { columns: ['request_key'], unique: true },
    { columns: ['event_id', 'id'] },
    { columns: ['buyer_id', 'id'] },
    { columns: ['payload'], unique: true },
    { name: 'orders_open', columns: ['event_id', 'buyer_id'], unique: true, where: "state = 'held'" },
    { name: 'orders_held', columns: ['held_until'], where: "state = 'held'" },
    { name: 'orders_drawn', columns: ['draw_at'], where: 'draw_at IS NOT NULL' },
  ],
  foreignKeys: [
    refersTo('event_id', 'events'),
    refersTo('ticket_type_id', 'ticket_types'),
    refersTo('buyer_id', 'people'),
  ],
})

/** A page of a list that goes from the newest back: at most `limit` after the one with the id `after`. */
export type NewestFirst = { readonly after?: number; readonly limit: number }

/** What an event's confirmed orders come to, less what was given back; `total` in minor units. */
export type OrderSums = { readonly orders: number; readonly tickets: number; readonly total: number }

/** What `toOrder` reads, without conditions. */
export const selectOrders = `SELECT orders.*, people.display_name AS buyer_name, promo_codes.code AS promo_code FROM orders JOIN people ON people.id = orders.buyer_id
  LEFT JOIN promo_codes ON promo_codes.id = orders.promo_code_id`

// Of an order whose tickets were all given back the money is going back already.
const prepaid =
  "orders.state = 'confirmed' AND orders.returned < orders.quantity AND EXISTS (SELECT 1 FROM payments WHERE payments.order_id = orders.id AND payments.state = 'applied')"

// As `awaitsTransfer` of the domain.
const waiting = "orders.proof_at IS NOT NULL AND (orders.confirmed_at IS NULL OR orders.payment_way <> 'transfer')"

/**
 * The message that shows an order, if there is one, is drawn anew: at once, and each change leaves another number, so
 * that none is taken for drawn.
 */
export const looksDifferent = 'draw_at = CASE WHEN draw_at > 0 THEN 0 ELSE draw_at - 1 END'

/** A new order; a total without a discount is `full`. */
export type NewOrder = Pick<
  Order,
  'eventId' | 'ticketTypeId' | 'buyerId' | 'quantity' | 'total' | 'paymentMethod' | 'state' | 'createdAt' | 'requestKey'
> &
  Partial<Pick<Order, 'full' | 'heldUntil' | 'payload' | 'promoCodeId' | 'confirmedAt'>>

/** Who bought what. */
export const createOrdersTable = (db: Db) => {
  const guard = guardOf(db)
  const page = async (
    where: string,
    values: readonly (string | number)[],
    { after = beyondIds, limit }: NewestFirst,
  ): Promise<Order[]> =>
    (
      await db.rows(
        `${selectOrders} WHERE ${where} AND orders.id < $${values.length + 1} ORDER BY orders.id DESC LIMIT $${values.length + 2}`,
        [...values, after, limit],
      )
    ).map(toOrder)
  const one = async (where: string, values: readonly (string | number)[]): Promise<Order | undefined> =>
    optionalOrder(await db.row(`${selectOrders} WHERE ${where}`, values))
  const locked = async (id: number): Promise<Order | undefined> =>
    optionalOrder(await db.row(`UPDATE orders SET returned = returned WHERE id = $1 ${returning}`, [id]))

  return {
    /**
     * Writes a new order. A repeat of its `requestKey`, and a second held order of a person for an event, are errors:
     * look first.
     */
    insert: async (order: NewOrder): Promise<Order> =>
      toOrder(
        await db.one(insertSql, [
          order.eventId,
          order.ticketTypeId,
          order.buyerId,
          order.quantity,
          order.total.minor,
          order.total.currency,
          order.paymentMethod,
          order.state,
          order.createdAt,
          order.requestKey,
          order.heldUntil,
          order.payload,
          order.full && order.full.minor !== order.total.minor ? order.full.minor : undefined,
          order.promoCodeId,
          order.confirmedAt,
        ]),
      ),

    find: (id: number): Promise<Order | undefined> => one('orders.id = $1', [id]),

    /**
     * Keeps an order from being changed by anybody else until the end, and gives it as it is now. Locks are taken in
     * one order, so that nobody waits for
     * each other in a circle: orders, tickets, ticket types, the event, promo codes.
     */
    lock: (id: number): Promise<Order | undefined> => (db.guards ? locked(id) : one('orders.id = $1', [id])),

    findByRequestKey: (key: string): Promise<Order | undefined> => one('orders.request_key = $1', [key]),
    findByPayload: (payload: string): Promise<Order | undefined> => one('orders.payload = $1', [payload]),

    /** The order that a person holds for an event, over or not. */
    findHeld: (buyerId: number, eventId: number): Promise<Order | undefined> =>
      one("orders.event_id = $2 AND orders.buyer_id = $1 AND orders.state = 'held'", [buyerId, eventId]),

    /** All that a person holds, newest first. */
    heldBy: async (buyerId: number): Promise<Order[]> =>
      (
        await db.rows(`${selectOrders} WHERE orders.buyer_id = $1 AND orders.state = 'held' ORDER BY orders.id DESC`, [
          buyerId,
        ])
      ).map(toOrder),

    /** The orders with these ids, in any order. */
    ofIds: async (ids: readonly number[]): Promise<Order[]> =>
      ids.length === 0
        ? []
        : (await db.rows(`${selectOrders} WHERE orders.id IN (${placeholders(ids.length)})`, ids)).map(toOrder),

    /** The orders with these payloads, in any order. */
    ofPayloads: async (payloads: readonly string[]): Promise<Order[]> =>
      payloads.length === 0
        ? []
        : (await db.rows(`${selectOrders} WHERE orders.payload IN (${placeholders(payloads.length)})`, payloads)).map(
            toOrder,
          ),

    /** The orders with these request keys, in any order. */
    ofRequestKeys: async (keys: readonly string[]): Promise<Order[]> =>
      keys.length === 0
        ? []
        : (await db.rows(`${selectOrders} WHERE orders.request_key IN (${placeholders(keys.length)})`, keys)).map(
            toOrder,
          ),

    ofEvent: async (
      eventId: number,
      { state, ...rest }: NewestFirst & { readonly state?: OrderState },
    ): Promise<Order[]> =>
      state
        ? page('orders.event_id = $1 AND orders.state = $2', [eventId, state], rest)
        : page('orders.event_id = $1', [eventId], rest),

    ofBuyer: async (buyerId: number, rest: NewestFirst): Promise<Order[]> =>
      page('orders.buyer_id = $1', [buyerId], rest),

    /**
     * How many tickets of a type a person has or holds now. Ask after taking seats of the type: then nobody else of
     * that type is between.
     */
    quantityOf: async (buyerId: number, ticketTypeId: number, now: number): Promise<number> =>
      num(
        await db.one(
          `SELECT COALESCE(SUM(quantity - returned), 0) AS count FROM orders
         WHERE buyer_id = $1 AND ticket_type_id = $2 AND (state = 'confirmed' OR (state = 'held' AND held_until > $3))`,
          [buyerId, ticketTypeId, now],
        ),
        'count',
      ),

    /** How many orders of a person use a promo code up. */
    redeemedBy: async (buyerId: number, promoCodeId: number): Promise<number> =>
      num(
        await db.one(
          "SELECT COUNT(*) AS count FROM orders WHERE buyer_id = $1 AND promo_code_id = $2 AND state IN ('held', 'confirmed')",
          [buyerId, promoCodeId],
        ),
        'count',
      ),

    /**
     * Moves an order from one of these states to another; false if it is in none of them. Of two at once one gets true.
     */
    move: async (id: number, from: readonly OrderState[], to: OrderState): Promise<boolean> =>
      (await db.change(
        `UPDATE orders SET state = $2, ${looksDifferent} WHERE id = $1${guard(`state IN (${from.map((state) => `'${state}'`).join(', ')})`)}`,
        [id, to],
      )) > 0,

    /** Confirms it: from one of these states, paid in this way; false if it is in none of them. */
    confirm: async (
      id: number,
      from: readonly OrderState[],
      { method, now }: { readonly method: OrderPaymentMethod; readonly now: number },
    ): Promise<boolean> =>
      (await db.change(
        `UPDATE orders SET state = 'confirmed', payment_way = $2, confirmed_at = $3, ${looksDifferent} WHERE id = $1${guard(`state IN (${from.map((state) => `'${state}'`).join(', ')})`)}`,
        [id, method, now],
      )) > 0,

    /** Ends a hold whose time is over; false if it is not held any more, or longer than that. */
    expire: async (id: number, now: number): Promise<boolean> =>
      (await db.change(
        `UPDATE orders SET state = 'expired', ${looksDifferent} WHERE id = $1${guard("state = 'held' AND held_until <= $2")}`,
        [id, now],
      )) > 0,

    /** The holds whose time is over, of one ticket type, of one event or of all: their ids, the oldest first. */
    overdue: async ({
      now,
      limit,
      of,
    }: {
      readonly now: number
      readonly limit: number
      readonly of?: { readonly ticketTypeId: number } | { readonly eventId: number }
    }): Promise<number[]> => {
      const [where, values] =
        of === undefined
          ? ['', []]
          : 'eventId' in of
            ? [' AND event_id = $3', [of.eventId]]
            : [' AND ticket_type_id = $3', [of.ticketTypeId]]
      const rows = await db.rows(
        `SELECT id FROM orders WHERE state = 'held' AND held_until <= $1${where} ORDER BY held_until, id LIMIT $2`,
        [now, limit, ...values],
      )
      return rows.map((row) => num(row, 'id'))
    },

    /** Which ticket types have holds whose time is over. */
    overdueTypes: async (now: number): Promise<Set<number>> =>
      new Set(
        (
          await db.rows("SELECT DISTINCT ticket_type_id FROM orders WHERE state = 'held' AND held_until <= $1", [now])
        ).map((row) => num(row, 'ticket_type_id')),
      ),

    /** When the next hold is over (UTC milliseconds). */
    nextExpiry: async (): Promise<number | undefined> =>
      optionalNum(await db.one("SELECT MIN(held_until) AS at FROM orders WHERE state = 'held'"), 'at'),

    /**
     * Keeps the seats of a held order at least until then: the order as it is now, or undefined if it is not held any
     * more.
     */
    extend: async (id: number, { until }: { readonly until: number }): Promise<Order | undefined> =>
      optionalOrder(
        await db.row(
          `UPDATE orders SET held_until = CASE WHEN held_until < $2 THEN $2 ELSE held_until END, ${looksDifferent} WHERE id = $1${guard("state = 'held'")} ${returning}`,
          [id, until],
        ),
      ),

    /**
     * Does so for some orders, and notes that Telegram was told that they may be paid. The totals of those that are
     * still held, by id.
     */
    extendAll: async (
      ids: readonly number[],
      { until, checkoutAt }: { readonly until: number; readonly checkoutAt: number },
    ): Promise<Map<number, Pick<Order, 'total'>>> => {
      if (ids.length === 0) return new Map()
      const rows = await db.rows(
        `UPDATE orders SET held_until = CASE WHEN held_until < $1 THEN $1 ELSE held_until END, checkout_at = $2, ${looksDifferent}
         WHERE id IN (${placeholders(ids.length, 2)})${guard("state = 'held'")} RETURNING id, total_minor, currency`,
        [until, checkoutAt, ...ids],
      )
      return new Map(
        rows.map((row) => [
          num(row, 'id'),
          { total: { minor: num(row, 'total_minor'), currency: str(row, 'currency') } },
        ]),
      )
    },

    /** Keeps the seats of a held order until then, longer or shorter than before. */
    keepUntil: async (id: number, until: number): Promise<void> => {
      await db.change(`UPDATE orders SET held_until = $2, ${looksDifferent} WHERE id = $1 AND state = 'held'`, [
        id,
        until,
      ])
    },

    /** Another total, way or promo code of a held order; false if it is not held any more. */
    change: async (
      id: number,
      { total, full, paymentMethod, promoCodeId }: Pick<Order, 'total' | 'full' | 'paymentMethod' | 'promoCodeId'>,
    ): Promise<boolean> =>
      (await db.change(
        `UPDATE orders SET total_minor = $2, full_minor = $3, payment_way = $4, promo_code_id = $5 WHERE id = $1${guard("state = 'held'")}`,
        [id, total.minor, full.minor === total.minor ? undefined : full.minor, paymentMethod, promoCodeId],
      )) > 0,

    /** What the buyer sent to show that the money is on its way; undefined takes it away. */
    setProof: async (
      id: number,
      proof: { readonly fileId: string; readonly at: number } | undefined,
    ): Promise<void> => {
      await db.change(`UPDATE orders SET proof = $2, proof_at = $3, ${looksDifferent} WHERE id = $1`, [
        id,
        proof?.fileId,
        proof?.at,
      ])
    },

    /** Orders that Telegram was allowed to take money for since then and that nobody paid. */
    unpaidCheckouts: async (since: number): Promise<Order[]> =>
      (
        await db.rows(
          `${selectOrders} WHERE orders.checkout_at >= $1 AND orders.state IN ('held', 'expired', 'cancelled') ORDER BY orders.id`,
          [since],
        )
      ).map(toOrder),

    /** What the confirmed orders of these events come to; an event without any is not in the map. */
    sums: async (eventIds: readonly number[]): Promise<Map<number, OrderSums>> => {
      if (eventIds.length === 0) return new Map()
      const rows = await db.rows(
        `SELECT event_id, SUM(CASE WHEN returned < quantity THEN 1 ELSE 0 END) AS orders, SUM(quantity - returned) AS tickets,
         SUM(total_minor - total_minor / quantity * returned) AS total FROM orders WHERE state = 'confirmed' AND event_id IN (${placeholders(eventIds.length)}) GROUP BY event_id`,
        eventIds,
      )
      return new Map(
        rows.map((row) => [
          num(row, 'event_id'),
          { orders: num(row, 'orders'), tickets: num(row, 'tickets'), total: num(row, 'total') },
        ]),
      )
    },

    /** Cancels an event's confirmed and held orders; how many they were. */
    cancelOfEvent: async (eventId: number): Promise<number> =>
      db.change(
        `UPDATE orders SET state = 'cancelled', ${looksDifferent} WHERE event_id = $1 AND state IN ('held', 'confirmed')`,
        [eventId],
      ),

    /** An event's confirmed orders that a payment confirmed, newest first. */
    prepaidOf: (eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(`orders.event_id = $1 AND ${prepaid}`, [eventId], rest),

    countPrepaidOf: async (eventId: number): Promise<number> =>
      num(
        await db.one(`SELECT COUNT(*) AS count FROM orders WHERE orders.event_id = $1 AND ${prepaid}`, [eventId]),
        'count',
      ),

    /** The ids of all of them, oldest first. */
    prepaidIds: async (eventId: number): Promise<number[]> =>
      (
        await db.rows(`SELECT orders.id FROM orders WHERE orders.event_id = $1 AND ${prepaid} ORDER BY orders.id`, [
          eventId,
        ])
      ).map((row) => num(row, 'id')),

    /** Who buys or bought, newest first: without holds that came to nothing. */
    ofBuyersOf: (eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(
        "orders.event_id = $1 AND (orders.state IN ('held', 'confirmed', 'refunded') OR (orders.state = 'cancelled' AND orders.confirmed_at IS NOT NULL))",
        [eventId],
        rest,
      ),

    /** The orders of an event whose buyers say that a transfer is on its way, newest first. */
    underReviewOf: (eventId: number, rest: NewestFirst): Promise<Order[]> =>
      page(`orders.event_id = $1 AND ${waiting}`, [eventId], rest),

    countUnderReviewOf: async (eventId: number): Promise<number> =>
      num(
        await db.one(`SELECT COUNT(*) AS count FROM orders WHERE orders.event_id = $1 AND ${waiting}`, [eventId]),
        'count',
      ),

    /** Keeps an event's confirmed and held orders from being changed by anybody else until the end. */
    lockOfEvent: async (eventId: number): Promise<void> => {
      await db.change("UPDATE orders SET returned = returned WHERE event_id = $1 AND state IN ('held', 'confirmed')", [
        eventId,
      ])
    },

    /**
     * Cancels an event's held orders: which they were, whose, and whether their buyers say that a transfer is on its
     * way.
     */
    cancelHeldOf: async (
      eventId: number,
    ): Promise<{ readonly id: number; readonly buyerId: number; readonly isUnderReview: boolean }[]> => {
      const rows = await db.rows(
        `UPDATE orders SET state = 'cancelled', ${looksDifferent} WHERE event_id = $1 AND state = 'held' RETURNING id, buyer_id, proof_at`,
        [eventId],
      )
      return rows
        .map((row) => ({
          id: num(row, 'id'),
          buyerId: num(row, 'buyer_id'),
          isUnderReview: optionalNum(row, 'proof_at') !== undefined,
        }))
        .sort((a, b) => a.id - b.id)
    },

    /** Whether anything of an event is held. */
    isAnyHeldOf: async (eventId: number): Promise<boolean> =>
      (await db.row("SELECT id FROM orders WHERE event_id = $1 AND state = 'held' LIMIT 1", [eventId])) !== undefined,

    /** How many seats of each ticket type of an event are held now; a type without any is not there. */
    heldByType: async (eventId: number): Promise<Map<number, number>> => {
      const rows = await db.rows(
        "SELECT ticket_type_id, SUM(quantity) AS held FROM orders WHERE event_id = $1 AND state = 'held' GROUP BY ticket_type_id",
        [eventId],
      )
      return new Map(rows.map((row) => [num(row, 'ticket_type_id'), num(row, 'held')]))
    },

    /**
     * So many more tickets of a confirmed order were given back; false if the order is not confirmed or has not so
     * many.
     */
    giveBack: async (id: number, quantity = 1): Promise<boolean> =>
      (await db.change(
        "UPDATE orders SET returned = returned + $2 WHERE id = $1 AND state = 'confirmed' AND returned + $2 <= quantity",
        [id, quantity],
      )) > 0,

    /** Notes how many tickets of a refunded order died. */
    setReturned: async (id: number, returned: number): Promise<void> => {
      await db.change('UPDATE orders SET returned = $2 WHERE id = $1', [id, returned])
    },
  }
}

const returning = `RETURNING *, (SELECT display_name FROM people WHERE people.id = buyer_id) AS buyer_name,
  (SELECT code FROM promo_codes WHERE promo_codes.id = promo_code_id) AS promo_code`

const insertSql = `INSERT INTO orders (event_id, ticket_type_id, buyer_id, quantity, total_minor, currency, payment_way, state, created_at, request_key,
  held_until, payload, full_minor, promo_code_id, confirmed_at)
  VALUES (${placeholders(15)}) ${returning}`

const optionalOrder = (row: Row | undefined): Order | undefined => row && toOrder(row)

/** An order from its row, with `buyer_name` and `promo_code`. */
export const toOrder = (row: Row): Order => {
  const total = { minor: num(row, 'total_minor'), currency: str(row, 'currency') }
  return {
    id: num(row, 'id'),
    eventId: num(row, 'event_id'),
    ticketTypeId: num(row, 'ticket_type_id'),
    buyerId: num(row, 'buyer_id'),
    buyerName: str(row, 'buyer_name'),
    quantity: num(row, 'quantity'),
    total,
    full: { ...total, minor: optionalNum(row, 'full_minor') ?? total.minor },
    paymentMethod: str(row, 'payment_way') as OrderPaymentMethod,
    state: str(row, 'state') as OrderState,
    createdAt: num(row, 'created_at'),
    requestKey: str(row, 'request_key'),
    returned: num(row, 'returned'),
    heldUntil: optionalNum(row, 'held_until'),
    payload: optionalStr(row, 'payload'),
    promoCodeId: optionalNum(row, 'promo_code_id'),
    promoCode: optionalStr(row, 'promo_code'),
    checkoutAt: optionalNum(row, 'checkout_at'),
    proof: optionalStr(row, 'proof'),
    proofAt: optionalNum(row, 'proof_at'),
    confirmedAt: optionalNum(row, 'confirmed_at'),
  }
}
