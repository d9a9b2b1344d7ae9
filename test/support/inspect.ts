import { Client } from 'pg'
import sqlite3 from 'sqlite3'

/** A row of whatever was asked. PostgreSQL gives counts and sums as strings: wrap what you compare in Number(). */
export type Row = Readonly<Record<string, unknown>>

const fromSqlite = (path: string, sql: string): Promise<readonly Row[]> =>
  new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, sqlite3.OPEN_READWRITE, (failure) => {
      if (failure) return reject(failure)
      database.all<Row>(sql, (error, rows) => database.close(() => (error ? reject(error) : resolve(rows))))
    })
  })

const fromPostgres = async (url: string, sql: string): Promise<readonly Row[]> => {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Looks into a database past the store: what is really there. */
export const peek = (url: string, sql: string): Promise<readonly Row[]> =>
  url.startsWith('sqlite:') ? fromSqlite(url.replace(/^sqlite:\/\/\//u, ''), sql) : fromPostgres(url, sql)

/** The one number that was asked for. */
export const count = async (url: string, sql: string): Promise<number> =>
  Number(Object.values((await peek(url, sql))[0] ?? {})[0])

/** Whether a database is SQLite, by its URL. */
const isSqlite = (url: string): boolean => url.startsWith('sqlite:')

/**
 * Drops the unique index of these columns, past the store: what it guards against can be seen then. For negative
 * controls.
 */
export const dropUnique = async (url: string, table: string, columns: string): Promise<void> => {
  const sql = isSqlite(url)
    ? `SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '${table}' AND replace(sql, '"', '') LIKE '%UNIQUE%(${columns})%'`
    : `SELECT indexname AS name FROM pg_indexes WHERE tablename = '${table}' AND indexdef LIKE '%UNIQUE%(${columns})%'`
  const [found] = await peek(url, sql)
  if (!found) throw new Error(`${table} has no unique index of ${columns}`)
  await peek(url, `DROP INDEX "${String(found['name'])}"`)
}

/** Some numbers, each the answer to a question to the database. */
export const counts = (url: string, ...questions: readonly string[]): Promise<readonly number[]> =>
  Promise.all(questions.map((sql) => count(url, sql)))
