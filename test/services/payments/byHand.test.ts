import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Order } from '../../../src/domain/order.js'
import { databases } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'

describe.each(databases)('a payment that its organizer found before Telegram told of it, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ price: 500, capacity: 1 })
    anna = await house.person('Anna')
  })
  afterEach(() => house.drop())

  const hold = async (buyerId = anna): Promise<Order> =>
    (await house.services.ordering.hold({ buyerId, ticketTypeId: sale.type.id, quantity: 1, requestKey: `${buyerId}` }))
      .order
  const found = ({ id }: Order) => house.services.payments.confirmByHand({ personId: sale.organizer, orderId: id })
  const comes = (order: Order, chargeId = 'charge', by = house.services) =>
    by.payments.receive({
      chargeId,
      providerChargeId: `provider ${chargeId}`,
      payload: order.payload ?? '',
      payerId: order.buyerId,
      amount: order.total,
      method: 'provider',
    })
  const money = async () => [await house.inspect.count('payments'), await house.inspect.count('refunds')]

  test('is the same money: nothing goes back, however often it comes', async () => {
    const order = await hold()
    await found(order)
    expect(await comes(order)).toMatchObject({ kind: 'confirmed', isNew: false })
    expect(await comes(order)).toMatchObject({ kind: 'confirmed', isNew: false })
    expect(await money()).toEqual([1, 0])
  })

  test('and a second one is paid twice', async () => {
    const order = await hold()
    await found(order)
    await comes(order)
    expect(await comes(order, 'another')).toMatchObject({ kind: 'surplus', why: 'paidTwice' })
    expect(await money()).toEqual([2, 1])
  })

  test('of several charges at once is one, the others go back', async () => {
    const order = await hold()
    await found(order)
    await Promise.all(upTo(6).map((n) => comes(order, `charge ${n}`, n % 2 === 0 ? house.services : house.others)))
    expect(await money()).toEqual([6, 5])
  })

  test('of another amount is other money', async () => {
    const order = await hold()
    await found(order)
    expect(await comes({ ...order, total: { ...order.total, minor: 1 } })).toMatchObject({ why: 'paidTwice' })
  })

  test('that goes back is told with the numbers by which it is found, and goes back once', async () => {
    const order = await hold()
    house.later(24 * 3_600_000 - 60_000)
    await house.services.ordering.expireOverdue()
    await hold(await house.person('Boris'))
    const act = { personId: sale.organizer, orderId: order.id, method: 'provider' } as const
    await house.services.payments.takeAnyway(act)
    expect(await comes(order)).toMatchObject({ kind: 'surplus', isNew: false })
    await house.services.payments.takeAnyway(act)
    expect(await money()).toEqual([1, 1])
    const [refund] = await house.store.transact((tx) => tx.refunds.ofOrder(order.id))
    expect(refund).toMatchObject({ chargeId: 'charge', providerChargeId: 'provider charge', reason: 'surplus' })
    expect(await refused(found(order))).toBe('done')
  })
})
