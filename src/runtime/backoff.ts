import type { Clock } from './clock.js'

/** The pauses between tries (milliseconds): the first one, doubled after each failure, up to the longest. */
export type Backoff = { readonly firstMs: number; readonly longestMs: number }

/** How long to wait after so many failures in a row (1 and more), in milliseconds. */
export const backoff = (failures: number, { firstMs, longestMs }: Backoff): number =>
  Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30))

type Retry = {
  readonly clock: Clock
  /** Ends a pause early; the next try is made all the same. */
  readonly signal?: AbortSignal
  /** Milliseconds until the next try, after so many failures; undefined: there is none. */
  readonly pauseAfter: (error: unknown, failures: number) => number | undefined
}

/** Tries until it succeeds. Rejects with the failure after which no other try is wanted. */
export const retry = async <T>(attempt: () => Promise<T>, { clock, signal, pauseAfter }: Retry): Promise<T> => {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt()
    } catch (error) {
      const pauseMs = pauseAfter(error, failures)
      if (pauseMs === undefined) throw error
      await clock.sleep(pauseMs, signal)
    }
  }
}
