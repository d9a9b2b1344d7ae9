import { AsyncLocalStorage } from 'node:async_hooks'
import type { Db, Execute } from './statements.js'
import { createTx, type Tx } from '../tables/tx.js'

/** What a unit of work gave: its value, and whether it wrote announcements and refunds. */
export type Committed<T> = { readonly value: T; readonly announced: boolean; readonly refunding: boolean }

/** Runs pieces of work, each with its own Tx that ends with it. */
export type TransactionScopes = {
  /** Throws an Error inside a running unit: a transaction in a transaction would wait for itself for ever. */
  readonly mustBeOutside: () => void
  readonly run: <T>(execute: Execute, work: (tx: Tx) => Promise<T>) => Promise<Committed<T>>
}

/** Units of one store. With guards off (negative controls only) guarded updates read first and write later. */
export const createTransactionScopes = ({ guards }: { readonly guards: boolean }): TransactionScopes => {
  // A promise may outlive its transaction and still carry this scope: so it says itself whether it is over.
  const scopes = new AsyncLocalStorage<{ open: boolean }>()
  return {
    mustBeOutside: () => {
      if (scopes.getStore()?.open) throw new Error('transact inside transact: pass the tx on instead')
    },
    run: async (execute, work) => {
      const scope = { open: true }
      const session = createSession(execute, guards)
      try {
        return {
          value: await scopes.run(scope, () => work(createTx(session.db))),
          announced: session.announced(),
          refunding: session.refunding(),
        }
      } finally {
        scope.open = false
        await session.end()
      }
    },
  }
}

const createSession = (execute: Execute, guards: boolean) => {
  let open = true
  let announced = false
  let refunding = false
  let failure: Error | undefined
  let last: Promise<unknown> = Promise.resolve()
  const next = async (...statement: Parameters<Execute>) => {
    if (failure) throw failure
    return execute(...statement)
  }
  // One after another: when the work gives up early, nothing of it is still under way that could land in the next
  // transaction.
  const run: Execute = (...statement) => {
    if (!open) return Promise.reject(new Error('this transaction has ended: its tx cannot be used any more'))
    const result = last.then(() => next(...statement))
    last = result.catch((error: unknown) => {
      failure ??= error instanceof Error ? error : new Error(String(error))
    })
    return result
  }
  const db: Db = {
    guards,
    rows: async (...statement) => (await run(...statement)).rows,
    row: async (...statement) => (await run(...statement)).rows[0],
    one: async (...statement) => {
      const [row] = (await run(...statement)).rows
      if (!row) throw new Error(`no row where one was sure: ${statement[0]}`)
      return row
    },
    change: async (...statement) => (await run(...statement)).affected,
    announced: () => {
      announced = true
    },
    refunding: () => {
      refunding = true
    },
  }
  return {
    db,
    announced: () => announced,
    refunding: () => refunding,
    /**
     * Waits for what is under way. A failed statement fails the whole, even if the work caught its error: what it left
     * behind is not known.
     */
    end: async (): Promise<void> => {
      open = false
      await last
      if (failure) throw failure
    },
  }
}
