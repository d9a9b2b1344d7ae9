import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ticket } from '../../../src/domain/ticket.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { like } from '../../support/inspect.js'

const hour = 3_600_000

describe.each(databases)('giving a ticket back on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  let tickets: readonly Ticket[]
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ capacity: 3, price: 500 })
    anna = await house.person('Anna')
    tickets = await house.buys(anna, sale, 3)
  })
  afterEach(() => house.drop())

  const allow = (hours: number | undefined) =>
    house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours })
  const giveBack = (n = 0) => house.services.tickets.giveBack({ personId: anna, ticketId: tickets[n]?.id ?? 0 })
  const mayGiveBack = async () =>
    (await house.services.tickets.view({ personId: anna, ticketId: first(tickets).id })).mayGiveBack
  const soldAndTaken = async () => {
    const {
      sales,
      types: [type],
    } = await house.services.events.forOrganizer(sale.organizer, sale.event.id)
    return { ...sales, taken: type.taken }
  }

  test('frees its seat, once, and the sums hold; what was bought stays written', async () => {
    await allow(0)
    expect(await soldAndTaken()).toEqual({ orders: 1, tickets: 3, total: 1500, guests: 0, taken: 3 })
    expect(await giveBack()).toMatchObject({ ticket: { state: 'returned' }, mayGiveBack: false })
    expect(await refused(giveBack())).toBe('ticketReturned')
    expect(await soldAndTaken()).toEqual({ orders: 1, tickets: 2, total: 1000, guests: 0, taken: 2 })
    expect(await house.store.transact((tx) => tx.orders.find(first(tickets).orderId))).toMatchObject({
      quantity: 3,
      total: { minor: 1500 },
      returned: 1,
      state: 'confirmed',
    })
    const boris = await house.person('Boris')
    expect((await house.buys(boris, sale)).map(({ number }) => number)).toEqual([4])
    expect(await soldAndTaken()).toEqual({ orders: 2, tickets: 3, total: 1500, guests: 0, taken: 3 })
    await giveBack(1)
    await giveBack(2)
    expect(await soldAndTaken()).toEqual({ orders: 1, tickets: 1, total: 500, guests: 0, taken: 1 })
    expect(await house.services.tickets.ofHolder({ personId: anna, when: 'upcoming', size: 9 })).toEqual({
      rows: [],
      hasMore: false,
    })
    expect(await house.services.tickets.ofHolder({ personId: anna, when: 'past', size: 9 })).toEqual({
      rows: [],
      hasMore: false,
    })
  })

  test('is possible only when the organizer allows it, and until when they say', async () => {
    expect([await mayGiveBack(), await refused(giveBack())]).toEqual([false, 'giveBackClosed'])
    await allow(2)
    house.later(day - 2 * hour - 1)
    expect(await mayGiveBack()).toBe(true)
    house.later(1)
    expect([await mayGiveBack(), await refused(giveBack())]).toEqual([false, 'giveBackClosed'])
    await allow(0)
    await giveBack()
    house.later(2 * hour)
    expect(await refused(giveBack(1))).toBe('giveBackClosed')
    await allow(undefined)
    expect(await house.services.events.find(sale.event.id)).toMatchObject({ event: { giveBackHours: undefined } })
  })

  test('stays possible while the event is off sale, and ends when it is cancelled', async () => {
    await allow(0)
    await house.services.publishing.unpublish(sale.organizer, sale.event.id)
    await giveBack()
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await refused(giveBack(1))).toBe('eventCancelled')
    expect(await refused(allow(1))).toBe('eventCancelled')
    expect(
      await house.inspect.count('announcements', {
        key: `cancelled:${sale.event.id}:${anna}`,
        news: like('%"quantity":2%'),
      }),
    ).toBe(1)
  })

  test('is over once it was let in', async () => {
    await allow(0)
    await house.services.checkIn.letInPaid({ personId: sale.organizer, ticketId: first(tickets).id })
    expect([await mayGiveBack(), await refused(giveBack())]).toEqual([false, 'ticketUsed'])
  })

  test.each([-1, 1.5, 8785, NaN])('%s is no number of hours', async (hours) => {
    expect(await refused(allow(hours))).toBe('notANumber')
  })
})
