import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { refused } from '../../support/house.js'
import { type LineHouse, openLine } from './lineHouse.js'

const seats = 8

describe.each(databases)('many at once around tickets that are given up, on $name', (database) => {
  let house: LineHouse
  let orders: { readonly id: number; readonly buyer: number; readonly ticketId: number }[]
  let waiting: number[]
  beforeEach(async () => {
    house = await openLine(database, { price: 500, capacity: 1 })
    await house.store.transact((tx) => tx.events.change(house.sale.event.id, { giveBackHours: undefined }))
    const { id: ticketTypeId } = house.sale.type
    await house.services.saleSettings.changeType({ ...house.own(), ticketTypeId, fields: { capacity: seats + 1 } })
    orders = []
    waiting = []
    for (const i of upTo(seats)) orders.push(await sell(i))
    for (const i of upTo(seats)) waiting.push(await house.waits(`W${i}`))
    for (const { buyer, ticketId } of orders) await house.services.waiting.offerBack({ personId: buyer, ticketId })
  })
  afterEach(async () => {
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.drop()
  })

  const sell = async (i: number) => {
    const buyer = await house.person(`B${i}`)
    const wanted = { buyerId: buyer, ticketTypeId: house.sale.type.id, quantity: 1, requestKey: `b${i}` }
    const { order } = await house.services.ordering.hold(wanted)
    const paid = { payload: order.payload ?? '', payerId: buyer, amount: order.total, chargeId: `c${i}` }
    await house.services.payments.receive({ ...paid, method: 'provider' })
    const [ticket] = await house.store.transact((tx) => tx.tickets.ofOrder(order.id))
    return { id: order.id, buyer, ticketId: ticket?.id ?? 0 }
  }
  const refunds = (which = orders) =>
    which.map(({ id }, i) =>
      refused((i % 2 ? house.services : house.others).refunds.refund({ personId: house.sale.organizer, orderId: id })),
    )
  const takes = async (personId: number) => {
    const orderId = (await house.see(personId))?.offer?.order.id ?? 0
    return refused(house.services.ordering.confirm({ personId, orderId }))
  }

  test('refunded at the moment at which it is offered: the seat is one person’s, and can be taken', async () => {
    const beats = upTo(3).flatMap(() => [
      house.services.waiting.work(() => undefined),
      house.others.waiting.work(() => undefined),
    ])
    await Promise.all([...refunds(), ...beats])
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.work()
    expect(await house.offered()).toEqual(waiting)
    expect(await Promise.all(waiting.map(takes))).toEqual(waiting.map(() => 'done'))
  })

  test('refunded at the moment at which it is taken: nobody waits for the other for ever', async () => {
    await house.work()
    expect(await house.offered()).toEqual(waiting)
    const [taken] = await Promise.all([Promise.all(waiting.map(takes)), ...refunds()])
    expect(taken).toEqual(waiting.map(() => 'done'))
    expect((await house.inspect.rows('tickets', { state: 'valid' })).length).toBe(seats + 1)
  })

  test('kept at the moment at which it is offered: it is one of both', async () => {
    const keeps = orders.map(({ buyer, ticketId }) =>
      refused(house.services.waiting.keep({ personId: buyer, ticketId })),
    )
    const beats = upTo(3).map(() => refused(house.others.waiting.work(() => undefined)))
    await Promise.all([...keeps, ...beats])
    await house.work()
    const offered = await house.offered()
    expect(offered).toEqual(waiting.slice(0, offered.length))
    const tied = (await house.inspect.rows('tickets')).filter((row) => row['line_order_id'] !== null)
    expect(tied).toHaveLength(offered.length)
  })
})
