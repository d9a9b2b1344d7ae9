import type sqlite3 from 'sqlite3'
import { DataSource } from 'typeorm'
import { DatabaseUnavailable } from '../../domain/databaseUnavailable.js'
import { commonOptions, migrate } from './migrate.js'
import type { Execute } from './statements.js'
import { createWriteQueue } from './writeQueue.js'
import { lockSqliteFile } from './fileLock.js'
import { createSqliteStatements, quietSqlite3, type SqliteStatements } from './sqliteStatements.js'
import { runInScope, type Transactions } from './transactionScope.js'

// journal_mode, synchronous = FULL (2), foreign_keys and busy_timeout in ms, as SQLite reads them back.
const settings = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5000 } as const

/** How often the whole work runs at most before a conflict is reported. */
const tries = 5

/** TypeORM's options for a SQLite file. */
export const sqliteOptions = (path: string) =>
  ({
    ...commonOptions,
    type: 'sqlite',
    database: path,
    driver: quietSqlite3,
    enableWAL: true,
    busyTimeout: settings.busy_timeout,
  }) as const

/**
 * Opens a SQLite file: one connection, and one queue to it for everything. `wrap` stands between the two. Throws
 * DatabaseInUse.
 */
export const openSqlite = async (path: string, wrap: (execute: Execute) => Execute): Promise<Transactions> => {
  const unlock = await lockSqliteFile(path)
  try {
    const { run, close } = await openSqliteUnlocked(path, wrap)
    return { run, close: () => close().finally(unlock) }
  } catch (error) {
    await unlock()
    throw error
  }
}

/** The same for whoever knows that nobody else has the file. */
export const openSqliteUnlocked = async (
  path: string,
  wrap: (execute: Execute) => Execute = (execute) => execute,
): Promise<Transactions> => {
  const dataSource = new DataSource(sqliteOptions(path))
  const close = async (): Promise<void> => {
    if (dataSource.isInitialized) await dataSource.destroy()
  }
  try {
    const statements = await prepare(dataSource)
    const queue = createWriteQueue(telling(wrap(statements.execute)))
    return {
      run: (work, urgent) => withRetries(() => queue.push((execute) => runInScope(execute, work), { urgent })),
      close: async () => {
        await queue.idle()
        await statements.release()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

// A code made by chance may be there already: the work runs again and makes another, as it does on PostgreSQL.
const withRetries = async <T>(run: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (attempt >= tries || !(error instanceof Error && error.message.includes('SQLITE_CONSTRAINT: UNIQUE')))
        throw error
    }
  }
}

// The disk is full or fails, or may only be read (https://sqlite.org/rescode.html).
const cannotWrite = /^SQLITE_(?:FULL|IOERR|READONLY|CANTOPEN|NOMEM)\b/u

/** The same, but what fails for want of a disk says so. */
const telling =
  (execute: Execute): Execute =>
  async (...statement) => {
    try {
      return await execute(...statement)
    } catch (error) {
      throw error instanceof Error && cannotWrite.test(error.message) ? new DatabaseUnavailable(error) : error
    }
  }

const prepare = async (dataSource: DataSource): Promise<SqliteStatements> => {
  await dataSource.initialize()
  await migrate(dataSource)
  const runner = dataSource.createQueryRunner()
  await runner.query(`PRAGMA synchronous = ${settings.synchronous}`)
  const statements = createSqliteStatements((await runner.connect()) as sqlite3.Database)
  try {
    for (const [name, wanted] of Object.entries(settings)) await check(statements.execute, name, wanted)
  } catch (error) {
    await statements.release()
    throw error
  }
  return statements
}

const check = async (execute: Execute, name: string, wanted: string | number): Promise<void> => {
  const { rows } = await execute(`PRAGMA ${name}`)
  const [found] = Object.values(rows[0] ?? {})
  if (found !== wanted)
    throw new Error(
      `SQLite did not accept ${name} = ${wanted} (it says ${String(found)}): is the file on a network drive?`,
    )
}
