import type { Logger } from 'pino'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'

type Needs = Pick<Services, 'openingReminders' | 'processes'> & { readonly clock: Clock; readonly log: Logger }

/** Writes to those who wait for a sale when it opens; whatever a process left undone the next one does. */
export const createOpenings = ({ openingReminders, processes, clock, log }: Needs): Loop =>
  createLoop({
    clock,
    log,
    name: 'telling who waits for a sale',
    round: async () => {
      const { told, nextAt } = await openingReminders.tell()
      if (told > 0) return 'again'
      return { restMs: Math.min(processes.lookAgainMs, (nextAt ?? Infinity) - clock.now()) }
    },
  })
