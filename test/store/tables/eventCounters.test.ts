import { afterEach, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { databases, type ClosedDatabase } from '../../support/database/databases.js'
import { buy, makeOffer, upTo } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { inspect } from '../../support/inspect.js'

describe.each(databases)('the counters of an event, on $name', (database) => {
  let house: House | undefined
  let closed: ClosedDatabase | undefined
  afterEach(async () => {
    await house?.drop()
    await closed?.drop()
    house = closed = undefined
  })

  const hold = async ({ services }: House, { type }: Sale, buyerId: number, quantity: number) =>
    (await services.ordering.hold({ buyerId, ticketTypeId: type.id, quantity, requestKey: randomCodes.key() })).order

  const pay = async (at: House, sale: Sale, buyerId: number, quantity: number) => {
    const { id, payload = '', total: amount } = await hold(at, sale, buyerId, quantity)
    const charge = { chargeId: `charge ${id}`, payload, payerId: buyerId, amount, method: 'provider' } as const
    await at.services.payments.receive(charge)
    return { id, charge }
  }

  test('move with every row that they count, through all that can happen to it', async () => {
    const at = (house = await openHouse(database))
    const { services } = at
    const sale = await at.sale({ price: 500 })
    const { organizer: personId, event } = sale
    const [anna, boris] = [await at.person('Anna'), await at.person('Boris')]
    await services.publishing.setGiveBack({ personId, eventId: event.id, hours: 0 })
    const report = async () => {
      expect(await at.inspect.wrongCounters()).toEqual([])
      const { total, tasks, refundable } = await services.moneyReports.ofEvent(personId, event.id)
      const { sales } = await services.events.forOrganizer(personId, event.id)
      const { count, toPay } = await services.doorView.view({ personId, eventId: event.id })
      const { gross, refunded, dueMinor } = total
      return [sales.orders, sales.tickets, sales.total, gross, refunded, dueMinor, tasks, refundable, count.of, toPay]
    }
    expect(await report()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    await hold(at, sale, boris, 1)
    expect(await report()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    const tickets = await at.buys(anna, sale, 3)
    expect(await report()).toEqual([1, 3, 1500, 0, 0, 0, 0, 0, 3, 3])
    await services.checkIn.letInPaid({ personId, ticketId: first(tickets).id })
    expect(await report()).toEqual([1, 3, 1500, 500, 0, 0, 0, 0, 3, 2])
    await services.checkIn.undo({ personId, ticketId: first(tickets).id })
    expect(await report()).toEqual([1, 3, 1500, 0, 0, 0, 0, 0, 3, 3])
    await services.tickets.giveBack({ personId: anna, ticketId: first(tickets).id })
    expect(await report()).toEqual([1, 2, 1000, 0, 0, 0, 0, 0, 2, 2])
    const order = await pay(at, sale, anna, 2)
    expect(await report()).toEqual([2, 4, 2000, 1000, 0, 0, 0, 1, 4, 2])
    await services.payments.receive({ ...order.charge, chargeId: 'once more' })
    expect(await report()).toEqual([2, 4, 2000, 2000, 1000, 1000, 1, 1, 4, 2])
    const [used] = await at.store.transact((tx) => tx.tickets.ofOrder(order.id))
    await services.checkIn.letIn({ personId, ticketId: used?.id ?? 0 })
    await services.refunds.refund({ personId, orderId: order.id })
    expect(await report()).toEqual([1, 2, 1000, 2000, 2000, 2000, 2, 0, 3, 2])
    const { rows } = await services.refunds.tasks(personId, event.id, { size: 9 })
    await services.refunds.markDone({ personId, refundId: first(rows).id })
    expect(await report()).toEqual([1, 2, 1000, 2000, 2000, 1000, 1, 0, 3, 2])
    await pay(at, sale, anna, 1)
    await services.publishing.cancel(personId, event.id)
    expect(await report()).toEqual([0, 0, 0, 2500, 2500, 1500, 2, 0, 4, 0])
  })

  test('count Stars that failed to go back, and what is refused counts nothing', async () => {
    const at = (house = await openHouse(database))
    const sale = await at.sale({ price: 500, capacity: 3 })
    const anna = await at.person('Anna')
    const { id, payload = '', total } = await hold(at, sale, anna, 2)
    await at.services.payments.receive({
      ...{ chargeId: 'c', payload, payerId: anna, amount: total, method: 'stars' },
    })
    await at.services.refunds.refund({ personId: sale.organizer, orderId: id })
    const [refund] = await at.services.refunds.claim(1)
    if (!refund) throw new Error('no refund')
    const standing = async () => {
      expect(await at.inspect.wrongCounters()).toEqual([])
      const { tasks, returning } = await at.services.moneyReports.ofEvent(sale.organizer, sale.event.id)
      return [tasks, returning]
    }
    expect(await standing()).toEqual([0, 1])
    await at.services.refunds.recordTry(refund, { kind: 'again', afterMs: 1, error: 'later' })
    expect(await standing()).toEqual([0, 1])
    await at.services.refunds.recordTry(refund, { kind: 'failed', error: 'no' })
    expect(await standing()).toEqual([1, 0])
    expect(await refused(at.buys(anna, sale, 4))).toBe('tooFewLeft')
    await at.services.refunds.markDone({ personId: sale.organizer, refundId: refund.id })
    expect(await standing()).toEqual([0, 0])
  })

  const crowd = async (at: House, sale: Sale): Promise<readonly string[]> => {
    const people: number[] = []
    for (const n of upTo(8)) people.push(await at.person(`Person ${n}`))
    await at.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    const one = async (personId: number): Promise<void> => {
      const [ticket, other] = await at.buys(personId, sale, 2)
      const held = pay(at, sale, personId, 1)
      await at.services.checkIn.letInPaid({ personId: sale.organizer, ticketId: ticket?.id ?? 0 })
      await at.services.tickets.giveBack({ personId, ticketId: other?.id ?? 0 })
      await at.services.refunds.refund({ personId: sale.organizer, orderId: (await held).id })
    }
    return Promise.all(people.map((personId) => refused(one(personId))))
  }

  test('are right when many sell, pay, let in and refund at once', async () => {
    const at = (house = await openHouse(database))
    const sale = await at.sale({ price: 500 })
    expect(await crowd(at, sale)).toEqual(upTo(8).map(() => 'done'))
    expect(await at.inspect.brokenPromises()).toEqual([])
    const { total } = await at.services.moneyReports.ofEvent(sale.organizer, sale.event.id)
    expect(total).toMatchObject({ payments: 16, gross: 8000, refunded: 4000 })
  })

  test('negative control: a statement that moves rows and no counters is noticed', async () => {
    closed = await database.closed()
    const forgetful =
      (execute: Execute): Execute =>
      (sql, values) =>
        sql.startsWith('INSERT INTO event_counters') ? Promise.resolve({ rows: [], affected: 1 }) : execute(sql, values)
    const store = await openStore({ url: parseDatabaseUrl(closed.url), wrap: forgetful })
    const offer = await makeOffer(store, 5)
    await store.transact((tx) => buy(tx, offer, 1))
    await store.close()
    expect(await inspect(closed.url).wrongCounters()).toMatchObject([{ way: 'atDoor' }])
  })
})
