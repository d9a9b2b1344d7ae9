import sqlite3 from 'sqlite3'
import type { Execute, StatementResult, Row, Value } from './statements.js'

/** How many prepared statements are kept. Beyond it the one that was not used for longest goes. */
const cacheLimit = 200

/**
 * Keeps statements prepared by their text: `database.all()` prepares and throws away each time, which is half of what a
 * small
 * statement costs. `release` must come before the database is closed.
 */
export const createSqliteStatements = (database: sqlite3.Database) => {
  const kept = new Map<string, Promise<sqlite3.Statement>>()

  const prepareAnew = (sql: string): Promise<sqlite3.Statement> => {
    const statement = prepare(database, sql)
    statement.catch(() => kept.delete(sql))
    return statement
  }

  const prepared = (sql: string): Promise<sqlite3.Statement> => {
    const statement = kept.get(sql) ?? prepareAnew(sql)
    kept.delete(sql)
    kept.set(sql, statement)
    const [oldest] = kept
    if (oldest && kept.size > cacheLimit) {
      kept.delete(oldest[0])
      void finalize(oldest[1])
    }
    return statement
  }

  const execute: Execute = async (sql, values = []) =>
    run(await prepared(sql), /^SELECT|^PRAGMA|\bRETURNING\b/u.test(sql), values)

  const release = async (): Promise<void> => {
    await Promise.all([...kept.values()].map(finalize))
  }

  return { execute, release }
}

/** Prepared statements of one SQLite connection. */
export type SqliteStatements = ReturnType<typeof createSqliteStatements>

// SQLite numbers $1 by first appearance, ?1 by its digit.
const prepare = (database: sqlite3.Database, sql: string): Promise<sqlite3.Statement> =>
  new Promise((resolve, reject) => {
    const statement = database.prepare(sql.replace(/\$(?=\d)/gu, '?'), (error: Error | null) =>
      error ? reject(error) : resolve(statement),
    )
  })

// sqlite3 counts changes for run() only; but run() stops at the first row that a statement returns.
const run = (statement: sqlite3.Statement, returnsRows: boolean, values: readonly Value[]): Promise<StatementResult> =>
  new Promise((resolve, reject) => {
    if (returnsRows)
      statement.all<Row>(values, (error, rows) => (error ? reject(error) : resolve({ rows, affected: rows.length })))
    else
      statement.run(values, function (error) {
        if (error) reject(error)
        else resolve({ rows: [], affected: this.changes })
      })
  })

const finalize = (prepared: Promise<sqlite3.Statement>): Promise<void> =>
  prepared.then(
    (statement) => new Promise<void>((resolve) => statement.finalize(() => resolve())),
    () => undefined,
  )

/** The driver for TypeORM. It asks for `verbose()`, which would record a stack trace for every statement: left out. */
export const quietSqlite3 = { verbose: () => sqlite3 }
