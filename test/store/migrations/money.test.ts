import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CreateTables1763800000000 } from '../../../src/store/migrations/1763800000000-create-tables.js'
import { Door1763900000000 } from '../../../src/store/migrations/1763900000000-door.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { connect } from '../../support/database/dataSource.js'
import { databases, type ClosedDatabase } from '../../support/database/databases.js'

const seller = 4503599627370495

describe.each(databases)('a database from before money, on $name', ({ empty }) => {
  let database: ClosedDatabase
  beforeEach(async () => {
    database = await empty()
  })
  afterEach(() => database.drop())

  const fill = async (url: string): Promise<void> => {
    const source = await connect(url, { migrations: [CreateTables1763800000000, Door1763900000000] })
    await source.runMigrations({ transaction: 'each' })
    await source.query(
      `INSERT INTO people (id, display_name, created_at) VALUES (${seller}, 'Olga', 1), (7, 'Anna', 1)`,
    )
    await source.query(`INSERT INTO events (id, slug, organizer_id, title, description, starts_at, closes_at, zone, venue, state, tickets_issued, created_at, request_key)
      VALUES (1, 's', ${seller}, 't', '', 100, 100, 'UTC', 'v', 'published', 3, 1, 'k')`)
    await source.query(
      "INSERT INTO ticket_types (id, event_id, name, price_minor, currency, capacity, taken) VALUES (1, 1, '', 50000, 'RUB', 10, 2)",
    )
    await source.query(`INSERT INTO orders (id, event_id, ticket_type_id, buyer_id, quantity, total_minor, currency, payment_way, state, created_at, request_key, returned)
      VALUES (1, 1, 1, 7, 3, 150000, 'RUB', 'atDoor', 'confirmed', 42, 'one', 1), (2, 1, 1, 7, 1, 0, 'RUB', 'free', 'cancelled', 43, 'two', 0)`)
    await source.query(`INSERT INTO tickets (id, order_id, event_id, ticket_type_id, holder_id, number, code, short_code, state, issued_at) VALUES
      (1, 1, 1, 1, 7, 1, 'a', 'A', 'valid', 42), (2, 1, 1, 1, 7, 2, 'b', 'B', 'returned', 42), (3, 1, 1, 1, 7, 3, 'c', 'C', 'valid', 42)`)
    await source.destroy()
  }

  test('keeps its orders, tickets and sums, and sells on', async () => {
    const { url } = database
    await fill(url)
    const store = await openStore({ url: parseDatabaseUrl(url) })
    const found = await store.transact(async (tx) => ({
      orders: await tx.orderLists.ofBuyer(7, { limit: 9 }),
      event: await tx.events.find(1),
      types: await tx.ticketTypes.ofEvents([1]),
      tickets: await tx.tickets.ofOrder(1),
      sums: await tx.sales.sums([1]),
      limit: await tx.orders.quantityOf(7, 1, 0),
      counters: await tx.eventCounters.ofEvent(1),
    }))
    const total = { minor: 150_000, currency: 'RUB' }
    expect(found.orders).toMatchObject([
      { id: 2, state: 'cancelled', paymentMethod: 'free', heldUntil: undefined },
      {
        id: 1,
        state: 'confirmed',
        paymentMethod: 'atDoor',
        quantity: 3,
        returned: 1,
        total,
        full: total,
        confirmedAt: 42,
        heldUntil: undefined,
        payload: undefined,
        promoCode: undefined,
      },
    ])
    expect(found.event).toMatchObject({ capacity: undefined, paymentMethods: ['atDoor'], transferDetails: undefined })
    expect(found.types).toMatchObject([
      { capacity: 10, taken: 2, saleFrom: undefined, saleUntil: undefined, perPerson: undefined },
    ])
    expect(found.tickets.map(({ state }) => state)).toEqual(['valid', 'returned', 'valid'])
    expect([found.sums.get(1), found.limit]).toEqual([{ orders: 1, tickets: 2, total: 100_000, guests: 0 }, 2])
    expect(found.counters).toMatchObject([
      { method: 'atDoor', currency: 'RUB', orders: 1, tickets: 2, soldMinor: 100_000, admissions: 2, payments: 0 },
      { method: 'free', orders: 0, tickets: 0, admissions: 1 },
    ])
    const held = await store.transact((tx) =>
      tx.orders.insert({
        eventId: 1,
        ticketTypeId: 1,
        buyerId: 7,
        quantity: 1,
        total: { minor: 50_000, currency: 'RUB' },
        paymentMethod: 'atDoor',
        state: 'held',
        createdAt: 50,
        requestKey: 'three',
        heldUntil: 60,
        payload: 'p',
      }),
    )
    expect(held).toMatchObject({ id: 3, state: 'held', heldUntil: 60 })
    await store.close()
  })
})
