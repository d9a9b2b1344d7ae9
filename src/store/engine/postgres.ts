import type { ClientBase } from 'pg'
import { DataSource } from 'typeorm'
import { minuteMs } from '../../domain/duration.js'
import { Refusal } from '../../domain/refusal.js'
import { commonOptions, migrate } from './migrate.js'
import { createPreparedStatements, type PreparedStatements } from './postgresStatements.js'
import type { Db, Execute } from './statements.js'
import { type Committed, runInScope, type Transactions } from './transactionScope.js'

const poolSize = 5
// Connections of their own for what must not wait for one of those.
const urgentPoolSize = 2
const lockTimeoutMs = 3000
const connectTimeoutMs = 30_000
const queryTimeoutMs = minuteMs
/** How often the whole work runs at most before a conflict is reported. */
const tries = 5
// Any number, as long as every Levem uses the same.
const migrationLock = 5_383_601

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

/** TypeORM's options for a PostgreSQL server. */
export const postgresOptions = (url: string) =>
  ({
    ...commonOptions,
    type: 'postgres',
    url,
    poolSize,
    connectTimeoutMS: connectTimeoutMs,
    applicationName: 'levem',
    // As a connection's start option: no round trip per transaction.
    // A server that falls silent must not hold a connection for as long as TCP hopes.
    extra: { lock_timeout: lockTimeoutMs, query_timeout: queryTimeoutMs, keepAlive: true },
  }) as const

/**
 * Opens a PostgreSQL database: a pool, READ COMMITTED. A lock that takes too long is refused with busy; after a
 * conflict the whole work runs again, so that it finds what the other one wrote (a repeat with the same key finds the
 * first result). `wrap` stands between the transactions and each connection.
 */
export const openPostgres = async (url: string, wrap: (execute: Execute) => Execute): Promise<Transactions> => {
  const dataSource = new DataSource(postgresOptions(url))
  await dataSource.initialize()
  try {
    await migrateAlone(dataSource)
  } catch (error) {
    await dataSource.destroy()
    throw error
  }
  const statements = createPreparedStatements()
  const running = new Set<Promise<unknown>>()
  const urgent = createUrgentPool(url)
  return {
    run: (work, isUrgent) => {
      const result = withRetries(statements, async () =>
        runOnce(isUrgent ? await urgent.open() : dataSource, (client) => wrap(statements.over(client)), work),
      )
      const settled = result.catch(() => undefined).finally(() => running.delete(settled))
      running.add(settled)
      return result
    },
    close: async () => {
      await Promise.all(running)
      await urgent.close()
      await dataSource.destroy()
    },
  }
}

/** Opened when it is first asked for. One that cannot be opened is tried again the next time. */
const createUrgentPool = (url: string) => {
  let opening: Promise<DataSource> | undefined
  return {
    open: (): Promise<DataSource> => {
      opening ??= new DataSource({ ...postgresOptions(url), poolSize: urgentPoolSize })
        .initialize()
        .catch((error: unknown) => {
          opening = undefined
          throw error
        })
      return opening
    },
    close: async (): Promise<void> => {
      await (await opening?.catch(() => undefined))?.destroy()
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
  dataSource: DataSource,
  over: (client: ClientBase) => Execute,
  work: (db: Db) => Promise<T>,
): Promise<Committed<T>> => {
  const runner = dataSource.createQueryRunner()
  const transaction = createTransaction(async () => over((await runner.connect()) as ClientBase))
  try {
    const done = await runInScope(transaction.execute, work)
    await transaction.end('COMMIT')
    return done
  } catch (error) {
    await transaction.end('ROLLBACK').catch(() => undefined)
    if (!transaction.hasSpoken() && isCut(error)) throw new NeverSpoke('connection lost', { cause: error })
    throw error
  } finally {
    await runner.release()
  }
}

// A server's own error has a code of five characters, of which 08 and 57P are about the connection; without one the
// network failed.
const isCut = (error: unknown): boolean => !/^(?!08|57P)[0-9A-Z]{5}$/u.test(codeOf(error) ?? '')

/**
 * READ COMMITTED gives every statement its own view, so a transaction may as well begin with its first write: what only
 * reads, and a "no" after only reading, costs two round trips less.
 */
const createTransaction = (connect: () => Promise<Execute>) => {
  let connection: Promise<Execute> | undefined
  let spoken = false
  let begun = false
  const send: Execute = async (sql, values) => {
    const result = await (await (connection ??= connect()))(sql, values)
    spoken = true
    return result
  }
  return {
    execute: (async (sql, values) => {
      if (!begun && !sql.startsWith('SELECT')) {
        await send('BEGIN')
        begun = true
      }
      return send(sql, values)
    }) satisfies Execute,
    end: async (how: 'COMMIT' | 'ROLLBACK'): Promise<void> => {
      if (begun) await send(how)
    },
    /** Whether the server answered anything at all. */
    hasSpoken: () => spoken,
  }
}

// Several processes may start at once: one migrates, the others wait for it, for as long as it takes.
const migrateAlone = async (dataSource: DataSource): Promise<void> => {
  const runner = dataSource.createQueryRunner()
  try {
    await runner.query('SET lock_timeout = 0')
    await runner.query('SELECT pg_advisory_lock($1)', [migrationLock])
    await migrate(dataSource)
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined)
    await runner.query('RESET lock_timeout').catch(() => undefined)
    await runner.release()
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
