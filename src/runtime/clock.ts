/** The time, and waiting for it: one of the four effects. */
export type Clock = {
  /** UTC milliseconds, for what is written down and shown. It may be set back by hours. */
  now(): number
  /** Milliseconds since some moment of this process, which never go back: for rests, paces and time limits. */
  elapsed(): number
  /** Resolves after `ms`, or at once when the signal fires. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

// setTimeout fires at once for anything longer than 2^31-1 ms.
const longestTimer = 2 ** 31 - 1

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  // The timers/promises of Node make an Error of each sleep that is cut short, and loops are woken all the time.
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const end = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, Math.min(Math.max(ms, 0), longestTimer))
      signal?.addEventListener('abort', end, { once: true })
    }),
}
