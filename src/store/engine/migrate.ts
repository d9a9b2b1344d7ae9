import type { DataSource } from 'typeorm'
import { migrations } from '../tables/schema.js'

/**
 * What both databases' TypeORM options share. Tables change by migrations only: `synchronize` would empty columns, and
 * entities are described for nobody.
 */
export const commonOptions = {
  migrations,
  migrationsTransactionMode: 'each',
  synchronize: false,
  logging: false,
} as const

/** The database was used by a newer version, whose tables this one does not know. Nothing was changed. */
export class DatabaseTooNew extends Error {
  /** Says by what it is known, and what to do. */
  constructor(readonly migration: string) {
    super(
      `The database was used by a newer version of Levem (it has ${migration}, which this version does not know). Install that version, or go back to a backup from before it. Nothing was changed.`,
    )
    this.name = 'DatabaseTooNew'
  }
}

/** Runs the migrations that are missing, each in a transaction of its own. Throws DatabaseTooNew. */
export const migrate = async (dataSource: DataSource): Promise<void> => {
  const unknown = await unknownMigration(dataSource)
  if (unknown !== undefined) throw new DatabaseTooNew(unknown)
  await dataSource.runMigrations({ transaction: 'each' })
}

const unknownMigration = async (dataSource: DataSource): Promise<string | undefined> => {
  const runner = dataSource.createQueryRunner()
  try {
    if (!(await runner.hasTable('migrations'))) return undefined
    const run = (await runner.query('SELECT name FROM migrations ORDER BY id')) as readonly { readonly name: string }[]
    const known = new Set(dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name))
    return run.find(({ name }) => !known.has(name))?.name
  } finally {
    await runner.release()
  }
}
