import type { StoreUrl } from '../engine/databaseUrl.js'
import { lockSqliteFile } from '../engine/fileLock.js'
import { migrationLock, openPostgres } from '../engine/postgres.js'
import { openSqliteUnlocked } from '../engine/sqlite.js'
import type { SqliteConnection } from '../engine/sqliteFile.js'
import type { Row, Value } from '../engine/statements.js'
import { CopyFault } from './copyFault.js'
import { isThere } from './files.js'
import { onePostgresSession, type Query } from './postgresSession.js'
import { mustNotLive } from './restorePostgres.js'
import { withSqlite } from './sqliteCopy.js'

/** One of the two databases of a move. */
export type MovingEnd = {
  /** Runs a statement with placeholders $1, $2 …; gives its rows. */
  readonly rows: (sql: string, values?: readonly Value[]) => Promise<readonly Row[]>
  /** A column as both databases put it in the same order. */
  readonly sorted: (column: string, isText: boolean) => string
  /** The last id that a table gave, or 0. */
  readonly lastId: (table: string, column: string) => Promise<number>
  /** Lets a table count on after an id. */
  readonly countOn: (table: string, column: string, lastId: number) => Promise<void>
}

/** Reads a database as it stands at one moment. Nobody else uses it. */
export const withSource = <T>(url: StoreUrl, work: (end: MovingEnd) => Promise<T>): Promise<T> =>
  url.kind === 'sqlite' ? fromSqlite(url.path, work) : fromPostgres(url.url, work)

/** Writes into a database that is brought up to date, in one transaction. Nobody else uses it. */
export const withTarget = <T>(url: StoreUrl, work: (end: MovingEnd) => Promise<T>): Promise<T> =>
  url.kind === 'sqlite' ? intoSqlite(url.path, work) : intoPostgres(url.url, work)

const fromSqlite = async <T>(path: string, work: (end: MovingEnd) => Promise<T>): Promise<T> => {
  if (!(await isThere(path))) throw new CopyFault('noDatabase', { path })
  return intoSqlite(path, work)
}

const intoSqlite = async <T>(path: string, work: (end: MovingEnd) => Promise<T>): Promise<T> => {
  const unlock = await lockSqliteFile(path)
  try {
    await (await openSqliteUnlocked(path)).close()
    return await withSqlite(path, (database) =>
      inTransaction(
        (sql) => database.exec(sql),
        'BEGIN IMMEDIATE',
        () => work(sqliteEnd(database)),
      ),
    )
  } finally {
    await unlock()
  }
}

const fromPostgres = async <T>(url: string, work: (end: MovingEnd) => Promise<T>): Promise<T> => {
  await mustNotLive(url)
  await (await openPostgres(url, (execute) => execute)).close()
  return postgresTransaction(url, 'BEGIN ISOLATION LEVEL REPEATABLE READ', work)
}

const intoPostgres = async <T>(url: string, work: (end: MovingEnd) => Promise<T>): Promise<T> => {
  await mustNotLive(url)
  await (await openPostgres(url, (execute) => execute)).close()
  return postgresTransaction(url, 'BEGIN', work)
}

// Whoever starts meanwhile waits at the lock of migrations.
const postgresTransaction = <T>(url: string, begin: string, work: (end: MovingEnd) => Promise<T>): Promise<T> =>
  onePostgresSession(url, (query) =>
    inTransaction(query, begin, async () => {
      await query('SELECT pg_advisory_xact_lock($1)', [migrationLock])
      return work(postgresEnd(query))
    }),
  )

const inTransaction = async <T>(
  run: (sql: string) => Promise<unknown>,
  begin: string,
  work: () => Promise<T>,
): Promise<T> => {
  await run(begin)
  try {
    const value = await work()
    await run('COMMIT')
    return value
  } catch (error) {
    await run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

const numberIn = (row: Row | undefined): number => Number(row?.['last'] ?? 0)

const sqliteEnd = (database: SqliteConnection): MovingEnd => ({
  rows: (sql, values = []) => database.rows(sql.replace(/\$(?=\d)/gu, '?'), values),
  sorted: (column) => column,
  lastId: async (table) => {
    const [row] = await database.rows('SELECT seq AS last FROM sqlite_sequence WHERE name = ?', [table])
    return numberIn(row)
  },
  countOn: async (table, _column, lastId) => {
    await database.rows('DELETE FROM sqlite_sequence WHERE name = ?', [table])
    if (lastId > 0) await database.rows('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', [table, lastId])
  },
})

const postgresEnd = (query: Query): MovingEnd => ({
  rows: query,
  sorted: (column, isText) => (isText ? `${column} COLLATE "C"` : column),
  lastId: async (table, column) => {
    const [row] = await query(
      `SELECT last_value AS last FROM pg_sequences
       WHERE format('%I.%I', schemaname, sequencename)::regclass = pg_get_serial_sequence($1, $2)::regclass`,
      [table, column],
    )
    return numberIn(row)
  },
  countOn: async (table, column, lastId) => {
    if (lastId > 0) await query('SELECT setval(pg_get_serial_sequence($1, $2), $3)', [table, column, lastId])
  },
})
