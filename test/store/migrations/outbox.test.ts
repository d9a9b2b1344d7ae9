import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CreateTables1763800000000 } from '../../../src/store/migrations/1763800000000-create-tables.js'
import { Door1763900000000 } from '../../../src/store/migrations/1763900000000-door.js'
import { Money1764000000000 } from '../../../src/store/migrations/1764000000000-money.js'
import { RefundRuns1764100000000 } from '../../../src/store/migrations/1764100000000-refund-runs.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { connect } from '../../support/database/dataSource.js'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'
import { leaseAt, places } from '../../support/outbox.js'

const migrations = [CreateTables1763800000000, Door1763900000000, Money1764000000000, RefundRuns1764100000000]

describe.each(databases)('an outbox from before urgencies, on $name', ({ empty }) => {
  let database: ClosedDatabase
  beforeEach(async () => {
    database = await empty()
  })
  afterEach(() => database.drop())

  const row = (id: number, recipient: string, message: object, lease: number | 'NULL' = 'NULL'): string =>
    `(${id}, '${recipient}', '${JSON.stringify(message)}', 'k${id}', 'waiting', 10, ${lease}, 0, FALSE, 0, 1)`

  test('goes on: each row in its lane, and what was being said comes back as uncertain', async () => {
    const source = await connect(database.url, { migrations })
    await source.runMigrations({ transaction: 'each' })
    const rows = [
      row(1, 'chat', { kind: 'soldOut', slug: 's', title: '"kind":"refunded"', capacity: 1 }),
      row(2, '7', { kind: 'tickets', orderId: 1 }, 50),
      row(3, '7', { kind: 'refunded', amount: { minor: 1, currency: 'RUB' } }),
      row(4, '8', { kind: 'staffRemoved', title: '"kind":"refunded"' }),
    ]
    await source.query(
      `INSERT INTO announcements (id, recipient, news, key, state, due_at, lease_until, attempts, uncertain, lost_answers, created_at) VALUES ${rows.join(', ')}`,
    )
    await source.destroy()
    const store = await openStore({ url: parseDatabaseUrl(database.url) })
    const claim = (at: number) => store.transact((tx) => tx.announcementClaims.claim(leaseAt(at), places(9)))
    const seen = (found: Awaited<ReturnType<typeof claim>>) =>
      found.map(({ id, urgency, uncertain }) => [id, urgency, uncertain])
    expect(seen(await claim(49))).toEqual([
      [1, 'chat', false],
      [3, 'bulk', false],
      [4, 'personal', false],
    ])
    expect(seen(await claim(50))).toEqual([[2, 'personal', true]])
    await store.close()
  })
})
