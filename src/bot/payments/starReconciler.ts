import type { Api } from 'grammy'
import type { StarTransaction } from 'grammy/types'
import type { Logger } from 'pino'
import { stars } from '../../domain/money.js'
import type { Clock } from '../../runtime/clock.js'
import type { ReceivedPayment } from '../../services/payments/payments.js'
import type { Services } from '../../services/services.js'
import { grammySignal } from '../telegram/api.js'

type Needs = {
  readonly api: Pick<Api, 'getStarTransactions'>
  readonly services: Pick<Services, 'payments' | 'downtime'>
  readonly clock: Clock
  readonly log: Logger
}

const minute = 60_000
const day = 24 * 60 * minute
// The most that Telegram gives at once (core.telegram.org/bots/api#getstartransactions).
const pageSize = 100
// Telegram's updates of the last 24 hours come first: what they tell of need not be checked by anybody.
const updatesFirstMs = minute

/**
 * Finds payments that no update told of: Stars in Telegram's own list, and, after a long silence, orders for their
 * organizers to check.
 */
export const createStarReconciler = ({ api, services: { payments, downtime: silence }, clock, log }: Needs) => {
  const newSince = async (seen: number, signal: AbortSignal): Promise<readonly StarTransaction[]> => {
    const found: StarTransaction[] = []
    for (;;) {
      const { transactions } = await api.getStarTransactions(
        { offset: seen + found.length, limit: pageSize },
        grammySignal(signal),
      )
      found.push(...transactions)
      if (transactions.length < pageSize) return found
    }
  }

  const take = async (transactions: readonly StarTransaction[]): Promise<number> => {
    // A refund has its payment's id. Whatever gave it back, nothing is owed any more.
    const refunded = new Set(transactions.filter(({ receiver }) => receiver).map(({ id }) => id))
    let missed = 0
    for (const transaction of transactions) {
      const received = refunded.has(transaction.id) ? undefined : receivedIn(transaction)
      if (received && (await payments.receive(received)).isNew) missed += 1
    }
    return missed
  }

  /** Looks through the Star transactions that were not looked at before. */
  const lookAtStars = async (signal: AbortSignal): Promise<void> => {
    const seen = await silence.starsSeen()
    const transactions = await newSince(seen ?? 0, signal)
    // What this bot was paid before it had this database was never for one of its orders.
    const missed = seen === undefined ? 0 : await take(transactions)
    await silence.setStarsSeen((seen ?? 0) + transactions.length)
    log[missed > 0 ? 'warn' : 'info']({ transactions: transactions.length, missed }, 'Star transactions looked at')
  }

  const watchStars = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const isDone = await lookAtStars(signal).then(
        () => true,
        (error: unknown) => {
          if (!signal.aborted) log.warn({ err: error }, 'Star transactions could not be looked at; trying again')
          return false
        },
      )
      await clock.sleep(isDone ? day : minute, signal)
    }
  }

  const beat = async (signal: AbortSignal): Promise<void> => {
    const since = await silence.longSince()
    if (since !== undefined) await clock.sleep(updatesFirstMs, signal)
    // Until it is told, the silence is not over: a program that dies now has to tell it at the next start.
    if (since !== undefined && !signal.aborted)
      log.warn(
        { since: new Date(since).toISOString(), orders: await silence.listToCheck(since) },
        'the bot was silent for longer than Telegram keeps updates',
      )
    while (!signal.aborted) {
      await silence.heartbeat().catch((error: unknown) => log.warn({ err: error }, 'no sign of life could be written'))
      await clock.sleep(5 * minute, signal)
    }
  }

  return {
    /** Looks at the start and once a day, until the signal fires. */
    watchStars,

    /**
     * Tells of a long silence before, then gives signs of life until the signal fires. Rejects when the database fails
     * at the start: run it again.
     */
    beat,
  }
}

/** What `createReconciler` gives. */
export type StarReconciler = ReturnType<typeof createStarReconciler>

/**
 * A payment for an invoice; undefined for all else, such as withdrawals, refunds and gifts. Its id is that of the
 * payment (core.telegram.org/bots/api#startransaction).
 */
const receivedIn = ({ id, amount, source }: StarTransaction): ReceivedPayment | undefined =>
  source?.type === 'user' && source.transaction_type === 'invoice_payment' && source.invoice_payload !== undefined
    ? {
        payload: source.invoice_payload,
        chargeId: id,
        payerId: source.user.id,
        amount: { minor: amount, currency: stars },
        method: 'stars',
      }
    : undefined
