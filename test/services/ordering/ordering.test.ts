import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { like } from '../../support/inspect.js'

const minute = 60_000

describe.each(databases)('holding tickets until they are paid, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  let boris: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ capacity: 4, price: 500 })
    anna = await house.person('Anna')
    boris = await house.person('Boris')
  })
  afterEach(() => house.drop())

  const hold = (buyerId: number, quantity = 1, requestKey = randomCodes.key()) =>
    house.services.ordering.hold({ buyerId, ticketTypeId: sale.type.id, quantity, requestKey })
  const told = (key: string): Promise<number> => house.inspect.count('announcements', { key: like(key) })
  const own = () => ({ personId: sale.organizer, eventId: sale.event.id })

  test('keeps the seats for a quarter of an hour; a second try, and the same one again, give the same order', async () => {
    const opened = await hold(anna, 3, 'key')
    expect(opened).toMatchObject({
      isNew: true,
      paymentMethods: ['atDoor'],
      order: { state: 'held', heldUntil: house.clock.now() + 15 * minute, total: { minor: 1500 } },
    })
    for (const again of [await hold(anna, 1), await hold(anna, 3, 'key')]) expect(again.order.id).toBe(opened.order.id)
    expect((await house.services.ordering.findHeld(anna))?.order.id).toBe(opened.order.id)
    expect(await refused(hold(boris, 2))).toBe('tooFewLeft')
    expect(await house.services.ordering.nextExpiry()).toBe(house.clock.now() + 15 * minute)
  })

  test('is seen by its holder alone, however many look at once, at this event or at any', async () => {
    const later = await house.sale({ capacity: 4, price: 500 })
    const { order } = await hold(anna, 1)
    const { order: second } = await house.services.ordering.hold({
      ...{ buyerId: anna, quantity: 1, ticketTypeId: later.type.id },
      requestKey: randomCodes.key(),
    })
    const { findHeld } = house.services.ordering
    const found = await Promise.all([
      findHeld(anna),
      findHeld(boris),
      findHeld(anna, sale.event.id),
      findHeld(anna, later.event.id),
      findHeld(boris, sale.event.id),
    ])
    expect(found.map((view) => view?.order.id)).toEqual([second.id, undefined, order.id, second.id, undefined])
  })

  test('ends at once for whoever comes next, even before anybody has looked, and tells the one who was too slow', async () => {
    const { order } = await hold(anna, 4)
    house.later(15 * minute - 1)
    expect(await refused(hold(boris))).toBe('soldOut')
    house.later(1)
    expect(await refused(house.services.ordering.confirm({ personId: anna, orderId: order.id }))).toBe('holdOver')
    expect(await hold(boris, 4)).toMatchObject({ isNew: true })
    expect((await house.services.ordering.view({ personId: anna, orderId: order.id })).order.state).toBe('expired')
    expect([await told('expired:%'), await house.services.ordering.findHeld(anna)]).toEqual([1, undefined])
    house.later(15 * minute)
    expect([
      (await house.services.ordering.expireOverdue()).ended,
      (await house.services.ordering.expireOverdue()).ended,
      await told('expired:%'),
    ]).toEqual([1, 0, 2])
    expect(await house.services.ordering.nextExpiry()).toBeUndefined()
  })

  test('what is over makes room for whoever buys at once, too', async () => {
    await hold(anna, 4)
    house.later(15 * minute)
    expect(await house.buys(boris, sale, 4)).toHaveLength(4)
  })

  test('"sold out" is said once, with the last one that is paid and not with the last one that is held', async () => {
    const carla = await house.person('Carla')
    const orders = [(await hold(anna, 2)).order, (await hold(boris, 1)).order, (await hold(carla, 1)).order]
    const confirm = (n: number) =>
      house.services.ordering.confirm({ personId: orders[n]?.buyerId ?? 0, orderId: orders[n]?.id ?? 0 })
    expect([await confirm(0), await confirm(1)]).toHaveLength(2)
    expect(await told('soldOut:%')).toBe(0)
    await confirm(2)
    await confirm(2)
    expect([await told('soldOut:%'), await told('issued:%'), await told('tickets:%')]).toEqual([1, 3, 3])
  })

  test('"sold out" over two types is said when the last of both is gone, whoever looked at what', async () => {
    const { types } = await house.services.saleSettings.addType({
      ...own(),
      name: 'Balcony',
      price: sale.type.price,
      capacity: 2,
    })
    await house.buys(anna, sale, 4)
    expect(await told('soldOut:%')).toBe(0)
    await house.services.ordering.buy({ buyerId: boris, ticketTypeId: types[1]?.id ?? 0, quantity: 2, requestKey: 'b' })
    expect(await told('soldOut:%')).toBe(1)
    expect(await house.inspect.count('announcements', { key: like('issued:%'), news: like('%"left":2%') })).toBe(1)
  })

  test('what is held is neither at the door nor among the sales', async () => {
    await hold(anna, 2)
    const [ticket] = await house.buys(boris, sale, 1)
    expect(await house.services.doorView.view(own())).toMatchObject({ count: { in: 0, of: 1 }, toPay: 1 })
    expect(
      (await house.services.checkIn.letInPaid({ personId: sale.organizer, ticketId: ticket?.id ?? 0 })).count,
    ).toEqual({ in: 1, of: 1 })
    expect((await house.services.events.forOrganizer(sale.organizer, sale.event.id)).sales).toEqual({
      orders: 1,
      tickets: 1,
      total: 500,
      guests: 0,
    })
  })

  test('a price that changes is that of later orders; the one that was shown is asked for again', async () => {
    const { order } = await hold(anna, 2)
    await house.services.saleSettings.changeType({
      ...own(),
      ticketTypeId: sale.type.id,
      fields: { price: { minor: 700, currency: 'RUB' } },
    })
    expect((await house.services.ordering.view({ personId: anna, orderId: order.id })).order.total.minor).toBe(1000)
    expect(
      await refused(
        house.services.ordering.buy({
          buyerId: boris,
          ticketTypeId: sale.type.id,
          quantity: 1,
          requestKey: 'b',
          shownMinor: 500,
        }),
      ),
    ).toBe('priceChanged')
    expect((await hold(boris, 1)).order.total.minor).toBe(700)
  })

  test('one person has no more than the limit of a person; what is over or given back counts no more', async () => {
    await house.services.saleSettings.changeType({ ...own(), ticketTypeId: sale.type.id, fields: { perPerson: 2 } })
    await house.services.publishing.setGiveBack({ ...own(), hours: 0 })
    await hold(anna, 2)
    expect(await refused(house.buys(anna, sale, 1))).toBe('perPersonLimit')
    house.later(15 * minute)
    const [ticket] = await house.buys(anna, sale, 2)
    expect(await refused(hold(anna, 1))).toBe('perPersonLimit')
    await house.services.tickets.giveBack({ personId: anna, ticketId: ticket?.id ?? 0 })
    expect(await refused(hold(anna, 1))).toBe('done')
  })

  test('a currency cannot change while anything is held, even if it was nothing when somebody looked', async () => {
    await hold(anna)
    const { type } = sale
    expect(
      await refused(
        house.services.saleSettings.changeType({
          ...own(),
          ticketTypeId: type.id,
          fields: { price: { minor: 5, currency: 'XTR' } },
        }),
      ),
    ).toBe('priceOtherCurrency')
    expect(
      await house.store.transact((tx) =>
        tx.ticketTypes.change(type.id, { ...type, price: { minor: 5, currency: 'XTR' } }),
      ),
    ).toBe(false)
    await house.services.ordering.cancel({ personId: anna, orderId: 1 })
    expect(
      await refused(
        house.services.saleSettings.changeType({
          ...own(),
          ticketTypeId: type.id,
          fields: { price: { minor: 5, currency: 'XTR' } },
        }),
      ),
    ).toBe('done')
    expect((await hold(boris)).paymentMethods).toEqual(['stars'])
  })

  test('a code that was brought along is redeemed with the hold; one that does not work is said and forgotten', async () => {
    const { id } = await house.services.promoCodes.create({ ...own(), code: 'half', discount: { percent: 50 } })
    await house.services.promoCodes.change({ personId: sale.organizer, promoCodeId: id, fields: { limit: 1 } })
    for (const personId of [anna, boris])
      await house.services.promoCodes.bring({ personId, eventId: sale.event.id, text: 'HALF' })
    expect(await hold(anna, 2)).toMatchObject({
      codeRefused: undefined,
      order: { total: { minor: 500 }, full: { minor: 1000 }, promoCode: 'HALF' },
    })
    expect(await hold(boris, 2)).toMatchObject({
      codeRefused: 'promoCodeUsedUp',
      order: { total: { minor: 1000 }, promoCode: undefined },
    })
    expect([
      await house.services.promoCodes.brought(anna, sale.event.id),
      await house.services.promoCodes.brought(boris, sale.event.id),
    ]).toEqual(['HALF', undefined])
    expect(await refused(house.services.ordering.redeem({ personId: boris, orderId: 2, text: 'nothing' }))).toBe(
      'promoCodeUnknown',
    )
    await house.services.ordering.cancel({ personId: anna, orderId: 1 })
    expect(
      (await house.services.ordering.redeem({ personId: boris, orderId: 2, text: ' h alf ' })).order.total.minor,
    ).toBe(500)
    expect(first(await house.store.transact((tx) => tx.promoCodes.ofEvent(sale.event.id))).used).toBe(1)
  })
})
