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
 * would count as a repeat. They are looked for before anything else is begun, when the database is back, and once more.
 */
export const createDoubts = ({ takeUp, outage, clock, log, signal }: Needs) => {
  let isInDoubt = false
  let settling: Promise<void> | undefined

  const settle = async (): Promise<void> => {
    await takeUp()
    isInDoubt = false
  }

  const settleInTime = async (error: unknown): Promise<void> => {
    await outage.end(error, signal)
    await settle()
    await clock.sleep(lookAgainMs, signal)
    if (!signal.aborted) await takeUp()
  }

  return {
    /** Stores updates as ours. After a failure, and in the doubt that it leaves, whatever is ours is begun in order. */
    orDoubt: async <T>(store: () => Promise<T>): Promise<T> => {
      try {
        const stored = await store()
        if (isInDoubt) await settle()
        return stored
      } catch (error) {
        isInDoubt = true
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
