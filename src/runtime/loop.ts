import type { Logger } from 'pino'
import type { Clock } from './clock.js'

/**
 * What comes after a round: the next one at once; a rest of so many milliseconds, which a wake cuts short; or a pause,
 * which only the end cuts short.
 */
export type Next = 'again' | { readonly restMs: number } | { readonly pauseMs: number }

type Needs = {
  readonly clock: Clock
  readonly log: Logger
  /** What it does: "drawing door screens". */
  readonly name: string
  /** Does what is to be done now. It may throw: it is called again. */
  readonly round: (signal: AbortSignal) => Promise<Next>
  /** Whether something that a round began is still under way; its end must wake the loop. */
  readonly isBusy?: () => boolean
  /** Tells of a failure; gives the milliseconds until the next round, or throws what ends the loop. */
  readonly pauseAfter?: (error: unknown, failures: number) => number
}

const usualPauseMs = 5000

/** Does something round after round until a signal fires: rests that can be cut short, and again after a failure. */
export const createLoop = ({ clock, log, name, round, isBusy = () => false, pauseAfter }: Needs) => {
  let isWoken = false
  // -Infinity: it is at work.
  let restsUntil = -Infinity
  let endRest: () => void = () => undefined
  const idlers: (() => void)[] = []

  const tellIdlers = (): void => idlers.splice(0).forEach((idle) => idle())

  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    const sleeping = clock.sleep(Math.max(1, ms), signal)
    // Not before it sleeps: whoever turns the clock now finds out when it wants to wake.
    restsUntil = clock.elapsed() + Math.max(1, ms)
    if (!isBusy()) tellIdlers()
    await sleeping
    restsUntil = -Infinity
  }

  const rest = async (ms: number, signal: AbortSignal): Promise<void> => {
    if (isWoken || signal.aborted) return
    const ending = new AbortController()
    const end = (): void => {
      restsUntil = -Infinity
      // A reason of ours: without one, Node makes an Error with its stack for each.
      ending.abort('awake')
    }
    endRest = end
    signal.addEventListener('abort', end, { once: true })
    await sleep(ms, ending.signal)
    signal.removeEventListener('abort', end)
    endRest = () => undefined
  }

  const tellAndPause = (error: unknown): number => {
    log.error({ err: error }, `${name} was interrupted; trying again`)
    return usualPauseMs
  }

  let failures = 0
  const attempt = async (signal: AbortSignal): Promise<Next> => {
    isWoken = false
    try {
      const next = await round(signal)
      failures = 0
      return next
    } catch (error) {
      if (signal.aborted) return 'again'
      failures += 1
      return { pauseMs: (pauseAfter ?? tellAndPause)(error, failures) }
    }
  }

  return {
    /** There is something to do: ends the rest, or the next one if there is none now. */
    wake: (): void => {
      isWoken = true
      endRest()
    },

    /** Resolves when nothing is under way and nothing is due: it rests, and its time has not come. */
    idle: (): Promise<void> =>
      restsUntil > clock.elapsed() && !isBusy() ? Promise.resolve() : new Promise((idle) => void idlers.push(idle)),

    /** Works until the signal fires. Rejects only with what `pauseAfter` throws. */
    run: async (signal: AbortSignal): Promise<void> => {
      try {
        while (!signal.aborted) {
          const next = await attempt(signal)
          if (next === 'again') continue
          await ('restMs' in next ? rest(next.restMs, signal) : sleep(next.pauseMs, signal))
        }
      } finally {
        // Who does nothing more has nothing that is due.
        restsUntil = Infinity
        tellIdlers()
      }
    },
  }
}

/** A loop: `wake` it, wait until it is `idle`, `run` it. */
export type Loop = ReturnType<typeof createLoop>

type Chore = Pick<Needs, 'clock' | 'log' | 'name'> & {
  readonly everyMs: number
  readonly work: () => Promise<unknown>
}

/** Does something every so often, for the first time after one pause; after a failure its next turn comes as usual. */
export const createChore = ({ clock, log, name, everyMs, work }: Chore): Loop => {
  let isFirst = true
  return createLoop({
    clock,
    log,
    name,
    round: async () => {
      if (!isFirst) await work()
      isFirst = false
      return { pauseMs: everyMs }
    },
    pauseAfter: (error) => {
      log.error({ err: error }, `${name} failed`)
      return everyMs
    },
  })
}
