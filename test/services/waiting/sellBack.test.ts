import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Ticket } from '../../../src/domain/ticket.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, refused } from '../../support/house.js'
import { like } from '../../support/inspect.js'
import { type LineHouse, openLine } from './lineHouse.js'

const minute = 60_000
const hour = 60 * minute

describe.each(databases)('giving a ticket up for somebody who waits on $name', (database) => {
  let house: LineHouse
  beforeEach(async () => {
    house = await openLine(database, { price: 500, capacity: 2 })
    await house.store.transact((tx) =>
      tx.events.change(house.sale.event.id, { giveBackHours: undefined, doorsBefore: 180 }),
    )
  })
  afterEach(async () => {
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.drop()
  })

  const holder = (i = 0) => house.holders[i] ?? first(house.holders)
  const act = (i = 0) => ({ personId: holder(i).id, ticketId: holder(i).ticket.id })
  const offerBack = (i = 0) => house.services.waiting.offerBack(act(i))
  const orderOf = async (personId: number) => (await house.see(personId))?.offer?.order.id ?? 0
  const takes = async (personId: number) =>
    house.services.ordering.confirm({ personId, orderId: await orderOf(personId) })
  const letIn = (ticket: Ticket) =>
    house.store.transact(async (tx) => {
      const [{ organizer: personId, type, event }, now] = [house.sale, house.clock.now()]
      await tx.checkIns.letIn(ticket, { personId, now, isPaid: true })
      await tx.ticketTypes.countIn(type.id, 1)
      await tx.arrivals.count([{ eventId: event.id, at: now, change: 1 }])
    })
  const stateOf = async (i = 0) => (await house.services.tickets.view(act(i)).catch(() => undefined))?.ticket.state
  const messages = async (key: string) =>
    (await house.inspect.rows('announcements', { key: like(key) })).map(
      ({ news }) => JSON.parse(String(news)) as Record<string, unknown>,
    )

  test('it stays theirs until the one who waited takes it, and is theirs no more then', async () => {
    expect((await house.services.tickets.view(act())).sellBack).toEqual({ state: 'may' })
    expect((await offerBack()).sellBack).toEqual({ state: 'on' })
    expect((await offerBack()).sellBack).toEqual({ state: 'on' })
    expect(await house.work()).toBe(0)
    const anna = await house.waits('Anna')
    await house.work()
    expect(await house.offered()).toEqual([anna])
    expect((await house.services.tickets.view(act())).sellBack).toEqual({
      state: 'offered',
      until: house.clock.now() + 30 * minute,
    })
    expect(await stateOf()).toBe('valid')
    await takes(anna)
    expect(await stateOf()).toBe('returned')
    expect(await messages('ticketSold:%')).toMatchObject([{ number: 1 }])
    const [type] = (await house.services.saleSettings.view(house.own())).types
    expect(type).toMatchObject({ taken: 2, capacity: 2, waiting: 0 })
  })

  test('it is not offered for less than it cost, for the organizer would pay the difference', async () => {
    await offerBack()
    const reprice = (minor: number) =>
      house.services.saleSettings.changeType({
        ...house.own(),
        ...{ ticketTypeId: house.sale.type.id, fields: { price: { ...house.sale.type.price, minor } } },
      })
    await reprice(house.sale.type.price.minor - 1)
    const anna = await house.waits('Anna')
    expect(await house.work()).toBe(0)
    await reprice(house.sale.type.price.minor)
    await house.work()
    expect(await house.offered()).toEqual([anna])
  })

  /** Somebody who paid for the only ticket of another type beforehand, and somebody who waits for it. */
  const paidOne = async () => {
    const price = { minor: 900, currency: 'RUB' }
    const settings = await house.services.saleSettings.addType({ ...house.own(), name: 'VIP', price, capacity: 1 })
    const vip = settings.types.find(({ name }) => name === 'VIP') ?? house.sale.type
    const personId = await house.person('Vera')
    const { order } = await house.services.ordering.hold({
      ...{ buyerId: personId, ticketTypeId: vip.id, quantity: 1, requestKey: 'vip' },
    })
    await house.services.payments.receive({
      ...{ payload: order.payload ?? '', payerId: personId, amount: order.total, chargeId: 'c', method: 'provider' },
    })
    const ticket = first(await house.store.transact((tx) => tx.tickets.ofOrder(order.id)))
    await house.services.waiting.offerBack({ personId, ticketId: ticket.id })
    const anna = await house.waits('Anna', 1, [vip.id])
    await house.work()
    return { personId, anna, orderId: order.id, vip }
  }

  test('what was paid goes back to whoever paid it', async () => {
    const { personId, anna } = await paidOne()
    await takes(anna)
    expect(await messages('ticketSold:%')).toMatchObject([
      { method: 'provider', back: { minor: 900, currency: 'RUB' } },
    ])
    const refunds = await house.inspect.rows('refunds')
    expect(refunds.map((row) => [row['reason'], Number(row['person_id']), Number(row['amount_minor'])])).toEqual([
      ['givenBack', personId, 900],
    ])
  })

  test('who is silent, or says no, leaves it where it was, for the next', async () => {
    await offerBack()
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris')]
    await house.work()
    house.later(30 * minute)
    await house.services.ordering.expireOverdue()
    await house.work()
    expect([await house.see(anna), await house.offered(), await stateOf()]).toEqual([undefined, [boris], 'valid'])
    await house.services.waiting.leave({ personId: boris, eventId: house.sale.event.id })
    expect((await house.services.tickets.view(act())).sellBack).toEqual({ state: 'on' })
  })

  test('free seats go first, then those that were given up longest, together if need be', async () => {
    await house.store.transact((tx) => tx.events.change(house.sale.event.id, { giveBackHours: undefined }))
    await offerBack(1)
    house.later(1)
    await offerBack(0)
    const pair = await house.waits('Pair', 2)
    await house.services.saleSettings.changeType({
      ...house.own(),
      ...{ ticketTypeId: house.sale.type.id, fields: { capacity: 3 } },
    })
    await house.work()
    expect((await house.see(pair))?.offer?.order).toMatchObject({ quantity: 2, backed: 1 })
    expect((await house.services.tickets.view(act(0))).sellBack).toEqual({ state: 'on' })
    await takes(pair)
    expect([await stateOf(0), await stateOf(1)]).toEqual(['valid', 'returned'])
  })

  test('while somebody is offered it, it cannot be kept, given away or given back', async () => {
    const link = await house.services.gifts.create(act())
    await offerBack()
    const anna = await house.waits('Anna')
    await house.work()
    expect(await refused(house.services.waiting.keep(act()))).toBe('ticketOnOffer')
    expect(await refused(house.services.gifts.create(act()))).toBe('ticketOnOffer')
    const receiver = { personId: await house.person('Friend'), token: link.token }
    expect(await refused(house.services.gifts.accept(receiver))).toBe('ticketOnOffer')
    await house.store.transact((tx) => tx.events.change(house.sale.event.id, { giveBackHours: 0 }))
    expect(await refused(house.services.tickets.giveBack(act()))).toBe('ticketOnOffer')
    await house.services.waiting.leave({ personId: anna, eventId: house.sale.event.id })
    expect((await house.services.waiting.keep(act())).sellBack).toBeUndefined()
    expect(await refused(house.services.waiting.keep(act()))).toBe('done')
    expect(await refused(house.services.gifts.accept(receiver))).toBe('done')
  })

  test('being given away or let in ends it', async () => {
    await offerBack(0)
    await offerBack(1)
    const friend = { personId: await house.person('Friend'), token: (await house.services.gifts.create(act(0))).token }
    await house.services.gifts.accept(friend)
    await letIn(holder(1).ticket)
    await house.waits('Anna')
    expect(await house.work()).toBe(0)
  })

  test('who comes to the door with it before it is paid is let in, and nobody is sold what is gone', async () => {
    await offerBack()
    const anna = await house.waits('Anna')
    await house.work()
    await letIn(holder().ticket)
    expect(await refused(takes(anna))).toBe('soldOut')
    await house.services.saleSettings.changeType({
      ...house.own(),
      ...{ ticketTypeId: house.sale.type.id, fields: { capacity: 3 } },
    })
    expect((await takes(anna)).order.state).toBe('confirmed')
  })

  test('an order that is refunded meanwhile hands its seat over', async () => {
    const { anna, orderId, vip } = await paidOne()
    await house.services.refunds.refund({ personId: house.sale.organizer, orderId })
    const taken = async () => (await house.services.saleSettings.view(house.own())).types.map((type) => type.taken)
    expect(await taken()).toEqual([2, 1])
    expect((await takes(anna)).order).toMatchObject({ state: 'confirmed', ticketTypeId: vip.id })
    expect(await taken()).toEqual([2, 1])
  })

  test('is refused where it is of no use, or comes too late', async () => {
    const eve = { personId: await house.person('Eve'), ticketId: act().ticketId }
    expect(await refused(house.services.waiting.offerBack(eve))).toBe('notHolder')
    expect(await refused(house.services.waiting.offerBack({ ...eve, ticketId: 999 }))).toBe('ticketNotFound')
    await house.services.waiting.setLine({ ...house.own(), to: 'closed' })
    expect(await refused(offerBack())).toBe('sellBackClosed')
    await house.services.waiting.setLine({ ...house.own(), to: 'open' })
    await house.store.transact((tx) => tx.events.change(house.sale.event.id, { giveBackHours: 0 }))
    expect(await refused(offerBack())).toBe('sellBackNotNeeded')
    await house.store.transact((tx) => tx.events.change(house.sale.event.id, { giveBackHours: 24 }))
    house.later(10 * day - 4 * hour)
    expect(await refused(offerBack())).toBe('done')
    await house.waits('Anna')
    house.later(hour)
    expect(await refused(offerBack(1))).toBe('sellBackClosed')
    expect(await house.work()).toBe(0)
  })

  test('what is offered in its place is sold, not held', async () => {
    await offerBack()
    await house.waits('Anna')
    await house.work()
    expect((await house.services.saleSettings.view(house.own())).held.size).toBe(0)
    await house.waits('Boris')
    await house.services.saleSettings.changeType({
      ...house.own(),
      ...{ ticketTypeId: house.sale.type.id, fields: { capacity: 3 } },
    })
    await house.work()
    expect([...(await house.services.saleSettings.view(house.own())).held.values()]).toEqual([1])
  })

  test('an offer of it ends when the door opens', async () => {
    await offerBack()
    const anna = await house.waits('Anna')
    house.later(10 * day - 3 * hour - 10 * minute)
    await house.work()
    expect((await house.see(anna))?.offer?.order.heldUntil).toBe(house.clock.now() + 10 * minute)
  })
})
