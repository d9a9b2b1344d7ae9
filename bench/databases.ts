import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A fresh database for one bench. */
export type BenchDatabase = { readonly name: string; readonly url: string; drop(): Promise<void> }

/** A fresh SQLite file. */
export const freshSqlite = async (): Promise<BenchDatabase> => {
  const folder = await mkdtemp(join(tmpdir(), 'levem-bench-'))
  return {
    name: 'SQLite',
    url: `sqlite:///${join(folder, 'bench.db')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A fresh database on the server of TEST_POSTGRES_URL. */
export const freshPostgres = async (server: string): Promise<BenchDatabase> => {
  const name = `levem_bench_${process.pid}_${Date.now()}`
  await onServer(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { name: 'PostgreSQL', url: url.href, drop: () => onServer(server, `DROP DATABASE ${name} WITH (FORCE)`) }
}

const onServer = async (server: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
