import { secondMs } from '../../../domain/duration.js'

// A little slower than the limit, so that an uneven line does not bring it above …
const slack = 1.02
// … and what a late timer cost is made up for, this much at once: else each message would be late by all that those
// before it were. Who was silent for longer has earned no rush.
const catchUpMs = secondMs / 4
// However much there is to catch up with, in a second there is never more than a second's worth.
const windowSlack = 1.018
// Faster than this nobody is kept to anything.
const mostInWindow = 10_000

/**
 * Keeps something to so many messages a second, evenly. What was said faster all the same is waited for afterwards, but
 * for no longer than `mostOwedMs`. Times are milliseconds that never go back.
 */
export const createEvenPace = (perSecond: number, mostOwedMs = Infinity) => {
  let sharers = 1
  let dueAt = -Infinity
  let begun: number[] = []
  const mine = (): number => perSecond / sharers
  const inWindow = (): number => Math.max(1, Math.min(mostInWindow, Math.floor(mine())))
  const windowMs = (): number => (inWindow() / mine()) * secondMs * windowSlack
  return {
    /** Milliseconds until another message may go out; 0 now. */
    wait: (now: number): number => {
      const blocking = begun[begun.length - inWindow()] ?? -Infinity
      return Math.max(0, dueAt - now, blocking + windowMs() - now)
    },
    /** Counts so many messages. */
    count: (messages: number, now: number): void => {
      const nextAt = Math.max(dueAt, now - catchUpMs) + (messages * secondMs * slack) / mine()
      dueAt = Math.min(nextAt, now + mostOwedMs)
      begun = begun.filter((at) => at > now - windowMs())
      for (let i = 0; i < messages; i += 1) begun.push(now)
    },
    /** So many processes speak for the bot: each has its share. */
    shareAmong: (processes: number): void => void (sharers = processes),
  }
}
