import type { StoreUrl } from '../engine/databaseUrl.js'
import type { CopyContents } from './contents.js'
import { copyPostgres, examinePostgres } from './postgresCopy.js'
import { restorePostgres } from './restorePostgres.js'
import { type RestoredCopy, restoreSqlite } from './restoreSqlite.js'
import { copySqlite, examineSqlite } from './sqliteCopy.js'

export { type CopyContents, madeAtOf } from './contents.js'
export { CopyFault } from './copyFault.js'
export { type MovedCounts, moveDatabase } from './move.js'
export type { RestoredCopy } from './restoreSqlite.js'

const addressIn = (url: StoreUrl): string => (url.kind === 'sqlite' ? url.path : url.url)

/** Copies a database as it stands at one moment, while it is being used; the copy is whole. Throws CopyFault. */
export const copyDatabase = (url: StoreUrl, target: string, now: number): Promise<CopyContents> =>
  (url.kind === 'sqlite' ? copySqlite : copyPostgres)({ source: addressIn(url), target, now })

/** Looks whether a backup is whole, one of ours, and not of a newer version. Throws CopyFault. */
export const examineBackup = (kind: StoreUrl['kind'], path: string): Promise<CopyContents> =>
  (kind === 'sqlite' ? examineSqlite : examinePostgres)(path)

/**
 * Puts a backup of the same kind in the place of a database that nobody uses, and keeps that one. Throws DatabaseInUse
 * and CopyFault.
 */
export const restoreDatabase = (url: StoreUrl, backup: string, now: number): Promise<RestoredCopy> =>
  (url.kind === 'sqlite' ? restoreSqlite : restorePostgres)({ backup, target: addressIn(url), now })
