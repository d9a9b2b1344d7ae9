import { setMaxListeners } from 'node:events'
import type { Logger } from 'pino'
import type { Clock } from './clock.js'

type Needs = {
  readonly clock: Clock
  readonly log: Logger
  /** Begins the end from outside. */
  readonly signal: AbortSignal | undefined
  /** What has not ended after so many milliseconds is not waited for any longer. */
  readonly limitMs: number
}

/** How the program ends: a signal for what runs, and what is waited for. */
export const createShutdown = ({ clock, log, signal: outside, limitMs }: Needs) => {
  const stopping = new AbortController()
  const { signal } = stopping
  // No AbortSignal.any: on Node 20 whatever listens to one that lives long is kept for ever.
  const stop = (): void => stopping.abort(outside?.reason)
  if (outside?.aborted) stop()
  else outside?.addEventListener('abort', stop, { once: true })
  // Every loop listens to it: that is no leak.
  setMaxListeners(0, signal)
  const closings = new Map<string, () => Promise<unknown>>()
  const lasts: (() => Promise<unknown>)[] = []

  const closeAll = (): Promise<unknown> =>
    Promise.all(
      [...closings].map(async ([name, close]) => {
        await close()
        closings.delete(name)
      }),
    )

  return {
    /** Fires when everything is to end. */
    signal,

    /** What to do at the end. All of it is done at once. */
    onClose: (name: string, close: () => Promise<unknown>): void => void closings.set(name, close),

    /** What to do when all else has ended, or its time is over; it must not take long. A failure is logged. */
    atLast: (close: () => Promise<unknown>): void => void lasts.push(close),

    /** Something that ends by itself when the signal fires. Its failure is logged. */
    waitFor: (name: string, running: Promise<unknown>): void => {
      const ended = running.catch((error: unknown) => log.error({ err: error }, `${name} ended`))
      closings.set(name, () => ended)
    },

    /** Ends everything, as far as that is possible in time. Gives the names of what did not end. */
    end: async (): Promise<readonly string[]> => {
      stopping.abort()
      const timer = new AbortController()
      await Promise.race([closeAll(), clock.sleep(limitMs, timer.signal)]).finally(() => timer.abort())
      for (const close of lasts.splice(0))
        await close().catch((error: unknown) => log.warn({ err: error }, 'the end was not told'))
      return [...closings.keys()]
    },
  }
}

/** How the program ends: see `createShutdown`. */
export type Shutdown = ReturnType<typeof createShutdown>
