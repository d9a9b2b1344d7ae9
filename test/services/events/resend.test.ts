import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { places } from '../../support/outbox.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

describe('what the chat never heard', () => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(first(databases))
    sale = await house.sale()
    const said = await house.services.outbox.claim(places(9))
    await house.services.outbox.settle(said, { kind: 'rejected', reason: '400' })
  })
  afterEach(() => house.drop())

  const troubled = async () => (await house.services.events.forOrganizer(sale.organizer, sale.event.id)).troubled
  const resend = (personId: number) => house.services.events.resend(personId, sale.event.id)

  test('is said again when its organizer asks, and when nobody else does', async () => {
    const [stranger, another] = [await house.person('Sam'), (await house.sale()).organizer]
    await house.joins(stranger, sale)
    expect([await refused(resend(stranger)), await refused(resend(another)), await troubled()]).toEqual([
      'notYours',
      'notYours',
      { late: 0, givenUp: 1 },
    ])
    expect([await resend(sale.organizer), (await troubled()).givenUp, await resend(sale.organizer)]).toEqual([1, 0, 0])
  })
})
