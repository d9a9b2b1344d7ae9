import type { Store, Tx } from '../../../src/store/store.js'

// What others have left must not stand before one's own.
const everybody = 1_000_000

/**
 * The same store with the line of one event alone: other lanes have clocks of their own, and lines that go on by
 * those.
 */
export const onlyLineOf = (store: Store, eventId: () => number): Store => ({
  ...store,
  transact: (work, how) => store.transact((tx) => work(onlyIn(tx, eventId())), how),
})

const onlyIn = (tx: Tx, eventId: number): Tx => {
  const all = tx.waitingEntries
  const own = (ids: readonly number[]): number[] => ids.filter((id) => id === eventId)
  const waitingEntries: Tx['waitingEntries'] = {
    ...all,
    settled: async () => (await all.settled(everybody)).filter((entry) => entry.eventId === eventId),
  }
  const lines: Tx['lines'] = {
    ...tx.lines,
    over: async (now) => own(await tx.lines.over(now, everybody)),
    withSeats: async (now) => own(await tx.lines.withSeats(now)),
  }
  return Object.create(tx, { waitingEntries: { value: waitingEntries }, lines: { value: lines } }) as Tx
}
