import { readdirSync, readFileSync } from 'node:fs'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectSqlite } from '../../../src/store/engine/sqliteFile.js'
import { dayMs } from '../../../src/domain/duration.js'
import { clockTimeOf, dayOf } from '../../../src/domain/localTime.js'
import { migrations } from '../../../src/store/tables/schema.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { connect } from '../../support/database/dataSource.js'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'
import { inspect, type Inspector, not, type Row } from '../../support/inspect.js'

const folder = new URL('../fixtures/', import.meta.url)

const load = async (url: string, sql: string): Promise<void> => {
  const parsed = parseDatabaseUrl(url)
  if (parsed.kind === 'sqlite') {
    const file = await connectSqlite(parsed.path)
    await file.exec(sql)
    return file.close()
  }
  const client = new Client(parsed.url)
  await client.connect()
  await client.query(sql)
  await client.end()
}

const money = 1_764_000_000_000

type Counts = Readonly<Record<string, number>>

const countsOf = (rows: readonly (readonly [key: string, count: number])[]): Counts => {
  const counts: Record<string, number> = {}
  for (const [key, count] of rows) counts[key] = (counts[key] ?? 0) + count
  return counts
}

/** What is counted by event, day and ticket type. */
const countedDays = async (inspector: Inspector): Promise<Counts> =>
  countsOf(
    (await inspector.rows('event_days')).map((row) => [
      [row['event_id'], row['day'], row['ticket_type_id']].join(':'),
      Number(row['issued']),
    ]),
  )

/** The same by the orders: what of them did not come back. */
const soldDays = async (inspector: Inspector): Promise<Counts> => {
  const zones = new Map((await inspector.rows('events')).map(({ id, zone }) => [id, String(zone)]))
  const orders = await inspector.rows('orders', { confirmed_at: not(null), state: ['confirmed', 'cancelled'] })
  return countsOf(
    orders
      .map((order): Row & { left: number } => ({
        ...order,
        left: Number(order['quantity']) - Number(order['returned']),
      }))
      .filter(({ left }) => left > 0)
      .map((order) => {
        const shown = clockTimeOf(Number(order['confirmed_at']), zones.get(order['event_id']) ?? '')
        return [[order['event_id'], dayOf(shown) / dayMs, order['ticket_type_id']].join(':'), order.left]
      }),
  )
}

// Made by scripts/schemaFixtures.ts, one for each schema that was released, and kept for good.
describe.each(databases)('a database of a released schema, on $name', ({ name, empty }) => {
  let database: ClosedDatabase
  beforeEach(async () => {
    database = await empty()
  })
  afterEach(() => database.drop())

  const fixtures = readdirSync(new URL(`${name}/`, folder))

  test('is there of the first, of the time before money, and of some later', () => {
    expect(fixtures).toEqual(expect.arrayContaining(['1763800000000.sql', '1763900000000.sql', '1764240000000.sql']))
    expect(fixtures.length).toBeGreaterThanOrEqual(5)
  })

  test.each(fixtures)('%s: is brought up to date with all that is in it', async (file) => {
    const from = Number(file.slice(0, 13))
    await load(database.url, readFileSync(new URL(`${name}/${file}`, folder), 'utf8'))
    const store = await openStore({ url: parseDatabaseUrl(database.url) })
    const ticket = await store.transact((tx) => tx.ticketLookups.byCode(12, 'third code'))
    expect([ticket?.ticket.holderName, ticket?.ticket.number]).toEqual(['Ёлкин Марк', 3])
    await store.close()
    const inspector = inspect(database.url)
    const sold = from >= money ? 4 : 3
    expect([await inspector.count('tickets'), await inspector.count('inbox'), await inspector.count('audit')]).toEqual([
      sold,
      1,
      1,
    ])
    expect(await inspector.wrongCounters()).toEqual([])
    expect(await inspector.brokenPromises()).toEqual([])
    expect(await countedDays(inspector)).toEqual(await soldDays(inspector))
    const source = await connect(database.url)
    expect((await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query)).toEqual([])
    const applied = await source.query<readonly { name: string }[]>('SELECT name FROM migrations ORDER BY id')
    await source.destroy()
    expect(applied.map((one) => one.name)).toEqual(migrations.map((one) => one.name))
  })
})
