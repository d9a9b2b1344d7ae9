import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { databases, type ClosedDatabase } from '../../support/database/databases.js'
import { fillGrown, grown } from '../../support/database/grown.js'
import { now, upTo } from '../../support/fixtures.js'
import { inspect } from '../../support/inspect.js'

describe.each(databases)('a database from before counters, on $name', ({ empty }) => {
  let database: ClosedDatabase
  beforeEach(async () => {
    database = await empty()
  })
  afterEach(() => database.drop())

  test('has its rows counted once, and everybody who holds a ticket is found at the door', async () => {
    await fillGrown(database.url, 1400, now)
    const store = await openStore({ url: parseDatabaseUrl(database.url) })
    const { eventId, firstBuyerId } = grown
    const buyers = upTo(5).map((n) => firstBuyerId + 100 * n)
    const found = await store.transact(async (tx) => {
      const names = await tx.people.names(buyers)
      const searches: (readonly [string, readonly string[]])[] = []
      for (const name of names.values()) {
        const search = { name, numbers: [], shortCodeBegins: undefined }
        const ids = (await tx.doorSearch.tickets(eventId, search, 4)).map(({ id }) => id)
        const tickets = await tx.ticketLookups.ofIds(ids)
        searches.push([name, tickets.map(({ holderName }) => holderName)])
      }
      return { searches, counters: await tx.eventCounters.ofEvent(eventId), sums: await tx.sales.sums([eventId]) }
    })
    await store.close()
    const inspector = inspect(database.url)
    expect(await inspector.wrongCounters()).toEqual([])
    expect(await inspector.brokenPromises()).toEqual([])
    expect(found.counters.map(({ method, orders, tickets, failed }) => [method, orders, tickets, failed])).toEqual([
      ['atDoor', 315, 630, 0],
      ['provider', 315, 630, 0],
    ])
    expect(found.sums.get(eventId)).toEqual({ orders: 630, tickets: 1260, total: 630_000, guests: 0 })
    for (const [name, names] of found.searches) expect([name, names[0]]).toEqual([name, name])
  })
})
