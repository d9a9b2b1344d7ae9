import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { tempFolder } from './tempFolder.js'

const migrationsFolder = new URL('../../../src/store/migrations/', import.meta.url)

/** Tells one state of the migrations from another: a template is made once for each. */
export const migrationsHash = (): string => {
  const hash = createHash('sha256')
  for (const file of readdirSync(migrationsFolder).sort()) hash.update(readFileSync(new URL(file, migrationsFolder)))
  return hash.digest('hex').slice(0, 12)
}

const urlOf = (path: string): string => `sqlite:///${path}`

let template: Promise<string> | undefined
const migratedTemplate = (): Promise<string> => (template ??= makeTemplate())

const makeTemplate = async (): Promise<string> => {
  const path = join(tmpdir(), `levem-template-${migrationsHash()}.db`)
  if (existsSync(path)) return path
  const folder = await mkdtemp(join(tmpdir(), 'levem-template-'))
  const half = join(folder, 'half.db')
  await (await openStore({ url: parseDatabaseUrl(urlOf(half)) })).close()
  await rename(half, path)
  await rm(folder, { recursive: true, force: true })
  return path
}

/** A migrated SQLite file in a folder of its own: a copy, since copying is faster than migrating anew. */
export const freshSqliteFile = async (): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> => {
  const folder = await tempFolder('test')
  const path = join(folder, 'test.db')
  await copyFile(await migratedTemplate(), path)
  return { url: urlOf(path), drop: () => rm(folder, { recursive: true, force: true }) }
}
