import { DataSource, type DataSourceOptions } from 'typeorm'
import { postgresOptions } from '../../../src/store/engine/postgresPools.js'
import { sqliteOptions } from '../../../src/store/engine/sqlite.js'
import { parseDatabaseUrl } from '../../../src/store/store.js'
import { schema } from '../../../src/store/tables/schema.js'

/**
 * Connects to a database past the store, as TypeORM does; here it knows the tables, to compare them. With some of the
 * migrations where only those are wanted.
 */
export const connect = (url: string, changes: Pick<DataSourceOptions, 'migrations'> = {}): Promise<DataSource> => {
  const parsed = parseDatabaseUrl(url)
  const options = parsed.kind === 'sqlite' ? sqliteOptions(parsed.path) : postgresOptions(parsed.url)
  return new DataSource({ ...options, entities: schema, ...changes }).initialize()
}
