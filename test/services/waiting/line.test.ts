import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { first, refused } from '../../support/house.js'
import { day } from '../../support/fixtures.js'
import { like } from '../../support/inspect.js'
import { heardAll } from '../../support/outbox.js'
import { type LineHouse, openLine } from './lineHouse.js'

const minute = 60_000

describe.each(databases)('who waits for tickets on $name', (database) => {
  let house: LineHouse
  beforeEach(async () => {
    house = await openLine(database)
  })
  afterEach(async () => {
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.drop()
  })

  const eventId = () => house.sale.event.id
  const buys = (buyerId: number, quantity = 1) =>
    house.services.ordering.buy({
      ...{ buyerId, quantity, ticketTypeId: house.sale.type.id },
      requestKey: randomCodes.key(),
    })
  const told = (key: string) => house.inspect.count('announcements', { key: like(key) })

  test('is offered what comes free, the first first, and has it by one press', async () => {
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris', 2)]
    expect([await house.see(anna), await house.see(boris)]).toMatchObject([
      { place: 1, quantity: 1, offer: undefined },
      { place: 2, quantity: 2, placeIsMore: false },
    ])
    expect(await house.work()).toBe(0)
    await house.givesBack()
    expect([await house.work(), await house.offered()]).toEqual([1, [anna]])
    const { offer } = (await house.see(anna)) ?? {}
    expect(offer?.order).toMatchObject({ heldUntil: house.clock.now() + 30 * minute, quantity: 1 })
    expect(await house.see(boris)).toMatchObject({ place: 1 })
    const orderId = offer?.order.id ?? 0
    const bought = await house.services.ordering.confirm({ personId: anna, orderId })
    expect(bought.order.state).toBe('confirmed')
    expect(await house.work()).toBe(0)
    expect([await house.see(anna), await told('offer:%'), await told('tickets:%')]).toEqual([undefined, 1, 4])
  })

  test('sees their own wish, however many look at once, at one event or another', async () => {
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris', 2)]
    const eve = await house.person('Eve')
    const other = await house.another({ capacity: 3, price: 0 })
    await house.services.ordering.buy({
      ...{ buyerId: eve, quantity: 3, ticketTypeId: other.type.id },
      requestKey: randomCodes.key(),
    })
    const elsewhere = { eventId: other.event.id, ticketTypeIds: [other.type.id] }
    await house.services.waiting.join({ personId: anna, quantity: 3, ...elsewhere })
    const looks = [
      ...[anna, boris, eve, anna].map((personId) => ({ personId, eventId: eventId() })),
      ...[anna, boris].map((personId) => ({ personId, eventId: other.event.id })),
    ]
    const seen = await Promise.all(looks.map((look) => house.services.waiting.see(look)))
    expect(seen.map((wait) => wait?.quantity)).toEqual([1, 2, undefined, 1, 3, undefined])
  })

  test('is past by nobody: what is free is the line’s, whoever else presses', async () => {
    await house.waits('Anna')
    await house.givesBack()
    const eve = await house.person('Eve')
    expect(await refused(buys(eve))).toBe('soldOut')
    expect(
      await refused(
        house.services.ordering.hold({ buyerId: eve, ticketTypeId: house.sale.type.id, quantity: 1, requestKey: 'k' }),
      ),
    ).toBe('soldOut')
    expect((await house.services.looking.see({ personId: eve, eventId: eventId() })).types[0]).toMatchObject({
      taken: 2,
      waiting: 1,
    })
    expect(await refused(house.services.choosing.choicesFor({ personId: eve, eventId: eventId() }))).toBe('soldOut')
    await house.work()
    expect(await refused(buys(eve))).toBe('soldOut')
  })

  test('negative control: when nobody waits, whoever presses has it', async () => {
    const anna = await house.waits('Anna')
    await house.services.waiting.leave({ personId: anna, eventId: eventId() })
    await house.givesBack()
    expect(await refused(buys(await house.person('Eve')))).toBe('done')
  })

  test('who lets an offer pass, or is silent, makes room for the next', async () => {
    const [anna, boris, clara] = [await house.waits('Anna'), await house.waits('Boris'), await house.waits('Clara')]
    await house.givesBack()
    await house.work()
    const orderId = (await house.see(anna))?.offer?.order.id ?? 0
    await house.services.ordering.cancel({ personId: anna, orderId })
    expect([await house.see(anna), await house.work(), await house.offered()]).toEqual([undefined, 1, [boris]])
    house.later(30 * minute)
    expect(await house.work()).toBe(0)
    expect((await house.services.ordering.expireOverdue()).ended).toBe(1)
    await house.work()
    expect(await house.offered()).toEqual([clara])
    // Nobody ordered anything that was not paid.
    expect(await house.inspect.rows('event_counters')).toMatchObject([{ unpaid_orders: 0, unpaid_seats: 0 }])
    const over = await house.inspect.rows('announcements', { key: like('expired:%') })
    expect(over.map(({ news }) => (JSON.parse(String(news)) as { kind: string }).kind)).toEqual(['offerOver'])
    expect(await house.see(boris)).toBeUndefined()
    await house.services.waiting.join({
      personId: boris,
      eventId: eventId(),
      quantity: 1,
      ticketTypeIds: [house.sale.type.id],
    })
    expect(await house.see(boris)).toMatchObject({ place: 1 })
  })

  test('is not late with what nobody told them yet, and is when it was told, or cannot be', async () => {
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris')]
    await house.givesBack()
    await house.services.waiting.work()
    const { order } = (await house.see(anna))?.offer ?? first([])
    const expires = async () => (await house.services.ordering.expireOverdue()).ended
    house.later(30 * minute)
    expect([await expires(), await house.offered()]).toEqual([0, [anna]])
    house.later(20 * minute)
    const told = await house.services.waiting.tell(order.id)
    expect(told?.order.heldUntil).toBe(house.clock.now() + 30 * minute)
    await heardAll(house.store, house.clock.now())
    house.later(29 * minute)
    expect([await expires(), await house.offered()]).toEqual([0, [anna]])
    house.later(minute)
    expect([await expires(), await house.services.waiting.tell(order.id)]).toEqual([1, undefined])
    await house.work()
    expect(await house.offered()).toEqual([boris])
    // Never beyond the start.
    const late = await house.person('Late')
    await house.services.ordering.cancel({ personId: boris, orderId: (await house.see(boris))?.offer?.order.id ?? 0 })
    await house.buys(late, house.sale)
    await house.waits('Clara')
    await house.givesBack()
    await house.services.waiting.work()
    house.later(11 * day)
    expect(await expires()).toBe(1)
  })

  test('can wait again in the breath in which an offer ended, before anybody has settled it', async () => {
    const anna = await house.waits('Anna')
    await house.givesBack()
    await house.work()
    const { order } = (await house.see(anna))?.offer ?? first([])
    await house.services.ordering.cancel({ personId: anna, orderId: order.id })
    const wait = { personId: anna, eventId: eventId(), quantity: 1, ticketTypeIds: [house.sale.type.id] }
    expect(await refused(house.services.waiting.join(wait))).toBe('ticketsLeft')
    await house
      .waits('Boris')
      .then(() => expect.unreachable('the seat is free, so nobody need wait'))
      .catch((error: unknown) => expect(error).toMatchObject({ code: 'ticketsLeft' }))
  })

  test('keeps their place with fewer seats, and goes to the end with more', async () => {
    const [anna, boris] = [await house.waits('Anna', 2), await house.waits('Boris')]
    const wish = { personId: anna, eventId: eventId(), ticketTypeIds: [house.sale.type.id] }
    expect(await house.services.waiting.join({ ...wish, quantity: 1 })).toMatchObject({ place: 1, quantity: 1 })
    expect(await house.services.waiting.join({ ...wish, quantity: 3 })).toMatchObject({ place: 2, quantity: 3 })
    expect(await house.see(boris)).toMatchObject({ place: 1 })
    expect(await house.services.waiting.count(eventId())).toMatchObject({ people: 2, seats: 4 })
  })

  test('leaves as often as they like, with an offer too', async () => {
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris')]
    await house.givesBack()
    await house.work()
    for (let i = 0; i < 2; i += 1) await house.services.waiting.leave({ personId: anna, eventId: eventId() })
    expect([await house.work(), await house.offered()]).toEqual([1, [boris]])
    expect(await house.services.waiting.ofPerson(anna)).toEqual([])
  })

  test('who holds another order of the event keeps their place until that is over', async () => {
    const own = { personId: house.sale.organizer, eventId: eventId() }
    const settings = await house.services.saleSettings.addType({
      ...own,
      name: 'VIP',
      price: { minor: 500, currency: 'RUB' },
      capacity: 5,
    })
    const vip = settings.types.find(({ name }) => name === 'VIP')
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris')]
    const held = await house.services.ordering.hold({
      buyerId: anna,
      ticketTypeId: vip?.id ?? 0,
      quantity: 1,
      requestKey: 'k',
    })
    await house.givesBack()
    await house.work()
    expect(await house.offered()).toEqual([boris])
    expect(await house.see(anna)).toMatchObject({ place: 1 })
    await house.services.ordering.cancel({ personId: anna, orderId: held.order.id })
    await house.givesBack()
    await house.work()
    expect(await house.offered()).toEqual([boris, anna])
  })

  test('of several types the first that comes free will do', async () => {
    const own = { personId: house.sale.organizer, eventId: eventId() }
    const settings = await house.services.saleSettings.addType({
      ...own,
      name: 'VIP',
      price: { minor: 500, currency: 'RUB' },
      capacity: 1,
    })
    const vip = settings.types.find(({ name }) => name === 'VIP') ?? first([])
    const guest = await house.person('Guest')
    const held = await house.services.ordering.hold({
      buyerId: guest,
      ticketTypeId: vip.id,
      quantity: 1,
      requestKey: 'k',
    })
    const both = [house.sale.type.id, vip.id]
    const anna = await house.waits('Anna', 1, [house.sale.type.id])
    const boris = await house.waits('Boris', 1, both)
    expect(await house.services.waiting.askableFor({ personId: anna, eventId: eventId() })).toMatchObject({
      most: 3,
      isClosed: false,
      types: both.map((id) => ({ id })),
    })
    await house.services.ordering.cancel({ personId: guest, orderId: held.order.id })
    await house.work()
    expect(await house.offered()).toEqual([boris])
    expect((await house.see(boris))?.offer?.type.id).toBe(vip.id)
    await house.givesBack()
    await house.work()
    expect(await house.offered()).toEqual([boris, anna])
  })

  test('the limit of the whole event counts for the line, and what is the line’s for everybody else', async () => {
    const own = { personId: house.sale.organizer, eventId: eventId() }
    const settings = await house.services.saleSettings.addType({
      ...own,
      name: 'VIP',
      price: { minor: 0, currency: 'RUB' },
      capacity: 9,
    })
    const vip = settings.types.find(({ name }) => name === 'VIP') ?? first([])
    await house.services.saleSettings.changeType({ ...own, ticketTypeId: house.sale.type.id, fields: { capacity: 9 } })
    await house.services.saleSettings.setCapacity({ ...own, capacity: 3 })
    const anna = await house.waits('Anna', 1, [house.sale.type.id])
    await house.givesBack()
    const eve = await house.person('Eve')
    const buysVip = () =>
      house.services.ordering.buy({ buyerId: eve, ticketTypeId: vip.id, quantity: 1, requestKey: randomCodes.key() })
    expect(await refused(buysVip())).toBe('soldOut')
    expect([await house.work(), await house.offered()]).toEqual([1, [anna]])
    await house.givesBack()
    expect(await refused(buysVip())).toBe('done')
  })

  test('is refused what cannot be waited for', async () => {
    const anna = await house.person('Anna')
    const wish = { personId: anna, eventId: eventId(), quantity: 1, ticketTypeIds: [house.sale.type.id] }
    const { join, setLine } = house.services.waiting
    expect(await refused(join({ ...wish, quantity: 11 }))).toBe('quantityOutOfRange')
    expect(await refused(join({ ...wish, quantity: 4 }))).toBe('quantityOutOfRange')
    expect(await refused(join({ ...wish, ticketTypeIds: [] }))).toBe('typeGone')
    expect(await refused(join({ ...wish, ticketTypeIds: [999] }))).toBe('typeGone')
    expect(await refused(join({ ...wish, eventId: 999 }))).toBe('eventNotFound')
    await setLine({ ...house.own(), to: 'closed' })
    expect(await refused(join(wish))).toBe('lineClosed')
    await setLine({ ...house.own(), to: 'open' })
    await house.services.saleSettings.changeType({
      ...house.own(),
      ticketTypeId: house.sale.type.id,
      fields: { perPerson: 1 },
    })
    expect(await refused(join({ ...wish, quantity: 2 }))).toBe('perPersonLimit')
    expect(await refused(join({ ...wish, personId: first(house.holders).id }))).toBe('perPersonLimit')
    await house.services.publishing.cancel(house.sale.organizer, eventId())
    expect(await refused(join(wish))).toBe('eventCancelled')
  })

  test('who has paid comes first: late money takes the seat if it is free still', async () => {
    await house.drop()
    house = await openLine(database, { price: 500, capacity: 1 })
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris')]
    await house.services.saleSettings.setTransfer({ ...house.own(), details: 'Card 1234' })
    await house.givesBack()
    await house.work()
    const { order } = (await house.see(anna))?.offer ?? first([])
    house.later(31 * minute)
    await house.services.ordering.expireOverdue()
    const paid = await house.services.payments.receive({
      ...{ payload: order.payload ?? '', payerId: anna, amount: order.total },
      ...{ chargeId: 'c', method: 'provider' },
    })
    expect(paid.kind).toBe('confirmed')
    expect([await house.work(), await house.see(boris)]).toMatchObject([0, { place: 1 }])
  })
})
