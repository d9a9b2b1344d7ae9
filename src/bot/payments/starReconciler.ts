import type { Api } from 'grammy'
import type { StarTransaction } from 'grammy/types'
import type { Logger } from 'pino'
import { dayMs, minuteMs } from '../../domain/duration.js'
import { stars } from '../../domain/money.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { ReceivedPayment } from '../../services/payments/payments.js'
import type { Services } from '../../services/services.js'
import { grammySignal } from '../telegram/api.js'

type Needs = {
  readonly api: Pick<Api, 'getStarTransactions'>
  readonly services: Pick<Services, 'payments' | 'downtime'>
  readonly clock: Clock
  readonly log: Logger
}

// The most that Telegram gives at once (core.telegram.org/bots/api#getstartransactions).
const pageSize = 100

/** Finds payments in Stars that no update told of, in Telegram's own list: at the start and once a day. */
export const createStarReconciler = ({ api, services: { payments, downtime }, clock, log }: Needs): Loop => {
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
    const seen = await downtime.starsSeen()
    const transactions = await newSince(seen ?? 0, signal)
    // What this bot was paid before it had this database was never for one of its orders.
    const missed = seen === undefined ? 0 : await take(transactions)
    await downtime.setStarsSeen((seen ?? 0) + transactions.length)
    log[missed > 0 ? 'warn' : 'info']({ transactions: transactions.length, missed }, 'Star transactions looked at')
  }

  return createLoop({
    clock,
    log,
    name: 'looking for missed Stars',
    round: async (signal) => {
      await lookAtStars(signal)
      return { pauseMs: dayMs }
    },
    pauseAfter: (error) => {
      log.warn({ err: error }, 'Star transactions could not be looked at; trying again')
      return minuteMs
    },
  })
}

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
        ...(source.affiliate && { affiliateMinor: source.affiliate.amount }),
        method: 'stars',
      }
    : undefined
