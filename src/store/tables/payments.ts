import type { Payment, PrepaidMethod } from '../../domain/payment.js'
import { bigint, id, integer, optional, refersTo, table, varchar } from './columns.js'
import { num, optionalNum, optionalStr, placeholders, str, type Db, type Row } from '../engine/statements.js'

/**
 * Table `payments`: money that came in, one row a charge. Telegram's charge ids of Stars have more than 150 characters.
 */
export const paymentsSchema = table({
  name: 'payments',
  columns: {
    id,
    charge_id: varchar,
    provider_charge_id: optional(varchar),
    order_id: optional(integer),
    event_id: optional(integer),
    payer_id: bigint,
    way: varchar,
    amount_minor: bigint,
    currency: varchar,
    received_at: bigint,
    state: varchar,
  },
  indices: [{ columns: ['charge_id'], unique: true }, { columns: ['order_id'] }, { columns: ['event_id'] }],
  foreignKeys: [refersTo('order_id', 'orders'), refersTo('event_id', 'events')],
})

/** Sums of money of one way, in minor units. */
export type SumByMethod = {
  readonly method: PrepaidMethod
  readonly currency: string
  readonly count: number
  readonly minor: number
}

/** What came in. */
export const createPaymentsTable = (db: Db) => {
  const one = async (where: string, value: string | number): Promise<Payment | undefined> => {
    const row = await db.row(`SELECT * FROM payments WHERE ${where}`, [value])
    return row && toPayment(row)
  }
  return {
    findByCharge: (chargeId: string): Promise<Payment | undefined> => one('charge_id = $1', chargeId),

    /** The payment that confirmed an order; undefined for what is free or paid at the door. */
    appliedTo: (orderId: number): Promise<Payment | undefined> => one("state = 'applied' AND order_id = $1", orderId),

    /** The payments that confirmed these orders. */
    appliedToAll: async (orderIds: readonly number[]): Promise<Payment[]> =>
      orderIds.length === 0
        ? []
        : (
            await db.rows(
              `SELECT * FROM payments WHERE state = 'applied' AND order_id IN (${placeholders(orderIds.length)})`,
              orderIds,
            )
          ).map(toPayment),

    /** The payments that confirmed an event's orders, oldest first. */
    appliedOfEvent: async (eventId: number): Promise<Payment[]> =>
      (await db.rows("SELECT * FROM payments WHERE state = 'applied' AND event_id = $1 ORDER BY id", [eventId])).map(
        toPayment,
      ),

    /** Writes a payment down. A charge that is there already is an error: look first. */
    insert: async (payment: Omit<Payment, 'id'>): Promise<Payment> =>
      toPayment(
        await db.one(
          `INSERT INTO payments (charge_id, provider_charge_id, order_id, event_id, payer_id, way, amount_minor, currency, received_at, state) VALUES (${placeholders(10)}) RETURNING *`,
          [
            payment.chargeId,
            payment.providerChargeId,
            payment.orderId,
            payment.eventId,
            payment.payerId,
            payment.method,
            payment.amount.minor,
            payment.amount.currency,
            payment.receivedAt,
            payment.state,
          ],
        ),
      ),

    /** What came in for an event, by way. */
    sums: async (eventId: number): Promise<SumByMethod[]> =>
      (
        await db.rows(
          'SELECT way, currency, COUNT(*) AS count, SUM(amount_minor) AS minor FROM payments WHERE event_id = $1 GROUP BY way, currency ORDER BY way, currency',
          [eventId],
        )
      ).map(toSum),
  }
}

/** A sum of a row with way, currency, count and minor. */
export const toSum = (row: Row): SumByMethod => ({
  method: str(row, 'way') as PrepaidMethod,
  currency: str(row, 'currency'),
  count: num(row, 'count'),
  minor: num(row, 'minor'),
})

const toPayment = (row: Row): Payment => ({
  id: num(row, 'id'),
  chargeId: str(row, 'charge_id'),
  providerChargeId: optionalStr(row, 'provider_charge_id'),
  orderId: optionalNum(row, 'order_id'),
  eventId: optionalNum(row, 'event_id'),
  payerId: num(row, 'payer_id'),
  method: str(row, 'way') as PrepaidMethod,
  amount: { minor: num(row, 'amount_minor'), currency: str(row, 'currency') },
  receivedAt: num(row, 'received_at'),
  state: str(row, 'state') as Payment['state'],
})
