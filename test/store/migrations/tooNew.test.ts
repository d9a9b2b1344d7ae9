import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DatabaseTooNew, openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { connect } from '../../support/database/dataSource.js'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'

describe.each(databases)('a database of a newer version, on $name', ({ empty }) => {
  let database: ClosedDatabase
  beforeEach(async () => {
    database = await empty()
    await (await openStore({ url: parseDatabaseUrl(database.url) })).close()
  })
  afterEach(() => database.drop())

  const onIt = async (...statements: readonly string[]): Promise<readonly unknown[]> => {
    const source = await connect(database.url, {})
    const results: unknown[] = []
    for (const sql of statements) results.push(await source.query(sql))
    await source.destroy()
    return results
  }
  const fromTheFuture = "INSERT INTO migrations (timestamp, name) VALUES (1999000000000, 'WaitingList1999000000000')"

  test('is not touched: it says which change it has, and what to do', async () => {
    await onIt(fromTheFuture)
    const opening = openStore({ url: parseDatabaseUrl(database.url) })
    await expect(opening).rejects.toThrow(DatabaseTooNew)
    await expect(opening).rejects.toThrow(/newer version.*WaitingList1999000000000.*Nothing was changed/u)
  })

  test('is opened once that change is gone (negative control)', async () => {
    await onIt(fromTheFuture, "DELETE FROM migrations WHERE name = 'WaitingList1999000000000'")
    await (await openStore({ url: parseDatabaseUrl(database.url) })).close()
  })
})
