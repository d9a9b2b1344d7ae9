import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OrderView } from '../../../src/services/ordering/orderView.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse } from '../../support/house.js'

const minute = 60_000

describe.each(databases)('the message that counts a hold down, on $name', (database) => {
  let house: House
  let order: OrderView['order']
  let buyerId: number
  beforeAll(async () => {
    house = await openHouse(database)
  })
  afterAll(() => house.drop())
  beforeEach(async () => {
    const { type } = await house.sale({ price: 150_000 })
    buyerId = await house.person('Bob')
    order = (
      await house.services.ordering.hold({ buyerId, ticketTypeId: type.id, quantity: 2, requestKey: `${buyerId}` })
    ).order
  })
  // What a test left waiting is nobody's business in the next one.
  afterEach(async () => {
    house.later(60 * minute)
    await house.services.ordering.expireOverdue()
    for (const { hold } of await house.services.holdScreens.claim(10))
      await house.services.holdScreens.reschedule(hold, undefined)
  })

  const byTransfer = async (): Promise<void> => {
    const { event } = await house.services.ordering.view({ personId: buyerId, orderId: order.id })
    await house.services.saleSettings.setTransfer({ personId: event.organizerId, eventId: event.id, details: 'A card' })
    await house.services.ordering.choosePaymentMethod({ personId: buyerId, orderId: order.id, method: 'transfer' })
  }
  const put = (messageId: number, inMs = minute) =>
    house.services.holdScreens.put(order.id, { messageId, view: 'ways', drawAt: house.clock.now() + inMs })
  const claimed = async (services = house.services) =>
    (await services.holdScreens.claim(10)).map(({ hold }) => hold.messageId)

  it('is due when it looks different, for one of two who ask at once; nobody asked for it before', async () => {
    expect(await put(7)).toBeUndefined()
    expect(await claimed()).toEqual([])
    expect(await house.services.holdScreens.next()).toEqual({ count: 1, at: house.clock.now() + minute })
    house.later(minute)
    expect((await Promise.all([claimed(), claimed(house.others)])).flat()).toEqual([7])
    // Whoever took it died: it is somebody else's turn after a while.
    expect(await claimed()).toEqual([])
    house.later(minute)
    expect(await claimed(house.others)).toEqual([7])
  })

  it('is one message: the newer one, which knows the older', async () => {
    await put(7)
    expect(await put(8)).toBe(7)
    await house.services.holdScreens.remove(order.id, 7)
    house.later(minute)
    expect(await claimed()).toEqual([8])
    await house.services.holdScreens.remove(order.id, 8)
    expect(await house.services.holdScreens.next()).toEqual({ count: 0, at: undefined })
  })

  it('is due at once after each change of its order, also one that came while it was being drawn', async () => {
    const { ordering, holdScreens } = house.services
    await put(7)
    house.later(minute)
    const due = first(await holdScreens.claim(10))
    await ordering.cancel({ personId: buyerId, orderId: order.id })
    expect(await holdScreens.reschedule(due.hold, undefined)).toBe(false)
    const again = first(await holdScreens.claim(10))
    expect([due.order.state, again.order.state]).toEqual(['held', 'cancelled'])
    // Nothing changed meanwhile: it is forgotten.
    expect(await holdScreens.reschedule(again.hold, undefined)).toBe(true)
    expect(await holdScreens.next()).toEqual({ count: 0, at: undefined })
    expect(await claimed()).toEqual([])
  })

  it.each<readonly [string, () => Promise<unknown>]>([
    [
      'paid',
      () =>
        house.services.payments.receive({
          payload: order.payload ?? '',
          chargeId: 'c',
          payerId: buyerId,
          amount: order.total,
          method: 'provider',
        }),
    ],
    ['confirmed', () => house.services.ordering.confirm({ personId: buyerId, orderId: order.id })],
    [
      'over',
      async () => {
        house.later(15 * minute)
        await house.services.ordering.expireOverdue()
      },
    ],
    [
      'kept longer by a checkout',
      () => house.services.payments.checkOut({ payload: order.payload ?? '', payerId: buyerId, amount: order.total }),
    ],
    [
      'shown to the organizer',
      async () => {
        await byTransfer()
        await put(7, 20 * minute)
        await house.services.payments.showProof({ personId: buyerId, orderId: order.id, fileId: 'f' })
      },
    ],
    [
      'of an event that is cancelled',
      async () => {
        const { event } = await house.services.ordering.view({ personId: buyerId, orderId: order.id })
        await house.services.publishing.cancel(event.organizerId, event.id)
      },
    ],
  ])('is due at once when the order is %s', async (_, happens) => {
    await put(7, 20 * minute)
    expect(await claimed()).toEqual([])
    await happens()
    expect(await claimed()).toEqual([7])
  })
})
