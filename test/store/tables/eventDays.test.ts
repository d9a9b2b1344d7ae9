import { afterEach, describe, expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../../../src/domain/duration.js'
import { randomCodes } from '../../../src/services/codes.js'
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { databases, type ClosedDatabase } from '../../support/database/databases.js'
import { buy, makeOffer } from '../../support/fixtures.js'
import { first, type House, openHouse, type Sale } from '../../support/house.js'
import { inspect } from '../../support/inspect.js'

// 20:30 in Moscow: half past three hours before midnight.
const evening = Date.UTC(2026, 10, 20, 17, 30)
const day = Date.UTC(2026, 10, 20)

describe.each(databases)('the days of an event, on $name', (database) => {
  let house: House | undefined
  let closed: ClosedDatabase | undefined
  afterEach(async () => {
    await house?.drop()
    await closed?.drop()
    house = closed = undefined
  })

  const pay = async ({ services }: House, { type }: Sale, buyerId: number, quantity: number) => {
    const request = { buyerId, ticketTypeId: type.id, quantity, requestKey: randomCodes.key() }
    const { id, payload = '', total: amount } = (await services.ordering.hold(request)).order
    const charge = { chargeId: `charge ${id}`, payload, payerId: buyerId, amount, method: 'provider' } as const
    await services.payments.receive(charge)
    return id
  }
  const seen = ({ store }: House, { event }: Sale) =>
    store.transact(async (tx) => ({
      sold: await tx.eventDays.sold(event.id),
      money: await tx.eventDays.money(event.id),
      arrivals: await tx.arrivals.ofEvent(event.id),
    }))

  test('are told by the clocks of the event: what was sold, came back, came in and went back', async () => {
    const at = (house = await openHouse(database))
    at.clock.set(evening)
    const sale = await at.sale({ price: 500 })
    const { organizer: personId, event } = sale
    await at.store.transact((tx) => tx.events.change(event.id, { startsAt: evening + 9 * dayMs }))
    const anna = await at.person('Anna')
    await at.services.publishing.setGiveBack({ personId, eventId: event.id, hours: 0 })
    const tickets = await at.buys(anna, sale, 3)
    at.later(4 * hourMs)
    const order = await pay(at, sale, anna, 2)
    at.later(dayMs)
    await at.services.tickets.giveBack({ personId: anna, ticketId: first(tickets).id })
    await at.services.refunds.refund({ personId, orderId: order })
    expect(await seen(at, sale)).toEqual({
      sold: [
        { day, issued: 3, returned: 0 },
        { day: day + dayMs, issued: 2, returned: 0 },
        { day: day + 2 * dayMs, issued: 0, returned: 3 },
      ],
      money: [
        { day: day + dayMs, method: 'provider', currency: 'RUB', paid: 1000, refunded: 0 },
        { day: day + 2 * dayMs, method: 'provider', currency: 'RUB', paid: 0, refunded: 1000 },
      ],
      arrivals: [],
    })
    expect(await at.inspect.brokenPromises()).toEqual([])
  })

  test('know in which quarter of an hour people came, and forget who did not come after all', async () => {
    const at = (house = await openHouse(database))
    at.clock.set(evening + 14 * minuteMs)
    const sale = await at.sale({ price: 500 })
    const [one, two, three] = await at.buys(await at.person('Anna'), sale, 3)
    const letIn = (ticketId = 0) => at.services.checkIn.letInPaid({ personId: sale.organizer, ticketId })
    await letIn(one?.id)
    at.later(2 * minuteMs)
    await letIn(two?.id)
    await letIn(three?.id)
    await at.services.checkIn.undo({ personId: sale.organizer, ticketId: one?.id ?? 0 })
    expect(await seen(at, sale)).toMatchObject({
      money: [{ day, method: 'atDoor', paid: 1000, refunded: 0 }],
      arrivals: [{ at: evening + 15 * minuteMs, count: 2 }],
    })
    await letIn(one?.id)
    expect(await at.inspect.brokenPromises()).toEqual([])
  })

  test('negative control: a sale that is counted on no day is noticed', async () => {
    closed = await database.closed()
    const forgetful =
      (execute: Execute): Execute =>
      (sql, values) =>
        sql.startsWith('INSERT INTO event_days') ? Promise.resolve({ rows: [], affected: 1 }) : execute(sql, values)
    const store = await openStore({ url: parseDatabaseUrl(closed.url), wrap: forgetful })
    const offer = await makeOffer(store, 5)
    await store.transact((tx) => buy(tx, offer, 1))
    await store.close()
    expect(await inspect(closed.url).brokenPromises()).toContain('the days of an event come to its counters')
  })
})
