import type { Logger } from 'pino'
import { minuteMs, secondMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'

type Needs = Pick<Services, 'openingReminders' | 'processes'> & { readonly clock: Clock; readonly log: Logger }

// What other processes change is not told here, and they may die before they tell of it.
const lookAgainMs = { shared: 5 * secondMs, alone: minuteMs }

/** Writes to those who wait for a sale when it opens; whatever a process left undone the next one does. */
export const createOpenings = ({ openingReminders, processes, clock, log }: Needs): Loop =>
  createLoop({
    clock,
    log,
    name: 'telling who waits for a sale',
    round: async () => {
      const { told, nextAt } = await openingReminders.tell()
      if (told > 0) return 'again'
      const again = processes.isShared ? lookAgainMs.shared : lookAgainMs.alone
      return { restMs: nextAt === undefined ? again : Math.min(again, nextAt - clock.now()) }
    },
  })
