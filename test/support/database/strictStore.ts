import { AsyncLocalStorage } from 'node:async_hooks'
import { openStore, type Store, type StoreNeeds } from '../../../src/store/store.js'

// A promise may outlive its transaction and still carry this scope: so it says itself whether it is over.
type Scope = { readonly store: Store; isOpen: boolean; readonly outer: Scope | undefined }

// One for all stores: every promise of the process pays for every storage there is, also for those of closed stores.
const scopes = new AsyncLocalStorage<Scope>()

const isInside = (store: Store, scope: Scope | undefined): boolean =>
  scope !== undefined && ((scope.store === store && scope.isOpen) || isInside(store, scope.outer))

/**
 * The same store, but a transact inside a transact is an Error instead of a wait for ever (SQLite) or for a second
 * connection (PostgreSQL). Costs every transaction an async context: the product goes without.
 */
export const refuseNesting = (store: Store): Store => ({
  ...store,
  transact: async (work, how) => {
    const outer = scopes.getStore()
    if (isInside(store, outer)) throw new Error('transact inside transact: pass the tx on instead')
    return store.transact(async (tx) => {
      const scope: Scope = { store, isOpen: true, outer }
      try {
        return await scopes.run(scope, () => work(tx))
      } finally {
        scope.isOpen = false
      }
    }, how)
  },
})

/** Opens a store as the product does, that refuses a transact inside a transact. */
export const openStrictStore = async (needs: StoreNeeds): Promise<Store> => refuseNesting(await openStore(needs))
