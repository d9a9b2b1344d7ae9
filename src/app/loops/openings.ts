import type { Logger } from 'pino'
import { minuteMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'

type Needs = Pick<Services, 'openingReminders'> & { readonly clock: Clock; readonly log: Logger }

// What other processes change is not told here.
const lookAgainMs = minuteMs

/** Writes to those who wait for a sale when it opens; whatever a process left undone the next one does. */
export const createOpenings = ({ openingReminders, clock, log }: Needs): Loop =>
  createLoop({
    clock,
    log,
    name: 'telling who waits for a sale',
    round: async () => {
      const { told, nextAt } = await openingReminders.tell()
      if (told > 0) return 'again'
      return { restMs: nextAt === undefined ? lookAgainMs : Math.min(lookAgainMs, nextAt - clock.now()) }
    },
  })
