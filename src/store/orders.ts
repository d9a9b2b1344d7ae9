import type { Order, OrderState, PaymentWay } from '../domain/order.js'
import { bigint, counter, id, integer, refersTo, table, varchar } from './columns.js'
import { beyondIds, num, placeholders, str, type Db, type Row } from './db.js'

/** Table `orders`. `returned` of its `quantity` tickets were given back; what was bought stays written as it was. */
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
  },
  indices: [{ columns: ['request_key'], unique: true }, { columns: ['event_id', 'id'] }, { columns: ['buyer_id', 'id'] }],
  foreignKeys: [refersTo('event_id', 'events'), refersTo('ticket_type_id', 'ticket_types'), refersTo('buyer_id', 'people')],
})

/** A page of a list that goes from the newest back: at most `limit` after the one with the id `after`. */
export type NewestFirst = { readonly after?: number; readonly limit: number }

/** What an event's confirmed orders come to, less what was given back; `total` in minor units. */
export type OrderSums = { readonly orders: number; readonly tickets: number; readonly total: number }

const all = 'SELECT orders.*, people.display_name AS buyer_name FROM orders JOIN people ON people.id = orders.buyer_id'

/** Who bought what. */
export const createOrdersTable = (db: Db) => {
  const page = async (where: string, values: readonly (string | number)[], { after = beyondIds, limit }: NewestFirst): Promise<Order[]> =>
    (await db.rows(
      `${all} WHERE ${where} AND orders.id < $${values.length + 1} ORDER BY orders.id DESC LIMIT $${values.length + 2}`,
      [...values, after, limit],
    )).map(toOrder)

  return {
    /** Writes a new order. A repeat of its `requestKey` is an error: look with findByRequestKey first. */
    insert: async (order: Omit<Order, 'id' | 'buyerName' | 'returned'>): Promise<Order> =>
      toOrder(await db.one(insertSql, [
        order.eventId, order.ticketTypeId, order.buyerId, order.quantity, order.total.minor, order.total.currency,
        order.paymentWay, order.state, order.createdAt, order.requestKey,
      ])),

    find: async (id: number): Promise<Order | undefined> => optionalOrder(await db.row(`${all} WHERE orders.id = $1`, [id])),
    findByRequestKey: async (key: string): Promise<Order | undefined> => optionalOrder(await db.row(`${all} WHERE orders.request_key = $1`, [key])),

    /** The orders with these ids, in any order. */
    ofIds: async (ids: readonly number[]): Promise<Order[]> =>
      ids.length === 0 ? [] : (await db.rows(`${all} WHERE orders.id IN (${placeholders(ids.length)})`, ids)).map(toOrder),

    /** The orders with these request keys, in any order. */
    ofRequestKeys: async (keys: readonly string[]): Promise<Order[]> =>
      keys.length === 0 ? [] : (await db.rows(`${all} WHERE orders.request_key IN (${placeholders(keys.length)})`, keys)).map(toOrder),

    ofEvent: async (eventId: number, { state, ...rest }: NewestFirst & { readonly state?: OrderState }): Promise<Order[]> =>
      state ? page('orders.event_id = $1 AND orders.state = $2', [eventId, state], rest) : page('orders.event_id = $1', [eventId], rest),

    ofBuyer: async (buyerId: number, rest: NewestFirst): Promise<Order[]> => page('orders.buyer_id = $1', [buyerId], rest),

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

    /** Cancels an event's confirmed orders; how many they were. */
    cancelOfEvent: async (eventId: number): Promise<number> =>
      db.change("UPDATE orders SET state = 'cancelled' WHERE event_id = $1 AND state = 'confirmed'", [eventId]),

    /** One ticket of a confirmed order was given back; false if the order is not confirmed or has no more. */
    giveBack: async (id: number): Promise<boolean> =>
      (await db.change("UPDATE orders SET returned = returned + 1 WHERE id = $1 AND state = 'confirmed' AND returned < quantity", [id])) > 0,
  }
}

const insertSql = `INSERT INTO orders (event_id, ticket_type_id, buyer_id, quantity, total_minor, currency, payment_way, state, created_at, request_key)
  VALUES (${placeholders(10)}) RETURNING *, (SELECT display_name FROM people WHERE people.id = buyer_id) AS buyer_name`

const optionalOrder = (row: Row | undefined): Order | undefined => row && toOrder(row)

const toOrder = (row: Row): Order => ({
  id: num(row, 'id'),
  eventId: num(row, 'event_id'),
  ticketTypeId: num(row, 'ticket_type_id'),
  buyerId: num(row, 'buyer_id'),
  buyerName: str(row, 'buyer_name'),
  quantity: num(row, 'quantity'),
  total: { minor: num(row, 'total_minor'), currency: str(row, 'currency') },
  paymentWay: str(row, 'payment_way') as PaymentWay,
  state: str(row, 'state') as OrderState,
  createdAt: num(row, 'created_at'),
  requestKey: str(row, 'request_key'),
  returned: num(row, 'returned'),
})
