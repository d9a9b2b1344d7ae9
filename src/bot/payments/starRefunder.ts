import { type Api, GrammyError } from 'grammy'
import type { Logger } from 'pino'
import { hourMs, minuteMs, secondMs } from '../../domain/duration.js'
import type { Refund } from '../../domain/refund.js'
import { type Backoff, backoff } from '../../runtime/backoff.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Next } from '../../runtime/loop.js'
import type { RefundTry, Refunds } from '../../services/refunds/refunds.js'
import { reasonOf, retryAfterMs } from '../telegram/errors.js'

type Needs = {
  readonly api: Pick<Api, 'refundStarPayment'>
  readonly refunds: Pick<Refunds, 'claim' | 'recordTry' | 'nextDue'>
  readonly clock: Clock
  readonly log: Logger
}

const pauses: Backoff = { firstMs: secondMs, longestMs: hourMs }
// Other processes write to the same table; this is how late their refunds may be noticed where they died.
const lookAgainMs = minuteMs
const shortestRestMs = 20

/** Gives Stars back, one payment after another, and again until Telegram has said yes or no. */
export const createStarRefunder = ({ api, refunds, clock, log }: Needs) => {
  // Telegram wants to hear nothing until then.
  let closedUntil = 0

  const giveBack = async (refund: Refund): Promise<void> => {
    const result = await api.refundStarPayment(refund.personId, refund.chargeId).then(
      (): RefundTry => ({ kind: 'done' }),
      (error: unknown) => resultOf(error, refund.attempts),
    )
    if (isTooManyRequests(result)) closedUntil = clock.now() + result.afterMs
    await refunds.recordTry(refund, result)
    log[result.kind === 'failed' ? 'error' : result.kind === 'again' ? 'warn' : 'info'](
      { refund: refund.id, result: result.kind, ...('error' in result && { reason: result.error }) },
      'refund of Stars',
    )
  }

  const restMs = (due: number | undefined): number =>
    due === undefined
      ? lookAgainMs
      : Math.min(lookAgainMs, Math.max(shortestRestMs, Math.max(due, closedUntil) - clock.now()))

  const round = async (): Promise<Next> => {
    // Most times a look is enough, and a claim writes.
    const due = await refunds.nextDue()
    const [refund] = due !== undefined && Math.max(due, closedUntil) <= clock.now() ? await refunds.claim(1) : []
    if (!refund) return { restMs: restMs(due) }
    await giveBack(refund)
    return 'again'
  }

  const loop = createLoop({ clock, log, name: 'giving Stars back', round })

  return {
    /** There may be something to give back. */
    wake: loop.wake,

    /** Resolves when nothing is being given back and nothing more is due. */
    idle: loop.idle,

    /** Works until the signal fires. */
    run: loop.run,
  }
}

const tooManyRequests = 'too many requests'

const isTooManyRequests = (result: RefundTry): result is Extract<RefundTry, { kind: 'again' }> =>
  result.kind === 'again' && result.error === tooManyRequests

/**
 * What a failed try means (errors of payments.refundStarsCharge, core.telegram.org/method/payments.refundStarsCharge,
 * and of the Bot API server).
 */
const resultOf = (error: unknown, attempts: number): RefundTry => {
  const again = (reason: string, afterMs = backoff(attempts + 1, pauses)): RefundTry => ({
    kind: 'again',
    afterMs,
    error: reason,
  })
  if (!(error instanceof GrammyError)) return again(reasonOf(error))
  const { error_code: code, description } = error
  // An earlier try arrived, and its answer was lost.
  if (description.includes('CHARGE_ALREADY_REFUNDED')) return { kind: 'done' }
  const afterMs = retryAfterMs(error)
  if (afterMs !== undefined) return again(tooManyRequests, afterMs)
  // With a wrong token the program stops, and the refund waits for the right one.
  if (code >= 500 || code === 401) return again(`${code} ${description}`)
  return { kind: 'failed', error: `${code} ${description}` }
}
