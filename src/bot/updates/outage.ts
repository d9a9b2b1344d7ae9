import type { Logger } from 'pino'
import { DatabaseUnavailable } from '../../domain/databaseUnavailable.js'
import { type Backoff, backoff, retry } from '../../runtime/backoff.js'
import type { Clock } from '../../runtime/clock.js'

type Needs = {
  /** A small write: it succeeds when the database is back. */
  readonly ask: () => Promise<unknown>
  readonly clock: Clock
  readonly log: Logger
}

// Whoever acted is looking at a spinner.
const askAgain: Backoff = { firstMs: 100, longestMs: 2000 }

/** Waits for the end of an outage of the database: however many wait, it is asked by one of them. */
export const createOutage = ({ ask, clock, log }: Needs) => {
  let waiting: Promise<void> | undefined

  const wait = async (cause: DatabaseUnavailable, signal: AbortSignal): Promise<void> => {
    log.error({ err: cause }, 'the database cannot be used; what was asked of it is done when it is back')
    await retry(ask, {
      clock,
      signal,
      pauseAfter: (_, failures) => (signal.aborted ? undefined : backoff(failures, askAgain)),
    })
    log.info('the database is back')
  }

  return {
    /** Resolves when the database is back; rejects when the signal fires before. Any other error is thrown again. */
    end: async (error: unknown, signal: AbortSignal): Promise<void> => {
      if (!(error instanceof DatabaseUnavailable)) throw error
      waiting ??= wait(error, signal).finally(() => {
        waiting = undefined
      })
      await waiting
    },
  }
}

/** Waits for the end of an outage: see `createOutage`. */
export type Outage = ReturnType<typeof createOutage>
