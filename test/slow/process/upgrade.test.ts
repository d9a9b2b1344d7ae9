import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrations } from '../../../src/store/tables/schema.js'
import { connect } from '../../support/database/dataSource.js'
import { type ClosedDatabase, postgres, postgresUrl } from '../../support/database/databases.js'
import { fillGrown } from '../../support/database/grown.js'
import { now } from '../../support/fixtures.js'
import { size } from '../size.js'

const tickets = Number(process.env['UPGRADE_TICKETS'] ?? size(20_000, 100_000))
const longestMs = 2000
// These were released before there was this rule: docs/upgrading.md says how long they take.
const before = 1_764_270_000_000
const numberOf = ({ name }: { readonly name: string }): number => Number(/\d{13}$/u.exec(name)?.[0])

type Shopping = { readonly stop: () => Promise<{ readonly longestMs: number; readonly bought: number }> }

let lastId = 10_000_000

/** Buys one ticket after another, as an old version would, and notes how long the longest purchase took. */
const shop = async (url: string): Promise<Shopping> => {
  const client = new Client(url)
  await client.connect()
  const ending = new AbortController()
  const result = { longestMs: 0, bought: 0 }
  const buying = (async () => {
    while (!ending.signal.aborted) {
      const id = (lastId += 1)
      const began = performance.now()
      await client.query('BEGIN')
      await client.query('UPDATE ticket_types SET taken = taken + 1 WHERE id = 1 AND taken < capacity')
      await client.query(
        `INSERT INTO orders (id, event_id, ticket_type_id, buyer_id, quantity, total_minor, currency, payment_way, state, created_at, request_key)
         VALUES ($1, 1, 1, 10, 1, 500, 'RUB', 'atDoor', 'confirmed', 1, $2)`,
        [id, `shop ${id}`],
      )
      await client.query(
        `INSERT INTO tickets (order_id, event_id, ticket_type_id, holder_id, number, code, state, issued_at) VALUES ($1, 1, 1, 10, $1, $2, 'valid', 1)`,
        [id, `shop ${id}`],
      )
      await client.query('SELECT display_name FROM people WHERE id = 10')
      await client.query('COMMIT')
      result.longestMs = Math.max(result.longestMs, performance.now() - began)
      result.bought += 1
    }
  })()
  return {
    stop: async () => {
      ending.abort()
      await buying.finally(() => client.end())
      return result
    },
  }
}

describe.skipIf(!postgresUrl)(`changes of the schema while people buy, with ${tickets} tickets on PostgreSQL`, () => {
  let database: ClosedDatabase
  beforeAll(async () => {
    database = await postgres.empty()
    await fillGrown(database.url, tickets, now)
  }, 900_000)
  afterAll(() => database.drop())

  it(
    'hold no purchase up for more than two seconds, but for those that were released before that rule',
    { timeout: 900_000 },
    async () => {
      const held: Record<string, number> = {}
      const source = await connect(database.url)
      const done = new Set(
        (await source.query<{ name: string }[]>('SELECT name FROM migrations')).map(({ name }) => name),
      )
      await source.destroy()
      for (const migration of migrations.filter(({ name }) => !done.has(name))) {
        const upTo = migrations.filter((one) => numberOf(one) <= numberOf(migration))
        const one = await connect(database.url, { migrations: upTo })
        const shopping = await shop(database.url)
        await one.runMigrations({ transaction: 'each' })
        const { longestMs: heldMs, bought } = await shopping.stop()
        await one.destroy()
        console.info(`${migration.name}: the longest of ${bought} purchases took ${Math.round(heldMs)} ms`)
        held[migration.name] = heldMs
        if (numberOf(migration) >= before) expect([migration.name, heldMs < longestMs]).toEqual([migration.name, true])
      }
      // Negative control: somebody who waits behind a locked table is noticed.
      expect(Math.max(...Object.values(held))).toBeGreaterThan(longestMs / 10)
    },
  )
})
