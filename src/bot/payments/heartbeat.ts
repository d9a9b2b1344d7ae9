import type { Logger } from 'pino'
import { minuteMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { Downtime } from '../../services/payments/downtime.js'

type Needs = {
  readonly downtime: Pick<Downtime, 'heartbeat' | 'longSince' | 'listToCheck'>
  readonly clock: Clock
  readonly log: Logger
}

// Telegram's updates of the last 24 hours come first: what they tell of need not be checked by anybody.
const updatesFirstMs = minuteMs
const everyMs = 5 * minuteMs

/**
 * Gives signs of life, by which the next start knows how long the bot was down; and, if it was for longer than Telegram
 * keeps updates, tells organizers first which orders may have been paid meanwhile.
 */
export const createHeartbeat = ({ downtime, clock, log }: Needs): Loop => {
  let isTold = false

  // Until it is told, the downtime is not over: a program that dies now has to tell it at the next start.
  const tellOfDowntime = async (signal: AbortSignal): Promise<void> => {
    const since = await downtime.longSince()
    if (since !== undefined) await clock.sleep(updatesFirstMs, signal)
    if (since !== undefined && !signal.aborted)
      log.warn(
        { since: new Date(since).toISOString(), orders: await downtime.listToCheck(since) },
        'the bot was silent for longer than Telegram keeps updates',
      )
    isTold = !signal.aborted
  }

  return createLoop({
    clock,
    log,
    name: 'telling of a downtime',
    round: async (signal) => {
      if (!isTold) await tellOfDowntime(signal)
      if (isTold)
        await downtime.heartbeat().catch((error: unknown) => {
          log.warn({ err: error }, 'no sign of life could be written')
        })
      return { pauseMs: everyMs }
    },
  })
}
