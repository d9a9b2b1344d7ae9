import type { StoreUrl } from './engine/databaseUrl.js'
import { createLifeline, type Lifeline } from './engine/lifeline.js'
import { openPostgres } from './engine/postgres.js'
import { openSqlite } from './engine/sqlite.js'
import type { Execute } from './engine/statements.js'
import type { Transactions } from './engine/transactionScope.js'
import { createTx, type Tx } from './tables/tx.js'

export { DatabaseInUse } from './engine/fileLock.js'
export { DatabaseTooNew } from './engine/migrate.js'
export type { Tx } from './tables/tx.js'
export { parseDatabaseUrl } from './engine/databaseUrl.js'

/** The one door to the database. */
export type Store = {
  readonly kind: StoreUrl['kind']
  /**
   * Runs work in one transaction: all of it is kept, or, when it throws, nothing. Resolves once it is durable. The work
   * may run more than once (after a conflict), so it must have no other effects; it must not wait for anything but its
   * tx, and a failed statement fails the whole even if its error is caught. Throws what the work throws, and Refusal
   * busy when a lock takes too long.
   *
   * Never inside another transact: on SQLite it would wait for itself for ever. The tx has no way to the store, so only
   * work that closes over one can do it, and the stores of tests refuse it. To notice it here would cost every purchase
   * an async context.
   *
   * `urgent` work goes before all that waits: only for what must not wait behind a crowd, and short.
   */
  readonly transact: <T>(work: (tx: Tx) => Promise<T>, how?: { readonly urgent?: boolean }) => Promise<T>
  /** Calls the listener after each COMMIT of this process that wrote announcements or made some due. */
  readonly whenAnnounced: (listener: () => void) => void
  /** Calls the listener after each COMMIT of this process that wrote refunds, or how they stand. */
  readonly whenRefunding: (listener: () => void) => void
  /** Calls the listener after each COMMIT of this process that changed when something is to be told to many. */
  readonly whenScheduled: (listener: () => void) => void
  /** Calls the listener after each COMMIT of this process that changed what an organizer is to hear. */
  readonly whenHeard: (listener: () => void) => void
  /**
   * Where several processes share the database (PostgreSQL): a connection of its own for signs of life. `ask` runs each
   * statement for itself, in no transaction, and rejects when there is no answer in two seconds; `listen` hears what
   * `tx.inboxOwners.tell` says, unless the connection is just lost.
   */
  readonly lifeline:
    | {
        readonly ask: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
        readonly listen: (listener: (word: string) => void) => void
      }
    | undefined
  /** Waits for what is running, then lets the database go; transact is refused from now on. */
  readonly close: () => Promise<void>
}

/** Which database, and, for tests, what stands between the store and its connections: it sees every statement. */
export type StoreNeeds = { readonly url: StoreUrl; readonly wrap?: (execute: Execute) => Execute }

/** Opens the database and brings its tables up to date. Throws DatabaseInUse or DatabaseTooNew. */
export const openStore = async ({ url, wrap = (execute) => execute }: StoreNeeds): Promise<Store> =>
  url.kind === 'sqlite'
    ? createStore(url.kind, await openSqlite(url.path, wrap))
    : createStore(url.kind, await openPostgres(url.url, wrap), createLifeline(url.url, wrap))

/** A store of a database's transactions. */
export const createStore = (kind: Store['kind'], transactions: Transactions, lifeline?: Lifeline): Store => {
  const announcementListeners: (() => void)[] = []
  const refundListeners: (() => void)[] = []
  const scheduleListeners: (() => void)[] = []
  const hearingListeners: (() => void)[] = []
  let closing: Promise<void> | undefined
  return {
    kind,
    transact: async (work, { urgent = false } = {}) => {
      if (closing) throw new Error('the store is closed')
      const { value, announced, refunding, scheduled, heard } = await transactions.run(
        (db) => work(createTx(db)),
        urgent,
      )
      // Not in the caller's breath: what a listener throws must not look like a failed transaction.
      if (announced) announcementListeners.forEach(queueMicrotask)
      if (refunding) refundListeners.forEach(queueMicrotask)
      if (scheduled) scheduleListeners.forEach(queueMicrotask)
      if (heard) hearingListeners.forEach(queueMicrotask)
      return value
    },
    whenAnnounced: (listener) => {
      announcementListeners.push(listener)
    },
    whenRefunding: (listener) => {
      refundListeners.push(listener)
    },
    whenScheduled: (listener) => {
      scheduleListeners.push(listener)
    },
    whenHeard: (listener) => {
      hearingListeners.push(listener)
    },
    lifeline: lifeline && {
      ask: (work) => lifeline.ask((db) => work(createTx(db))),
      listen: lifeline.listen,
    },
    close: () => (closing ??= Promise.all([transactions.close(), lifeline?.close()]).then(() => undefined)),
  }
}
