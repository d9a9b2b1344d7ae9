import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventHeard } from '../../../src/domain/eventHeard.js'
import { randomCodes } from '../../../src/services/codes.js'
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { databases } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

const [second, minute, hour] = [1000, 60_000, 3_600_000]

const times = async (count: number, act: () => Promise<unknown>): Promise<void> => {
  for (let left = count; left > 0; left -= 1) await act()
}
// The sale is opened on Saturday, 15:00 in Moscow.
const toEight = 5 * hour

describe.each(databases)('what an organizer hears of how an event sells, on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz', capacity: 100, price: 500 })
  })
  afterEach(() => house.drop())

  const failed = (error: unknown): never => {
    throw error
  }
  const work = () => house.services.hearing.work(failed)
  const heard = async (): Promise<readonly EventHeard[]> =>
    (await house.inspect.rows('announcements', {}))
      .filter(({ key }) => String(key).startsWith('heard:'))
      .sort((a, b) => Number(a['id']) - Number(b['id']))
      .map(({ news }) => JSON.parse(String(news)) as EventHeard)
  const numbers = async () => (await heard()).map(({ orders, tickets }) => [orders, tickets])
  const after = async (ms: number): Promise<void> => {
    house.later(ms)
    await work()
  }
  const choose = (to: 'each' | 'day' | 'never', at = sale) =>
    house.services.hearing.set({ personId: at.organizer, eventId: at.event.id, to })
  const hold = async (buyerId: number, quantity = 1) =>
    (
      await house.services.ordering.hold({
        buyerId,
        ticketTypeId: sale.type.id,
        quantity,
        requestKey: randomCodes.key(),
      })
    ).order
  const unheardRows = () =>
    house.inspect
      .rows('event_counters', {})
      .then((rows) =>
        rows.filter((row) =>
          [
            ...['issued_orders', 'issued_tickets', 'issued_minor'],
            ...['given_back', 'unpaid_orders', 'unpaid_seats'],
          ].some((name) => Number(row[name]) !== Number(row[`heard_${name}`])),
        ),
      )

  test('is each sale, with who bought, what is left, and in the next breath', async () => {
    const anna = await house.person('Anna')
    const [ticket] = await house.buys(anna, sale, 2)
    await work()
    expect(await heard()).toEqual([])
    await after(3 * second)
    expect(await heard()).toMatchObject([
      {
        ...{ title: 'Jazz', orders: 1, tickets: 2, left: 98, capacity: 100 },
        amounts: [{ minor: 1000, currency: 'RUB' }],
        orderIds: [ticket?.orderId],
      },
    ])
    await after(hour)
    expect(await numbers()).toEqual([[1, 2]])
  })

  test('is summed up in a rush: three messages in the first minute, few afterwards, and each sale once', async () => {
    const anna = await house.person('Anna')
    await times(30, async () => {
      await house.buys(anna, sale)
      await after(2 * second)
    })
    const inAMinute = await numbers()
    expect(inAMinute.length).toBeLessThanOrEqual(3)
    await times(30, async () => {
      await house.buys(anna, sale)
      await after(20 * second)
    })
    await after(15 * minute)
    const all = await numbers()
    expect(all.reduce((sum, [orders = 0]) => sum + orders, 0)).toBe(60)
    expect(all.length).toBeLessThan(12)
    expect(await unheardRows()).toEqual([])
    // When it is quiet again, each is told by itself.
    await after(2 * hour)
    await house.buys(anna, sale)
    await after(3 * second)
    expect((await numbers()).at(-1)).toEqual([1, 1])
  })

  test('goes to one organizer three times a minute at most, whatever events they have', async () => {
    const [anna, others] = [await house.person('Anna'), [] as Sale[]]
    for (const n of upTo(5)) others.push(await house.sale({ title: `Event ${n}`, organizer: sale.organizer }))
    for (const other of others) await house.buys(anna, other)
    await after(3 * second)
    expect(await numbers()).toEqual([[1, 1]])
    await times(4, () => after(20 * second))
    expect(await numbers()).toEqual(upTo(5).map(() => [1, 1]))
  })

  test('once a day: at eight in the evening by the event’s clock, all of it, and nothing on a day without anything', async () => {
    await choose('day')
    const anna = await house.person('Anna')
    await house.buys(anna, sale)
    await after(hour)
    await house.buys(anna, sale, 2)
    await after(toEight - hour - 1)
    expect(await heard()).toEqual([])
    await after(1)
    expect(await heard()).toMatchObject([{ isDay: true, orders: 2, tickets: 3 }])
    await after(24 * hour)
    expect(await heard()).toHaveLength(1)
  })

  test('once a day: a bot that was down at eight tells it the next evening, not at night', async () => {
    await choose('day')
    await house.buys(await house.person('Anna'), sale)
    await after(toEight + 5 * hour)
    expect(await heard()).toEqual([])
    await after(19 * hour)
    expect(await numbers()).toEqual([[1, 1]])
  })

  test('never: nothing, and what was sold meanwhile is not told when they want to hear again', async () => {
    await choose('never')
    const anna = await house.person('Anna')
    await house.buys(anna, sale)
    await after(24 * hour - minute)
    await choose('each')
    await after(hour)
    expect(await heard()).toEqual([])
    expect(await unheardRows()).toEqual([])
  })

  test('who chose never while something waited hears nothing of it', async () => {
    await house.buys(await house.person('Anna'), sale)
    await choose('never')
    await after(hour)
    expect(await heard()).toEqual([])
  })

  test('the choice is that of their next events; others’ events have their own', async () => {
    await choose('day')
    expect((await house.sale({ title: 'Next', organizer: sale.organizer })).event.hearing).toBe('day')
    expect((await house.sale({ title: 'Other' })).event.hearing).toBe('each')
  })

  test('only the organizer chooses', async () => {
    const [anna, boris] = [await house.person('Anna'), await house.person('Boris')]
    await house.buys(anna, sale)
    await house.joins(boris, sale)
    for (const personId of [anna, boris, 999])
      expect(await refused(house.services.hearing.set({ personId, eventId: sale.event.id, to: 'never' }))).toBe(
        'notYours',
      )
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await refused(choose('day'))).toBe('eventCancelled')
  })

  test('few and no tickets left are told once, and soon, though they hear once a day', async () => {
    const small = await house.sale({ title: 'Small', capacity: 10, organizer: sale.organizer })
    await choose('day', small)
    const anna = await house.person('Anna')
    await house.services.publishing.setGiveBack({ personId: small.organizer, eventId: small.event.id, hours: 0 })
    await house.buys(anna, small, 8)
    await after(minute)
    expect(await heard()).toEqual([])
    await house.buys(anna, small, 1)
    await after(minute)
    expect(await heard()).toMatchObject([{ stock: 'low', tickets: 9, left: 1 }])
    const [last] = await house.buys(anna, small, 1)
    await after(minute)
    expect((await heard())[1]).toMatchObject({ stock: 'soldOut', tickets: 1, left: 0 })
    await house.services.tickets.giveBack({ personId: anna, ticketId: last?.id ?? 0 })
    await after(minute)
    await house.buys(anna, small, 1)
    await after(minute)
    expect(await heard()).toHaveLength(2)
    await after(toEight)
    expect((await heard())[2]).toMatchObject({ orders: 1, tickets: 1, givenBack: 1 })
    expect((await heard())[2]?.stock).toBeUndefined()
  })

  test('the last seats are only held: sold out is told when they are paid', async () => {
    const last = await house.sale({ title: 'Last', capacity: 12, organizer: sale.organizer, price: 500 })
    const [anna, boris] = [await house.person('Anna'), await house.person('Boris')]
    sale = last
    const { id } = await hold(boris, 2)
    await house.buys(anna, last, 10)
    await after(minute)
    expect(await heard()).toMatchObject([{ stock: 'low', left: 0 }])
    await house.services.ordering.confirm({ personId: boris, orderId: id })
    await after(minute)
    expect((await heard())[1]).toMatchObject({ stock: 'soldOut', tickets: 2 })
  })

  test('holds that ended unpaid are told in number, an hour after the first or with the next sale', async () => {
    for (const name of ['Anna', 'Boris', 'Clara']) await hold(await house.person(name), 2)
    house.later(16 * minute)
    expect(await house.services.ordering.expireOverdue()).toMatchObject({ ended: 3 })
    await after(59 * minute)
    expect(await heard()).toEqual([])
    await after(minute)
    expect(await heard()).toMatchObject([{ orders: 0, tickets: 0, unpaidOrders: 3, unpaidSeats: 6, left: 100 }])
    await hold(await house.person('Dora'))
    house.later(16 * minute)
    await house.services.ordering.expireOverdue()
    await house.buys(await house.person('Emil'), sale)
    await after(minute)
    expect((await heard())[1]).toMatchObject({ orders: 1, unpaidOrders: 1, unpaidSeats: 1 })
  })

  test('a ticket that is given back is told', async () => {
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    const anna = await house.person('Anna')
    const tickets = await house.buys(anna, sale, 2)
    await after(minute)
    await house.services.tickets.giveBack({ personId: anna, ticketId: first(tickets).id })
    await after(minute)
    expect((await heard())[1]).toMatchObject({ orders: 0, tickets: 0, givenBack: 1, left: 99 })
  })

  test('what the organizer buys themselves wakes nobody, and is counted with the next sale', async () => {
    await house.buys(sale.organizer, sale)
    await after(hour)
    expect(await heard()).toEqual([])
    await house.buys(await house.person('Anna'), sale)
    await after(minute)
    expect(await numbers()).toEqual([[2, 2]])
  })

  test('nothing is told of a cancelled event, nor of a self-test', async () => {
    const anna = await house.person('Anna')
    await house.services.ordering.buy({
      ...{ buyerId: anna, ticketTypeId: sale.type.id, quantity: 1, requestKey: 'test', test: true },
    })
    await after(minute)
    expect(await heard()).toEqual([])
    await house.buys(anna, sale)
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    await after(minute)
    expect(await heard()).toEqual([])
  })

  test('who cannot be reached hears all of it at once when they are back', async () => {
    await house.services.people.lose(sale.organizer)
    const anna = await house.person('Anna')
    await times(3, async () => {
      await house.buys(anna, sale)
      await after(hour)
    })
    expect(await heard()).toEqual([])
    await house.services.people.meet({ id: sale.organizer, displayName: 'Olga', languageCode: 'en' })
    await after(hour)
    expect(await numbers()).toEqual([[3, 3]])
  })

  test('the person who hears has the orders; somebody who is not the organizer has none', async () => {
    const anna = await house.person('Anna')
    await house.services.people.meet({ id: anna, displayName: 'Anna', languageCode: 'en', username: 'anna_p' })
    await house.buys(anna, sale, 2)
    await after(minute)
    const message = first(await heard())
    expect(await house.services.hearing.orders(sale.organizer, message)).toMatchObject([
      { order: { buyerName: 'Anna', buyerUsername: 'anna_p', quantity: 2 }, typeName: '' },
    ])
    expect(await house.services.hearing.orders(anna, message)).toBeUndefined()
  })

  // Two processes write what is due while many buy, give back and let holds go.
  const crowd = async (): Promise<void> => {
    const people: number[] = []
    for (const n of upTo(8)) people.push(await house.person(`Person ${n}`))
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    const buyer = (personId: number): Promise<void> =>
      times(2, async () => {
        const [ticket] = await house.buys(personId, sale, 2)
        await house.services.tickets.giveBack({ personId, ticketId: ticket?.id ?? 0 })
      })
    const teller = (services: House['services']): Promise<void> =>
      times(8, () => {
        house.later(10 * minute)
        return services.hearing.work(failed)
      })
    await Promise.all([...people.map(buyer), teller(house.services), teller(house.others)])
    await after(hour)
    await after(hour)
  }

  test('each sale and each ticket is told exactly once, whoever sells and tells at the same time', async () => {
    await crowd()
    const all = await heard()
    const sum = (name: 'orders' | 'tickets' | 'givenBack') => all.reduce((total, one) => total + one[name], 0)
    expect([sum('orders'), sum('tickets'), sum('givenBack')]).toEqual([16, 32, 16])
    expect(all.flatMap(({ amounts }) => amounts).reduce((total, { minor }) => total + minor, 0)).toBe(16_000)
    expect(await unheardRows()).toEqual([])
    const told = all.flatMap(({ orderIds }) => orderIds)
    expect(new Set(told).size).toBe(told.length)
    for (const { orders, orderIds } of all) expect(orderIds.length).toBe(orders <= 5 ? orders : 0)
    expect(await house.inspect.brokenPromises()).toEqual([])
  })

  test('negative control: where nobody notes what is told, sales are told again and again', async () => {
    await house.drop()
    const closed = await database.closed()
    const forgetful =
      (execute: Execute): Execute =>
      (sql, values) =>
        sql.startsWith('UPDATE event_counters SET heard_')
          ? Promise.resolve({ rows: [], affected: 1 })
          : execute(sql, values)
    const store = await openStore({ url: parseDatabaseUrl(closed.url), wrap: forgetful })
    house = await openHouse({
      ...database,
      open: () => Promise.resolve({ store, url: closed.url, drop: () => store.close().then(closed.drop) }),
    })
    sale = await house.sale({ title: 'Jazz' })
    for (const name of ['Anna', 'Boris']) {
      await house.buys(await house.person(name), sale)
      await after(hour)
    }
    expect(await numbers()).toEqual([
      [1, 1],
      [2, 2],
    ])
  })
})
