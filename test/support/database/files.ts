import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'

const memory = '/dev/shm'
// Docker gives 64 MB unless told otherwise: too little for many databases at once.
const enough = 512 * 1024 * 1024

const hasMemory = (): boolean => {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= enough
}

const root = hasMemory() ? memory : tmpdir()

/**
 * A new folder for a test's databases, such as "levem-world-x7Gq2A": in memory where the system has a folder for that,
 * on the disk otherwise. Whoever asked for it removes it.
 */
export const tempFolder = (name: string): Promise<string> => mkdtemp(join(root, `levem-${name}-`))

/** A SQLite file in a folder of its own. */
export type SqliteFile = { readonly url: string; readonly drop: () => Promise<void> }

/** A name for a file that is not there yet. */
export const emptySqliteFile = async (): Promise<SqliteFile & { readonly path: string }> => {
  const folder = await tempFolder('test')
  const path = join(folder, 'test.db')
  return { path, url: `sqlite:///${path}`, drop: () => rm(folder, { recursive: true, force: true }) }
}

const migrationsFolder = new URL('../../../src/store/migrations/', import.meta.url)

/** Tells one state of the migrations from another: a template is made once for each. */
export const migrationsHash = (): string => {
  const hash = createHash('sha256')
  for (const file of readdirSync(migrationsFolder).sort()) hash.update(readFileSync(new URL(file, migrationsFolder)))
  return hash.digest('hex').slice(0, 12)
}

let template: Promise<string> | undefined

const makeTemplate = async (): Promise<string> => {
  const path = join(root, `levem-template-${migrationsHash()}.db`)
  if (existsSync(path)) return path
  const half = await emptySqliteFile()
  await (await openStore({ url: parseDatabaseUrl(half.url) })).close()
  await rename(half.path, path)
  await half.drop()
  return path
}

/** A migrated SQLite file: a copy, since copying is faster than migrating anew. */
export const freshSqliteFile = async (): Promise<SqliteFile> => {
  const file = await emptySqliteFile()
  await copyFile(await (template ??= makeTemplate()), file.path)
  return file
}
