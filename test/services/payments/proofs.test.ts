import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mostProofs, type Order, proofReviewMs } from '../../../src/domain/order.js'
import { databases } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { like } from '../../support/inspect.js'

const minute = 60_000
const hour = 60 * minute

describe.each(databases)('pictures of a transfer, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  let order: Order
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ price: 500 })
    await house.services.saleSettings.setTransfer({ personId: sale.organizer, eventId: sale.event.id, details: 'IBAN' })
    anna = await house.person('Anna')
    order = (
      await house.services.ordering.hold({ buyerId: anna, ticketTypeId: sale.type.id, quantity: 1, requestKey: 'key' })
    ).order
  })
  afterEach(() => house.drop())

  const shows = (fileId = 'photo', by = house.services) =>
    by.payments.showProof({ personId: anna, orderId: order.id, fileId })
  const told = (): Promise<number> => house.inspect.count('announcements', { key: like('proof:%') })

  test('fifty at once are five, and two messages', async () => {
    const codes = await Promise.all(
      upTo(50).map((n) => refused(shows(`photo ${n}`, n % 2 === 0 ? house.services : house.others))),
    )
    expect([
      codes.filter((code) => code === 'done').length,
      codes.filter((code) => code === 'proofsEnough').length,
    ]).toEqual([mostProofs, 50 - mostProofs])
    expect(await told()).toBe(2)
  })

  test('keep the seats for a day from the first, however many follow', async () => {
    const first = house.clock.now()
    await shows()
    for (const n of upTo(mostProofs - 1)) {
      house.later(4 * hour)
      const { order: shown } = await shows(`photo ${n}`)
      expect(shown).toMatchObject({ proof: `photo ${n}`, heldUntil: first + proofReviewMs })
    }
    expect(await told()).toBe(mostProofs)
  })

  test('may be sent anew once the organizer has answered', async () => {
    for (const n of upTo(mostProofs)) await shows(`photo ${n}`)
    expect(await refused(shows())).toBe('proofsEnough')
    await house.services.payments.rejectProof({ personId: sale.organizer, orderId: order.id })
    expect(await refused(shows('another'))).toBe('done')
  })
})
