import type { Logger } from 'pino'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop, type Next } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'

type Needs = {
  readonly services: Pick<Services, 'onlineAccess' | 'processes'>
  readonly clock: Clock
  readonly log: Logger
}

const shortestRestMs = 20

/** Writes to holders how to get in online, when that is shown. */
export const createAccessTeller = ({ services, clock, log }: Needs): Loop => {
  const { onlineAccess, processes } = services
  const round = async (): Promise<Next> => {
    // Most times a look is enough, and telling writes.
    const due = await onlineAccess.nextDue()
    if (due !== undefined && due <= clock.now() && (await onlineAccess.tellNext())) return 'again'
    const untilDue = due === undefined ? Infinity : Math.max(shortestRestMs, due - clock.now())
    return { restMs: Math.min(processes.lookAgainMs, untilDue) }
  }

  return createLoop({ clock, log, name: 'telling online access', round })
}
