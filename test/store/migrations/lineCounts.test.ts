import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LineCounts1764470000000 } from '../../../src/store/migrations/1764470000000-line-counts.js'
import { migrations } from '../../../src/store/tables/schema.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { connect } from '../../support/database/dataSource.js'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'

const before = migrations.slice(0, migrations.indexOf(LineCounts1764470000000))

const rows = [
  ...[7, 8, 9].map(
    (id) => `INSERT INTO people (id, display_name, created_at, folded_name) VALUES (${id}, 'P', 1, 'p')`,
  ),
  ...[1, 2].map(
    (id) => `INSERT INTO events (id, slug, organizer_id, title, description, starts_at, closes_at, zone, venue, state,
      tickets_issued, created_at, request_key) VALUES (${id}, 's${id}', 7, 'T', '', 9, 9, 'UTC', 'V', 'published', 0, 1, 'k${id}')`,
  ),
  ...[1, 2].map(
    (id) => `INSERT INTO ticket_types (id, event_id, name, price_minor, currency, capacity, taken, waiting)
      VALUES (${id}, 1, 'Type ${id}', 0, 'RUB', 2, 2, 2)`,
  ),
  `INSERT INTO waiting_entries (id, event_id, person_id, quantity, ticket_type_ids, created_at, order_id) VALUES
    (1, 1, 7, 2, '1', 1, NULL), (2, 1, 8, 3, '1,2', 1, NULL), (3, 1, 9, 1, '1,2', 1, 5)`,
]

describe.each(databases)('a line from before it was counted, on $name', ({ empty }) => {
  let database: ClosedDatabase
  beforeEach(async () => {
    database = await empty()
  })
  afterEach(() => database.drop())

  test('is counted, and who waits for all there is takes any type', async () => {
    const source = await connect(database.url, { migrations: before })
    await source.runMigrations({ transaction: 'each' })
    for (const row of rows) await source.query(row)
    await source.destroy()
    const store = await openStore({ url: parseDatabaseUrl(database.url) })
    const seen = await store.transact(async (tx) => ({
      counts: [await tx.lines.count(1), await tx.lines.count(2)],
      isAny: [await tx.waitingEntries.find(1), await tx.waitingEntries.find(2)].map((entry) => entry?.isAny),
    }))
    expect(seen).toEqual({
      counts: [
        { people: 2, seats: 5, offers: 1 },
        { people: 0, seats: 0, offers: 0 },
      ],
      isAny: [false, true],
    })
    await store.close()
  })
})
