import type { Logger } from 'pino'
import { secondMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import type { Outage } from './outage.js'

type Needs = {
  /** Begins to handle whatever is this process's and is not in its hands. */
  readonly takeUp: () => Promise<void>
  readonly outage: Outage
  readonly clock: Clock
  readonly log: Logger
  readonly signal: AbortSignal
}

// By then the server has ended, in one way or the other, whatever it was asked on connections that are gone.
const lookAgainMs = 30 * secondMs

/**
 * What becomes of updates whose storing the database did not confirm: they may be there, and Telegram's next delivery
 * would count as a repeat. Ownership looks for them before it begins anything else; without anything else, they are
 * looked for when the database is back, and once more.
 */
export const createDoubts = ({ takeUp, outage, clock, log, signal }: Needs) => {
  let settling: Promise<void> | undefined

  const settleInTime = async (error: unknown): Promise<void> => {
    await outage.end(error, signal)
    await takeUp()
    await clock.sleep(lookAgainMs, signal)
    if (!signal.aborted) await takeUp()
  }

  return {
    /** Stores updates as ours. After a failure, whatever is ours is begun in time, in order. */
    orDoubt: async <T>(store: () => Promise<T>): Promise<T> => {
      try {
        return await store()
      } catch (error) {
        settling ??= settleInTime(error)
          .catch((later: unknown) => log.warn({ err: later }, 'what was stored is still in doubt'))
          .finally(() => {
            settling = undefined
          })
        throw error
      }
    },
  }
}
