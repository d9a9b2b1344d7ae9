import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseShortCode } from '../../../src/domain/shortCode.js'
import { CreateTables1763800000000 } from '../../../src/store/migrations/1763800000000-create-tables.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { connect } from '../../support/database/dataSource.js'
import { databases, type ClosedDatabase } from '../../support/database/databases.js'

const tickets = 1234

describe.each(databases)('a database from before the door, on $name', ({ empty }) => {
  let database: ClosedDatabase
  beforeEach(async () => {
    database = await empty()
  })
  afterEach(() => database.drop())

  const fill = async (url: string): Promise<void> => {
    const source = await connect(url, { migrations: [CreateTables1763800000000] })
    await source.runMigrations({ transaction: 'each' })
    await source.query(
      "INSERT INTO people (id, display_name, created_at) VALUES (-7, 'O''Hara Ёлка', 1), (4503599627370495, 'Anna', 1)",
    )
    await source.query(
      "INSERT INTO events (id, slug, organizer_id, title, description, starts_at, closes_at, zone, venue, state, tickets_issued, created_at, request_key) VALUES (1, 's', -7, 't', '', 1, 1, 'UTC', 'v', 'published', 0, 1, 'k')",
    )
    await source.query(
      "INSERT INTO ticket_types (id, event_id, name, price_minor, currency, capacity, taken) VALUES (1, 1, '', 5, 'RUB', 9999, 1234)",
    )
    await source.query(
      "INSERT INTO orders (id, event_id, ticket_type_id, buyer_id, quantity, total_minor, currency, payment_way, state, created_at, request_key) VALUES (1, 1, 1, -7, 1234, 6170, 'RUB', 'atDoor', 'confirmed', 1, 'k')",
    )
    const rows = Array.from({ length: tickets }, (_, n) => `(${n + 1}, 1, 1, 1, -7, ${n + 1}, 'code ${n}', 'valid', 1)`)
    await source.query(
      `INSERT INTO tickets (id, order_id, event_id, ticket_type_id, holder_id, number, code, state, issued_at) VALUES ${rows.join(', ')}`,
    )
    await source.destroy()
  }

  test('gets short codes for its tickets and names to search by, and loses nothing', async () => {
    const { url } = database
    await fill(url)
    const store = await openStore({ url: parseDatabaseUrl(url) })
    const found = await store.transact(async (tx) => ({
      tickets: await tx.tickets.ofOrder(1),
      order: await tx.orders.find(1),
      view: await tx.doorViews.numbers(1),
      search: await tx.doorSearch.tickets(1, { name: "Елка o'har", numbers: [], shortCodeBegins: undefined }, 2),
    }))
    await store.close()
    expect(found.tickets.map(({ number, code }) => [number, code])).toEqual(
      Array.from({ length: tickets }, (_, n) => [n + 1, `code ${n}`]),
    )
    expect(new Set(found.tickets.map(({ shortCode }) => parseShortCode(shortCode))).size).toBe(tickets)
    expect(found.tickets.every(({ shortCode }) => parseShortCode(shortCode) === shortCode)).toBe(true)
    expect([found.order?.returned, found.view, found.search.length]).toEqual([0, { in: 0, of: tickets, lastAt: 0 }, 2])
  })
})
