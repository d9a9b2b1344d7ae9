import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

const hour = 3_600_000

describe('an event that was taken off sale', () => {
  let house: House
  let sale: Sale
  let start: number
  beforeEach(async () => {
    house = await openHouse(first(databases))
    start = house.clock.now()
    sale = await house.sale()
    await house.services.publishing.unpublish(sale.organizer, sale.event.id)
  })
  afterEach(() => house.drop())

  const putOnSaleAt = (at: number) => {
    house.clock.set(at)
    return refused(house.services.publishing.putOnSale(sale.organizer, sale.event.id))
  }
  const stateNow = async () => (await house.services.events.find(sale.event.id)).event.state

  test('goes on sale again until the last moment before its end', async () => {
    expect([await putOnSaleAt(start + day - 1), await stateNow()]).toEqual(['done', 'published'])
  })

  test('does not once it is over, and stays as it was', async () => {
    for (const at of [start + day, start + 30 * day]) expect(await putOnSaleAt(at)).toBe('eventEnded')
    expect(await stateNow()).toBe('draft')
    expect((await house.services.events.onSale({ size: 9 })).rows).toEqual([])
  })

  test('does while it lasts, if it has an end', async () => {
    const endsAt = start + day + hour
    await house.store.transact((tx) => tx.events.change(sale.event.id, { endsAt }))
    expect(await putOnSaleAt(endsAt)).toBe('eventEnded')
    expect([await putOnSaleAt(endsAt - 1), await stateNow()]).toEqual(['done', 'published'])
  })
})
