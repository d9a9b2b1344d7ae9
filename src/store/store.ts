import { openPostgres } from './engine/postgres.js'
import { openSqlite } from './engine/sqlite.js'
import type { Tx } from './tables/tx.js'
import { createTransactionScopes, type Committed, type TransactionScopes } from './engine/transactionScope.js'
import type { StoreUrl } from './engine/databaseUrl.js'

export { DatabaseInUse } from './engine/fileLock.js'
export type { Tx } from './tables/tx.js'
export { parseDatabaseUrl, type StoreUrl } from './engine/databaseUrl.js'

/** The one door to the database. */
export type Store = {
  readonly kind: StoreUrl['kind']
  /**
   * Runs work in one transaction: all of it is kept, or, when it throws, nothing. Resolves once it is durable. The work
   * may run more than once
   * (after a conflict), so it must have no other effects; it must not wait for anything but its tx, and a failed
   * statement fails
   * the whole even if its error is caught. Throws what the work throws, Refusal busy when a lock takes too long, and an
   * Error inside another transact.
   * `urgent` work goes before all that waits: only for what must not wait behind a crowd, and short.
   */
  readonly transact: <T>(work: (tx: Tx) => Promise<T>, how?: { readonly urgent?: boolean }) => Promise<T>
  /** Calls the listener after each COMMIT of this process that wrote announcements or made some due. */
  readonly whenAnnounced: (listener: () => void) => void
  /** Calls the listener after each COMMIT of this process that wrote refunds, or how they stand. */
  readonly whenRefunding: (listener: () => void) => void
  /** Waits for what is running, then lets the database go; transact is refused from now on. */
  readonly close: () => Promise<void>
}

/** What a database has to be able to do to be a store. */
export type Transactions = {
  readonly run: <T>(work: (tx: Tx) => Promise<T>, urgent: boolean) => Promise<Committed<T>>
  readonly close: () => Promise<void>
}

/**
 * Opens the database and brings its tables up to date. `guards: false` is for negative controls in tests only: guarded
 * updates read first and
 * write later, and on SQLite transactions run into each other. Throws DatabaseInUse.
 */
export const openStore = async ({
  url,
  guards = true,
}: {
  readonly url: StoreUrl
  readonly guards?: boolean
}): Promise<Store> => {
  const units = createTransactionScopes({ guards })
  const transactions =
    url.kind === 'sqlite' ? await openSqlite(url.path, units, !guards) : await openPostgres(url.url, units)
  return createStore(url.kind, units, transactions)
}

const createStore = (kind: Store['kind'], units: TransactionScopes, transactions: Transactions): Store => {
  const listeners: (() => void)[] = []
  const refundListeners: (() => void)[] = []
  let closing: Promise<void> | undefined
  return {
    kind,
    transact: async (work, { urgent = false } = {}) => {
      units.mustBeOutside()
      if (closing) throw new Error('the store is closed')
      const { value, announced, refunding } = await transactions.run(work, urgent)
      // Not in the caller's breath: what a listener throws must not look like a failed transaction.
      if (announced) listeners.forEach(queueMicrotask)
      if (refunding) refundListeners.forEach(queueMicrotask)
      return value
    },
    whenAnnounced: (listener) => {
      listeners.push(listener)
    },
    whenRefunding: (listener) => {
      refundListeners.push(listener)
    },
    close: () => (closing ??= transactions.close()),
  }
}
