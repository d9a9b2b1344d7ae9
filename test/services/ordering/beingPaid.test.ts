import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkoutMs, type Order } from '../../../src/domain/order.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { mayMissTheRace } from '../../support/database/racing.js'

const minute = 60_000

describe.each(databases)('an order between its approved checkout and its payment, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number

  const open = async (guards: boolean): Promise<void> => {
    house = await openHouse(database, { guards })
    sale = await house.sale({ price: 500, capacity: 100 })
    const act = { personId: sale.organizer, eventId: sale.event.id }
    await house.services.saleSettings.setTransfer({ ...act, details: 'IBAN' })
    await house.services.promoCodes.create({ ...act, code: 'HALF', discount: { percent: 50 } })
    anna = await house.person('Anna')
  }
  beforeEach(() => open(true))
  afterEach(() => house.drop())

  const hold = async (buyerId = anna): Promise<Order> =>
    (
      await house.services.ordering.hold({
        buyerId,
        ticketTypeId: sale.type.id,
        quantity: 1,
        requestKey: randomCodes.key(),
      })
    ).order
  const checkOut = ({ payload, total, buyerId }: Order, by = house.services) =>
    by.payments.checkOut({ payload: payload ?? '', payerId: buyerId, amount: total })
  const pay = ({ id, payload, total, buyerId }: Order) =>
    house.services.payments.receive({
      chargeId: `charge ${id}`,
      payload: payload ?? '',
      payerId: buyerId,
      amount: total,
      method: 'provider',
    })
  const changes = ({ id, buyerId }: Order) => {
    const own = { personId: buyerId, orderId: id }
    const { ordering } = house.services
    return {
      redeem: () => ordering.redeem({ ...own, text: 'half' }),
      dropCode: () => ordering.dropCode(own),
      payAtDoor: () => ordering.confirm(own),
      cancel: () => ordering.cancel(own),
      askForCode: () => ordering.mustBeOpen(own),
    }
  }

  test.each(['redeem', 'dropCode', 'payAtDoor', 'cancel', 'askForCode'] as const)(
    'refuses %s for ten minutes, and the money finds its order',
    async (change) => {
      const order = await hold()
      await checkOut(order)
      house.later(checkoutMs - 1)
      expect(await refused(changes(order)[change]())).toBe('beingPaid')
      expect(await pay(order)).toMatchObject({ kind: 'confirmed' })
    },
  )

  test('can be changed again when nobody paid for ten minutes', async () => {
    const order = await hold()
    house.later(minute)
    await checkOut(order)
    house.later(checkoutMs)
    expect(await refused(changes(order).redeem())).toBe('done')
  })

  test('may be paid in another way: whatever comes first is honoured', async () => {
    const order = await hold()
    await checkOut(order)
    const act = { personId: anna, orderId: order.id }
    await house.services.ordering.choosePaymentMethod({ ...act, method: 'transfer' })
    await house.services.payments.showProof({ ...act, fileId: 'photo' })
    expect(await pay(order)).toMatchObject({ kind: 'confirmed' })
  })

  test('keeps its seats when a proof of it is rejected meanwhile', async () => {
    const order = await hold()
    await house.services.payments.showProof({ personId: anna, orderId: order.id, fileId: 'photo' })
    house.later(14 * minute)
    await checkOut(order)
    await house.store.transact((tx) => tx.holds.keepUntil(order.id, house.clock.now() + 20 * minute))
    const { order: after } = await house.services.payments.rejectProof({ personId: sale.organizer, orderId: order.id })
    expect(after.heldUntil).toBeGreaterThanOrEqual(house.clock.now() + checkoutMs)
  })

  /** How many orders had their checkout approved and their price changed. */
  const torn = async (): Promise<number> => {
    const orders: Order[] = []
    for (const n of upTo(20)) orders.push(await hold(await house.person(`Buyer ${n}`)))
    // Some a few statements later than others, so that the two meet at different points.
    const checkOutAfter = async (order: Order, steps: number): Promise<void> => {
      for (let step = 0; step < steps; step += 1) await house.store.transact((tx) => tx.cursors.of('nothing'))
      await checkOut(order, house.others)
    }
    const results = await Promise.all(
      orders.map((order, i) =>
        Promise.all([refused(changes(order).redeem()), refused(checkOutAfter(order, i % 7))] as const),
      ),
    )
    expect(results.flat().filter((code) => code === 'done').length).toBeGreaterThan(0)
    return results.filter((codes) => codes.every((code) => code === 'done')).length
  }

  test('is either changed or paid when both come at once', async () => {
    expect(await torn()).toBe(0)
  })

  test('negative control: without locks and guards it is both', mayMissTheRace, async () => {
    await house.drop()
    await open(false)
    expect(await torn()).toBeGreaterThan(0)
  })
})
