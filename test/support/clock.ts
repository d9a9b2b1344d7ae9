import type { Clock } from '../../src/runtime/clock.js'

/** A clock that stands still until it is turned. */
export type TestClock = Clock & {
  /** When the next sleeper wakes, in UTC milliseconds. */
  nextWake(): number | undefined
  /** Lets the time pass until the hands show this instant, and wakes whoever is due. */
  set(at: number): void
  /** Puts the hands forward, or back where it is negative: no time passes. */
  adjust(ms: number): void
}

type Sleeper = { readonly at: number; readonly wake: () => void }

/** A clock that shows `start` (UTC milliseconds). */
export const createTestClock = (start: number): TestClock => {
  let now = start
  let elapsed = 0
  const sleepers = new Set<Sleeper>()
  const sleep: Clock['sleep'] = (ms, signal) =>
    new Promise((resolve) => {
      if (ms <= 0 || signal?.aborted) return resolve()
      const wake = (): void => {
        sleepers.delete(sleeper)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const sleeper: Sleeper = { at: elapsed + ms, wake }
      sleepers.add(sleeper)
      signal?.addEventListener('abort', wake, { once: true })
    })
  return {
    now: () => now,
    elapsed: () => elapsed,
    sleep,
    nextWake: () => (sleepers.size === 0 ? undefined : now - elapsed + Math.min(...[...sleepers].map(({ at }) => at))),
    set: (at) => {
      elapsed += Math.max(0, at - now)
      now = at
      for (const sleeper of [...sleepers]) if (sleeper.at <= elapsed) sleeper.wake()
    },
    adjust: (ms) => {
      now += ms
    },
  }
}
