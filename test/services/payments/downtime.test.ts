import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PaymentMethod } from '../../../src/domain/order.js'
import { randomCodes } from '../../../src/services/codes.js'
import { copyMarks } from '../../../src/store/copies/contents.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, type Sale } from '../../support/house.js'
import { leaseAt, places } from '../../support/outbox.js'

const minute = 60_000
const hour = 60 * minute

describe('after a long silence', () => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(first(databases))
    sale = await house.sale({ price: 500 })
  })
  afterEach(() => house.drop())

  /** Somebody's order of which Telegram asked whether it may be paid; its buyer chose this method last. */
  const checkedOut = async (method: PaymentMethod): Promise<number> => {
    const buyerId = await house.person('Anna')
    const { order } = await house.services.ordering.hold({
      buyerId,
      ticketTypeId: sale.type.id,
      quantity: 1,
      requestKey: randomCodes.key(),
    })
    await house.services.payments.checkOut({ payload: order.payload ?? '', payerId: buyerId, amount: order.total })
    await house.store.transact((tx) => tx.orders.change(order.id, { ...order, paymentMethod: method }))
    return order.id
  }
  /** The orders that the organizer was asked to check. */
  const toCheck = async (): Promise<readonly number[]> =>
    house.store.transact(async (tx) => {
      const rows = await tx.announcementClaims.claim(leaseAt(house.clock.now(), { leaseMs: 1 }), places(99))
      const more = await Promise.all(rows.map((row) => tx.announcementClaims.followers(row, house.clock.now(), 99)))
      return [...rows, ...more.flat()].flatMap(({ to, message }) =>
        to === sale.organizer && message.kind === 'paymentToCheck' ? [message.orderId] : [],
      )
    })

  test("only a provider's orders are to be checked: of all others somebody else knows", async () => {
    const methods = ['stars', 'provider', 'transfer', 'atDoor', 'provider'] as const
    const orders: number[] = []
    for (const method of methods) orders.push(await checkedOut(method))
    expect(await house.services.downtime.listToCheck(house.clock.now())).toBe(2)
    expect(await toCheck()).toEqual([orders[1], orders[4]])
  })

  test('what was let through up to an hour before may have been paid in it, and what is paid need not be checked', async () => {
    await checkedOut('provider')
    house.later(1)
    const [inTime, paid] = [await checkedOut('provider'), await checkedOut('provider')]
    const order = await house.store.transact((tx) => tx.orders.find(paid))
    await house.services.payments.receive({
      payload: order?.payload ?? '',
      chargeId: 'a',
      payerId: order?.buyerId ?? 0,
      amount: sale.type.price,
      method: 'provider',
    })
    house.later(hour)
    const since = house.clock.now()
    expect([await house.services.downtime.listToCheck(since), await toCheck()]).toEqual([1, [inTime]])
  })

  test('after a restore the orders of the time since the backup are asked about, once; where nothing was restored, none', async () => {
    const { downtime } = house.services
    const order = await checkedOut('provider')
    expect(await downtime.afterRestore()).toEqual({ since: undefined, orders: [] })
    const since = house.clock.now()
    await house.store.transact((tx) => tx.cursors.set(copyMarks.restoredFrom, since))
    house.later(30 * hour)
    const found = await downtime.afterRestore()
    expect([found.since, found.orders.map(({ id }) => id), await toCheck()]).toEqual([since, [order], [order]])
    expect(await downtime.longSince()).toBeUndefined()
  })

  test('it is long when Telegram keeps no more of what came in it: an hour less than a day', async () => {
    const { downtime } = house.services
    expect(await downtime.longSince()).toBeUndefined()
    await downtime.heartbeat()
    const alive = house.clock.now()
    house.later(23 * hour)
    expect(await downtime.longSince()).toBeUndefined()
    house.later(1)
    expect(await downtime.longSince()).toBe(alive)
  })
})
