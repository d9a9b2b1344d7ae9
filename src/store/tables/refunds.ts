import type { PaymentMethod } from '../../domain/order.js'
import type { Refund, RefundReason, RefundState } from '../../domain/refund.js'
import type { Db, Value } from '../engine/statements.js'
import { bigint, counter, integer, named, oneOf, optional, serial, text, varchar } from './columns.js'
import { count } from './eventCounters.js'
import { countMoney } from './eventDays.js'
import { keyset } from './paging.js'
import type { SumByMethod } from './payments.js'
import { mapped, only, type RowOf, select } from './reading.js'
import { field, refersTo, table, without } from './table.js'
import { inChunks, insertion } from './writing.js'

/** What somebody has to look at or to give back by hand. Word for word that of its index. */
const isTask = "(state = 'failed' OR (state = 'due' AND way <> 'stars'))"

/**
 * Table `refunds`: money that goes back. `key` makes a repeat harmless: "surplus:<payment>", "order:<order>",
 * "ticket:<ticket>".
 */
export const refundsTable = table({
  name: 'refunds',
  columns: {
    id: serial,
    key: varchar,
    paymentId: integer,
    orderId: optional(integer),
    eventId: optional(integer),
    runId: optional(integer),
    personId: bigint,
    method: named('way', oneOf<PaymentMethod>()),
    amountMinor: bigint,
    currency: varchar,
    reason: oneOf<RefundReason>(),
    state: oneOf<RefundState>(),
    dueAt: bigint,
    leaseUntil: optional(bigint),
    attempts: counter,
    error: optional(text),
    createdAt: bigint,
    doneAt: optional(bigint),
    doneBy: optional(bigint),
  },
  indices: [
    { columns: ['key'], unique: true },
    { columns: ['payment_id'] },
    { name: 'refunds_of_order', columns: ['order_id'] },
    { columns: ['event_id', 'state', 'id'] },
    { name: 'refunds_tasks', columns: ['event_id', 'id'], where: isTask },
    { name: 'refunds_run', columns: ['run_id'] },
    { name: 'refunds_stars_due', columns: ['due_at', 'id'], where: "state = 'due' AND way = 'stars'" },
  ],
  foreignKeys: [refersTo('payment_id', 'payments'), refersTo('order_id', 'orders'), refersTo('event_id', 'events')],
})

/** A refund to be, due at once. */
export type NewRefund = Pick<
  Refund,
  'paymentId' | 'orderId' | 'eventId' | 'personId' | 'method' | 'amount' | 'reason'
> & {
  readonly key: string
  readonly runId?: number | undefined
}

/** How many refunds of one way are in a state, and what they come to in minor units. */
export type Standing = SumByMethod & { readonly state: RefundState }

const { fields } = refundsTable

const ofPayment = (column: string): string => `(SELECT ${column} FROM payments WHERE payments.id = refunds.payment_id)`

/** A refund with its charge and its receiver's name, for SELECT … FROM refunds and for RETURNING. */
export const refundSelection = mapped(
  select({
    ...without(fields, 'key', 'runId', 'dueAt', 'leaseUntil', 'error', 'doneBy'),
    chargeId: field(ofPayment('COALESCE(told_as, charge_id)'), varchar),
    providerChargeId: field(ofPayment('provider_charge_id'), optional(varchar)),
    personName: field('(SELECT display_name FROM people WHERE people.id = refunds.person_id)', optional(varchar, '')),
    personUsername: field('(SELECT username FROM people WHERE people.id = refunds.person_id)', optional(varchar)),
  }),
  ({ amountMinor, currency, ...row }): Refund => ({ ...row, amount: { minor: amountMinor, currency } }),
)

const sum = field('SUM(amount_minor)', bigint)
const standings = select({
  method: fields.method,
  state: fields.state,
  currency: fields.currency,
  count: field('COUNT(*)', integer),
  minor: sum,
})
const ofPayments = select({ paymentId: fields.paymentId, minor: sum })

const movedFields = {
  eventId: fields.eventId,
  method: fields.method,
  currency: fields.currency,
  amountMinor: fields.amountMinor,
}

/** What of a refund its event's counters count, for RETURNING. */
export const moved = select(movedFields)

const insert = insertion(
  refundsTable,
  [
    ...(['key', 'paymentId', 'orderId', 'eventId', 'runId', 'personId', 'method', 'amountMinor', 'currency'] as const),
    ...(['reason', 'state', 'dueAt', 'createdAt'] as const),
  ],
  `ON CONFLICT (key) DO NOTHING RETURNING ${moved.sql}`,
)

/** Counts refunds that became `signs`: 1 for what is so now, -1 for what was. */
export const countRefund = (
  db: Db,
  { amountMinor: minor, ...row }: RowOf<typeof movedFields>,
  signs: { readonly made?: 1; readonly due?: 1 | -1; readonly failed?: 1 | -1 },
): void => {
  const { made = 0, due = 0, failed = 0 } = signs
  count(db, { ...row, refunds: made, refundedMinor: made * minor, due, dueMinor: due * minor, failed })
}

const countMade = (db: Db, row: RowOf<typeof movedFields>, at: number): void => {
  countRefund(db, row, { made: 1, due: 1 })
  countMoney(db, { ...row, refundedMinor: row.amountMinor, at })
}

/** What goes back. How the bot gives back Stars by itself is in refundClaims.ts. */
export const createRefundsTable = (db: Db) => {
  const list = (where: string, values: readonly Value[]): Promise<Refund[]> =>
    db.rows(refundSelection.read, `SELECT ${refundSelection.sql} FROM refunds WHERE ${where}`, values)

  return {
    find: async (refundId: number): Promise<Refund | undefined> => (await list('id = $1', [refundId]))[0],
    findByKey: async (key: string): Promise<Refund | undefined> => (await list('key = $1', [key]))[0],

    /** Writes refunds, due now; a key that is there already is left alone. How many are new. */
    add: async (refunds: readonly NewRefund[], now: number): Promise<number> => {
      db.refunding()
      const rows = refunds.map(({ amount, ...row }) => ({
        ...row,
        amountMinor: amount.minor,
        currency: amount.currency,
        state: 'due' as const,
        dueAt: now,
        createdAt: now,
      }))
      let added = 0
      for (const some of inChunks(rows)) {
        const written = await db.rows(moved.read, ...insert(...some))
        for (const row of written) countMade(db, row, now)
        added += written.length
      }
      return added
    },

    /** How much of a payment goes back or went, in minor units. */
    sumOfPayment: (paymentId: number): Promise<number> =>
      db.one(only(bigint), 'SELECT COALESCE(SUM(amount_minor), 0) FROM refunds WHERE payment_id = $1', [paymentId]),

    /** How much of each of an event's payments goes back or went, in minor units, by payment. */
    sumsOfEvent: async (eventId: number): Promise<Map<number, number>> => {
      const rows = await db.rows(
        ofPayments.read,
        `SELECT ${ofPayments.sql} FROM refunds WHERE event_id = $1 GROUP BY payment_id`,
        [eventId],
      )
      return new Map(rows.map(({ paymentId, minor }) => [paymentId, minor]))
    },

    ofOrder: (orderId: number): Promise<Refund[]> => list('order_id = $1 ORDER BY id', [orderId]),

    /**
     * What an event's organizer has to look at or to give back by hand: due and not in Stars, or failed; oldest first,
     * after the refund with the id `after`.
     */
    tasksOf: (
      eventId: number,
      { after, limit }: { readonly after?: number; readonly limit: number },
    ): Promise<Refund[]> => {
      const place = after === undefined ? undefined : [after]
      const end = keyset({ by: ['id'], order: 'ASC', after: place, limit }, 1)
      return list(`event_id = $1 AND ${isTask}${end.sql}`, [eventId, ...end.values])
    },

    /** It is done; false if it was before. `by`: the organizer who did it. */
    done: async (refundId: number, { now, by }: { readonly now: number; readonly by?: number }): Promise<boolean> => {
      db.refunding()
      for (const from of ['due', 'failed'] as const) {
        const row = await db.row(
          moved.read,
          `UPDATE refunds SET state = 'done', done_at = $2, done_by = $3, lease_until = NULL, error = NULL
           WHERE id = $1 AND state = '${from}' RETURNING ${moved.sql}`,
          [refundId, now, by],
        )
        if (row) countRefund(db, row, { due: -1, ...(from === 'failed' && { failed: -1 }) })
        if (row) return true
      }
      return false
    },

    /** How the refunds of one run stand: of each state, how many and how much. */
    progressOfRun: (runId: number): Promise<Standing[]> =>
      db.rows(
        standings.read,
        `SELECT ${standings.sql} FROM refunds WHERE run_id = $1 GROUP BY way, state, currency ORDER BY way, state, currency`,
        [runId],
      ),
  }
}
