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
 * Group commit: whatever waits in the queue runs one after another inside one BEGIN … COMMIT, each so that it can be
 * undone alone, and is answered after the COMMIT (one fsync for all). The transaction begins with the first write: what
 * only read before that is answered at once. A lone piece of work never waits for others. Urgent work that comes in the
 * middle of a batch is done next, and the batch ends with it. Work runs in the async context of whoever set the queue
 * going.
 */
export const createWriteQueue = (execute: Execute): WriteQueue => {
  const waiting: Job[] = []
  const urgent: Job[] = []
  let running: Promise<void> | undefined

  /** Runs what is urgent, then jobs until something urgent comes, which is run, too. Notes what was begun. */
  const runInOrder = async (transaction: Transaction, jobs: readonly Job[], begun: Set<Job>): Promise<void> => {
    const runAll = async (some: readonly Job[]): Promise<void> => {
      for (const job of some) {
        begun.add(job)
        await transaction.run(job)
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
  const runBatch = async (jobs: readonly Job[]): Promise<ReadonlySet<Job>> => {
    const begun = new Set<Job>()
    const transaction = createTransaction(execute)
    try {
      await runInOrder(transaction, jobs, begun)
      await transaction.commit()
    } catch (error) {
      // It could not even begin: nobody here need wait for the next failure.
      if (error instanceof CannotBegin) for (const job of [...urgent.splice(0), ...jobs]) begun.add(job)
      await transaction.fail(begun, asRefusal(error instanceof CannotBegin ? error.cause : error))
    }
    return begun
  }

  const drain = async (): Promise<void> => {
    while (waiting.length + urgent.length > 0) {
      const jobs = waiting.splice(0, urgent.length > 0 ? companions : batchLimit)
      const begun = await runBatch(jobs)
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

/** SQLite did not let a transaction begin. */
class CannotBegin extends Error {}

/** A batch's transaction, which begins with the first write, and which SQLite may end by itself. */
type Transaction = {
  /** Runs a job; undoes what it wrote when it fails. Answers it unless a COMMIT has to come first. */
  readonly run: (job: Job) => Promise<void>
  /** Commits, and answers whoever waits for that. */
  readonly commit: () => Promise<void>
  /** Undoes everything, and tells these jobs why, but for those that were answered. */
  readonly fail: (begun: Iterable<Job>, why: Error) => Promise<void>
}

/** A job's own place in a batch. */
type Place = { readonly execute: Execute; readonly undo: () => Promise<void> }

const createTransaction = (execute: Execute): Transaction => {
  const answered = new Set<Job>()
  let unanswered: Job[] = []
  let isOpen = false
  let failure: Error | undefined

  const begin = async (): Promise<void> => {
    await execute('BEGIN IMMEDIATE').catch((error: unknown) => {
      failure = new CannotBegin('a transaction could not begin', { cause: error })
      throw failure
    })
    isOpen = true
  }
  const rollBack = async (): Promise<void> => {
    isOpen = false
    await execute('ROLLBACK')
  }
  const noting: Execute = async (...statement) => {
    try {
      return await execute(...statement)
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error))
      throw error
    }
  }

  // It can be undone from its first write on: what just reads, and a "no" after just reading, costs nothing more. The
  // first that writes begins the transaction; those after it set a savepoint, which is never released: ROLLBACK TO
  // finds the youngest of that name, and COMMIT releases all.
  const createPlace = (): Place => {
    let undo: (() => Promise<unknown>) | undefined
    const protect = async (): Promise<void> => {
      if (isOpen) {
        await noting('SAVEPOINT job')
        undo = () => execute('ROLLBACK TO job')
      } else {
        await begin()
        undo = rollBack
      }
    }
    return {
      execute: async (sql, values) => {
        if (!undo && !sql.startsWith('SELECT')) await protect()
        return noting(sql, values)
      },
      undo: async () => {
        await undo?.()
      },
    }
  }

  // When the disk is full or fails, SQLite may undo and end the whole transaction, and says so nowhere; the next
  // SAVEPOINT would begin another one, and its COMMIT succeed. But it lets nobody begin a second one inside of the
  // first.
  const letsOneBegin = (): Promise<boolean> =>
    execute('BEGIN').then(
      () => true,
      () => false,
    )
  const mustBeOpen = async (): Promise<void> => {
    if (failure === undefined) return
    if (failure instanceof CannotBegin || (isOpen && (await letsOneBegin()))) throw failure
    failure = undefined
  }

  return {
    run: async (job) => {
      const place = createPlace()
      const well = await job.run(place.execute)
      await mustBeOpen()
      if (!well) await place.undo()
      if (isOpen) return void unanswered.push(job)
      answered.add(job)
      job.tell()
    },
    commit: async () => {
      if (isOpen) await execute('COMMIT')
      isOpen = false
      for (const job of unanswered) job.tell()
      unanswered = []
    },
    fail: async (begun, why) => {
      if (isOpen) await rollBack().catch(() => undefined)
      for (const job of begun) if (!answered.has(job)) job.tell(why)
    },
  }
}

const asRefusal = (error: unknown): Error => {
  // Another program (a backup, a shell) held the file longer than busy_timeout.
  if (error instanceof Error && error.message.includes('SQLITE_BUSY')) return new Refusal('busy')
  return error instanceof Error ? error : new Error(String(error))
}
