import type { Clock } from './clock.js'

/** The rest of a loop between its rounds, which can be cut short, and of which tests ask whether it has begun. */
export const createRest = (clock: Clock) => {
  let endRest: () => void = () => undefined
  let woken = false
  let restsUntil = -Infinity
  const idlers: (() => void)[] = []

  const begin = (until: number): void => {
    restsUntil = until
    idlers.splice(0).forEach((idle) => idle())
  }

  return {
    /** There is something to do: ends the rest, or the next one if there is none now. */
    wake: (): void => {
      woken = true
      restsUntil = -Infinity
      endRest()
    },

    /** Resolves when the loop rests and its time has not come. */
    idle: (): Promise<void> =>
      restsUntil > clock.now() ? Promise.resolve() : new Promise((resolve) => void idlers.push(resolve)),

    /** Rests so long, unless it was nudged since its last rest, or until it is or the signal fires. */
    rest: async (ms: number, signal: AbortSignal): Promise<void> => {
      if (!woken && !isOver(signal)) {
        const waiting = new AbortController()
        endRest = () => waiting.abort()
        const sleeping = clock.sleep(Math.max(1, ms), AbortSignal.any([waiting.signal, signal]))
        begin(clock.now() + Math.max(1, ms))
        await sleeping
        endRest = () => undefined
      }
      woken = false
      restsUntil = -Infinity
      // Who does nothing more has nothing that is due.
      if (isOver(signal)) begin(Infinity)
    },
  }
}

// A function, since the compiler does not know that waiting changes the signal.
const isOver = (signal: AbortSignal): boolean => signal.aborted
