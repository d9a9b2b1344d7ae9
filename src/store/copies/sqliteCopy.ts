import { writeFile } from 'node:fs/promises'
import { connectSqlite, type SqliteConnection } from '../engine/sqliteFile.js'
import { type CopyContents, copyMarks, marksTable, mustBeUsable } from './contents.js'
import { CopyFault } from './copyFault.js'
import { isThere, putInPlace, removeSqlite } from './files.js'

// A bot that runs holds the file for moments only.
const patienceMs = 10_000

/** Which database to copy, where to, and what time it is (UTC milliseconds). */
export type CopyOrder = { readonly source: string; readonly target: string; readonly now: number }

/**
 * Copies a SQLite database as it stands at one moment, while it is being used, and looks whether the copy is whole. The
 * target appears when it is finished. Throws CopyFault.
 */
export const copySqlite = async ({ source, target, now }: CopyOrder): Promise<CopyContents> => {
  const unfinished = `${target}.part`
  await removeSqlite(unfinished)
  try {
    // SQLite writes into an empty file, and this one nobody else may read.
    await writeFile(unfinished, '', { flag: 'wx', mode: 0o600 })
    await copyInto(source, unfinished)
    const contents = await finish(unfinished, now)
    await putInPlace(unfinished, target)
    return contents
  } catch (error) {
    await removeSqlite(unfinished)
    throw error
  }
}

const copyInto = async (source: string, target: string): Promise<void> => {
  if (!(await isThere(source))) throw new CopyFault('noDatabase', { path: source })
  const database = await connectSqlite(source, { mustExist: true })
  try {
    await database.exec(`PRAGMA busy_timeout = ${patienceMs}`)
    await database.rows('VACUUM INTO ?', [target])
  } finally {
    await database.close()
  }
}

/** Writes into a copy when it was made, and looks through it. */
const finish = (path: string, now: number): Promise<CopyContents> =>
  withSqlite(path, async (copy) => {
    await copy.exec('PRAGMA journal_mode = DELETE')
    const { counts } = await examine(copy)
    // An old database has no marks yet.
    if (counts.has(marksTable))
      await copy.rows(`INSERT OR REPLACE INTO ${marksTable} (name, value) VALUES (?, ?)`, [copyMarks.madeAt, now])
    return contentsOf(copy)
  })

/** Looks whether a SQLite file is whole, one of ours, and not of a newer version. Throws CopyFault. */
export const examineSqlite = (path: string): Promise<CopyContents> => withSqlite(path, examine)

/** Does something with a SQLite file that is there. */
export const withSqlite = async <T>(path: string, work: (database: SqliteConnection) => Promise<T>): Promise<T> => {
  const database = await connectSqlite(path, { mustExist: true })
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

const examine = async (copy: SqliteConnection): Promise<CopyContents> => {
  await mustBeWhole(copy)
  const contents = await contentsOf(copy)
  mustBeUsable(contents)
  return contents
}

const mustBeWhole = async (copy: SqliteConnection): Promise<void> => {
  const faults = await copy.rows('PRAGMA integrity_check(1)').catch((error: unknown) => {
    throw new CopyFault('damaged', { detail: String(error) })
  })
  const [fault] = faults.map((row) => String(row['integrity_check']))
  if (fault !== 'ok') throw new CopyFault('damaged', { detail: fault ?? '' })
  const [orphan] = await copy.rows('PRAGMA foreign_key_check')
  if (orphan) throw new CopyFault('damaged', { detail: `${String(orphan['table'])} ${String(orphan['rowid'])}` })
}

const contentsOf = async (copy: SqliteConnection): Promise<CopyContents> => {
  const names = await copy.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
  const tables = names.map((row) => String(row['name']))
  const counts = new Map<string, number>()
  for (const table of tables) {
    const [row] = await copy.rows(`SELECT COUNT(*) AS count FROM "${table}"`)
    counts.set(table, Number(row?.['count']))
  }
  const read = (table: string, sql: string) => (counts.has(table) ? copy.rows(sql) : Promise.resolve([]))
  const applied = await read('migrations', 'SELECT name FROM migrations ORDER BY id')
  const marks = await read(marksTable, `SELECT name, value FROM ${marksTable}`)
  return {
    counts,
    migrations: applied.map((row) => String(row['name'])),
    marks: new Map(marks.map((row) => [String(row['name']), Number(row['value'])])),
  }
}
