import type { Store, Tx } from '../../../src/store/store.js'

/** The same store where everybody hears at once what they are offered: nobody speaks here. */
export const heardAtOnce = (store: Store): Store => ({
  ...store,
  transact: (work, how) => store.transact((tx) => work(allHeard(tx)), how),
})

const allHeard = (tx: Tx): Tx => {
  const announcements: Tx['announcements'] = { ...tx.announcements, isWaiting: () => Promise.resolve(false) }
  return Object.create(tx, { announcements: { value: announcements } }) as Tx
}
