import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DatabaseUnavailable } from '../../../src/domain/databaseUnavailable.js'
import { randomCodes } from '../../../src/services/codes.js'
import { createServices } from '../../../src/services/services.js'
import type { Execute, StatementResult, Value } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { type Controls, databases } from '../../support/database/databases.js'
import { mayMissTheRace } from '../../support/database/racing.js'
import { makeEvent, upTo } from '../../support/fixtures.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { inspect } from '../../support/inspect.js'

const settings = { organizerIds: [], zone: 'Europe/Moscow', currency: 'RUB', hasProvider: false, holdMs: 900_000 }

// What a purchase leaves, but for what chance made and what follows from that.
const tables = [
  ...['orders', 'tickets', 'holder_names', 'announcements', 'audit', 'ticket_types', 'events'],
  ...['event_counters', 'event_days'],
]
const byChance = new Set(['code', 'short_code', 'slug', 'request_key'])

describe.each(databases)('a crowd that buys at the same moment, on $name', (database) => {
  let house: House
  let sale: Sale
  let people: readonly number[]
  const meet = async (how: Parameters<House['sale']>[0] = {}, controls?: Controls): Promise<void> => {
    house = await openHouse(database, controls)
    sale = await house.sale({ capacity: 30, ...how })
    const met: number[] = []
    for (const i of upTo(40)) met.push(await house.person(`Guest ${i}`))
    people = met
  }
  beforeEach(() => meet())
  afterEach(() => house.drop())

  type Wish = { readonly key?: string; readonly quantity?: number; readonly shownMinor?: number }
  const buy = (buyerId: number, { key = `key ${buyerId}`, quantity = 1, ...wish }: Wish = {}, by = house.services) =>
    by.ordering.buy({ buyerId, ticketTypeId: sale.type.id, quantity, requestKey: key, ...wish })
  const sold = async () => [
    await house.inspect.sum('orders', 'quantity', { state: 'confirmed' }),
    await house.inspect.count('tickets'),
    await house.inspect.sum('ticket_types', 'taken'),
  ]
  const withoutChance = (row: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(Object.fromEntries(Object.entries(row).filter(([column]) => !byChance.has(column))))
      .replaceAll(sale.event.slug, 'slug')
      .replace(/published:1:[^"]+/u, 'published')
      .replace(/(?<=event\.created.*key[\\":]+)[\w-]{12}/u, 'key')
  const rows = async () =>
    Object.fromEntries(
      await Promise.all(
        tables.map(async (name) => [name, (await house.inspect.rows(name)).map(withoutChance)] as const),
      ),
    )

  test.each([
    ['free', 0],
    ['paid at the door', 500],
  ])('leaves what they leave one after another, the last seat and the news of it, too: %s', async (_, price) => {
    const wishes = () => people.slice(0, 20).map((person, i) => [person, 1 + (i % 2)] as const)
    await house.drop()
    await meet({ price })
    for (const [person, quantity] of wishes()) await buy(person, { quantity })
    const usual = await rows()
    await house.drop()
    await meet({ price })
    await Promise.all(wishes().map(([person, quantity]) => buy(person, { quantity })))
    expect(await rows()).toEqual(usual)
    expect(await sold()).toEqual([30, 30, 30])
    expect(usual['announcements']?.filter((row) => row.includes('soldOut:'))).toHaveLength(1)
  })

  /** Twenty people before one more house, of which each statement is seen first. */
  const withSeen = async (
    look: (sql: string, values: readonly Value[] | undefined) => StatementResult | undefined,
    work: (buyAll: () => Promise<readonly PromiseSettledResult<unknown>[]>, url: string) => Promise<void>,
  ): Promise<void> => {
    const fresh = await database.closed()
    const wrap =
      (execute: Execute): Execute =>
      async (sql, values) =>
        look(sql, values) ?? execute(sql, values)
    const store = await openStore({ url: parseDatabaseUrl(fresh.url), wrap })
    const { ordering, people: book } = createServices({ store, clock: house.clock, codes: randomCodes, ...settings })
    for (const id of upTo(20)) await book.meet({ id, displayName: `Guest ${id}`, languageCode: 'en' })
    const type = await store.transact(async (tx) => {
      const { id: eventId } = await makeEvent(tx, { organizerId: 1 })
      return tx.ticketTypes.insert({ eventId, name: '', price: { minor: 0, currency: 'RUB' }, capacity: 30 })
    })
    const wish = { ticketTypeId: type.id, quantity: 1 }
    const buyAll = () =>
      Promise.allSettled(upTo(20).map((id) => ordering.buy({ ...wish, buyerId: id, requestKey: `key ${id}` })))
    await work(buyAll, fresh.url)
    await store.close()
    await fresh.drop()
  }

  test('is a few statements for all of them', async () => {
    let orders = 0
    const count = (sql: string) => {
      if (sql.startsWith('INSERT INTO orders')) orders += 1
      return undefined
    }
    await withSeen(count, async (buyAll, url) => {
      await buyAll()
      expect(await inspect(url).count('orders')).toBe(20)
      // The first of them may be on its way before the others come.
      expect(orders).toBeLessThanOrEqual(2)
    })
  })

  test('buys alone, each of it, where it cannot buy together', async () => {
    const fail = (sql: string, values?: readonly Value[]) =>
      sql.startsWith('UPDATE ticket_types SET taken = taken + ') && Number(values?.[1]) > 1
        ? { rows: [], affected: 0 }
        : undefined
    await withSeen(fail, async (buyAll, url) => {
      await buyAll()
      const { count, sum } = inspect(url)
      expect([await count('orders'), await count('tickets'), await sum('ticket_types', 'taken')]).toEqual([20, 20, 20])
    })
  })

  test('is told, all of it, that the database is away: nobody tries alone what all could not', async () => {
    let tries = 0
    const away = (sql: string) => {
      if (!sql.startsWith('INSERT INTO orders')) return undefined
      tries += 1
      throw new DatabaseUnavailable(new Error('away'))
    }
    await withSeen(away, async (buyAll, url) => {
      const came = await buyAll()
      expect(came.map((one) => one.status === 'rejected' && one.reason instanceof DatabaseUnavailable)).toEqual(
        came.map(() => true),
      )
      expect(tries).toBeLessThanOrEqual(2)
      const { count, sum } = inspect(url)
      expect([await count('orders'), await sum('ticket_types', 'taken')]).toEqual([0, 0])
    })
  })

  test('gets what holds that are over still keep, too', async () => {
    const paid = await house.sale({ title: 'Paid', capacity: 30, price: 500, organizer: sale.organizer })
    const wish = { ticketTypeId: paid.type.id, quantity: 10 }
    await house.services.ordering.hold({ ...wish, buyerId: people[39] ?? 0, requestKey: 'hold' })
    house.later(16 * 60_000)
    const came = await Promise.all(
      people
        .slice(0, 35)
        .map((buyerId) =>
          refused(house.services.ordering.buy({ ...wish, quantity: 1, buyerId, requestKey: `paid ${buyerId}` })),
        ),
    )
    expect(came.filter((word) => word === 'done')).toHaveLength(30)
    expect(await house.inspect.sum('ticket_types', 'taken')).toBe(30)
  })

  test('may want tickets of two events at once', async () => {
    const other = await house.sale({ title: 'Other', capacity: 5, organizer: sale.organizer })
    const came = await Promise.all(
      people.slice(0, 20).map((buyerId, i) => {
        const ticketTypeId = i % 2 === 0 ? sale.type.id : other.type.id
        return refused(house.services.ordering.buy({ buyerId, ticketTypeId, quantity: 1, requestKey: `two ${i}` }))
      }),
    )
    expect(came.filter((word) => word === 'soldOut')).toHaveLength(5)
    expect(await sold()).toEqual([15, 15, 15])
  })

  test('finds its own order where it presses twice through two processes for the last seat', async () => {
    for (const round of upTo(10)) {
      const last = await house.sale({ title: `Last ${round}`, capacity: 1, organizer: sale.organizer })
      const wish = { buyerId: people[0] ?? 0, ticketTypeId: last.type.id, quantity: 1, requestKey: `last ${round}` }
      const [one, other] = await Promise.all([house.services, house.others].map((by) => by.ordering.buy(wish)))
      expect(one?.order.id).toBe(other?.order.id)
    }
  })

  test.each([
    ['one to four each', (i: number) => 1 + (i % 4), 29, 'soldOut'],
    ['four each', () => 4, 28, 'tooFewLeft'],
  ] as const)('gets exactly the seats there are, wanting %s; the others hear why not', async (_, wanted, most, why) => {
    await house.drop()
    await meet({ capacity: 29 })
    const heard = await Promise.all(people.map((person, i) => refused(buy(person, { quantity: wanted(i) }))))
    expect(await sold()).toEqual([most, most, most])
    expect(new Set(heard)).toEqual(new Set(['done', why]))
    expect(heard.filter((word) => word === 'done')).toHaveLength(await house.inspect.count('orders'))
  })

  test('has among it who is blocked, who saw another price, and who pressed twice: each is told their own', async () => {
    const [blocked = 0, late = 0, twice = 0, ...others] = people.slice(0, 12)
    const guest = { eventId: sale.event.id, personId: blocked }
    await house.store.transact((tx) => tx.guestMarks.setBlocked(guest, true, house.clock.now()))
    const all = others.map((person) => refused(buy(person)))
    const own = [refused(buy(blocked)), refused(buy(late, { shownMinor: 5 }))]
    const pressed = await Promise.all([buy(twice, { key: 'same' }), buy(twice, { key: 'same' })])
    expect(await Promise.all(own)).toEqual(['guestBlocked', 'priceChanged'])
    expect(new Set(await Promise.all(all))).toEqual(new Set(['done']))
    expect(pressed[0].order.id).toBe(pressed[1].order.id)
    expect(await sold()).toEqual([10, 10, 10])
  })

  test('is told all at once, each their own tickets in their own language', async () => {
    const { people: book, tickets } = house.services
    const buyers = people.slice(0, 10)
    for (const id of buyers.filter((one) => one % 2 === 0)) await book.chooseLanguage(id, 'ru')
    const bought = await Promise.all(buyers.map((buyer) => buy(buyer, { quantity: 2 })))
    const shown = await Promise.all(bought.map(({ order }) => tickets.viewsOfOrder(order.id)))
    expect(shown.map((own) => own.map(({ ticket }) => [ticket.orderId, ticket.holderId]))).toEqual(
      bought.map(({ order }) => [0, 1].map(() => [order.id, order.buyerId])),
    )
    const languages = await Promise.all(buyers.map((id) => book.languageOf(id, 'en')))
    expect(languages).toEqual(buyers.map((id) => (id % 2 === 0 ? 'ru' : 'en')))
    expect(await Promise.all([buyers[0] ?? 0, 9_999_999].map((id) => book.find(id)))).toMatchObject([
      { id: buyers[0] },
      undefined,
    ])
  })

  test('of an event that is over for sale buys nothing, and each hears so', async () => {
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    const heard = await Promise.all(people.map((person) => refused(buy(person))))
    expect(new Set(heard)).toEqual(new Set(['eventCancelled']))
    expect(await sold()).toEqual([0, 0, 0])
  })

  test('through two processes gets exactly the seats there are', async () => {
    const by = (i: number) => (i % 2 === 0 ? house.services : house.others)
    await Promise.all(people.map((person, i) => refused(buy(person, {}, by(i)))))
    expect(await sold()).toEqual([30, 30, 30])
  })

  test('negative control: without the guards two crowds get more than there is', mayMissTheRace, async () => {
    await house.drop()
    await meet({}, { guards: false })
    await Promise.all(people.map((person, i) => refused(buy(person, {}, i % 2 === 0 ? house.services : house.others))))
    expect(await house.inspect.count('tickets')).toBeGreaterThan(30)
  })
})
