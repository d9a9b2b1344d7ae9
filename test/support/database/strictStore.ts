import { AsyncLocalStorage } from 'node:async_hooks'
import { openStore, type Store, type StoreNeeds } from '../../../src/store/store.js'

/**
 * The same store, but a transact inside a transact is an Error instead of a wait for ever (SQLite) or for a second
 * connection (PostgreSQL). Costs every transaction an async context: the product goes without.
 */
export const refuseNesting = (store: Store): Store => {
  // A promise may outlive its transaction and still carry this scope: so it says itself whether it is over.
  const scopes = new AsyncLocalStorage<{ open: boolean }>()
  return {
    ...store,
    transact: async (work, how) => {
      if (scopes.getStore()?.open) throw new Error('transact inside transact: pass the tx on instead')
      return store.transact(async (tx) => {
        const scope = { open: true }
        try {
          return await scopes.run(scope, () => work(tx))
        } finally {
          scope.open = false
        }
      }, how)
    },
  }
}

/** Opens a store as the product does, that refuses a transact inside a transact. */
export const openStrictStore = async (needs: StoreNeeds): Promise<Store> => refuseNesting(await openStore(needs))
