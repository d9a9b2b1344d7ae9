import { openStore, parseDatabaseUrl, type Store } from '../../../src/store/store.js'
import { emptySqliteFile, freshSqliteFile } from './files.js'
import { openInterleaved } from './interleaved.js'
import { emptyPostgres, freshPostgres } from './postgres.js'
import { refuseNesting } from './strictStore.js'
import { createUngating } from './ungated.js'
import { createUnguarding } from './unguarded.js'

/** A database of its own that nobody has open; `drop` leaves nothing behind. */
export type ClosedDatabase = { readonly url: string; readonly drop: () => Promise<void> }

/** A store of its own on a fresh database; `url` opens it again, `drop` closes it, too. */
export type FreshDatabase = ClosedDatabase & { readonly store: Store }

/**
 * How a negative control opens its store. `guards: false`: as unguarded.ts does, and `drop` throws if no guard was
 * there to take out; `gate: false`: the same of ungated.ts; `queue: false`: on SQLite, as interleaved.ts does.
 */
export type Controls = { readonly guards?: boolean; readonly gate?: boolean; readonly queue?: boolean }

/** One kind of database that tests run on. */
export type Database = {
  readonly name: Store['kind']
  readonly open: (controls?: Controls) => Promise<FreshDatabase>
  /** With its tables, for a program that opens it itself. */
  readonly closed: () => Promise<ClosedDatabase>
  readonly empty: () => Promise<ClosedDatabase>
}

/** Where the tests find a PostgreSQL server that lets them create databases; without it they run on SQLite only. */
export const postgresUrl = process.env['TEST_POSTGRES_URL']

const openFresh = async (
  database: ClosedDatabase,
  { guards = true, gate = true, queue = true }: Controls = {},
): Promise<FreshDatabase> => {
  const taken = !guards ? createUnguarding() : gate ? undefined : createUngating()
  const open = taken?.open ?? (queue ? openStore : openInterleaved)
  const store = refuseNesting(await open({ url: parseDatabaseUrl(database.url) }))
  const drop = async (): Promise<void> => {
    await store.close()
    await database.drop()
    taken?.mustHaveFound()
  }
  return { store, url: database.url, drop }
}

/** SQLite alone: for what does not hang on the database. */
export const sqlite: Database = {
  name: 'sqlite',
  open: async (controls) => openFresh(await freshSqliteFile(), controls),
  closed: freshSqliteFile,
  empty: emptySqliteFile,
}

const postgresAt = (server: string): Database => ({
  name: 'postgres',
  open: async (controls) => openFresh(await freshPostgres(server), controls),
  closed: () => freshPostgres(server),
  empty: () => emptyPostgres(server),
})

/** PostgreSQL alone, for what several processes do: describe.skipIf(!postgresUrl).each([postgres]). */
export const postgres: Database = postgresAt(postgresUrl ?? '')

/** Every kind of database the tests can run on here: describe.each(databases). */
export const databases: readonly Database[] = [sqlite, ...(postgresUrl ? [postgres] : [])]
