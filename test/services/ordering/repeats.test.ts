import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, type Sale } from '../../support/house.js'

describe('the same request to hold again', () => {
  let house: House
  let sale: Sale
  let anna: number
  beforeEach(async () => {
    house = await openHouse(first(databases))
    sale = await house.sale({ capacity: 4, price: 500 })
    anna = await house.person('Anna')
  })
  afterEach(() => house.drop())

  const hold = () =>
    house.services.ordering.hold({ buyerId: anna, ticketTypeId: sale.type.id, quantity: 2, requestKey: 'key' })
  const numbers = async () => [
    await house.inspect.count('orders'),
    await house.inspect.sum('ticket_types', 'taken'),
    await house.inspect.count('tickets'),
  ]

  test('gives the order that was cancelled since, and takes no seats', async () => {
    const { order } = await hold()
    await house.services.ordering.cancel({ personId: anna, orderId: order.id })
    expect(await hold()).toMatchObject({ isNew: false, order: { id: order.id, state: 'cancelled' } })
    expect(await numbers()).toEqual([1, 0, 0])
  })

  test('gives the order that was confirmed since, and takes no more seats', async () => {
    const { order } = await hold()
    await house.services.ordering.confirm({ personId: anna, orderId: order.id })
    expect(await hold()).toMatchObject({ isNew: false, order: { id: order.id, state: 'confirmed' } })
    expect(await numbers()).toEqual([1, 2, 2])
  })

  test('gives the order whose time was over since, and takes no seats', async () => {
    const { order } = await hold()
    house.later(15 * 60_000)
    await house.services.ordering.expireOverdue()
    expect(await hold()).toMatchObject({ isNew: false, order: { id: order.id, state: 'expired' } })
    expect(await numbers()).toEqual([1, 0, 0])
  })
})
