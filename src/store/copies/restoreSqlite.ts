import { chmod, chown, copyFile, rename, stat } from 'node:fs/promises'
import { DatabaseInUse, lockSqliteFile } from '../engine/fileLock.js'
import { openSqliteUnlocked } from '../engine/sqlite.js'
import { lostIds, statementsAfterRestore } from './afterRestore.js'
import { type CopyContents, madeAtOf } from './contents.js'
import { besides, isThere, keepAs, putInPlace, removeSqlite } from './files.js'
import { examineSqlite, withSqlite } from './sqliteCopy.js'

/** Which backup to restore, where to, and what the database that is there will be called. */
export type RestoreOrder = {
  readonly backup: string
  readonly target: string
  /** UTC milliseconds. */
  readonly now: number
}

/** What was restored, and where the database lies whose place it took; undefined when there was none. */
export type RestoredCopy = { readonly contents: CopyContents; readonly keptAs: string | undefined }

/**
 * Puts a backup in the place of a SQLite database that nobody uses, brought up to date; the database that was there is
 * kept. Whoever dies in the middle leaves the old one or the new. Throws DatabaseInUse and CopyFault.
 */
export const restoreSqlite = async ({ backup, target, now }: RestoreOrder): Promise<RestoredCopy> => {
  const unlock = await lockSqliteFile(target)
  const unfinished = `${target}.restoring`
  try {
    await removeSqlite(unfinished)
    await copyFile(backup, unfinished)
    await chmod(unfinished, 0o600)
    const contents = await examineSqlite(unfinished)
    await bringUpToDate(unfinished)
    await tell(unfinished, { madeAt: madeAtOf(contents), now })
    return { contents, keptAs: await replace(unfinished, target, now) }
  } finally {
    await removeSqlite(unfinished)
    await unlock()
  }
}

const bringUpToDate = async (path: string): Promise<void> => {
  const { close } = await openSqliteUnlocked(path)
  await close()
}

const tell = (path: string, restored: Parameters<typeof statementsAfterRestore>[0]): Promise<void> =>
  withSqlite(path, async (database) => {
    await database.exec('PRAGMA journal_mode = DELETE; BEGIN IMMEDIATE')
    for (const sql of statementsAfterRestore(restored)) await database.exec(sql)
    await leaveOutIds(database)
    await database.exec('COMMIT')
  })

type Database = Parameters<Parameters<typeof withSqlite>[1]>[0]

// SQLite counts the ids of a table in a table of its own, from the first row on.
const leaveOutIds = async (database: Database): Promise<void> => {
  const counting = await database.rows(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' ORDER BY name",
  )
  for (const name of counting.map((row) => String(row['name']))) {
    await database.rows(
      'INSERT INTO sqlite_sequence (name, seq) SELECT ?1, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)',
      [name],
    )
    await database.rows('UPDATE sqlite_sequence SET seq = seq + ? WHERE name = ?', [lostIds, name])
  }
}

const replace = async (finished: string, target: string, now: number): Promise<string | undefined> => {
  const keptAs = `${target}.before-restore-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z`
  const isReplacing = await isThere(target)
  if (isReplacing) {
    await likeTheOld(finished, target)
    await closeForGood(target, keptAs)
    await keepAs(target, keptAs)
  }
  await putInPlace(finished, target)
  return isReplacing ? keptAs : undefined
}

// The bot may run as somebody else than who restores.
const likeTheOld = async (finished: string, target: string): Promise<void> => {
  const { mode, uid, gid } = await stat(target)
  if (process.getuid?.() === 0) await chown(finished, uid, gid)
  await chmod(finished, mode & 0o777)
}

/**
 * What lies beside a database would be taken for the new one's. A sound one takes it in, unless some other program
 * reads it just now; what lies beside a broken one
 * is laid beside its new name.
 */
const closeForGood = async (target: string, keptAs: string): Promise<void> => {
  await withSqlite(target, (database) => database.exec('PRAGMA journal_mode = DELETE')).catch((error: unknown) => {
    if (error instanceof Error && error.message.includes('SQLITE_BUSY')) throw new DatabaseInUse(target)
  })
  for (const [index, one] of besides(target).entries())
    if (await isThere(one)) await rename(one, besides(keptAs)[index] ?? keptAs)
}
