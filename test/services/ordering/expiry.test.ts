import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, type Sale } from '../../support/house.js'
import { logged, meet, openCalmWorld, publish } from '../../support/talker.js'
import { hold } from '../../support/payments.js'

const minute = 60_000

describe.each(databases)('a hold that cannot be ended, on $name', (database) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(database)
  })
  afterEach(() => house.drop())

  const held = async (sale: Sale): Promise<number> =>
    (
      await house.services.ordering.hold({
        buyerId: await house.person('Anna'),
        ticketTypeId: sale.type.id,
        quantity: 1,
        requestKey: randomCodes.key(),
      })
    ).order.id
  /** The type says that fewer seats are taken than the order holds: a row that somebody has damaged by hand. */
  const damage = ({ type }: Sale) => house.store.transact((tx) => tx.ticketTypes.giveBack(type.id, 1))

  test('holds up no other, and can be passed over', async () => {
    const [bad, good] = [await house.sale({ price: 500 }), await house.sale({ price: 500 })]
    const orderId = await held(bad)
    house.later(1000)
    await held(good)
    await damage(bad)
    house.later(20 * minute)
    expect(await house.services.ordering.expireOverdue()).toMatchObject({ ended: 1, failed: [{ orderId }] })
    expect(await house.inspect.count('orders', { state: 'expired' })).toBe(1)
    expect(await house.services.ordering.expireOverdue(new Set([orderId]))).toEqual({ ended: 0, failed: [] })
    expect(await house.services.ordering.nextExpiry(new Set([orderId]))).toBeUndefined()
  })
})

test('a hold that cannot be ended is logged and tried again later, while others end in time', async () => {
  const world = await openCalmWorld({ config: { providerToken: '381764678:TEST:12345' } })
  const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
  const [bad, good] = [await publish(world, ann.id), await publish(world, ann.id)]
  const { order } = await hold(world, bob, bad)
  await world.levem().store.transact((tx) => tx.ticketTypes.giveBack(bad.type.id, 1))
  const later = await hold(world, kim, good)
  await world.advance(16 * minute)
  await world.settle()
  const failures = () => logged(world).filter(({ msg }) => String(msg).startsWith('a hold could not be ended'))
  expect(failures()).toMatchObject([{ order: order.id }])
  expect((await world.levem().services.ordering.view({ personId: kim.id, orderId: later.order.id })).order.state).toBe(
    'expired',
  )
  await world.levem().store.transact((tx) => tx.ticketTypes.take(bad.type.id, 1))
  await world.advance(6 * minute)
  await world.settle()
  expect(failures()).toHaveLength(1)
  expect((await world.levem().services.ordering.view({ personId: bob.id, orderId: order.id })).order.state).toBe(
    'expired',
  )
  await world.close()
})
