import { secondMs } from '../domain/duration.js'
import { systemClock } from '../runtime/clock.js'
import { createLoop } from '../runtime/loop.js'
import type { Processes } from '../services/messaging/processes.js'
import type { Services } from '../services/services.js'
import type { Parts } from './parts.js'

type Needs = Pick<Parts, 'worker' | 'log' | 'budget'> & {
  readonly services: Pick<Services, 'processes' | 'outbox'>
  /** A dead process may have left all kinds of work. */
  readonly wakeAll: () => void
}

const beatMs = secondMs / 2
// What others store for this process is told; this is for what was told while the connection was lost.
const lookAgainMs = 5 * secondMs

type Pulses = Awaited<ReturnType<Processes['look']>>['dead']

/**
 * Life among other processes on one PostgreSQL: signs of life, and work taken over from those that are dead. The
 * machine's own time counts here, whatever the clock says.
 */
export const createLife = ({ services: { processes, outbox }, worker, budget, log, wakeAll }: Needs) => {
  let left: Pulses = []

  const beating = createLoop({
    clock: systemClock,
    log,
    name: 'giving signs of life',
    round: async () => {
      const { dead, wasDisplaced } = await processes.look()
      if (wasDisplaced) log.warn('other processes took this one for dead; what it had is theirs')
      // What Telegram bears is for all of them together.
      budget.shareAmong(processes.count())
      left = dead
      if (dead.length > 0) caring.wake()
      return { restMs: beatMs }
    },
    pauseAfter: (error, failures) => {
      if (failures === 1) log.warn({ err: error }, 'no sign of life could be given; trying again')
      return beatMs
    },
  })

  const takeOver = async (dead: Pulses[number]): Promise<void> => {
    const updates = await worker.takeOver(dead)
    left = left.filter(({ id }) => id !== dead.id)
    if (updates === undefined) return
    await outbox.takeOver(dead.id)
    log.warn({ process: dead.id, updates }, 'took over what another process left')
    wakeAll()
  }

  // Never in the breath of a sign of life: it may have to wait.
  const caring = createLoop({
    clock: systemClock,
    log,
    name: 'taking over',
    round: async () => {
      for (const dead of left) await takeOver(dead)
      await worker.pickUp()
      return { restMs: lookAgainMs }
    },
    pauseAfter: (error) => {
      log.warn({ err: error }, 'what other processes left could not be taken over; trying again')
      return beatMs
    },
  })

  return {
    /** Begins to be one of them. Takes over until the signal fires, and gives signs of life until `end`. */
    begin: async (mode: string, signal: AbortSignal): Promise<{ readonly end: () => Promise<void> }> => {
      await processes.join(mode)
      processes.listen({ given: () => caring.wake(), ended: () => beating.wake() })
      const ending = new AbortController()
      const running = Promise.all([beating.run(ending.signal), caring.run(signal)])
      return {
        end: async () => {
          ending.abort()
          await running
          await processes.leave()
        },
      }
    },
  }
}
