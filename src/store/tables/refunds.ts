import type { PrepaidMethod } from '../../domain/payment.js'
import type { Refund, RefundReason, RefundState } from '../../domain/refund.js'
import { bigint, counter, id, integer, optional, refersTo, table, text, varchar } from './columns.js'
import {
  num,
  optionalNum,
  optionalStr,
  placeholders,
  rowPlaceholders,
  str,
  type Db,
  type Row,
} from '../engine/statements.js'
import { type SumByMethod, toSum } from './payments.js'

/**
 * Table `refunds`: money that goes back. `key` makes a repeat harmless: "surplus:<payment>", "order:<order>",
 * "ticket:<ticket>".
 */
export const refundsSchema = table({
  name: 'refunds',
  columns: {
    id,
    key: varchar,
    payment_id: integer,
    order_id: optional(integer),
    event_id: optional(integer),
    run_id: optional(integer),
    person_id: bigint,
    way: varchar,
    amount_minor: bigint,
    currency: varchar,
    reason: varchar,
    state: varchar,
    due_at: bigint,
    lease_until: optional(bigint),
    attempts: counter,
    error: optional(text),
    created_at: bigint,
    done_at: optional(bigint),
    done_by: optional(bigint),
  },
  indices: [
    { columns: ['key'], unique: true },
    { columns: ['payment_id'] },
    { columns: ['event_id', 'state', 'id'] },
    { name: 'refunds_run', columns: ['run_id'] },
    { name: 'refunds_due', columns: ['due_at'], where: "state = 'due'" },
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

const all = `SELECT refunds.*, payments.charge_id, payments.provider_charge_id, people.display_name AS person_name
  FROM refunds JOIN payments ON payments.id = refunds.payment_id LEFT JOIN people ON people.id = refunds.person_id`

// SQLite takes 32,766 values in one statement; a row has 13.
const mostAtOnce = 500

/** What goes back. */
export const createRefundsTable = (db: Db) => {
  const insertSome = (refunds: readonly NewRefund[], now: number): Promise<number> =>
    db.change(
      `INSERT INTO refunds (key, payment_id, order_id, event_id, person_id, way, amount_minor, currency, reason, state, due_at, created_at, run_id)
       VALUES ${rowPlaceholders(refunds.length, 13)} ON CONFLICT (key) DO NOTHING`,
      refunds.flatMap(({ key, paymentId, orderId, eventId, personId, method, amount, reason, runId }) => [
        key,
        paymentId,
        orderId,
        eventId,
        personId,
        method,
        amount.minor,
        amount.currency,
        reason,
        'due',
        now,
        now,
        runId,
      ]),
    )
  const list = async (where: string, values: readonly (string | number)[]): Promise<Refund[]> =>
    (await db.rows(`${all} WHERE ${where}`, values)).map(toRefund)

  const standing = async (by: 'event_id' | 'run_id', value: number): Promise<Standing[]> =>
    (
      await db.rows(
        `SELECT way, state, currency, COUNT(*) AS count, SUM(amount_minor) AS minor FROM refunds WHERE ${by} = $1 GROUP BY way, state, currency ORDER BY way, state, currency`,
        [value],
      )
    ).map((row) => ({ ...toSum(row), state: str(row, 'state') as RefundState }))

  return {
    find: async (refundId: number): Promise<Refund | undefined> => (await list('refunds.id = $1', [refundId]))[0],
    findByKey: async (key: string): Promise<Refund | undefined> => (await list('refunds.key = $1', [key]))[0],

    /** Writes refunds, due now; a key that is there already is left alone. How many are new. */
    add: async (refunds: readonly NewRefund[], now: number): Promise<number> => {
      db.refunding()
      let added = 0
      for (let start = 0; start < refunds.length; start += mostAtOnce)
        added += await insertSome(refunds.slice(start, start + mostAtOnce), now)
      return added
    },

    /** How much of a payment goes back or went, in minor units. */
    sumOfPayment: async (paymentId: number): Promise<number> =>
      num(
        await db.one('SELECT COALESCE(SUM(amount_minor), 0) AS minor FROM refunds WHERE payment_id = $1', [paymentId]),
        'minor',
      ),

    /** How much of each of an event's payments goes back or went, in minor units, by payment. */
    sumsOfEvent: async (eventId: number): Promise<Map<number, number>> => {
      const rows = await db.rows(
        'SELECT payment_id, SUM(amount_minor) AS minor FROM refunds WHERE event_id = $1 GROUP BY payment_id',
        [eventId],
      )
      return new Map(rows.map((row) => [num(row, 'payment_id'), num(row, 'minor')]))
    },

    ofOrder: (orderId: number): Promise<Refund[]> => list('refunds.order_id = $1 ORDER BY refunds.id', [orderId]),

    /**
     * What an event's organizer has to look at or to give back by hand: due and not in Stars, or failed; oldest first,
     * after the refund with the id `after`.
     */
    tasksOf: (
      eventId: number,
      { after = 0, limit }: { readonly after?: number; readonly limit: number },
    ): Promise<Refund[]> =>
      list(
        "refunds.event_id = $1 AND (refunds.state = 'failed' OR (refunds.state = 'due' AND refunds.way <> 'stars')) AND refunds.id > $2 ORDER BY refunds.id LIMIT $3",
        [eventId, after, limit],
      ),

    /** Claims Stars that are to be given back and due, for `leaseMs`. */
    claim: async ({
      now,
      leaseMs,
      limit,
    }: {
      readonly now: number
      readonly leaseMs: number
      readonly limit: number
    }): Promise<Refund[]> => {
      const rows = await db.rows(
        `UPDATE refunds SET lease_until = $2 WHERE id IN (SELECT id FROM refunds WHERE state = 'due' AND way = 'stars' AND due_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
         ORDER BY due_at, id LIMIT $3) AND state = 'due' AND (lease_until IS NULL OR lease_until <= $1) RETURNING id`,
        [now, now + leaseMs, limit],
      )
      const ids = rows.map((row) => num(row, 'id'))
      return ids.length === 0 ? [] : list(`refunds.id IN (${placeholders(ids.length)}) ORDER BY refunds.id`, ids)
    },

    /** When Stars are to be given back next (UTC milliseconds); undefined if none are. */
    nextDue: async (): Promise<number | undefined> =>
      optionalNum(
        await db.one(
          "SELECT MIN(CASE WHEN lease_until > due_at THEN lease_until ELSE due_at END) AS at FROM refunds WHERE state = 'due' AND way = 'stars'",
        ),
        'at',
      ),

    /** It is done; false if it was before. `by`: the organizer who did it. */
    done: async (refundId: number, { now, by }: { readonly now: number; readonly by?: number }): Promise<boolean> => {
      db.refunding()
      return (
        (await db.change(
          "UPDATE refunds SET state = 'done', done_at = $2, done_by = $3, lease_until = NULL, error = NULL WHERE id = $1 AND state <> 'done'",
          [refundId, now, by],
        )) > 0
      )
    },

    /** It did not work: again at `dueAt`, or, without one, somebody has to look. */
    postpone: async (
      refundId: number,
      { dueAt, error }: { readonly dueAt: number | undefined; readonly error: string },
    ): Promise<void> => {
      db.refunding()
      await db.change(
        "UPDATE refunds SET attempts = attempts + 1, lease_until = NULL, error = $2, state = $3, due_at = COALESCE($4, due_at) WHERE id = $1 AND state = 'due'",
        [refundId, error, dueAt === undefined ? 'failed' : 'due', dueAt],
      )
    },

    /** At the start of an only process: whoever had a lease is dead. */
    expireLeases: async (): Promise<void> => {
      await db.change("UPDATE refunds SET lease_until = NULL WHERE state = 'due' AND lease_until IS NOT NULL")
    },

    /** How an event's refunds stand: of each state, how many and how much. */
    progress: (eventId: number): Promise<Standing[]> => standing('event_id', eventId),

    /** How the refunds of one run stand. */
    progressOfRun: (runId: number): Promise<Standing[]> => standing('run_id', runId),
  }
}

const toRefund = (row: Row): Refund => ({
  id: num(row, 'id'),
  paymentId: num(row, 'payment_id'),
  orderId: optionalNum(row, 'order_id'),
  eventId: optionalNum(row, 'event_id'),
  personId: num(row, 'person_id'),
  personName: optionalStr(row, 'person_name') ?? '',
  method: str(row, 'way') as PrepaidMethod,
  amount: { minor: num(row, 'amount_minor'), currency: str(row, 'currency') },
  reason: str(row, 'reason') as RefundReason,
  state: str(row, 'state') as RefundState,
  chargeId: str(row, 'charge_id'),
  providerChargeId: optionalStr(row, 'provider_charge_id'),
  attempts: num(row, 'attempts'),
  createdAt: num(row, 'created_at'),
  doneAt: optionalNum(row, 'done_at'),
})
