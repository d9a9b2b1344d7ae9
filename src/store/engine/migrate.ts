import type { DataSource } from 'typeorm'
import { migrations, schema } from '../tables/schema.js'

/** What both databases' TypeORM options share. Tables change by migrations only: `synchronize` would empty columns. */
export const commonOptions = {
  entities: schema,
  migrations,
  migrationsTransactionMode: 'each',
  synchronize: false,
  logging: false,
} as const

/** Runs the migrations that are missing, each in a transaction of its own. */
export const migrate = async (dataSource: DataSource): Promise<void> => {
  await dataSource.runMigrations({ transaction: 'each' })
}
