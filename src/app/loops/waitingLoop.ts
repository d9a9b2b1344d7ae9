import type { Logger } from 'pino'
import { bulkGapMs } from '../../domain/announcement.js'
import { minuteMs, secondMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'

type Needs = Pick<Services, 'waiting' | 'processes'> & { readonly clock: Clock; readonly log: Logger }

// What other processes change is not told here, and they may die before they tell of it.
const lookAgainMs = { shared: 5 * secondMs, alone: minuteMs }

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
      const again = processes.isShared ? lookAgainMs.shared : lookAgainMs.alone
      return { restMs: nextAt === undefined ? again : Math.min(again, nextAt - clock.now()) }
    },
  })
}
