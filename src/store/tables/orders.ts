import type { Order, OrderPaymentMethod, OrderState, ProofKind } from '../../domain/order.js'
import type { Db, Statement } from '../engine/statements.js'
import { countNothingSold } from './eventCounters.js'
import { bigint, boolean, type Column, counter, integer } from './columns.js'
import { named, oneOf, optional, serial, text, varchar } from './columns.js'
import { countMoved } from './orderCounts.js'
import { mapped, only, rowsAmong, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { assignments, inChunks, insertion } from './writing.js'

/** An order of somebody who buys or bought: not a hold that came to nothing. Word for word that of its index. */
export const isBought = `(state IN ('held', 'confirmed', 'refunded') OR (state = 'cancelled' AND confirmed_at IS NOT NULL))`

/**
 * A confirmed order that a payment confirmed. Of one whose tickets were all given back the money is going back already.
 * Word for word that of its index.
 */
export const isRefundable =
  "state = 'confirmed' AND returned < quantity AND payment_way NOT IN ('free', 'atDoor', 'guestList')"

/** As isProofUnderReview of the domain; word for word that of its index. */
export const isUnderReview = "proof_at IS NOT NULL AND (confirmed_at IS NULL OR payment_way <> 'transfer')"

const isGiven = "state = 'confirmed' AND payment_way = 'guestList'"

// NULL: it is not, so that an index holds the others only.
const told: Column<boolean> = { ...optional(boolean, false), write: (isTold) => (isTold ? true : undefined) }

/**
 * Table `orders`. One person has one held order of an event. `full_minor` is NULL where there is no discount;
 * `message_id`, `drawn` and `draw_at` are holdScreens.ts's: the message that counts a hold down, and
 * `invoice_message_id`: its newest invoice. `returned` of its
 * `quantity` tickets were given back; what was bought stays written as it was. `is_told`: when it was confirmed, the
 * notification chat was to hear of it; see dayProofs.ts.
 */
export const ordersTable = table({
  name: 'orders',
  columns: {
    id: serial,
    eventId: integer,
    ticketTypeId: integer,
    buyerId: bigint,
    quantity: integer,
    totalMinor: bigint,
    currency: varchar,
    paymentMethod: named('payment_way', oneOf<OrderPaymentMethod>()),
    state: oneOf<OrderState>(),
    createdAt: bigint,
    requestKey: varchar,
    returned: counter,
    heldUntil: optional(bigint),
    payload: optional(varchar),
    fullMinor: optional(bigint),
    promoCodeId: optional(integer),
    checkoutAt: optional(bigint),
    proof: optional(varchar),
    proofAt: optional(bigint),
    proofs: optional(integer, 0),
    proofKind: optional(oneOf<ProofKind>()),
    proofWords: optional(text),
    rejectedAt: optional(bigint),
    confirmedAt: optional(bigint),
    messageId: optional(bigint),
    drawn: optional(varchar),
    drawAt: optional(bigint),
    invoiceMessageId: optional(bigint),
    isTold: told,
    offeredAt: optional(bigint),
    backed: counter,
  },
  indices: [
    { columns: ['request_key'], unique: true },
    { columns: ['event_id', 'id'] },
    { name: 'orders_bought', columns: ['event_id', 'id'], where: isBought },
    { name: 'orders_refundable', columns: ['event_id', 'id'], where: isRefundable },
    { name: 'orders_under_review', columns: ['event_id', 'id'], where: isUnderReview },
    { name: 'orders_checkout', columns: ['checkout_at'], where: 'checkout_at IS NOT NULL' },
    { columns: ['buyer_id', 'id'] },
    { columns: ['payload'], unique: true },
    { name: 'orders_open', columns: ['event_id', 'buyer_id'], unique: true, where: "state = 'held'" },
    { name: 'orders_held_of', columns: ['event_id', 'held_until'], where: "state = 'held'" },
    { name: 'orders_held', columns: ['held_until'], where: "state = 'held'" },
    { name: 'orders_drawn', columns: ['draw_at'], where: 'draw_at IS NOT NULL' },
    { name: 'orders_told', columns: ['confirmed_at', 'id'], where: 'is_told IS NOT NULL' },
  ],
  foreignKeys: [
    refersTo('event_id', 'events'),
    refersTo('ticket_type_id', 'ticket_types'),
    refersTo('buyer_id', 'people'),
  ],
})

/** An order with its buyer's name and its promo code, for SELECT … FROM orders and for RETURNING. */
export const orderSelection = mapped(
  select({
    ...without(ordersTable.fields, 'messageId', 'drawn', 'drawAt', 'invoiceMessageId', 'isTold'),
    buyerName: field('(SELECT display_name FROM people WHERE people.id = orders.buyer_id)', varchar),
    buyerUsername: field('(SELECT username FROM people WHERE people.id = orders.buyer_id)', optional(varchar)),
    promoCode: field('(SELECT code FROM promo_codes WHERE promo_codes.id = orders.promo_code_id)', optional(varchar)),
  }),
  ({ totalMinor, fullMinor, currency, ...order }): Order => ({
    ...order,
    total: { minor: totalMinor, currency },
    full: { minor: fullMinor ?? totalMinor, currency },
  }),
)

/** The message that shows an order, if there is one, looks different: see holdScreens.ts. */
export const looksDifferent = 'draw_at = CASE WHEN draw_at IS NOT NULL THEN 0 END'

/** A new order; a total without a discount is `full`. */
export type NewOrder = Pick<
  Order,
  'eventId' | 'ticketTypeId' | 'buyerId' | 'quantity' | 'total' | 'paymentMethod' | 'state' | 'createdAt' | 'requestKey'
> &
  Partial<Pick<Order, 'full' | 'heldUntil' | 'payload' | 'promoCodeId' | 'confirmedAt' | 'offeredAt' | 'backed'>> &
  Partial<Pick<Confirmed, 'isTold'>>

// The notification chat is to hear that it is confirmed, if `isTold`.
type Confirmed = { readonly method: OrderPaymentMethod; readonly isTold: boolean; readonly now: number }

const { fields } = ordersTable
const confirming = `UPDATE orders SET state = 'confirmed', payment_way = $2, confirmed_at = $3, is_told = $4, ${looksDifferent}
  WHERE id = $1`
const countedFields = {
  eventId: fields.eventId,
  ticketTypeId: fields.ticketTypeId,
  paymentMethod: fields.paymentMethod,
  currency: fields.currency,
  state: fields.state,
  quantity: fields.quantity,
  returned: fields.returned,
  totalMinor: fields.totalMinor,
}
// Who works the line has to know what becomes of an offer.
const counted = select({ ...countedFields, offeredAt: fields.offeredAt })
/** What is counted of a hold that ended unpaid. */
export const unpaidFields = {
  eventId: fields.eventId,
  paymentMethod: fields.paymentMethod,
  currency: fields.currency,
  quantity: fields.quantity,
  offeredAt: fields.offeredAt,
}

/** Moves an order, whose counters go along: it was in the state `from` until now. */
const move = async (db: Db, from: OrderState, [sql, values]: Statement, now: number): Promise<boolean> => {
  const row = await db.row(counted.read, `${sql} AND state = '${from}' RETURNING ${counted.sql}`, values)
  if (row) countMoved(db, row, { state: from }, now)
  if (row?.offeredAt !== undefined) db.scheduled()
  return row !== undefined
}

type Returned = { readonly tickets?: number; readonly state: OrderState; readonly now: number }

/** So many more tickets of an order in this state are dead; false if it has not so many. */
const returnTickets = async (db: Db, id: number, { tickets = 1, state, now }: Returned): Promise<boolean> => {
  const row = await db.row(
    counted.read,
    `UPDATE orders SET returned = returned + $2 WHERE id = $1 AND state = '${state}' AND returned + $2 <= quantity
     RETURNING ${counted.sql}`,
    [id, tickets],
  )
  if (row) countMoved(db, row, { returned: row.returned - tickets }, now)
  return row !== undefined
}

const { sql, read } = orderSelection
const returning = `RETURNING ${sql}`
const priceColumns = ['totalMinor', 'fullMinor', 'paymentMethod', 'promoCodeId'] as const
const price = assignments(ordersTable, priceColumns, 1)
const insert = insertion(
  ordersTable,
  [
    ...(['eventId', 'ticketTypeId', 'buyerId', 'quantity', 'currency', 'state', 'createdAt', 'requestKey'] as const),
    ...(['heldUntil', 'payload', 'confirmedAt', 'offeredAt', 'backed', 'isTold'] as const),
    ...priceColumns,
  ],
  returning,
)

const insertAll = async (db: Db, orders: readonly NewOrder[]): Promise<readonly Order[]> => {
  const rows = orders.map(({ total, full = total, ...order }) => ({
    ...{ backed: 0, isTold: false, ...order, ...pricesOf(total, full), currency: total.currency },
  }))
  const written = new Map<string, Order>()
  for (const some of inChunks(rows))
    for (const order of await db.rows(read, ...insert(...some))) written.set(order.requestKey, order)
  return rows.map((row) => {
    const order = written.get(row.requestKey)
    if (!order) throw new Error('an order was not written')
    countMoved(db, { ...row, returned: order.returned }, { state: 'held' }, row.confirmedAt ?? row.createdAt)
    return order
  })
}

/** Who bought what. Holds are in holds.ts, receipts in proofs.ts, lists in queries/orderLists.ts. */
export const createOrdersTable = (db: Db) => {
  const one = (where: string, value: string | number): Promise<Order | undefined> =>
    db.row(read, `SELECT ${sql} FROM orders WHERE ${where}`, [value])
  const among = (column: string, list: readonly (string | number)[]): Promise<Order[]> =>
    rowsAmong(db, read, { list, sql: (values) => `SELECT ${sql} FROM orders WHERE ${column} IN (${values})` })

  return {
    /**
     * Writes a new order. A repeat of its `requestKey`, and a second held order of a person for an event, are errors:
     * look first.
     */
    insert: async (order: NewOrder): Promise<Order> => {
      const [inserted] = await insertAll(db, [order])
      if (!inserted) throw new Error('an order was not written')
      return inserted
    },

    /** Writes several, and gives them in their order; otherwise the same. */
    insertAll: (orders: readonly NewOrder[]): Promise<readonly Order[]> => insertAll(db, orders),

    find: (id: number): Promise<Order | undefined> => one('id = $1', id),

    /**
     * Keeps an order from being changed by anybody else until the end, and gives it as it is now. Locks are taken in
     * one order, so that nobody waits for each other in a circle: orders, tickets, ticket types, the event, promo
     * codes.
     */
    lock: (id: number): Promise<Order | undefined> =>
      db.row(read, `UPDATE orders SET returned = returned WHERE id = $1 ${returning}`, [id]),

    /** Keeps an event's confirmed and held orders from being changed by anybody else until the end. */
    lockOfEvent: async (eventId: number): Promise<void> => {
      await db.change("UPDATE orders SET returned = returned WHERE event_id = $1 AND state IN ('held', 'confirmed')", [
        eventId,
      ])
    },

    findByRequestKey: (key: string): Promise<Order | undefined> => one('request_key = $1', key),
    findByPayload: (payload: string): Promise<Order | undefined> => one('payload = $1', payload),

    /** The orders with these ids, payloads or request keys, in any order. */
    ofIds: (ids: readonly number[]): Promise<Order[]> => among('id', ids),
    ofPayloads: (payloads: readonly string[]): Promise<Order[]> => among('payload', payloads),
    ofRequestKeys: (keys: readonly string[]): Promise<Order[]> => among('request_key', keys),

    /**
     * How many tickets of a type a person has or holds now. Ask after taking seats of the type: then nobody else of
     * that type is between.
     */
    quantityOf: (buyerId: number, ticketTypeId: number, now: number): Promise<number> =>
      db.one(
        only(integer),
        `SELECT COALESCE(SUM(quantity - returned), 0) FROM orders
         WHERE buyer_id = $1 AND ticket_type_id = $2 AND (state = 'confirmed' OR (state = 'held' AND held_until > $3))`,
        [buyerId, ticketTypeId, now],
      ),

    /** How often the orders of a person use a promo code up, as usesOf counts. */
    redeemedBy: (buyerId: number, promoCodeId: number): Promise<number> =>
      db.one(
        only(integer),
        `SELECT COALESCE(SUM(CASE WHEN total_minor = 0 THEN quantity ELSE 1 END), 0) FROM orders WHERE buyer_id = $1 AND promo_code_id = $2 AND state IN ('held', 'confirmed')
           AND returned < quantity`,
        [buyerId, promoCodeId],
      ),

    /** Moves an order from this state to another; false if it is not in it. Of two at once one gets true. */
    move: (id: number, from: OrderState, to: OrderState, now: number): Promise<boolean> =>
      move(db, from, [`UPDATE orders SET state = $2, ${looksDifferent} WHERE id = $1`, [id, to]], now),

    /**
     * Confirms it: from this state, paid in this way; false if it is not in it. `isTold`: the notification chat is to
     * hear of it.
     */
    confirm: (id: number, from: OrderState, { method, isTold, now }: Confirmed): Promise<boolean> =>
      move(db, from, [confirming, [id, method, now, fields.isTold.write(isTold)]], now),

    /** Who got it for nothing passes it on: another buyer of a confirmed order of the guest list. */
    handOver: (id: number, buyerId: number): Promise<boolean> =>
      db.didChange(`UPDATE orders SET buyer_id = $2 WHERE id = $1 AND ${isGiven}`, [id, buyerId]),

    /** Another total, way or promo code of a held order; false if it is not held any more. */
    change: (
      id: number,
      { total, full, ...others }: Pick<Order, 'total' | 'full' | 'paymentMethod' | 'promoCodeId'>,
    ): Promise<boolean> =>
      db.didChange(`UPDATE orders SET ${price.sql} WHERE id = $1 AND state = 'held'`, [
        id,
        ...price.values({ ...others, ...pricesOf(total, full) }),
      ]),

    /** Cancels an event's confirmed and held orders; how many they were. */
    cancelOfEvent: (eventId: number): Promise<number> => {
      countNothingSold(db, eventId)
      return db.change(
        `UPDATE orders SET state = 'cancelled', ${looksDifferent} WHERE event_id = $1 AND state IN ('held', 'confirmed')`,
        [eventId],
      )
    },

    /**
     * So many more tickets of a confirmed order were given back; false if the order is not confirmed or has not so
     * many.
     */
    giveBack: (id: number, now: number, tickets = 1): Promise<boolean> =>
      returnTickets(db, id, { tickets, state: 'confirmed', now }),

    /** Notes that so many tickets of a refunded order died. */
    noteDead: (id: number, tickets: number, now: number): Promise<boolean> =>
      returnTickets(db, id, { tickets, state: 'refunded', now }),
  }
}

const pricesOf = (total: Order['total'], full: Order['full']) => ({
  totalMinor: total.minor,
  fullMinor: full.minor === total.minor ? undefined : full.minor,
})
