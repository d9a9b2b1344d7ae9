import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, type Sale } from '../../support/house.js'

const holdMs = 900_000

describe.each(databases)('seats that are only held on $name', (database) => {
  let house: House
  let anna: number
  beforeEach(async () => {
    house = await openHouse(database)
    anna = await house.person('Anna')
  })
  afterEach(() => house.drop())

  const heldOf = async ({ event }: Sale) =>
    (await house.services.looking.see({ personId: anna, eventId: event.id })).held
  const hold = async ({ type }: Sale, quantity: number) => {
    const buyerId = await house.person('Buyer')
    const held = await house.services.ordering.hold({
      ...{ buyerId, ticketTypeId: type.id, quantity, requestKey: `held ${buyerId}` },
    })
    return held.order
  }
  // Only what is paid in advance is held.
  const prepaid = async (capacity: number) => {
    const sale = await house.sale({ price: 1000, capacity })
    await house.store.transact((tx) =>
      tx.events.change(sale.event.id, { paymentMethods: ['transfer'], transferDetails: 'Card 1' }),
    )
    return sale
  }

  test('are told when nothing else is left: how many, and until when at the latest', async () => {
    const sale = await prepaid(5)
    await hold(sale, 2)
    expect(await heldOf(sale)).toBeUndefined()
    house.later(60_000)
    await hold(sale, 3)
    expect(await heldOf(sale)).toEqual({ seats: 5, until: house.clock.now() + holdMs })
  })

  test('are not what was sold: all of it is sold out', async () => {
    const sale = await house.sale({ capacity: 2 })
    await house.buys(await house.person('Boris'), sale, 2)
    expect(await heldOf(sale)).toBeUndefined()
  })

  test('are counted without what was sold, given back, or held by nobody any more', async () => {
    const sale = await prepaid(3)
    const first = await hold(sale, 2)
    await hold(sale, 1)
    await house.services.ordering.cancel({ personId: first.buyerId, orderId: first.id })
    expect(await heldOf(sale)).toBeUndefined()
    await house.store.transact((tx) => tx.events.change(sale.event.id, { paymentMethods: ['atDoor'] }))
    const boris = await house.person('Boris')
    await house.buys(boris, sale, 2)
    expect(await heldOf(sale)).toMatchObject({ seats: 1 })
    house.later(holdMs + 1)
    await house.services.ordering.expireOverdue()
    await house.buys(await house.person('Cleo'), sale, 1)
    expect(await heldOf(sale)).toBeUndefined()
  })

  test('of many who look at once are told to each', async () => {
    const sale = await prepaid(1)
    await hold(sale, 1)
    const all = await Promise.all(Array.from({ length: 20 }, () => heldOf(sale)))
    expect(new Set(all.map((held) => held?.seats))).toEqual(new Set([1]))
  })

  test('of a type that the person does not see are not told: what they see is sold out', async () => {
    const sale = await prepaid(2)
    const [personId, eventId] = [sale.organizer, sale.event.id]
    const price = { minor: 1000, currency: 'RUB' }
    const { types } = await house.services.saleSettings.addType({ personId, eventId, name: 'Box', price, capacity: 1 })
    const box = types.find(({ name }) => name === 'Box') ?? sale.type
    await hold({ ...sale, type: box }, 1)
    await house.store.transact((tx) => tx.events.change(eventId, { paymentMethods: ['atDoor'] }))
    await house.buys(await house.person('Boris'), sale, 2)
    expect(await heldOf(sale)).toMatchObject({ seats: 1 })
    await house.services.saleSettings.hideType({ personId, eventId, ticketTypeId: box.id, isHidden: true })
    expect(await heldOf(sale)).toBeUndefined()
  })
})
