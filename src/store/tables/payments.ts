import type { PaymentMethod } from '../../domain/order.js'
import type { Payment } from '../../domain/payment.js'
import type { Db } from '../engine/statements.js'
import { bigint, integer, named, oneOf, optional, serial, varchar } from './columns.js'
import { count } from './eventCounters.js'
import { countMoney } from './eventDays.js'
import { mapped, rowsAmong, select } from './reading.js'
import { refersTo, table } from './table.js'
import { insertion } from './writing.js'

/**
 * Table `payments`: money that came in, one row a charge. Telegram's charge ids of Stars have more than 150 characters.
 * `told_as` is that of what was written down by hand before.
 */
export const paymentsTable = table({
  name: 'payments',
  columns: {
    id: serial,
    chargeId: varchar,
    providerChargeId: optional(varchar),
    orderId: optional(integer),
    eventId: optional(integer),
    payerId: bigint,
    method: named('way', oneOf<PaymentMethod>()),
    amountMinor: bigint,
    currency: varchar,
    receivedAt: bigint,
    state: oneOf<Payment['state']>(),
    toldAs: optional(varchar),
  },
  indices: [
    { columns: ['charge_id'], unique: true },
    { name: 'payments_told_as', columns: ['told_as'], unique: true },
    { columns: ['order_id'] },
    { name: 'payments_of_event', columns: ['event_id', 'id'] },
  ],
  foreignKeys: [refersTo('order_id', 'orders'), refersTo('event_id', 'events')],
})

/** Sums of money of one way, in minor units. */
export type SumByMethod = {
  readonly method: PaymentMethod
  readonly currency: string
  readonly count: number
  readonly minor: number
}

const payment = mapped(select(paymentsTable.fields), ({ amountMinor, currency, ...row }): Payment => ({
  ...row,
  amount: { minor: amountMinor, currency },
}))
const insert = insertion(
  paymentsTable,
  [
    ...(['chargeId', 'providerChargeId', 'orderId', 'eventId', 'payerId'] as const),
    ...(['method', 'amountMinor', 'currency', 'receivedAt', 'state'] as const),
  ],
  `RETURNING ${payment.sql}`,
)

const countPaid = (db: Db, { eventId, method, amount, receivedAt: at }: Payment): void => {
  const { minor: paidMinor, currency } = amount
  count(db, { eventId, method, currency, payments: 1, paidMinor })
  countMoney(db, { eventId, method, currency, paidMinor, at })
}

/** What came in. */
export const createPaymentsTable = (db: Db) => {
  const one = (where: string, value: string | number): Promise<Payment | undefined> =>
    db.row(payment.read, `SELECT ${payment.sql} FROM payments WHERE ${where}`, [value])

  return {
    findByCharge: (chargeId: string): Promise<Payment | undefined> =>
      one(
        'id IN (SELECT id FROM payments WHERE charge_id = $1 UNION ALL SELECT id FROM payments WHERE told_as = $1)',
        chargeId,
      ),

    /**
     * Telegram tells of a payment of so much that was written down by hand: it is the same money. The payment;
     * undefined if there is none that waits to be told of.
     */
    recognize: (
      byHand: string,
      told: Pick<Payment, 'chargeId' | 'providerChargeId' | 'payerId' | 'amount'>,
    ): Promise<Payment | undefined> =>
      db.row(
        payment.read,
        `UPDATE payments SET told_as = $2, provider_charge_id = $3 WHERE charge_id = $1 AND told_as IS NULL
         AND payer_id = $4 AND amount_minor = $5 AND currency = $6 RETURNING ${payment.sql}`,
        [byHand, told.chargeId, told.providerChargeId, told.payerId, told.amount.minor, told.amount.currency],
      ),

    /** The payment that confirmed an order; undefined for what is free or paid at the door. */
    appliedTo: (orderId: number): Promise<Payment | undefined> =>
      one("state = 'applied' AND way <> 'atDoor' AND order_id = $1", orderId),

    /** The payments that confirmed these orders. */
    appliedToAll: (orderIds: readonly number[]): Promise<Payment[]> =>
      rowsAmong(db, payment.read, {
        list: orderIds,
        sql: (ids) => `SELECT ${payment.sql} FROM payments WHERE state = 'applied' AND order_id IN (${ids})`,
      }),

    /**
     * The payments that confirmed an event's orders, and of a cancelled one what was taken at its door, oldest first.
     */
    appliedOfEvent: (eventId: number): Promise<Payment[]> =>
      db.rows(
        payment.read,
        `SELECT ${payment.sql} FROM payments WHERE state = 'applied' AND event_id = $1 ORDER BY id`,
        [eventId],
      ),

    /** Writes a payment down. A charge that is there already is an error: look first. */
    insert: async ({ amount: { minor, currency }, ...row }: Omit<Payment, 'id' | 'toldAs'>): Promise<Payment> => {
      const inserted = await db.one(payment.read, ...insert({ ...row, amountMinor: minor, currency }))
      // What was taken at the door was counted then.
      if (row.method !== 'atDoor') countPaid(db, inserted)
      return inserted
    },
  }
}
