import type { Logger } from 'pino'
import { minuteMs, secondMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Next } from '../../runtime/loop.js'
import type { OnlineAccesses } from './onlineAccess.js'

type Needs = {
  readonly services: {
    readonly onlineAccess: Pick<OnlineAccesses, 'tellNext' | 'nextDue'>
    /** Whether other processes write to the same database. */
    readonly processes: { readonly isShared: boolean }
  }
  readonly clock: Clock
  readonly log: Logger
}

// How late what other processes wrote may be noticed; and what nobody told of, where there are none.
const lookAgainMs = { shared: 5 * secondMs, alone: minuteMs }
const shortestRestMs = 20

/** Writes to holders how to get in online, when that is shown. */
export const createAccessTeller = ({ services, clock, log }: Needs) => {
  const { onlineAccess, processes } = services
  const round = async (): Promise<Next> => {
    // Most times a look is enough, and telling writes.
    const due = await onlineAccess.nextDue()
    if (due !== undefined && due <= clock.now() && (await onlineAccess.tellNext())) return 'again'
    const untilDue = due === undefined ? Infinity : Math.max(shortestRestMs, due - clock.now())
    return { restMs: Math.min(processes.isShared ? lookAgainMs.shared : lookAgainMs.alone, untilDue) }
  }

  const loop = createLoop({ clock, log, name: 'telling online access', round })

  return {
    /** Something may be due at another time. */
    wake: loop.wake,

    /** Resolves when nothing is being written and nothing more is due. */
    idle: loop.idle,

    /** Works until the signal fires. */
    run: loop.run,
  }
}
