import type { Logger } from 'pino'
import { minuteMs, secondMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'

type Needs = Pick<Services, 'hearing'> & { readonly clock: Clock; readonly log: Logger }

// What other processes sell, and do not tell because they died, is noticed so late.
const lookAgainMs = minuteMs
// Nothing is due sooner after it was noted than in so long: whoever looks by then anyway need not be woken.
const soonestMs = 2 * secondMs

/** Writes what organizers are to hear of how their events sell, when it is due. */
export const createHearingLoop = ({ hearing, clock, log }: Needs): Loop => {
  let looksAt = -Infinity
  const failed = (error: unknown, event: number): void =>
    log.error({ err: error, event }, 'an organizer could not be told how an event sells; tried again later')
  const loop = createLoop({
    clock,
    log,
    name: 'telling organizers how their events sell',
    round: async () => {
      looksAt = -Infinity
      const nextAt = (await hearing.work(failed)) ?? Infinity
      const restMs = Math.max(1, Math.min(lookAgainMs, nextAt - clock.now()))
      looksAt = clock.now() + restMs
      return { restMs }
    },
  })
  return {
    ...loop,
    /** Something was noted: in a rush this is said with each sale. */
    wake: () => {
      if (looksAt === -Infinity || looksAt > clock.now() + soonestMs) loop.wake()
    },
  }
}
