import type { DataSource } from 'typeorm'
import { afterEach, describe, expect, test } from 'vitest'
import { migrations } from '../../../src/store/tables/schema.js'
import { connect } from '../../support/database/dataSource.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'

/** What TypeORM would change to make the tables equal to the code's schema. */
const drift = async (source: DataSource): Promise<string[]> =>
  (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query)

describe.each(databases)('the tables that migrations make on $name', ({ open }) => {
  let fresh: FreshDatabase | undefined
  let source: DataSource | undefined
  afterEach(async () => {
    await source?.destroy()
    await fresh?.drop()
  })

  const migrated = async () => {
    fresh = await open()
    await fresh.store.close()
    source = await connect(fresh.url)
    return source
  }

  test('are those that the code expects', async () => {
    expect(await drift(await migrated())).toEqual([])
  })

  test.each([
    ['a missing index', 'DROP INDEX announcements_due'],
    ['a column too many', 'ALTER TABLE people ADD COLUMN shoe_size integer'],
    ['a column that is missing', 'ALTER TABLE drafts DROP COLUMN day'],
  ])('negative control: %s is noticed', async (_, sql) => {
    const changed = await migrated()
    await changed.query(sql)
    expect(await drift(changed)).not.toEqual([])
  })

  test('are made once: opening again finds nothing to do', async () => {
    const again = await migrated()
    expect(await again.runMigrations({ transaction: 'each' })).toEqual([])
  })

  test('are never undone, which would drop every ticket', async () => {
    const again = await migrated()
    await expect(again.undoLastMigration()).rejects.toThrow('not undone')
    expect(await again.query('SELECT COUNT(*) AS count FROM tickets')).toEqual([
      { count: expect.anything() as unknown },
    ])
  })
})

test('every migration has a name with its time, in order', () => {
  const times = migrations.map(({ name }) => Number(/\d{13}$/u.exec(name)?.[0]))
  expect(times).toEqual([...times].sort((a, b) => a - b))
})
