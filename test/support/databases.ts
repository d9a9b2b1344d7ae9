import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { openStore, parseDatabaseUrl, type Store } from '../../src/store/store.js'

/** A store of its own on a fresh database; `url` opens it again, `drop` closes it and leaves nothing behind. */
export type FreshDatabase = { readonly store: Store; readonly url: string; readonly drop: () => Promise<void> }

/** One kind of database that tests run on. `guards: false` is for negative controls. */
export type Database = {
  readonly name: Store['kind']
  readonly open: (options?: { readonly guards?: boolean }) => Promise<FreshDatabase>
}

/** Where the tests find a PostgreSQL server that lets them create databases; without it they run on SQLite only. */
export const postgresUrl = process.env['TEST_POSTGRES_URL']

const freshSqlite: Database['open'] = async (options) => {
  const folder = await mkdtemp(join(tmpdir(), 'levem-test-'))
  const url = `sqlite:///${join(folder, 'test.db')}`
  const store = await openStore({ url: parseDatabaseUrl(url), ...options })
  const drop = async (): Promise<void> => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { store, url, drop }
}

const openPostgres = async (server: string, options?: { readonly guards?: boolean }): Promise<FreshDatabase> => {
  const { url, drop: dropDatabase } = await createPostgresDatabase(server, await migratedTemplate(server))
  const store = await openStore({ url: parseDatabaseUrl(url), ...options })
  const drop = async (): Promise<void> => {
    await store.close()
    await dropDatabase()
  }
  return { store, url, drop }
}

/** A new database on the server, empty or a copy of a template. */
export const createPostgresDatabase = async (
  server: string,
  template?: string,
): Promise<Omit<FreshDatabase, 'store'>> => {
  const name = `levem_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, (client) =>
    client.query(`CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`),
  )
  return {
    url: urlOf(server, name),
    drop: () => onServer(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
  }
}

const onServer = async (server: string, work: (client: Client) => Promise<unknown>): Promise<void> => {
  const client = new Client(server)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

const urlOf = (server: string, database: string): string =>
  Object.assign(new URL(server), { pathname: `/${database}` }).href

const migrationsFolder = new URL('../../src/store/migrations/', import.meta.url)

// One template for each state of the migrations, kept on the server for the next run: copying it is faster than
// migrating anew.
const templateName = (): string => {
  const hash = createHash('sha256')
  for (const file of readdirSync(migrationsFolder).sort()) hash.update(readFileSync(new URL(file, migrationsFolder)))
  return `levem_template_${hash.digest('hex').slice(0, 12)}`
}

let template: Promise<string> | undefined
const migratedTemplate = (server: string): Promise<string> => (template ??= makeTemplate(server, templateName()))

const makeTemplate = async (server: string, name: string): Promise<string> => {
  await onServer(server, async (client) => {
    await client.query('SELECT pg_advisory_lock(5383602)')
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount !== 0) return
    // Under another name until it is ready: a run that dies half-way leaves no half template.
    await client.query(`DROP DATABASE IF EXISTS ${name}_raw WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${name}_raw`)
    await (await openStore({ url: parseDatabaseUrl(urlOf(server, `${name}_raw`)) })).close()
    await client.query(`ALTER DATABASE ${name}_raw RENAME TO ${name}`)
  })
  return name
}

/** Every kind of database the tests can run on here: describe.each(databases). */
export const databases: readonly Database[] = [
  { name: 'sqlite', open: freshSqlite },
  ...(postgresUrl
    ? [
        {
          name: 'postgres' as const,
          open: (options?: { readonly guards?: boolean }) => openPostgres(postgresUrl, options),
        },
      ]
    : []),
]
