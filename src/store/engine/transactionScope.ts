import type { Db, Execute } from './statements.js'

/**
 * What a piece of work gave: its value, and whether it wrote announcements, refunds, what is to be told when, and what
 * organizers are to hear.
 */
export type Committed<T> = {
  readonly value: T
  readonly announced: boolean
  readonly refunding: boolean
  readonly scheduled: boolean
  readonly heard: boolean
}

/** What a database has to be able to do to be a store: `urgent` work goes before all that waits. */
export type Transactions = {
  readonly run: <T>(work: (db: Db) => Promise<T>, urgent: boolean) => Promise<Committed<T>>
  readonly close: () => Promise<void>
}

/**
 * Runs work over one connection, between the BEGIN and the COMMIT of its caller. Its Db ends with it; throws what the
 * work throws, or the error of its first statement that failed.
 */
export const runInScope = async <T>(execute: Execute, work: (db: Db) => Promise<T>): Promise<Committed<T>> => {
  const statements = createSequence(execute)
  const lasts: (() => Promise<void>)[] = []
  let announced = false
  let refunding = false
  let scheduled = false
  let heard = false
  const { next } = statements
  const db: Db = {
    rows: async (read, ...statement) => (await next(...statement)).rows.map((row) => read(row)),
    row: async (read, ...statement) => {
      const [row] = (await next(...statement)).rows
      return row && read(row)
    },
    one: async (read, ...statement) => {
      const [row] = (await next(...statement)).rows
      if (!row) throw new Error(`no row where one was sure: ${statement[0]}`)
      return read(row)
    },
    change: async (...statement) => (await next(...statement)).affected,
    didChange: async (...statement) => (await next(...statement)).affected > 0,
    beforeCommit: (last) => {
      lasts.push(last)
    },
    announced: () => {
      announced = true
    },
    refunding: () => {
      refunding = true
    },
    scheduled: () => {
      scheduled = true
    },
    heard: () => {
      heard = true
    },
  }
  try {
    const value = await work(db)
    for (const last of lasts) await last()
    return { value, announced, refunding, scheduled, heard }
  } finally {
    await statements.end()
  }
}

/**
 * Sends statements one after another: when the work gives up early, nothing of it is still under way that could land in
 * the next transaction.
 */
const createSequence = (execute: Execute) => {
  let open = true
  let failure: Error | undefined
  let last: Promise<unknown> = Promise.resolve()
  const send: Execute = async (...statement) => {
    if (failure) throw failure
    return execute(...statement)
  }
  const next: Execute = (...statement) => {
    if (!open) return Promise.reject(new Error('this transaction has ended: its tx cannot be used any more'))
    const result = last.then(() => send(...statement))
    last = result.catch((error: unknown) => {
      failure ??= error instanceof Error ? error : new Error(String(error))
    })
    return result
  }
  /**
   * Waits for what is under way. A failed statement fails the whole, even if the work caught its error: what it left
   * behind is not known.
   */
  const end = async (): Promise<void> => {
    open = false
    await last
    if (failure) throw failure
  }
  return { next, end }
}
