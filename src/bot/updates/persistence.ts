import type { Update } from 'grammy/types'
import type { Logger } from 'pino'
import { type Backoff, backoff, retry } from '../../runtime/backoff.js'
import type { Clock } from '../../runtime/clock.js'
import type { Handle, Handled, Handling } from './handled.js'
import type { Outage } from './outage.js'

type Needs = {
  readonly handle: Handle
  readonly outage: Outage
  readonly log: Logger
  readonly clock: Clock
  /** Fires when the program stops: then what cannot be done is left to the next start. */
  readonly signal: AbortSignal
}

// The handler is done and only its end is not written: the database may come back, and what follows under its keys
// needs what it wrote.
const pauses: Backoff = { firstMs: 1000, longestMs: 30_000 }
// An update that must not be lost and cannot be handled is tried again for ever. After so many tries others go on
// without it, so that its person is not kept out.
const triesInTurn = 5
// An outage of the database is waited for, however long it is, and keeps a person's order. Only what meets another one
// whenever the database is back is told that something broke: the update itself may be what the database dies of.
const mostOutages = 20
const pausesAfterOutage: Backoff = { firstMs: 50, longestMs: 10_000 }
// Who was cut off in the middle of a transaction keeps its locks for half a minute, and each try waits three seconds
// for them. A person would only press again.
const mostBusy = 12

type Turn = Omit<Handling, 'mayBeAgain' | 'mayWaitForOthers'> & {
  readonly letNextBegin: () => void
  /** False as soon as another process has taken the update over. */
  readonly isOurs: () => boolean
}

/** Handles an update, and writes what became of it, again until it is done; rejects when the program stops before. */
export const createPersistence = ({ handle, outage, log, clock, signal }: Needs) => {
  const afterOutage = async (error: Handled['outage'], outages: number): Promise<void> => {
    await outage.end(error, signal)
    if (outages > 1) await clock.sleep(backoff(outages - 1, pausesAfterOutage), signal)
  }

  return {
    /** What handling it came to. It calls `letNextBegin` where others need not wait for that. */
    handleSurely: async (update: Update, { letNextBegin, isOurs, ...turn }: Turn): Promise<Handled> => {
      for (let [failures, outages, busy] = [0, 0, 0]; ;) {
        const may = { mayBeAgain: outages < mostOutages, mayWaitForOthers: busy < mostBusy }
        const handled = await handle(update, { ...turn, ...may })
        if (!handled.again) return handled
        if (signal.aborted) throw new Error('it must not be lost, and could not be handled before the program stops')
        if (!isOurs()) throw new Error('another process has taken it over')
        if (handled.outage) {
          outages += 1
          await afterOutage(handled.outage, outages)
        } else if (handled.isBusy) {
          busy += 1
          await clock.sleep(backoff(busy, pausesAfterOutage), signal)
        } else {
          failures += 1
          if (failures === triesInTurn) letNextBegin()
          await clock.sleep(backoff(failures, pauses), signal)
        }
      }
    },

    /** Writes something about an update. */
    writeSurely: <T>(updateId: number, write: () => Promise<T>): Promise<T> => {
      const despiteOutage = (): Promise<T> =>
        write().catch(async (error: unknown) => {
          await outage.end(error, signal)
          return write()
        })
      return retry(despiteOutage, {
        clock,
        signal,
        pauseAfter: (error, failures) => {
          if (signal.aborted) return undefined
          log.warn({ update: updateId, err: error }, 'what became of an update could not be written; trying again')
          return backoff(failures, pauses)
        },
      })
    },
  }
}
