import { Refusal } from '../../domain/refusal.js'
import type { Execute } from './statements.js'

// How many pieces of work share one COMMIT at most.
const batchLimit = 64

type Job = {
  /** Does the work and keeps what came of it; true if it went well. */
  readonly run: (execute: Execute) => Promise<boolean>
  /** Tells the caller what came of it, or why the whole batch failed. */
  readonly tell: (failure?: Error) => void
}

// What shares the COMMIT of urgent work that came first: the crowd goes on, but nobody in a hurry waits for more than
// these.
const companions = 8

/** The one way to SQLite's one connection: first in, first out; urgent work before all other. */
export type WriteQueue = {
  readonly push: <T>(work: (execute: Execute) => Promise<T>, how?: { readonly urgent?: boolean }) => Promise<T>
  /** Waits until the queue is empty. */
  readonly idle: () => Promise<void>
}

/**
 * Group commit: whatever waits in the queue runs one after another inside one BEGIN … COMMIT, each under its own
 * savepoint, and is answered after the COMMIT (one fsync for all). A lone piece of work never waits for others. Urgent
 * work that comes in the middle of a batch is done next, and the batch ends with it. Work runs in the async context of
 * whoever set the queue going.
 */
export const createWriteQueue = (execute: Execute): WriteQueue => {
  const waiting: Job[] = []
  const urgent: Job[] = []
  let running: Promise<void> | undefined

  /** Runs what is urgent, then jobs until something urgent comes, which is run, too. Notes what was begun. */
  const runInOrder = async (transaction: Transaction, jobs: readonly Job[], begun: Job[]): Promise<void> => {
    const runAll = async (some: readonly Job[]): Promise<void> => {
      for (const job of some) {
        begun.push(job)
        await runUndoably(transaction, job)
      }
    }
    await runAll(urgent.splice(0))
    for (const job of jobs) {
      await runAll([job])
      if (urgent.length > 0) return runAll(urgent.splice(0))
    }
  }

  /**
   * Runs and answers a batch. Gives the jobs that are done with: what had to make way for something urgent is not among
   * them.
   */
  const runBatch = async (jobs: readonly Job[]): Promise<readonly Job[]> => {
    const begun: Job[] = []
    try {
      await execute('BEGIN IMMEDIATE')
      await runInOrder(createTransaction(execute), jobs, begun)
      await execute('COMMIT')
    } catch (error) {
      await execute('ROLLBACK').catch(() => undefined)
      // It did not even begin: nobody here need wait for the next failure.
      if (begun.length === 0) begun.push(...urgent.splice(0), ...jobs)
      for (const job of begun) job.tell(asRefusal(error))
      return begun
    }
    for (const job of begun) job.tell()
    return begun
  }

  const drain = async (): Promise<void> => {
    while (waiting.length + urgent.length > 0) {
      const jobs = waiting.splice(0, urgent.length > 0 ? companions : batchLimit)
      const begun = new Set(await runBatch(jobs))
      waiting.unshift(...jobs.filter((job) => !begun.has(job)))
    }
    running = undefined
  }

  return {
    push: (work, how) =>
      new Promise((resolve, reject) => {
        const queue = how?.urgent ? urgent : waiting
        queue.push(createJob(work, resolve, reject))
        // A tick later: whoever comes in the same breath shares the first COMMIT.
        running ??= Promise.resolve().then(drain)
      }),
    idle: async () => running,
  }
}

const createJob = <T>(
  work: (execute: Execute) => Promise<T>,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
): Job => {
  let answer = (): void => undefined
  return {
    run: async (execute) => {
      try {
        const value = await work(execute)
        answer = () => resolve(value)
        return true
      } catch (error) {
        answer = () => reject(error)
        return false
      }
    },
    tell: (failure) => (failure ? reject(failure) : answer()),
  }
}

/** A batch's transaction, which SQLite may have ended by itself. */
type Transaction = {
  readonly execute: Execute
  /** Throws what a statement failed with if that ended the transaction. */
  readonly mustBeOpen: () => Promise<void>
}

// When the disk is full or fails, SQLite may undo and end the whole transaction, and says so nowhere; the next
// SAVEPOINT would begin another one, and its COMMIT succeed. But it lets nobody begin a second one inside of the first.
const createTransaction = (execute: Execute): Transaction => {
  let failure: Error | undefined
  return {
    execute: async (...statement) => {
      try {
        return await execute(...statement)
      } catch (error) {
        failure ??= error instanceof Error ? error : new Error(String(error))
        throw error
      }
    },
    mustBeOpen: async () => {
      if (failure === undefined) return
      const isOver = await execute('BEGIN').then(
        () => true,
        () => false,
      )
      if (isOver) throw failure
      failure = undefined
    },
  }
}

// The savepoint is set before the first write only: what just reads, and a "no" after just reading, costs nothing more.
// It is never released: ROLLBACK TO finds the youngest of that name, and COMMIT releases all.
const runUndoably = async ({ execute, mustBeOpen }: Transaction, job: Job): Promise<void> => {
  const savepoint = { isSet: false }
  const saving: Execute = async (sql, values) => {
    if (!savepoint.isSet && !sql.startsWith('SELECT')) {
      await execute('SAVEPOINT job')
      savepoint.isSet = true
    }
    return execute(sql, values)
  }
  const well = await job.run(saving)
  await mustBeOpen()
  if (!well && savepoint.isSet) await execute('ROLLBACK TO job')
}

const asRefusal = (error: unknown): Error => {
  // Another program (a backup, a shell) held the file longer than busy_timeout.
  if (error instanceof Error && error.message.includes('SQLITE_BUSY')) return new Refusal('busy')
  return error instanceof Error ? error : new Error(String(error))
}
