import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse } from '../../support/house.js'

describe('Stars of which an affiliate got a part', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(first(databases))
  })
  afterEach(() => house.drop())

  const receive = async (paid: number, affiliateMinor: number): Promise<unknown> => {
    const sale = await house.sale({ price: 500 })
    const anna = await house.person('Anna')
    const { order } = await house.services.ordering.hold({
      buyerId: anna,
      ticketTypeId: sale.type.id,
      quantity: 1,
      requestKey: String(anna),
    })
    return house.services.payments.receive({
      chargeId: `charge ${anna}`,
      payload: order.payload ?? '',
      payerId: anna,
      amount: { minor: paid, currency: 'RUB' },
      method: 'stars',
      affiliateMinor,
    })
  }

  test('are the whole price, whether the list tells them with that part or without it', async () => {
    expect(await receive(450, 50)).toMatchObject({ kind: 'confirmed' })
    expect(await receive(500, 50)).toMatchObject({ kind: 'confirmed' })
    expect(await receive(440, 50)).toMatchObject({
      kind: 'surplus',
      why: 'otherAmount',
      payment: { amount: { minor: 440 } },
    })
  })
})
