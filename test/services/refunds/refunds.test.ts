import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Order } from '../../../src/domain/order.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { like } from '../../support/inspect.js'

describe.each(databases)('money that goes back, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  let boris: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ capacity: 4, price: 500 })
    anna = await house.person('Anna')
    boris = await house.person('Boris')
    await house.services.publishing.setGiveBack({ ...own(), hours: 0 })
  })
  afterEach(() => house.drop())

  const own = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const paid = async (quantity: number, way: 'provider' | 'stars' = 'provider'): Promise<Order> => {
    const { order } = await house.services.ordering.hold({
      buyerId: anna,
      ticketTypeId: sale.type.id,
      quantity,
      requestKey: `${quantity}`,
    })
    await house.services.payments.receive({
      chargeId: `charge ${order.id}`,
      payload: order.payload ?? '',
      payerId: anna,
      amount: order.total,
      method: way,
    })
    return order
  }
  const ticketOf = async (order: Order, n: number): Promise<number> =>
    (await house.store.transact((tx) => tx.tickets.ofOrder(order.id)))[n]?.id ?? 0
  const refundsOf = async ({ id }: Order) =>
    (await house.store.transact((tx) => tx.refunds.ofOrder(id))).map(({ amount: { minor }, reason, state }) => [
      minor,
      reason,
      state,
    ])
  const told = (key: string): Promise<number> => house.inspect.count('announcements', { key: like(key) })
  const refund = (order: Order) => house.services.refunds.refund({ personId: sale.organizer, orderId: order.id })
  const ticketsThatAre = (state: string) => house.inspect.count('tickets', { state })

  test('an order is refunded: whoever is in stays in, whoever holds a ticket is told, the other seats are free', async () => {
    const order = await paid(4)
    await house.services.checkIn.letIn({ personId: sale.organizer, ticketId: await ticketOf(order, 0) })
    const given = await ticketOf(order, 1)
    const { token } = await house.services.gifts.create({ personId: anna, ticketId: given })
    await house.services.gifts.accept({ personId: boris, token })
    await house.services.tickets.giveBack({ personId: anna, ticketId: await ticketOf(order, 2) })
    expect([
      await refused(house.services.refunds.refund({ personId: boris, orderId: order.id })),
      await refund(order),
      await refund(order),
    ]).toEqual(['notYours', 'refunded', 'before'])
    expect(await refundsOf(order)).toEqual([
      [500, 'givenBack', 'due'],
      [1500, 'organizer', 'due'],
    ])
    expect([
      await ticketsThatAre('valid'),
      await ticketsThatAre('returned'),
      await house.inspect.sum('ticket_types', 'taken'),
      await told('ticketRefunded:%'),
    ]).toEqual([1, 3, 1, 1])
    expect(await house.services.checkIn.letIn({ personId: sale.organizer, ticketId: given })).toMatchObject({
      kind: 'refunded',
    })
    // A check-in that was taken back would leave a ticket that opens the door and was paid back.
    const inside = { personId: sale.organizer, ticketId: await ticketOf(order, 0) }
    expect(await refused(house.services.checkIn.undo(inside))).toBe('undoRefunded')
  })

  test('a task is done once, by the organizer, and whoever paid is told', async () => {
    const order = await paid(2)
    await refund(order)
    const {
      rows: [task],
    } = await house.services.refunds.tasks(sale.organizer, sale.event.id, { size: 9 })
    const done = (personId: number) => refused(house.services.refunds.markDone({ personId, refundId: task?.id ?? 0 }))
    expect([
      await done(boris),
      await done(sale.organizer),
      await done(sale.organizer),
      await told('refunded:%'),
    ]).toEqual(['notYours', 'done', 'done', 1])
    expect(await refundsOf(order)).toEqual([[1000, 'organizer', 'done']])
  })

  test('Stars go back whole, and are no task unless Telegram refuses', async () => {
    const order = await paid(2, 'stars')
    expect(await refused(house.services.tickets.giveBack({ personId: anna, ticketId: await ticketOf(order, 0) }))).toBe(
      'starsAreWhole',
    )
    expect(await ticketsThatAre('valid')).toBe(2)
    await refund(order)
    const [claimed] = await house.services.refunds.claim(9)
    if (!claimed) throw new Error('nothing to give back')
    expect(await refused(house.services.refunds.markDone({ personId: sale.organizer, refundId: claimed.id }))).toBe(
      'refundNotFound',
    )
    await house.services.refunds.recordTry(claimed, { kind: 'failed', error: 'CHARGE_NOT_FOUND' })
    expect([await told('task:%'), await house.services.refunds.nextDue()]).toEqual([1, undefined])
    expect(await refused(house.services.refunds.markDone({ personId: sale.organizer, refundId: claimed.id }))).toBe(
      'done',
    )
  })

  test('a cancelled event gives back what was paid, less what went back before; who had not paid yet is told, too', async () => {
    const order = await paid(2)
    await house.services.tickets.giveBack({ personId: anna, ticketId: await ticketOf(order, 0) })
    await house.services.ordering.hold({ buyerId: boris, ticketTypeId: sale.type.id, quantity: 1, requestKey: 'b' })
    for (let n = 0; n < 2; n += 1) await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await refundsOf(order)).toEqual([
      [500, 'givenBack', 'due'],
      [500, 'eventCancelled', 'due'],
    ])
    expect(await house.inspect.count('orders', { state: 'cancelled' })).toBe(2)
    expect([
      await told(`cancelled:${sale.event.id}:${anna}`),
      await told('cancelled:%:order:%'),
      await refused(refund(order)),
    ]).toEqual([1, 1, 'orderNotOpen'])
    const { total } = await house.services.moneyReports.ofEvent(sale.organizer, sale.event.id)
    expect(total).toMatchObject({ gross: 1000, refunded: 1000, net: 0 })
  })

  test("an order at the door is nobody's refund", async () => {
    await house.buys(boris, sale, 1)
    expect([
      await refused(house.services.refunds.refund({ personId: sale.organizer, orderId: 1 })),
      await refused(house.services.refunds.refund({ personId: sale.organizer, orderId: 99 })),
    ]).toEqual(['orderNotOpen', 'orderNotFound'])
  })
})
