import { type Api, GrammyError } from 'grammy'
import type { Logger } from 'pino'
import type { Refund } from '../../domain/refund.js'
import type { Clock } from '../../runtime/clock.js'
import type { RefundTry, Refunds } from '../../services/refunds/refunds.js'
import { codeOf } from '../telegram/errors.js'

type Needs = {
  readonly api: Pick<Api, 'refundStarPayment'>
  readonly refunds: Pick<Refunds, 'claim' | 'recordTry' | 'nextDue'>
  readonly clock: Clock
  readonly log: Logger
}

const second = 1000
const longestPauseMs = 3600 * second
// Other processes write to the same table; this is how late their refunds may be noticed where they died.
const lookAgainMs = 60 * second
const shortestRestMs = 20

/** Gives Stars back, one payment after another, and again until Telegram has said yes or no. */
export const createStarRefunder = ({ api, refunds, clock, log }: Needs) => {
  let endRest: () => void = () => undefined
  let woken = false
  let isResting = false
  let isAnyDue = false
  // Telegram wants to hear nothing until then.
  let closedUntil = 0
  const idlers: (() => void)[] = []

  const wake = (): void => {
    woken = true
    isResting = false
    endRest()
  }

  const giveBack = async (refund: Refund): Promise<void> => {
    const outcome = await api.refundStarPayment(refund.personId, refund.chargeId).then(
      (): RefundTry => ({ kind: 'done' }),
      (error: unknown) => outcomeOf(error, refund.attempts),
    )
    if (isTooManyRequests(outcome)) closedUntil = clock.now() + outcome.afterMs
    await refunds.recordTry(refund, outcome)
    log[outcome.kind === 'failed' ? 'error' : outcome.kind === 'again' ? 'warn' : 'info'](
      { refund: refund.id, result: outcome.kind, ...('error' in outcome && { reason: outcome.error }) },
      'refund of Stars',
    )
  }

  const pauseMs = (due: number | undefined): number =>
    due === undefined
      ? lookAgainMs
      : Math.min(lookAgainMs, Math.max(shortestRestMs, Math.max(due, closedUntil) - clock.now()))

  const rest = async (pause: number, signal: AbortSignal): Promise<void> => {
    if (woken || signal.aborted) return
    const waiting = new AbortController()
    endRest = () => waiting.abort()
    const sleeping = clock.sleep(pause, AbortSignal.any([waiting.signal, signal]))
    // Not before it sleeps: whoever turns the clock now finds out when it wants to endRest.
    isResting = true
    idlers.splice(0).forEach((idle) => idle())
    await sleeping
    isResting = false
    endRest = () => undefined
  }

  const work = async (signal: AbortSignal): Promise<void> => {
    woken = false
    // Most times a look is enough, and a claim writes.
    const due = await refunds.nextDue()
    isAnyDue = due !== undefined
    const [refund] = due !== undefined && Math.max(due, closedUntil) <= clock.now() ? await refunds.claim(1) : []
    await (refund ? giveBack(refund) : rest(pauseMs(due), signal))
  }

  return {
    /** There may be something to give back. */
    wake,

    /** Resolves when nothing is being given back and nothing more is due. */
    idle: async (): Promise<void> => {
      if (isResting && !isAnyDue) return
      await new Promise<void>((idle) => {
        idlers.push(idle)
        wake()
      })
    },

    /** Works until the signal fires. */
    run: async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) await work(signal)
    },
  }
}

/** What `createRefunder` gives. */
export type StarRefunder = ReturnType<typeof createStarRefunder>

const tooManyRequests = 'too many requests'

const isTooManyRequests = (outcome: RefundTry): outcome is Extract<RefundTry, { kind: 'again' }> =>
  outcome.kind === 'again' && outcome.error === tooManyRequests

/**
 * What a failed try means (errors of payments.refundStarsCharge, core.telegram.org/method/payments.refundStarsCharge,
 * and of the Bot API server).
 */
const outcomeOf = (error: unknown, attempts: number): RefundTry => {
  const again = (
    reason: string,
    afterMs = Math.min(longestPauseMs, second * 2 ** Math.min(attempts, 20)),
  ): RefundTry => ({ kind: 'again', afterMs, error: reason })
  if (!(error instanceof GrammyError))
    return again(codeOf(error) ?? (error instanceof Error ? error.message : 'unknown'))
  const { error_code: code, description } = error
  // An earlier try arrived, and its answer was lost.
  if (description.includes('CHARGE_ALREADY_REFUNDED')) return { kind: 'done' }
  if (code === 429) return again(tooManyRequests, (error.parameters.retry_after ?? 1) * second)
  // With a wrong token the program stops, and the refund waits for the right one.
  if (code >= 500 || code === 401) return again(`${code} ${description}`)
  return { kind: 'failed', error: `${code} ${description}` }
}
