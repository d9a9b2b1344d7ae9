import type { Logger } from 'pino'
import { minuteMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop, type Next } from '../../runtime/loop.js'
import type { Services } from '../../services/services.js'

type Needs = {
  readonly services: Pick<Services, 'reminders'>
  readonly clock: Clock
  readonly log: Logger
}

// An event may be published or moved meanwhile.
const lookAgainMs = minuteMs

/** Writes the reminders that are due into the outbox, a little at a time. */
export const createReminding = ({ services: { reminders }, clock, log }: Needs): Loop => {
  type Round = Parameters<typeof reminders.writeSome>[0]

  // One that cannot be written holds up no other; it is tried again a minute later.
  const write = async (round: Round, signal: AbortSignal): Promise<void> => {
    try {
      while (!signal.aborted && (await reminders.writeSome(round)));
    } catch (error) {
      log.error({ event: round.eventId, kind: round.kind, err: error }, 'reminders could not be written')
    }
  }

  const round = async (signal: AbortSignal): Promise<Next> => {
    const { due, nextAt = Infinity } = await reminders.look()
    for (const each of due) await write(each, signal)
    return { restMs: Math.min(lookAgainMs, nextAt - clock.now()) }
  }
  return createLoop({ clock, log, name: 'reminding', round })
}
