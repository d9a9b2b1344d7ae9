import { setTimeout as pause } from 'node:timers/promises'
import type { ClockControl } from 'telegram-sandbox/page'

/** The demo's clock: the machine's, and as much ahead as it was turned. It is everybody's, the bot's too. */
export type DemoClock = ClockControl & {
  /** UTC milliseconds. */
  readonly now: () => number
}

const minuteMs = 60_000
// What is due on the way happens on the way: a reminder is no use when the evening is over.
const stepMs = 10 * minuteMs
const mostSteps = 72
// Time for the bot to do what is due.
const restMs = 60

/** A clock that shows the machine's time. Turns come one after another. */
export const createDemoClock = (): DemoClock => {
  const listeners = new Set<(aheadMs: number) => void>()
  let ahead = 0
  let turning: Promise<void> = Promise.resolve()

  const leap = (ms: number): void => {
    ahead += ms
    listeners.forEach((listen) => listen(ahead))
  }
  const turn = async (ms: number): Promise<void> => {
    const steps = Math.min(mostSteps, Math.ceil(ms / stepMs))
    for (let step = 0; step < steps; step += 1) {
      if (step > 0) await pause(restMs)
      leap(Math.floor((ms * (step + 1)) / steps) - Math.floor((ms * step) / steps))
    }
  }

  return {
    now: () => Date.now() + ahead,
    aheadMs: () => ahead,
    turn: (ms) => (turning = turning.then(() => turn(ms))),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
