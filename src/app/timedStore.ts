import type { Store } from '../store/store.js'

/** The same store, which tells how many milliseconds each transaction took, from being asked for to its end. */
export const timedStore = (store: Store, took: (ms: number) => void): Store => ({
  ...store,
  transact: async (work, how) => {
    const startedAt = performance.now()
    return store.transact(work, how).finally(() => took(performance.now() - startedAt))
  },
})
