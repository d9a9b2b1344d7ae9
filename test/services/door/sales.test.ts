import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { saleUndoMs, walkInOf } from '../../../src/domain/doorSale.js'
import { isNameOnly } from '../../../src/domain/person.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { like, not } from '../../support/inspect.js'
import { mayMissTheRace } from '../../support/database/racing.js'

describe.each(databases)('sales at the door on $name', (database) => {
  let house: House
  let [vera, ivan, anna] = [0, 0, 0]
  beforeEach(async () => {
    house = await openHouse(database)
  })
  afterEach(() => house.drop())

  /** An event at whose door two may sell. */
  const openSale = async (options: Parameters<House['sale']>[0] = {}): Promise<Sale> => {
    const sale = await house.sale({ price: 150_000, ...options })
    ;[vera, ivan, anna] = [await house.person('Vera'), await house.person('Ivan'), await house.person('Anna')]
    await house.joins(vera, sale)
    await house.joins(ivan, sale)
    await house.services.doorSales.setStaffSells({ personId: sale.organizer, eventId: sale.event.id, isOn: true })
    return sale
  }
  type Wish = Parameters<House['services']['doorSales']['sell']>[0]
  const wishOf = ({ event, type }: Sale, personId: number, more: Partial<Wish> = {}): Wish => ({
    ...{ personId, eventId: event.id, ticketTypeId: type.id, quantity: 1, method: 'cash' },
    ...{ requestKey: randomCodes.key(), shownMinor: type.price.minor * (more.quantity ?? 1) },
    ...more,
  })
  const sell = (sale: Sale, personId: number, more: Partial<Wish> = {}, { doorSales } = house.services) =>
    doorSales.sell(wishOf(sale, personId, more))
  const takingsOf = async ({ event }: Sale, personId: number) =>
    (await house.services.doorSales.takings({ personId, eventId: event.id })).rows
  /** What people are noted to have taken is what stands on the tickets that were paid at the door. */
  const mustAddUp = async (): Promise<void> => {
    const net =
      (await house.inspect.sum('door_takings', 'minor')) - (await house.inspect.sum('door_takings', 'undone_minor'))
    expect(net).toBe(await house.inspect.sum('event_counters', 'paid_minor', { way: 'atDoor' }))
    expect(net).toBe(await house.inspect.sum('event_money_days', 'paid_minor', { way: 'atDoor' }))
  }

  test('are paid, let in, and counted in seats, money, days and arrivals, in one go', async () => {
    const sale = await openSale({ capacity: 10 })
    const sold = await sell(sale, vera, { quantity: 3 })
    expect(sold).toMatchObject({
      sale: { sellerId: vera, method: 'cash', quantity: 3, amount: { minor: 450_000, currency: 'RUB' } },
      order: { state: 'confirmed', paymentMethod: 'atDoor', quantity: 3 },
    })
    expect(sold.tickets.map(({ state, checkedInBy }) => [state, checkedInBy])).toEqual(Array(3).fill(['valid', vera]))
    expect(isNameOnly(sold.order.buyerId)).toBe(true)
    expect(await house.services.doorView.view({ personId: vera, eventId: sale.event.id })).toMatchObject({
      count: { in: 3, of: 3 },
      toPay: 0,
    })
    expect(await house.services.moneyReports.ofEvent(sale.organizer, sale.event.id)).toMatchObject({
      total: { gross: 450_000, net: 450_000, payments: 3 },
      types: [{ taken: 3 }],
    })
    expect([
      await house.inspect.sum('event_arrivals', 'count'),
      await house.inspect.sum('event_days', 'issued'),
      await house.inspect.sum('event_money_days', 'paid_minor'),
    ]).toEqual([3, 3, 450_000])
    await mustAddUp()
  })

  test('repeated by the same press are one sale', async () => {
    const sale = await openSale()
    const wish = wishOf(sale, vera, { quantity: 2 })
    const [one, again] = [await house.services.doorSales.sell(wish), await house.services.doorSales.sell(wish)]
    expect(again.sale.id).toBe(one.sale.id)
    expect(await house.inspect.count('tickets')).toBe(2)
    const other = await sell(sale, vera)
    expect(other.sale.id).not.toBe(one.sale.id)
  })

  test('say nothing to whoever bought, who is no guest to be written to, and are announced and proved', async () => {
    const sale = await openSale()
    const { order } = await sell(sale, vera)
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    expect(await house.inspect.count('announcements', { recipient: String(walkInOf(1)) })).toBe(0)
    const [news] = await house.inspect.rows('announcements', { key: `issued:${order.id}` })
    expect(JSON.parse(String(news?.['news']))).toMatchObject({ kind: 'ticketsIssued', quantity: 1, soldAtDoor: true })
    expect(await house.inspect.count('orders', { is_told: not(null) })).toBe(1)
    const guests = { kind: 'all', of: 0, eventId: sale.event.id, organizerId: sale.organizer } as const
    expect(await house.store.transact((tx) => tx.audiences.count(guests))).toBe(0)
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await house.inspect.count('announcements', { recipient: like(`45035996%`) })).toBe(0)
    // What was taken at the door is the organizer's to give back.
    expect(await house.services.refunds.tasks(sale.organizer, sale.event.id, { size: 5 })).toMatchObject({
      rows: [{ method: 'atDoor', amount: { minor: 150_000 } }],
    })
  })

  test('go on after the sale in the chat has ended, whatever a person may have, with hidden types, at the price of now', async () => {
    const sale = await openSale()
    const act = { personId: sale.organizer, eventId: sale.event.id, ticketTypeId: sale.type.id }
    await house.services.saleSettings.changeType({ ...act, fields: { perPerson: 1, saleUntil: house.clock.now() + 1 } })
    house.later(1000)
    await house.store.transact((tx) => tx.ticketTypes.hide(sale.type.id, { isHidden: true, linkKey: 'k' }))
    await sell(sale, vera, { quantity: 5 })
    await house.store.transact((tx) => tx.ticketTypes.hide(sale.type.id, { isHidden: false, linkKey: undefined }))
    await house.services.saleSettings.changeType({ ...act, fields: { price: { minor: 200_000, currency: 'RUB' } } })
    expect(await refused(sell(sale, vera))).toBe('priceChanged')
    expect(await sell(sale, vera, { shownMinor: 200_000 })).toMatchObject({ order: { total: { minor: 200_000 } } })
    await mustAddUp()
  })

  test('wait for the door to open, and end with it', async () => {
    const sale = await openSale({ opensAsUsual: true })
    expect(await refused(sell(sale, vera))).toBe('saleTooEarly')
    house.clock.set(sale.event.startsAt - 3_600_000)
    await sell(sale, vera)
    house.later(48 * 3_600_000)
    expect(await refused(sell(sale, vera))).toBe('eventEnded')
  })

  test('are for the organizer, and for staff whom the organizer lets', async () => {
    const sale = await openSale()
    const own = { personId: sale.organizer, eventId: sale.event.id }
    await sell(sale, vera)
    await house.services.doorSales.setStaffSells({ ...own, isOn: false })
    expect(await refused(sell(sale, vera))).toBe('mayNotSell')
    expect(await refused(sell(sale, anna))).toBe('staffOnly')
    await sell(sale, sale.organizer)
    // What was taken is still theirs to see.
    expect(await takingsOf(sale, vera)).toMatchObject([{ name: 'Vera', tickets: 1 }])
    expect(await refused(takingsOf(sale, anna))).toBe('staffOnly')
  })

  test('are counted by who took the money and how, with what was ordered before and what was taken back', async () => {
    const sale = await openSale()
    const [ordered] = await house.buys(anna, sale, 2)
    await sell(sale, vera, { quantity: 2 })
    await sell(sale, vera, { method: 'card' })
    await sell(sale, vera, { method: 'card' })
    const wrong = await sell(sale, ivan, { method: 'transfer', quantity: 4 })
    await house.services.checkIn.letInPaid({ personId: ivan, ticketId: ordered?.id ?? 0 })
    await house.services.doorSales.undo({ personId: ivan, saleId: wrong.sale.id })
    const nothing = { undone: 0, undoneMinor: 0 }
    const veras = [
      { name: 'Vera', method: 'cash', tickets: 2, minor: 300_000, ...nothing },
      { name: 'Vera', method: 'card', tickets: 2, minor: 300_000, ...nothing },
    ]
    expect(await takingsOf(sale, vera)).toMatchObject(veras)
    expect(await takingsOf(sale, sale.organizer)).toMatchObject([
      ...veras,
      { name: 'Ivan', method: 'transfer', tickets: 4, minor: 600_000, undone: 4, undoneMinor: 600_000 },
      { name: 'Ivan', method: 'ordered', tickets: 1, minor: 150_000, ...nothing },
    ])
    await mustAddUp()
    // A check-in that is taken back takes back what its scanner took, whoever does it.
    await house.services.checkIn.undo({ personId: vera, ticketId: ordered?.id ?? 0 })
    expect((await takingsOf(sale, ivan)).at(-1)).toMatchObject({ method: 'ordered', tickets: 1, undone: 1 })
    await mustAddUp()
  })

  test('are taken back once, by who sold within a quarter of an hour, by the organizer later', async () => {
    const sale = await openSale({ capacity: 3 })
    const { sale: one } = await sell(sale, vera, { quantity: 2 })
    const act = { personId: vera, saleId: one.id }
    expect(await refused(house.services.doorSales.undo({ ...act, personId: ivan }))).toBe('saleNotFound')
    const [a, b] = await Promise.all([house.services.doorSales.undo(act), house.others.doorSales.undo(act)])
    expect([a.order.state, b.order.state]).toEqual(['refunded', 'refunded'])
    expect([
      await house.inspect.sum('ticket_types', 'taken'),
      await house.inspect.sum('ticket_types', 'checked_in'),
      await house.inspect.sum('event_arrivals', 'count'),
      await house.inspect.count('tickets', { state: 'valid' }),
      await house.inspect.sum('door_takings', 'undone'),
    ]).toEqual([0, 0, 0, 0, 2])
    await mustAddUp()
    const { sale: other } = await sell(sale, vera)
    house.later(saleUndoMs)
    expect(await refused(house.services.doorSales.undo({ personId: vera, saleId: other.id }))).toBe('saleUndoTooLate')
    await house.services.doorSales.undo({ personId: sale.organizer, saleId: other.id })
    expect(await house.inspect.sum('ticket_types', 'taken')).toBe(0)
  })

  test('know a name if it is told, and are found by it', async () => {
    const sale = await openSale()
    const { sale: one, order } = await sell(sale, vera)
    expect(order.buyerName).toBe('🚪 1')
    const named = await house.services.doorSales.name({ personId: vera, saleId: one.id, text: ' Olga  Petrova ' })
    expect(named.order.buyerName).toBe('Olga Petrova')
    const found = await house.services.doorView.search({ personId: ivan, eventId: sale.event.id, text: 'petr' })
    expect(found.map(({ holderName }) => holderName)).toEqual(['Olga Petrova'])
    expect(await refused(house.services.doorSales.name({ personId: ivan, saleId: one.id, text: 'X' }))).toBe(
      'saleNotFound',
    )
    expect(await refused(house.services.doorSales.name({ personId: vera, saleId: one.id, text: ' ' }))).toBe(
      'textNeeded',
    )
  })

  test('leave to the line what comes free before the start, and go on once nobody is offered anything any more', async () => {
    const sale = await openSale({ capacity: 1 })
    const [ticket] = await house.buys(anna, sale)
    const wish = { eventId: sale.event.id, ticketTypeIds: [sale.type.id], quantity: 1 }
    await house.services.waiting.join({ ...wish, personId: await house.person('Will') })
    expect(await refused(sell(sale, vera))).toBe('soldOut')
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    await house.services.tickets.giveBack({ personId: anna, ticketId: ticket?.id ?? 0 })
    expect(await refused(sell(sale, vera))).toBe('lineFirst')
    const eventId = sale.event.id
    expect(await house.services.doorSales.choices({ personId: vera, eventId })).toMatchObject({
      choices: [{ left: 0 }],
    })
    house.clock.set(sale.event.startsAt)
    expect(await house.services.doorSales.choices({ personId: vera, eventId })).toMatchObject({
      choices: [{ left: 1 }],
    })
    await sell(sale, vera)
    expect(await refused(sell(sale, vera))).toBe('soldOut')
  })

  test('cost nothing where tickets are free, and take what is held no longer', async () => {
    const free = await openSale({ price: 0, capacity: 1 })
    expect(await sell(free, vera)).toMatchObject({ order: { paymentMethod: 'free' } })
    expect(await takingsOf(free, vera)).toEqual([])
    await house.services.doorSales.undo({ personId: vera, saleId: 1 })
    expect(await house.inspect.sum('ticket_types', 'taken')).toBe(0)
  })

  test('of the last seats go to as many as there are, in the chat or at two doors at once', async () => {
    const sale = await openSale({ capacity: 30 })
    const buyers: number[] = []
    for (let n = 0; n < 30; n += 1) buyers.push(await house.person(`Buyer ${n}`))
    const outcomes = await Promise.all([
      ...buyers.map((buyer) => refused(house.buys(buyer, sale))),
      ...Array.from({ length: 15 }, (_, n) => refused(sell(sale, n % 2 === 0 ? vera : ivan))),
      ...Array.from({ length: 15 }, (_, n) => refused(sell(sale, n % 2 === 0 ? vera : ivan, {}, house.others))),
    ])
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(30)
    expect(new Set(outcomes)).toEqual(new Set(['done', 'soldOut']))
    expect([await house.inspect.sum('ticket_types', 'taken'), await house.inspect.count('tickets')]).toEqual([30, 30])
    expect(await house.inspect.sum('event_counters', 'admissions')).toBe(30)
    await mustAddUp()
  })

  test(
    'negative control: without the guard more are sold, in the chat and at the door, than there are',
    mayMissTheRace,
    async () => {
      await house.drop()
      house = await openHouse(database, { guards: false })
      const sale = await openSale({ capacity: 5 })
      const buyers: number[] = []
      for (let n = 0; n < 20; n += 1) buyers.push(await house.person(`Buyer ${n}`))
      const outcomes = await Promise.allSettled([
        ...buyers.map((buyer) => house.buys(buyer, sale)),
        ...buyers.map((_, n) => sell(sale, n % 2 === 0 ? vera : ivan, {}, n % 3 === 0 ? house.services : house.others)),
      ])
      expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(5)
    },
  )

  test('fit into the event as a whole, too', async () => {
    const sale = await openSale({ capacity: 10 })
    await house.store.transact((tx) => tx.events.change(sale.event.id, { capacity: 2 }))
    await sell(sale, vera)
    expect(await refused(sell(sale, vera, { quantity: 2 }))).toBe('tooFewLeft')
    house.clock.set(sale.event.startsAt)
    expect(await refused(sell(sale, vera, { quantity: 2 }))).toBe('soldOut')
    await sell(sale, vera)
  })
})
