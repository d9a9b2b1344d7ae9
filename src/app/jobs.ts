import { hourMs, minuteMs, secondMs } from '../domain/duration.js'
import { createChore } from '../runtime/loop.js'
import type { Shutdown } from '../runtime/shutdown.js'
import type { Parts } from './parts.js'

/** Something that runs beside the handling of updates. */
export type Job = {
  readonly name: string
  /** Works until the signal fires; tries again by itself after a failure. */
  readonly run: (signal: AbortSignal) => Promise<unknown>
  /** There may be something to do. */
  readonly wake?: () => void
  /** Calls the listener whenever there may be. */
  readonly wokenBy?: (listener: () => void) => void
}

/** What runs from the start on, whether Telegram answers or not. */
export const jobsBeside = (parts: Parts): readonly Job[] => [
  {
    name: 'announcing',
    // Tickets that are on their way are drawn to the end.
    run: (signal) => parts.announcer.run(signal).finally(parts.printer.close),
    wake: parts.announcer.wake,
    wokenBy: parts.store.whenAnnounced,
  },
  { name: 'drawing door screens', run: parts.liveDoors.run },
  {
    name: 'ending holds and counting them down',
    run: parts.liveHolds.run,
    wake: parts.liveHolds.wakeIfShown,
    wokenBy: parts.store.whenAnnounced,
  },
  {
    name: 'telling online access',
    run: parts.accessTeller.run,
    wake: parts.accessTeller.wake,
    wokenBy: parts.store.whenScheduled,
  },
  {
    name: 'giving Stars back',
    run: parts.refunder.run,
    wake: parts.refunder.wake,
    wokenBy: parts.store.whenRefunding,
  },
  { name: 'reminding', run: parts.reminding.run },
  {
    name: 'refunding orders',
    run: parts.liveRefunds.run,
    wake: parts.liveRefunds.wake,
    wokenBy: parts.store.whenRefunding,
  },
  {
    name: 'writing to guests',
    run: parts.liveGuests.run,
    wake: parts.liveGuests.wake,
    wokenBy: parts.store.whenScheduled,
  },
  {
    name: 'telling who waits for a sale',
    run: parts.openings.run,
    wake: parts.openings.wake,
    wokenBy: parts.store.whenScheduled,
  },
  {
    name: 'offering what comes free',
    run: parts.waitingLoop.run,
    wake: parts.waitingLoop.wake,
    wokenBy: parts.store.whenScheduled,
  },
  { name: 'reporting, and asking how it was', run: parts.afterwards.run },
  { name: 'making events findable', run: parts.searchIndexing.run },
  {
    name: 'telling organizers how their events sell',
    run: parts.hearing.run,
    wake: parts.hearing.wake,
    wokenBy: parts.store.whenHeard,
  },
  ...(parts.dayProof ? [{ name: 'proving the sales of a day', run: parts.dayProof.run }] : []),
  watchingTheClock(parts),
  forgettingUpdates(parts),
  forgetting(parts),
]

/** What would be misleading before updates come in. */
export const jobsOnceReceiving = (parts: Parts): readonly Job[] => [
  { name: 'looking for missed Stars', run: parts.reconciler.run },
  { name: 'telling of a downtime', run: parts.heartbeat.run },
]

// Corrections by less are every clock's daily bread.
const noticeableMs = 5 * secondMs

/** A clock that is set back must hold up nobody for as long: what was put off is due at once. */
const watchingTheClock = (parts: Parts): Job => {
  const { clock, log } = parts
  let offset = clock.now() - clock.elapsed()
  const look = async (): Promise<void> => {
    const seen = clock.now() - clock.elapsed()
    const backMs = Math.round(offset - seen)
    if (backMs > noticeableMs) {
      await parts.services.dueTimes.setBack(backMs)
      log.warn({ backMs }, 'the clock was set back; what was put off is done now')
    }
    offset = seen
  }
  return chore(parts, { name: 'watching the clock', everyMs: minuteMs, work: look })
}

const forgettingUpdates = (parts: Parts): Job =>
  chore(parts, { name: 'forgetting handled updates', everyMs: minuteMs, work: parts.services.inbox.purge })

/** What only grows and is owed to nobody. */
const forgetting = (parts: Parts): Job =>
  chore(parts, { name: 'forgetting', everyMs: hourMs, work: parts.services.forgetting.forget })

type Chore = Omit<Parameters<typeof createChore>[0], 'clock' | 'log'>

const chore = ({ clock, log }: Parts, what: Chore): Job => ({
  name: what.name,
  run: createChore({ clock, log, ...what }).run,
})

/** Starts jobs; they are waited for at the end. */
export const startJobs = (jobs: readonly Job[], shutdown: Shutdown): void => {
  for (const { name, run, wake, wokenBy } of jobs) {
    if (wake) wokenBy?.(wake)
    shutdown.waitFor(name, run(shutdown.signal))
  }
}
