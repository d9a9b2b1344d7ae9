import { Pool } from 'pg'
import sqlite3 from 'sqlite3'
import type { Row } from '../../support/inspect.js'

/** Looks into a database past the store, again and again: the rows of each of some statements, in one look. */
export type Inspector = {
  look(statements: readonly string[]): Promise<readonly (readonly Row[])[]>
  close(): Promise<void>
}

const overSqlite = async (path: string): Promise<Inspector> => {
  const database = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened = new sqlite3.Database(path, sqlite3.OPEN_READONLY, (error) =>
      error ? reject(error) : resolve(opened),
    )
  })
  const all = (sql: string): Promise<readonly Row[]> =>
    new Promise((resolve, reject) => database.all<Row>(sql, (error, rows) => (error ? reject(error) : resolve(rows))))
  return {
    look: (statements) => Promise.all(statements.map(all)),
    close: () => new Promise((resolve, reject) => database.close((error) => (error ? reject(error) : resolve()))),
  }
}

const overPostgres = (url: string): Inspector => {
  const pool = new Pool({ connectionString: url, max: 4 })
  // Whoever drops the database cuts connections that rest.
  pool.on('error', () => undefined)
  return {
    look: async (statements) => {
      const results = (await pool.query(statements.join(';'))) as unknown as readonly {
        readonly rows: readonly Row[]
      }[]
      return results.map(({ rows }) => rows)
    },
    close: () => pool.end(),
  }
}

/** Opens an inspector of a database. */
export const openInspector = async (url: string): Promise<Inspector> =>
  url.startsWith('sqlite:') ? overSqlite(url.replace(/^sqlite:\/\/\//u, '')) : overPostgres(url)
