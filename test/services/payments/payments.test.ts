import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Order } from '../../../src/domain/order.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { like } from '../../support/inspect.js'

const minute = 60_000

describe.each(databases)('money that comes in, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  let boris: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ capacity: 2, price: 500 })
    anna = await house.person('Anna')
    boris = await house.person('Boris')
  })
  afterEach(() => house.drop())

  const hold = async (buyerId: number, quantity = 2): Promise<Order> =>
    (
      await house.services.ordering.hold({
        buyerId,
        ticketTypeId: sale.type.id,
        quantity,
        requestKey: randomCodes.key(),
      })
    ).order
  const receive = (
    order: Pick<Order, 'payload' | 'buyerId' | 'total'>,
    chargeId: string,
    {
      by = order.buyerId,
      minor = order.total.minor,
      way = 'provider',
    }: { by?: number; minor?: number; way?: 'provider' | 'stars' } = {},
  ) =>
    house.services.payments.receive({
      chargeId,
      payload: order.payload ?? '',
      payerId: by,
      amount: { minor, currency: 'RUB' },
      method: way,
    })
  const told = async (key: string): Promise<number> => house.inspect.count('announcements', { key: like(key) })
  const why = async (settled: ReturnType<typeof receive>) => {
    const came = await settled
    return came.kind === 'surplus' ? came.why : came.kind
  }

  test('confirms its order; the same charge again changes nothing, another one goes back and everybody is told', async () => {
    const order = await hold(anna)
    expect(await receive(order, 'a')).toMatchObject({
      kind: 'confirmed',
      isNew: true,
      order: { order: { state: 'confirmed', paymentMethod: 'provider' } },
    })
    expect(await receive(order, 'a')).toMatchObject({ kind: 'confirmed', isNew: false })
    expect(await receive(order, 'b')).toMatchObject({ kind: 'surplus', isNew: true, why: 'paidTwice' })
    expect(await receive(order, 'b')).toMatchObject({ kind: 'surplus', isNew: false })
    expect([await told('issued:%'), await told('tickets:%'), await told('returned:%'), await told('task:%')]).toEqual([
      1, 1, 1, 1,
    ])
    expect(await house.services.refunds.tasks(sale.organizer, sale.event.id, { size: 9 })).toMatchObject({
      rows: [{ amount: { minor: 1000 }, reason: 'surplus', chargeId: 'b', personId: anna }],
    })
  })

  test("Stars that cannot be honoured are nobody's task: they go back by themselves, once", async () => {
    expect(
      await why(
        receive({ payload: 'nothing', buyerId: anna, total: { minor: 7, currency: 'XTR' } }, 's', { way: 'stars' }),
      ),
    ).toBe('noOrder')
    expect(await told('task:%')).toBe(0)
    const [refund, ...others] = await house.services.refunds.claim(9)
    expect([refund?.chargeId, refund?.amount.minor, others, await house.others.refunds.claim(9)]).toEqual([
      's',
      7,
      [],
      [],
    ])
    if (!refund) return
    await house.services.refunds.recordTry(refund, { kind: 'again', afterMs: minute, error: 'busy' })
    expect([await house.services.refunds.nextDue(), await house.services.refunds.claim(9)]).toEqual([
      house.clock.now() + minute,
      [],
    ])
    house.later(minute)
    expect(await house.services.refunds.claim(9)).toHaveLength(1)
    for (let n = 0; n < 2; n += 1) await house.services.refunds.recordTry(refund, { kind: 'done' })
    expect([await told('refunded:%'), await house.services.refunds.nextDue()]).toEqual([1, undefined])
  })

  test('by another person it gives the buyer tickets, and would go back to whoever paid', async () => {
    const order = await hold(anna)
    await receive(order, 'a', { by: boris })
    expect(await house.store.transact((tx) => tx.tickets.ofOrder(order.id))).toMatchObject([
      { holderId: anna },
      { holderId: anna },
    ])
    await house.services.refunds.refund({ personId: sale.organizer, orderId: order.id })
    expect(await house.store.transact((tx) => tx.refunds.ofOrder(order.id))).toMatchObject([
      { personId: boris, amount: { minor: 1000 } },
    ])
  })

  test.each(['expired', 'cancelled'] as const)(
    'too late, for an order that is %s: honoured while seats are free, else it goes back',
    async (state) => {
      const end = async (order: Order): Promise<unknown> => {
        if (state === 'cancelled') return house.services.ordering.cancel({ personId: order.buyerId, orderId: order.id })
        house.later(15 * minute)
        return house.services.ordering.expireOverdue()
      }
      const first = await hold(anna)
      await end(first)
      const other = await hold(boris)
      expect(await why(receive(first, 'a'))).toBe('soldOut')
      await end(other)
      expect(await why(receive(first, 'b'))).toBe('confirmed')
      expect([await why(receive(other, 'c')), await house.inspect.sum('ticket_types', 'taken')]).toEqual(['soldOut', 2])
    },
  )

  test('too late for a hold that is over and stands in the way of another that is paid', async () => {
    const first = await hold(anna)
    house.later(15 * minute)
    await house.services.ordering.expireOverdue()
    const second = await hold(boris)
    house.later(15 * minute)
    expect(await why(receive(first, 'a'))).toBe('confirmed')
    expect(await why(receive(second, 'b'))).toBe('soldOut')
  })

  test('another amount, a cancelled event and an event that is over send it back', async () => {
    const order = await hold(anna)
    expect(await why(receive(order, 'a', { minor: 999 }))).toBe('otherAmount')
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await why(receive(order, 'b'))).toBe('eventCancelled')
    sale = await house.sale({ capacity: 2, price: 500 })
    const late = await hold(boris)
    house.later(25 * 60 * minute)
    await house.services.ordering.expireOverdue()
    expect(await why(receive(late, 'c'))).toBe('eventEnded')
    expect(await house.inspect.count('refunds')).toBe(3)
  })

  test('a checkout is let through for the buyer, the amount and a hold that is not over, and keeps the seats ten minutes more', async () => {
    const order = await hold(anna)
    const checkOut = (payerId = anna, minor = 1000, payload = order.payload ?? '') =>
      refused(house.services.payments.checkOut({ payload, payerId, amount: { minor, currency: 'RUB' } }))
    expect([await checkOut(anna, 1000, 'x'), await checkOut(boris), await checkOut(anna, 999)]).toEqual([
      'orderNotFound',
      'orderForeign',
      'amountChanged',
    ])
    house.later(14 * minute)
    expect(await checkOut()).toBe('done')
    house.later(10 * minute - 1)
    expect(await checkOut()).toBe('done')
    house.later(10 * minute)
    expect(await checkOut()).toBe('holdOver')
    expect(await why(receive(order, 'a'))).toBe('confirmed')
    expect(await checkOut()).toBe('orderPaid')
  })

  test('a transfer that is shown keeps the seats for a day; rejected, for a day again; confirmed, once', async () => {
    await house.services.saleSettings.setTransfer({ personId: sale.organizer, eventId: sale.event.id, details: 'IBAN' })
    const order = await hold(anna)
    const act = { personId: sale.organizer, orderId: order.id }
    const { payments } = house.services
    const show = () => payments.showProof({ personId: anna, orderId: order.id, fileId: 'photo' })
    expect((await show()).order.heldUntil).toBe(house.clock.now() + 24 * 60 * minute)
    expect((await payments.rejectProof(act)).order).toMatchObject({
      proofAt: undefined,
      heldUntil: house.clock.now() + 24 * 60 * minute,
    })
    await show()
    expect([
      await refused(payments.confirmTransfer({ ...act, personId: boris })),
      await refused(payments.confirmTransfer(act)),
      await refused(payments.confirmTransfer(act)),
    ]).toEqual(['notYours', 'done', 'done'])
    expect([
      await refused(payments.rejectProof(act)),
      await refused(payments.confirmByHand(act)),
      await refused(show()),
    ]).toEqual(['orderPaid', 'orderPaid', 'orderPaid'])
    expect([await told('proof:%'), await told('rejected:%'), await house.inspect.count('payments')]).toEqual([1, 1, 1])
  })

  test('seats are not kept for a day where nothing is transferred', async () => {
    const order = await hold(anna)
    expect(
      await refused(house.services.payments.showProof({ personId: anna, orderId: order.id, fileId: 'photo' })),
    ).toBe('wayClosed')
  })
})
