import type { Logger } from 'pino'
import { bulkGapMs } from '../../domain/announcement.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'

type Needs = Pick<Services, 'waiting' | 'processes'> & { readonly clock: Clock; readonly log: Logger }

/** Offers what comes free to who waits for it, no faster than it can be told. */
export const createWaitingLoop = ({ waiting, processes, clock, log }: Needs): Loop => {
  const failed = (error: unknown, event: number): void =>
    log.error({ err: error, event }, 'what comes free of an event could not be offered to its line')
  return createLoop({
    clock,
    log,
    name: 'offering what comes free',
    round: async () => {
      const { offered, told, nextAt } = await waiting.work(failed)
      if (offered + told > 0) return { pauseMs: (offered + told) * bulkGapMs }
      return { restMs: Math.min(processes.lookAgainMs, (nextAt ?? Infinity) - clock.now()) }
    },
  })
}
