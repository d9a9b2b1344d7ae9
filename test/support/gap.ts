import { count, peek } from './peek.js'

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
