import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkoutMs, type Order } from '../../../src/domain/order.js'
import { proofReviewMs } from '../../../src/domain/proof.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, type Sale } from '../../support/house.js'

const minute = 60_000

describe.each(databases)('a checkout that is let through, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ price: 500 })
    await house.services.saleSettings.setTransfer({ personId: sale.organizer, eventId: sale.event.id, details: 'IBAN' })
    anna = await house.person('Anna')
  })
  afterEach(() => house.drop())

  const hold = async (): Promise<Order> =>
    (
      await house.services.ordering.hold({
        buyerId: anna,
        ticketTypeId: sale.type.id,
        quantity: 1,
        requestKey: 'key',
      })
    ).order
  const heldUntilAfterCheckout = async ({ id, payload, total }: Order): Promise<number | undefined> => {
    await house.services.payments.checkOut({ payload: payload ?? '', payerId: anna, amount: total })
    return (await house.services.ordering.view({ personId: anna, orderId: id })).order.heldUntil
  }

  test('does not shorten the day that a transfer which is looked for keeps its seats', async () => {
    const order = await hold()
    await house.services.payments.showProof({ personId: anna, orderId: order.id, fileId: 'photo' })
    const until = house.clock.now() + proofReviewMs
    house.later(minute)
    expect(await heldUntilAfterCheckout(order)).toBe(until)
  })

  test('does not shorten a hold that has more time left than the payer needs', async () => {
    const order = await hold()
    expect(await heldUntilAfterCheckout(order)).toBe(order.heldUntil)
  })

  test('makes a hold that has less time left last until the payer is done', async () => {
    const order = await hold()
    house.later(14 * minute)
    expect(await heldUntilAfterCheckout(order)).toBe(house.clock.now() + checkoutMs)
  })

  test('and showing a transfer afterwards keeps the seats for a day from then', async () => {
    const order = await hold()
    await heldUntilAfterCheckout(order)
    house.later(minute)
    const { order: shown } = await house.services.payments.showProof({
      personId: anna,
      orderId: order.id,
      fileId: 'photo',
    })
    expect(shown.heldUntil).toBe(Math.min(house.clock.now() + proofReviewMs, sale.event.startsAt))
  })
})
