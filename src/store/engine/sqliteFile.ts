import sqlite3 from 'sqlite3'
import type { Row, Value } from './statements.js'

/** A SQLite file opened past the store: for its lock, and for copies of it. */
export type SqliteConnection = {
  /** Runs statements that give nothing. */
  readonly exec: (sql: string) => Promise<void>
  readonly rows: (sql: string, values?: readonly Value[]) => Promise<readonly Row[]>
  readonly close: () => Promise<void>
}

/** Opens a file. With `mustExist` it is not made when it is missing, but the opening fails. */
export const connectSqlite = async (
  path: string,
  { mustExist = false }: { readonly mustExist?: boolean } = {},
): Promise<SqliteConnection> => {
  const database = await open(path, mustExist ? sqlite3.OPEN_READWRITE : undefined)
  return {
    exec: (sql) =>
      new Promise((resolve, reject) => {
        database.exec(sql, (error) => (error ? reject(error) : resolve()))
      }),
    rows: (sql, values = []) =>
      new Promise((resolve, reject) => {
        database.all<Row>(sql, values, (error, rows) => (error ? reject(error) : resolve(rows)))
      }),
    close: () =>
      new Promise((resolve, reject) => {
        database.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}

const open = (path: string, mode = sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE): Promise<sqlite3.Database> =>
  new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, mode, (error) => (error ? reject(error) : resolve(database)))
  })
