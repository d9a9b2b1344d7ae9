import { mkdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { connectSqlite } from './sqliteFile.js'

/** Someone else has the SQLite file open. */
export class DatabaseInUse extends Error {
  /** Says which file, and what to do. */
  constructor(path: string) {
    super(
      `The database ${path} is in use by another Levem process. Stop that one first, or set DATABASE_URL to another file; for several processes use PostgreSQL.`,
    )
    this.name = 'DatabaseInUse'
  }
}

/**
 * Makes this the only store on a SQLite file, by a lock on `<path>.lock` that the kernel frees even after kill -9. The
 * file itself
 * stays readable for other programs (backups). Returns how to let go; throws DatabaseInUse.
 */
export const lockSqliteFile = async (path: string): Promise<() => Promise<void>> => {
  const lock = await connectSqlite(`${await realPath(path)}.lock`)
  try {
    await lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    await lock.close()
    throw error instanceof Error && error.message.includes('SQLITE_BUSY') ? new DatabaseInUse(path) : error
  }
  return lock.close
}

// Two names of one file (a symbolic link) must meet at one lock.
const realPath = async (path: string): Promise<string> => {
  await mkdir(dirname(path), { recursive: true })
  return realpath(path).catch(async () => join(await realpath(dirname(path)), basename(path)))
}
