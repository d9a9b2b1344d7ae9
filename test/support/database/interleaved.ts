import type { Execute } from '../../../src/store/engine/statements.js'
import { runInScope } from '../../../src/store/engine/transactionScope.js'
import { createStore, openStore, type Store, type StoreNeeds } from '../../../src/store/store.js'

/**
 * A store on SQLite without its queue, the way TypeORM does it by itself: all transactions at once over the one
 * connection, so that they run into each other, and none can be undone. For negative controls.
 */
export const openInterleaved = async ({ url, wrap = (execute) => execute }: StoreNeeds): Promise<Store> => {
  let connection: Execute | undefined
  const queued = await openStore({ url, wrap: (execute) => (connection = wrap(execute)) })
  const running = new Set<Promise<unknown>>()
  return createStore(queued.kind, {
    run: (work) => {
      if (!connection) throw new Error('the store has no connection')
      const result = runInScope(connection, work)
      const settled = result.catch(() => undefined).finally(() => running.delete(settled))
      running.add(settled)
      return result
    },
    close: async () => {
      await Promise.all(running)
      await queued.close()
    },
  })
}
