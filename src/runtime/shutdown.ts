import type { Logger } from 'pino'
import type { Clock } from './clock.js'

type Needs = {
  readonly clock: Clock
  readonly log: Logger
  /** Ends the lifetime from outside. */ readonly signal: AbortSignal | undefined
}

const shutdownMs = 10_000

/** How long the program runs, and what has to end with it. */
export const createLifetime = ({ clock, log, signal: outside }: Needs) => {
  const stopping = new AbortController()
  const signal = outside ? AbortSignal.any([outside, stopping.signal]) : stopping.signal
  // A function, since the compiler does not know that waiting changes the signal.
  const isOver = (): boolean => signal.aborted
  const endings: (() => Promise<unknown>)[] = []

  return {
    /** Fires when everything is to end. */
    signal,

    /** What to do at the end. All of it is done at once. */
    atEnd: (close: () => Promise<unknown>): void => void endings.push(close),

    /** Something that ends by itself when the signal fires, and is waited for. */
    keep: (running: Promise<unknown>): void => void endings.push(() => running),

    /** Does this every so often. A failure is logged; the next turn may succeed. */
    every: async (ms: number, work: () => Promise<unknown>): Promise<void> => {
      while (!isOver()) {
        await clock.sleep(ms, signal)
        if (!isOver()) await work().catch((error: unknown) => log.error({ err: error }, 'housekeeping failed'))
      }
    },

    /** Does this until the end, and again whenever it fails. */
    always: async (what: string, work: () => Promise<unknown>): Promise<void> => {
      while (!isOver()) {
        await work().catch((error: unknown) => {
          log.error({ err: error }, `${what} was interrupted; trying again`)
          return clock.sleep(5000, signal)
        })
      }
    },

    /** Ends everything, in 10 s at most. True if all of it ended. */
    end: async (): Promise<boolean> => {
      stopping.abort()
      const timer = new AbortController()
      const late = clock.sleep(shutdownMs, timer.signal).then(() => false)
      const ended = Promise.all(endings.map((close) => close())).then(() => true)
      return Promise.race([ended, late]).finally(() => timer.abort())
    },
  }
}

/** What `createLifetime` gives. */
export type Lifetime = ReturnType<typeof createLifetime>
