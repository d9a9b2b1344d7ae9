import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

const hour = 3_600_000

describe('the last moment of a sale', () => {
  let house: House
  let free: Sale
  let priced: Sale
  let anna: number
  let start: number
  beforeEach(async () => {
    house = await openHouse(first(databases))
    start = house.clock.now()
    free = await house.sale()
    priced = await house.sale({ price: 500 })
    anna = await house.person('Anna')
  })
  afterEach(() => house.drop())

  const limit = (sale: Sale, fields: { readonly saleFrom?: number; readonly saleUntil?: number }) =>
    house.services.saleSettings.changeType({
      personId: sale.organizer,
      eventId: sale.event.id,
      ticketTypeId: sale.type.id,
      fields,
    })

  /** What buying, holding, choosing and picking a ticket answer at this moment. */
  const answersAt = async (at: number): Promise<readonly string[]> => {
    house.clock.set(at)
    const buyerId = await house.person('Somebody')
    const { ordering, choosing } = house.services
    const wish = ({ type }: Sale) => ({ ticketTypeId: type.id, quantity: 1, requestKey: randomCodes.key() })
    return Promise.all(
      [
        choosing.choicesFor({ personId: buyerId, eventId: priced.event.id }),
        choosing.pick({ personId: buyerId, eventId: priced.event.id, ...wish(priced) }),
        ordering.buy({ buyerId, ...wish(free) }),
        ordering.hold({ buyerId, ...wish(priced) }),
      ].map(refused),
    )
  }
  const all = (answer: string): readonly string[] => Array.from({ length: 4 }, () => answer)

  test('of a ticket type is the one before its end', async () => {
    for (const sale of [free, priced]) await limit(sale, { saleUntil: start + hour })
    expect(await answersAt(start + hour - 1)).toEqual(all('done'))
    expect(await answersAt(start + hour)).toEqual(all('typeNoLongerOnSale'))
  })

  test('follows its first: the one in which it begins', async () => {
    for (const sale of [free, priced]) await limit(sale, { saleFrom: start + hour })
    expect(await answersAt(start + hour - 1)).toEqual(all('typeNotYetOnSale'))
    expect(await answersAt(start + hour)).toEqual(all('done'))
  })

  test('of an event without an end is the one before it starts', async () => {
    expect(await answersAt(start + day - 1)).toEqual(all('done'))
    expect(await answersAt(start + day)).toEqual(all('eventEnded'))
  })

  test('of an event with an end is the one before that', async () => {
    const endsAt = start + day + hour
    for (const { event } of [free, priced]) await house.store.transact((tx) => tx.events.change(event.id, { endsAt }))
    expect(await answersAt(endsAt - 1)).toEqual(all('done'))
    expect(await answersAt(endsAt)).toEqual(all('eventEnded'))
  })

  test('of a hold is the one before its end: then it can be paid no more, and its seats are free', async () => {
    const { order } = await house.services.ordering.hold({
      buyerId: anna,
      ticketTypeId: priced.type.id,
      quantity: 1,
      requestKey: 'key',
    })
    const act = { personId: anna, orderId: order.id }
    house.clock.set((order.heldUntil ?? 0) - 1)
    expect([
      await refused(house.services.ordering.mustBeOpen(act)),
      (await house.services.ordering.expireOverdue()).ended,
    ]).toEqual(['done', 0])
    house.clock.set(order.heldUntil ?? 0)
    expect([
      await refused(house.services.ordering.mustBeOpen(act)),
      (await house.services.ordering.expireOverdue()).ended,
    ]).toEqual(['holdOver', 1])
  })
})
