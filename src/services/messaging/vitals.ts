import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'

const written = 'vitals'

/** How the whole is doing, by the database. */
export const createVitals = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  /** What waits, since when, and what came of selling. Times are UTC milliseconds. */
  read: () =>
    store.transact(async (tx) => ({
      inbox: await tx.vitals.inbox(),
      outbox: await tx.vitals.outbox(clock.now()),
      holds: await tx.vitals.holds(),
      ...(await tx.vitals.sums()),
    })),

  /** Writes something: rejects when that cannot be done. */
  write: (): Promise<void> => store.transact((tx) => tx.cursors.set(written, clock.now()), { urgent: true }),
})
