import { DataSource } from 'typeorm'
import { DatabaseUnavailable } from '../../domain/databaseUnavailable.js'
import { Refusal } from '../../domain/refusal.js'
import { migrate } from './migrate.js'
import { type Connection, createPool, postgresOptions } from './postgresPools.js'
import { createPreparedStatements, type PreparedStatements } from './postgresStatements.js'
import type { Db, Execute } from './statements.js'
import { type Committed, runInScope, type Transactions } from './transactionScope.js'

const poolSize = 5
// Connections of their own for what must not wait for one of those.
const urgentPoolSize = 2
/** How often the whole work runs at most before a conflict is reported. */
const tries = 5
/** What who migrates, or replaces all, holds alone. Any number, as long as every Levem uses the same. */
export const migrationLock = 5_383_601

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const lockNotAvailable = '55P03'
const serializationFailure = '40001'
const deadlockDetected = '40P01'
const uniqueViolation = '23505'
// "cached plan must not change result type": another process changed a table under our prepared statements.
const planOutdated = '0A000'
const worthAnotherTry: readonly (string | undefined)[] = [
  serializationFailure,
  deadlockDetected,
  uniqueViolation,
  planOutdated,
]

/**
 * Opens a PostgreSQL database: a pool, READ COMMITTED. A lock that takes too long is refused with busy; after a
 * conflict the whole work runs again, so that it finds what the other one wrote (a repeat with the same key finds the
 * first result). `wrap` stands between the transactions and each connection. Works reject with DatabaseUnavailable
 * while there is no server, or none that writes.
 */
export const openPostgres = async (url: string, wrap: (execute: Execute) => Execute): Promise<Transactions> => {
  await migrateAlone(url)
  const pool = createPool(url, poolSize)
  await pool.open()
  const urgentPool = createPool(url, urgentPoolSize)
  const statements = createPreparedStatements()
  const running = new Set<Promise<unknown>>()
  return {
    run: (work, isUrgent) => {
      const { connect } = isUrgent ? urgentPool : pool
      const over = ({ client }: Connection): Execute => wrap(statements.over(client))
      const result = withRetries(statements, () => runOnce(connect, over, work))
      const settled = result.catch(() => undefined).finally(() => running.delete(settled))
      running.add(settled)
      return result
    },
    close: async () => {
      await Promise.all(running)
      await Promise.all([urgentPool.close(), pool.close()])
    },
  }
}

const withRetries = async <T>(statements: PreparedStatements, run: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      // Every connection of the pool may be cut; the one after that is a new one.
      if (error instanceof NeverSpoke && attempt <= poolSize) continue
      const cause = error instanceof NeverSpoke ? error.cause : error
      const code = codeOf(cause)
      if (code === lockNotAvailable) throw new Refusal('busy')
      if (attempt >= tries || !worthAnotherTry.includes(code)) throw cause
      if (code === planOutdated) statements.forget()
    }
  }
}

/** The connection was cut before the first statement went through: nothing has happened. */
class NeverSpoke extends Error {}

const runOnce = async <T>(
  connect: () => Promise<Connection>,
  over: (connection: Connection) => Execute,
  work: (db: Db) => Promise<T>,
): Promise<Committed<T>> => {
  const transaction = createTransaction(connect, over)
  try {
    const done = await runInScope(transaction.execute, work)
    await transaction.end('COMMIT')
    return done
  } catch (error) {
    await transaction.end('ROLLBACK').catch(() => undefined)
    if (!transaction.hasSpoken() && error instanceof DatabaseUnavailable)
      throw new NeverSpoke('connection lost', { cause: error })
    throw error
  } finally {
    transaction.release()
  }
}

/**
 * READ COMMITTED gives every statement its own view, so a transaction may as well begin with its first write: what only
 * reads, and a "no" after only reading, costs two round trips less. Once it is not known what the server has done, it
 * sends nothing more, and its connection is closed with whatever is open in it.
 */
const createTransaction = (connect: () => Promise<Connection>, over: (connection: Connection) => Execute) => {
  let connecting: Promise<{ readonly connection: Connection; readonly execute: Execute }> | undefined
  let connection: Connection | undefined
  let hasSpoken = false
  let hasBegun = false
  let isInDoubt = false

  const open = async () => {
    const opened = await connect().catch((error: unknown) => {
      throw new DatabaseUnavailable(error)
    })
    connection = opened
    return { connection: opened, execute: over(opened) }
  }
  const send: Execute = async (...statement) => {
    const { execute } = await (connecting ??= open())
    try {
      const result = await execute(...statement)
      hasSpoken = true
      return result
    } catch (error) {
      if (!isUnavailable(error)) throw error
      isInDoubt = true
      throw new DatabaseUnavailable(error)
    }
  }
  return {
    execute: (async (sql, values) => {
      if (!hasBegun && !sql.startsWith('SELECT')) {
        await send('BEGIN')
        hasBegun = true
      }
      return send(sql, values)
    }) satisfies Execute,
    end: async (how: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
      if (!hasBegun || isInDoubt) return
      isInDoubt = true
      await send(how)
      isInDoubt = false
    },
    /** Whether the server answered anything at all. */
    hasSpoken: () => hasSpoken,
    release: () => connection?.giveBack(!isInDoubt),
  }
}

// A server's own error has a code of five characters; without one the network failed, or nothing came in time. Those
// codes (https://www.postgresql.org/docs/current/errcodes-appendix.html) are about the connection (08), its resources
// (53), its end (57P, 25P03), its disk (58), and a server that does not write any more, or not yet (25006).
const unavailable = /^(?:08...|53...|57P..|58...|25P03|25006)$/u
const serversOwn = /^[0-9A-Z]{5}$/u

const isUnavailable = (error: unknown): boolean => {
  // What we did wrong ourselves while sending.
  if (error instanceof TypeError || error instanceof RangeError) return false
  const code = codeOf(error) ?? ''
  return !serversOwn.test(code) || unavailable.test(code)
}

// Several processes may start at once: one migrates, the others wait for it, for as long as it takes. The lock is a
// transaction's, so that it goes with the connection, whoever stands between.
const migrateAlone = async (url: string): Promise<void> => {
  const dataSource = await new DataSource(postgresOptions(url)).initialize()
  const runner = dataSource.createQueryRunner()
  try {
    await runner.startTransaction()
    await runner.query('SELECT pg_advisory_xact_lock($1)', [migrationLock])
    await migrate(dataSource)
    await runner.commitTransaction()
  } finally {
    await runner.release()
    await dataSource.destroy()
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
