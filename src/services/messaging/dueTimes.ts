import { minuteMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'

// Nothing is put off for longer.
const longestPauseMs = 5 * minuteMs

/** The times at which messages, refunds and countdowns are due. */
export const createDueTimes = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  /** The clock was set back by so much: what was put off by what it showed before is due now, not as much later. */
  setBack: (byMs: number): Promise<void> =>
    store.transact((tx) => tx.dueTimes.bringForward(clock.now(), clock.now() + byMs + longestPauseMs)),
})
