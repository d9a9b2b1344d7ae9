import type { Order, OrderState, PaymentWay } from '../domain/order.js'
import { bigint, counter, id, integer, optional, refersTo, table, varchar } from './columns.js'
import { beyondIds, guardOf, num, optionalNum, optionalStr, placeholders, str, type Db, type Row } from './db.js'

/**
 * Table `orders`. One person has one held order of an event. `full_minor` is NULL where there is no discount; `message_id` and `drawn` are the message that
 * counts a hold down, and what it shows. `returned` of its `quantity` tickets were given back; what was bought stays
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
  },
  indices: [
    { columns: ['request_key'], unique: true },
    { columns: ['event_id', 'id'] },
    { columns: ['buyer_id', 'id'] },
    { columns: ['payload'], unique: true },
    { name: 'orders_open', columns: ['event_id', 'buyer_id'], unique: true, where: "state = 'held'" },
    { name: 'orders_held', columns: ['held_until'], where: "state = 'held'" },
  ],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('ticket_type_id', 'ticket_types'), refersTo('buyer_id', 'people')],
})

/** A page of a list that goes from the newest back: at most `limit` after the one with the id `after`. */
export type NewestFirst = { readonly after?: number; readonly limit: number }

/** What an event's confirmed orders come to, less what was given back; `total` in minor units. */
export type OrderSums = { readonly orders: number; readonly tickets: number; readonly total: number }

const all = `SELECT orders.*, people.display_name AS buyer_name, promo_codes.code AS promo_code FROM orders JOIN people ON people.id = orders.buyer_id
  LEFT JOIN promo_codes ON promo_codes.id = orders.promo_code_id`

const prepaid = "orders.state = 'confirmed' AND EXISTS (SELECT 1 FROM payments WHERE payments.order_id = orders.id AND payments.state = 'applied')"

/** A new order; a total without a discount is `full`. */
export type NewOrder = Pick<Order, 'eventId' | 'ticketTypeId' | 'buyerId' | 'quantity' | 'total' | 'paymentWay' | 'state' | 'createdAt' | 'requestKey'>
  & Partial<Pick<Order, 'full' | 'heldUntil' | 'payload' | 'promoCodeId' | 'confirmedAt'>>

/** A held order whose countdown a message shows; `drawn` is what it shows. */
export type ShownHold = { readonly order: Order; readonly messageId: number; readonly drawn: string }

/** Who bought what. */
export const createOrdersTable = (db: Db) => {
  const guard = guardOf(db)
  const page = async (where: string, values: readonly (string | number)[], { after = beyondIds, limit }: NewestFirst): Promise<Order[]> =>
    (await db.rows(
      `${all} WHERE ${where} AND orders.id < $${values.length + 1} ORDER BY orders.id DESC LIMIT $${values.length + 2}`,
      [...values, after, limit],
    )).map(toOrder)
  const one = async (where: string, values: readonly (string | number)[]): Promise<Order | undefined> => optionalOrder(await db.row(`${all} WHERE ${where}`, values))

  return {
    /** Writes a new order. A repeat of its `requestKey`, and a second held order of a person for an event, are errors: look first. */
    insert: async (order: NewOrder): Promise<Order> =>
      toOrder(await db.one(insertSql, [
        order.eventId, order.ticketTypeId, order.buyerId, order.quantity, order.total.minor, order.total.currency,
        order.paymentWay, order.state, order.createdAt, order.requestKey, order.heldUntil, order.payload,
        order.full && order.full.minor !== order.total.minor ? order.full.minor : undefined, order.promoCodeId, order.confirmedAt,
      ])),

    find: (id: number): Promise<Order | undefined> => one('orders.id = $1', [id]),
    findByRequestKey: (key: string): Promise<Order | undefined> => one('orders.request_key = $1', [key]),
    findByPayload: (payload: string): Promise<Order | undefined> => one('orders.payload = $1', [payload]),

    /** The order that a person holds for an event, over or not. */
    findHeld: (buyerId: number, eventId: number): Promise<Order | undefined> => one("orders.event_id = $2 AND orders.buyer_id = $1 AND orders.state = 'held'", [buyerId, eventId]),

    /** All that a person holds, newest first. */
    heldBy: async (buyerId: number): Promise<Order[]> => (await db.rows(`${all} WHERE orders.buyer_id = $1 AND orders.state = 'held' ORDER BY orders.id DESC`, [buyerId])).map(toOrder),

    /** The orders with these ids, in any order. */
    ofIds: async (ids: readonly number[]): Promise<Order[]> =>
      ids.length === 0 ? [] : (await db.rows(`${all} WHERE orders.id IN (${placeholders(ids.length)})`, ids)).map(toOrder),

    /** The orders with these request keys, in any order. */
    ofRequestKeys: async (keys: readonly string[]): Promise<Order[]> =>
      keys.length === 0 ? [] : (await db.rows(`${all} WHERE orders.request_key IN (${placeholders(keys.length)})`, keys)).map(toOrder),

    ofEvent: async (eventId: number, { state, ...rest }: NewestFirst & { readonly state?: OrderState }): Promise<Order[]> =>
      state ? page('orders.event_id = $1 AND orders.state = $2', [eventId, state], rest) : page('orders.event_id = $1', [eventId], rest),

    ofBuyer: async (buyerId: number, rest: NewestFirst): Promise<Order[]> => page('orders.buyer_id = $1', [buyerId], rest),

    /** How many tickets of a type a person has or holds. Ask after taking seats of the type: then nobody else of that type is between. */
    quantityOf: async (buyerId: number, ticketTypeId: number): Promise<number> =>
      num(await db.one(
        "SELECT COALESCE(SUM(quantity - returned), 0) AS count FROM orders WHERE buyer_id = $1 AND ticket_type_id = $2 AND state IN ('held', 'confirmed')", [buyerId, ticketTypeId],
      ), 'count'),

    /** How many orders of a person use a promo code up. */
    redeemedBy: async (buyerId: number, promoCodeId: number): Promise<number> =>
      num(await db.one("SELECT COUNT(*) AS count FROM orders WHERE buyer_id = $1 AND promo_code_id = $2 AND state IN ('held', 'confirmed')", [buyerId, promoCodeId]), 'count'),

    /** Moves an order from one of these states to another; false if it is in none of them. Of two at once one gets true. */
    move: async (id: number, from: readonly OrderState[], to: OrderState): Promise<boolean> =>
      (await db.change(`UPDATE orders SET state = $2 WHERE id = $1${guard(`state IN (${from.map((state) => `'${state}'`).join(', ')})`)}`, [id, to])) > 0,

    /** Confirms it: from one of these states, paid in this way; false if it is in none of them. */
    confirm: async (id: number, from: readonly OrderState[], { way, now }: { readonly way: PaymentWay; readonly now: number }): Promise<boolean> =>
      (await db.change(
        `UPDATE orders SET state = 'confirmed', payment_way = $2, confirmed_at = $3 WHERE id = $1${guard(`state IN (${from.map((state) => `'${state}'`).join(', ')})`)}`, [id, way, now],
      )) > 0,

    /** Ends a hold whose time is over; false if it is not held any more, or longer than that. */
    expire: async (id: number, now: number): Promise<boolean> =>
      (await db.change(`UPDATE orders SET state = 'expired' WHERE id = $1${guard("state = 'held' AND held_until <= $2")}`, [id, now])) > 0,

    /** The holds whose time is over, of one ticket type or of all, the oldest first. */
    overdue: async ({ now, limit, ticketTypeId }: { readonly now: number; readonly limit: number; readonly ticketTypeId?: number | undefined }): Promise<Order[]> =>
      (await db.rows(
        `${all} WHERE orders.state = 'held' AND orders.held_until <= $1${ticketTypeId === undefined ? '' : ' AND orders.ticket_type_id = $3'} ORDER BY orders.held_until, orders.id LIMIT $2`,
        [now, limit, ...(ticketTypeId === undefined ? [] : [ticketTypeId])],
      )).map(toOrder),

    /** When the next hold is over (UTC milliseconds). */
    nextExpiry: async (): Promise<number | undefined> => optionalNum(await db.one("SELECT MIN(held_until) AS at FROM orders WHERE state = 'held'"), 'at'),

    /** Keeps the seats of a held order at least until then, and notes a checkout; false if it is not held any more. */
    extend: async (id: number, { until, checkoutAt }: { readonly until: number; readonly checkoutAt?: number }): Promise<boolean> =>
      (await db.change(
        `UPDATE orders SET held_until = CASE WHEN held_until < $2 THEN $2 ELSE held_until END, checkout_at = COALESCE($3, checkout_at) WHERE id = $1${guard("state = 'held'")}`, [id, until, checkoutAt],
      )) > 0,

    /** Keeps the seats of a held order until then, longer or shorter than before. */
    keepUntil: async (id: number, until: number): Promise<void> => {
      await db.change("UPDATE orders SET held_until = $2 WHERE id = $1 AND state = 'held'", [id, until])
    },

    /** Another total, way or promo code of a held order; false if it is not held any more. */
    change: async (id: number, { total, full, paymentWay, promoCodeId }: Pick<Order, 'total' | 'full' | 'paymentWay' | 'promoCodeId'>): Promise<boolean> =>
      (await db.change(
        `UPDATE orders SET total_minor = $2, full_minor = $3, payment_way = $4, promo_code_id = $5 WHERE id = $1${guard("state = 'held'")}`,
        [id, total.minor, full.minor === total.minor ? undefined : full.minor, paymentWay, promoCodeId],
      )) > 0,

    /** What the buyer sent to show that the money is on its way; undefined takes it away. */
    setProof: async (id: number, proof: { readonly fileId: string; readonly at: number } | undefined): Promise<void> => {
      await db.change('UPDATE orders SET proof = $2, proof_at = $3 WHERE id = $1', [id, proof?.fileId, proof?.at])
    },

    /** Which message counts the hold down, and what it shows. */
    setMessage: async (id: number, { messageId, drawn }: { readonly messageId: number | undefined; readonly drawn: string }): Promise<void> => {
      await db.change('UPDATE orders SET message_id = $2, drawn = $3 WHERE id = $1', [id, messageId, drawn])
    },

    /** The orders that a message shows: those held, and those that are not any more and still look so. */
    shown: async (limit: number): Promise<ShownHold[]> =>
      (await db.rows(`${all} WHERE orders.message_id IS NOT NULL ORDER BY orders.id LIMIT $1`, [limit]))
        .map((row) => ({ order: toOrder(row), messageId: num(row, 'message_id'), drawn: optionalStr(row, 'drawn') ?? '' })),

    /** Orders that Telegram was allowed to take money for since then and that nobody paid. */
    unpaidCheckouts: async (since: number): Promise<Order[]> =>
      (await db.rows(`${all} WHERE orders.checkout_at >= $1 AND orders.state IN ('held', 'expired', 'cancelled') ORDER BY orders.id`, [since])).map(toOrder),

    /** What the confirmed orders of these events come to; an event without any is not in the map. */
    sums: async (eventIds: readonly number[]): Promise<Map<number, OrderSums>> => {
      if (eventIds.length === 0) return new Map()
      const rows = await db.rows(
        `SELECT event_id, SUM(CASE WHEN returned < quantity THEN 1 ELSE 0 END) AS orders, SUM(quantity - returned) AS tickets,
         SUM(total_minor - total_minor / quantity * returned) AS total FROM orders WHERE state = 'confirmed' AND event_id IN (${placeholders(eventIds.length)}) GROUP BY event_id`,
        eventIds,
      )
      return new Map(rows.map((row) => [num(row, 'event_id'), { orders: num(row, 'orders'), tickets: num(row, 'tickets'), total: num(row, 'total') }]))
    },

    /** Cancels an event's confirmed and held orders; how many they were. */
    cancelOfEvent: async (eventId: number): Promise<number> =>
      db.change("UPDATE orders SET state = 'cancelled' WHERE event_id = $1 AND state IN ('held', 'confirmed')", [eventId]),

    /** An event's confirmed orders that a payment confirmed, newest first. */
    prepaidOf: (eventId: number, rest: NewestFirst): Promise<Order[]> => page(`orders.event_id = $1 AND ${prepaid}`, [eventId], rest),

    countPrepaidOf: async (eventId: number): Promise<number> => num(await db.one(`SELECT COUNT(*) AS count FROM orders WHERE orders.event_id = $1 AND ${prepaid}`, [eventId]), 'count'),

    /** The orders of an event that are held now, oldest first. */
    heldOf: async (eventId: number): Promise<Order[]> => (await db.rows(`${all} WHERE orders.event_id = $1 AND orders.state = 'held' ORDER BY orders.id`, [eventId])).map(toOrder),

    /** So many more tickets of a confirmed order were given back; false if the order is not confirmed or has not so many. */
    giveBack: async (id: number, quantity = 1): Promise<boolean> =>
      (await db.change("UPDATE orders SET returned = returned + $2 WHERE id = $1 AND state = 'confirmed' AND returned + $2 <= quantity", [id, quantity])) > 0,

    /** Notes how many tickets of a refunded order died. */
    setReturned: async (id: number, returned: number): Promise<void> => {
      await db.change('UPDATE orders SET returned = $2 WHERE id = $1', [id, returned])
    },
  }
}

const insertSql = `INSERT INTO orders (event_id, ticket_type_id, buyer_id, quantity, total_minor, currency, payment_way, state, created_at, request_key,
  held_until, payload, full_minor, promo_code_id, confirmed_at)
  VALUES (${placeholders(15)}) RETURNING *, (SELECT display_name FROM people WHERE people.id = buyer_id) AS buyer_name,
  (SELECT code FROM promo_codes WHERE promo_codes.id = promo_code_id) AS promo_code`

const optionalOrder = (row: Row | undefined): Order | undefined => row && toOrder(row)

const toOrder = (row: Row): Order => {
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
    paymentWay: str(row, 'payment_way') as PaymentWay,
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
