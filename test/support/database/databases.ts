import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { openStore, parseDatabaseUrl, type Store } from '../../../src/store/store.js'
import { openInterleaved } from './interleaved.js'
import { refuseNesting } from './strictStore.js'
import { tempFolder } from './tempFolder.js'
import { freshSqliteFile, migrationsHash } from './template.js'
import { createUnguarding } from './unguarded.js'

/** A database of its own without any tables; `drop` leaves nothing behind. */
export type EmptyDatabase = { readonly url: string; readonly drop: () => Promise<void> }

/** A store of its own on a fresh database; `url` opens it again, `drop` closes it, too. */
export type FreshDatabase = EmptyDatabase & { readonly store: Store }

/**
 * How a negative control opens its store. `guards: false`: as unguarded.ts does, and `drop` throws if no guard was
 * there to take out; `queue: false`: on SQLite, as interleaved.ts does.
 */
export type Controls = { readonly guards?: boolean; readonly queue?: boolean }

/** One kind of database that tests run on. */
export type Database = {
  readonly name: Store['kind']
  readonly open: (controls?: Controls) => Promise<FreshDatabase>
  readonly empty: () => Promise<EmptyDatabase>
}

/** Where the tests find a PostgreSQL server that lets them create databases; without it they run on SQLite only. */
export const postgresUrl = process.env['TEST_POSTGRES_URL']

const openFresh = async (
  database: EmptyDatabase,
  { guards = true, queue = true }: Controls = {},
): Promise<FreshDatabase> => {
  const unguarding = guards ? undefined : createUnguarding()
  const open = unguarding?.open ?? (queue ? openStore : openInterleaved)
  const store = refuseNesting(await open({ url: parseDatabaseUrl(database.url) }))
  const drop = async (): Promise<void> => {
    await store.close()
    await database.drop()
    unguarding?.mustHaveFound()
  }
  return { store, url: database.url, drop }
}

const createSqliteFile = async (): Promise<EmptyDatabase> => {
  const folder = await tempFolder('test')
  return {
    url: `sqlite:///${join(folder, 'test.db')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A new database on the server, empty or a copy of a template. */
const createPostgresDatabase = async (server: string, template?: string): Promise<EmptyDatabase> => {
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

// One template for each state of the migrations, kept on the server for the next run: copying it is faster than
// migrating anew.
const templateName = (): string => `levem_template_${migrationsHash()}`

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
  {
    name: 'sqlite',
    open: async (controls) => openFresh(await freshSqliteFile(), controls),
    empty: createSqliteFile,
  },
  ...(postgresUrl
    ? [
        {
          name: 'postgres' as const,
          open: async (controls?: Controls) =>
            openFresh(await createPostgresDatabase(postgresUrl, await migratedTemplate(postgresUrl)), controls),
          empty: () => createPostgresDatabase(postgresUrl),
        },
      ]
    : []),
]
