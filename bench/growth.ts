import { allGuests, type GuestFilter } from '../src/domain/guest.js'
import { systemClock } from '../src/runtime/clock.js'
import { randomCodes } from '../src/services/codes.js'
import { createServices, type Services } from '../src/services/services.js'
import { openStore, parseDatabaseUrl, type Store } from '../src/store/store.js'
import { connect } from '../test/support/database/dataSource.js'
import { fillGrown, grown, keepStatisticsOff } from '../test/support/database/grown.js'
import type { BenchDatabase } from './databases.js'
import { median } from './median.js'

const calls = 60
const warmUps = 12
const aim = 1.3
const { eventId, typeId, organizerId, staffId, firstBuyerId } = grown
const size = 10

/** One event with so many tickets, and those who work with it. */
type Grown = {
  readonly tickets: number
  readonly database: BenchDatabase
  readonly store: Store
  readonly services: Services
  readonly names: readonly string[]
}

/** The nth call of something; each time with another person or ticket. */
type Call = (at: Grown, n: number) => Promise<unknown>

/** Some order of the event, by place: spread over all of it, and one that was paid. */
const spread = ({ tickets }: Grown, n: number): number => {
  const place = Math.floor((tickets / 400) * (n % 200))
  return place % 20 < 18 ? place : place - 2
}
const search = (at: Grown, text: string): Promise<unknown> =>
  at.services.doorView.search({ personId: staffId, eventId, text })
const guests = ({ services }: Grown, filter: GuestFilter, after?: number): Promise<unknown> =>
  services.guests.list({ personId: organizerId, eventId, filter, size, after })
const findGuest = ({ services }: Grown, text: string): Promise<unknown> =>
  services.guests.search({ personId: organizerId, eventId, text })
const nameOf = ({ names }: Grown, n: number): readonly [first: string, last: string] => {
  const [first = '', last = ''] = (names[n % names.length] ?? '').split(' ')
  return [first, last]
}

const acts: Readonly<Record<string, Call>> = {
  'search: first name': (at, n) => search(at, nameOf(at, n)[0]),
  'search: surname': (at, n) => search(at, nameOf(at, n)[1]),
  'search: both': (at, n) => search(at, nameOf(at, n).toReversed().join(' ')),
  'search: nobody': (at, n) => search(at, `nobody${n}`),
  'search: number': (at, n) => search(at, String(spread(at, n) + 1)),
  'door view': ({ services }) => services.doorView.view({ personId: staffId, eventId }),
  'who is in': ({ services }) => services.doorView.whoIsIn({ personId: staffId, eventId, size }),
  manage: ({ services }) => services.events.forOrganizer(organizerId, eventId),
  money: ({ services }) => services.moneyReports.ofEvent(organizerId, eventId),
  guests: (at) => guests(at, allGuests),
  'guests: owe': (at) => guests(at, { ...allGuests, pay: 'owes' }),
  'guests: in': (at) => guests(at, { ...allGuests, at: 'in' }),
  'guests: of a type': (at) => guests(at, { ticketTypeId: typeId, pay: 'paid', at: 'out' }),
  'guests: next page': (at, n) => guests(at, allGuests, spread(at, n) * 2),
  'guests: surname': (at, n) => findGuest(at, nameOf(at, n)[1]),
  'guests: number': (at, n) => findGuest(at, String(spread(at, n) + 1)),
  'one guest': (at, n) =>
    at.services.guests.view({ personId: organizerId, eventId, guestId: firstBuyerId + spread(at, n) }),
  'who bought': ({ services }) => services.events.buyers(organizerId, eventId, { size }),
  'refunds to make': ({ services }) => services.refunds.tasks(organizerId, eventId, { size }),
  'who can be refunded': ({ services }) => services.refunds.refundable(organizerId, eventId, { size }),
  '/mytickets': (at, n) =>
    at.services.tickets.ofHolder({ personId: firstBuyerId + spread(at, n), when: 'upcoming', size }),
  'event card': ({ services }) => services.events.find(eventId),
  scan: (at, n) => at.services.checkIn.byCode({ personId: staffId, code: `code ${spread(at, n) * 2 + 2}` }),
  purchase: async (at, n) => {
    const wish = { buyerId: firstBuyerId + spread(at, n), ticketTypeId: typeId, quantity: 1 }
    const { order } = await at.services.ordering.hold({ ...wish, requestKey: randomCodes.key() })
    await at.services.ordering.confirm({ personId: wish.buyerId, orderId: order.id }).catch(() => undefined)
  },
}

const open = async (database: BenchDatabase, tickets: number): Promise<Grown> => {
  await fillGrown(database.url, tickets, Date.now())
  const store = await openStore({ url: parseDatabaseUrl(database.url) })
  await keepStatisticsOff(database.url)
  const services = createServices({
    ...{ store, clock: systemClock, codes: randomCodes, organizerIds: [] },
    ...{ zone: 'UTC', currency: 'RUB', hasProvider: true, holdMs: 900_000 },
  })
  const ids = Array.from({ length: calls }, (_, n) => firstBuyerId + Math.floor((tickets / 2 / calls) * n))
  const names = await store.transact((tx) => tx.people.names(ids))
  return { tickets, database, store, services, names: [...names.values()] }
}

/** How many a page or a search found; 0 where nothing is counted. */
const countIn = (result: unknown): number => {
  const { found, rows } = (result ?? {}) as Readonly<Record<string, unknown>>
  return [result, found, rows].find(Array.isArray)?.length ?? 0
}

const timeOf = async (at: Grown, call: Call, n: number): Promise<{ readonly ms: number; readonly found: number }> => {
  const begunAt = performance.now()
  const result = await call(at, n)
  return { ms: performance.now() - begunAt, found: countIn(result) }
}

/**
 * The medians of one act, of each size, and how many it found on average: calls take turns, so that whatever else the
 * machine does slows all alike.
 */
const timesOf = async (all: readonly Grown[], call: Call, begin: number) => {
  const times = all.map((): number[] => [])
  const found = all.map(() => 0)
  for (let n = -warmUps; n < calls; n += 1)
    for (const [place, at] of all.entries()) {
      const one = await timeOf(at, call, begin + n + warmUps)
      if (n < 0) continue
      times[place]?.push(one.ms)
      found[place] = (found[place] ?? 0) + one.found / calls
    }
  return { medians: times.map(median), found }
}

const analyze = async ({ database: { url } }: Grown): Promise<void> => {
  const source = await connect(url, { migrations: [] })
  await source.query('ANALYZE')
  await source.destroy()
}

const measure = async (
  all: readonly Grown[],
  { title, begin }: { readonly title: string; readonly begin: number },
  print: (line: string) => void,
): Promise<void> => {
  print(`  ${title}: ${all.map(({ tickets }) => `${tickets} tickets`).join(', ')}`)
  for (const [name, call] of Object.entries(acts)) {
    const { medians, found } = await timesOf(all, call, begin)
    const [least = NaN] = medians
    const ratios = medians.slice(1).map((ms) => ms / least)
    const told = [
      `${medians.map((ms) => ms.toFixed(2)).join(' → ')} ms`,
      ratios.map((ratio) => `${ratio.toFixed(2)} ×`),
      // What finds more takes longer.
      found.some((count) => Math.abs(count - (found[0] ?? 0)) > 0.05)
        ? `found ${found.map((count) => count.toFixed(1)).join(' → ')}`
        : [],
    ]
    print(
      `    ${name.padEnd(20)} ${told.flat().join('  ')}${ratios.some((ratio) => ratio > aim) ? '  over the aim' : ''}`,
    )
  }
}

const sizes = (process.env['GROWTH_TICKETS'] ?? '1000,100000').split(',').map(Number)

/**
 * What each list, sum, search and purchase of one event costs with a thousand tickets and with a hundred thousand;
 * GROWTH_TICKETS=1000,1000000 chooses others. PostgreSQL twice: before it has any statistics, and with fresh ones.
 */
export const growthBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print(`Growth: the median of ${calls} calls in ms, for one event (aim: at most ${aim} × the smallest)`)
  for (const openDatabase of openers) {
    const all: Grown[] = []
    for (const tickets of sizes) all.push(await open(await openDatabase(), tickets))
    const isSqlite = all[0]?.store.kind === 'sqlite'
    await measure(all, { title: isSqlite ? 'SQLite' : 'PostgreSQL, without statistics', begin: 0 }, print)
    if (!isSqlite) {
      for (const each of all) await analyze(each)
      await measure(all, { title: 'PostgreSQL, with fresh statistics', begin: calls + warmUps }, print)
    }
    for (const { store, database } of all) {
      await store.close()
      await database.drop()
    }
  }
}
