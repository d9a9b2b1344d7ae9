import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PrepaidMethod } from '../../../src/domain/payment.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { not } from '../../support/inspect.js'
import { mayMissTheRace } from '../../support/database/racing.js'

let charges = 0

/** Somebody new pays for tickets before the event. */
const pays = async (
  house: House,
  { type }: Sale,
  { quantity = 1, way = 'provider' }: { quantity?: number; way?: PrepaidMethod } = {},
): Promise<number> => {
  const { services } = house
  const buyerId = await house.person('Ann')
  const { order } = await services.ordering.hold({
    buyerId,
    ticketTypeId: type.id,
    quantity,
    requestKey: randomCodes.key(),
  })
  charges += 1
  await services.payments.receive({
    payload: order.payload ?? '',
    chargeId: `charge ${charges}`,
    payerId: buyerId,
    amount: order.total,
    method: way,
  })
  return order.id
}

const all = ({ event, organizer }: Sale) => ({ personId: organizer, eventId: event.id, orderIds: 'all' as const })
const statesOf = (house: House, { event }: Sale, state: string): Promise<number> =>
  house.inspect.count('orders', { event_id: event.id, state })
const refundsOf = (house: House, { event }: Sale): Promise<number> =>
  house.inspect.count('refunds', { event_id: event.id })

/** Two processes work at one run at once. */
const workTogether = async ({ services, others }: House, runId: number): Promise<void> => {
  const toTheEnd = async ({ refundRuns }: House['services']): Promise<void> => {
    while (await refundRuns.step(runId));
  }
  await Promise.all([toTheEnd(services), toTheEnd(others)])
}

describe.each(databases)('refunding many orders on $name', (database) => {
  let house: House
  let sale: Sale
  beforeAll(async () => {
    house = await openHouse(database)
    sale = await house.sale({ price: 1000 })
  })
  afterAll(() => house.drop())

  test('its message is drawn by one process at a time, and not again at once', async () => {
    const { refundRuns } = house.services
    const own = await house.sale({ price: 1000 })
    await pays(house, own)
    const started = await refundRuns.start({ ...all(own), count: 1 })
    const message = { runId: started?.run.id ?? 0, messageId: 7 }
    const draw = async (): Promise<number> =>
      (
        await Promise.all(
          [house.services, house.others, house.services, house.others].map((one) =>
            one.refundRuns.claimDrawing(message),
          ),
        )
      ).filter(Boolean).length
    expect(await draw()).toBe(0)
    const progress = await refundRuns.find(message.runId)
    if (progress) await refundRuns.attach(progress, 7)
    expect([await draw(), await draw()]).toEqual([1, 0])
    await refundRuns.drawn(message, 'so', 1000)
    expect(await draw()).toBe(0)
    house.later(1000)
    expect([await draw(), await draw()]).toEqual([1, 0])
    house.later(40_000)
    expect(await draw()).toBe(1)
  })

  test('begun twice at once is one run; two processes that work at it refund each order once', async () => {
    for (let i = 0; i < 12; i += 1) await pays(house, sale)
    const begun = await Promise.all(
      [house.services, house.others].map(({ refundRuns }) => refundRuns.start({ ...all(sale), count: 12 })),
    )
    expect(new Set(begun.map((one) => one?.run.id)).size).toBe(1)
    await workTogether(house, begun[0]?.run.id ?? 0)
    expect([await statesOf(house, sale, 'refunded'), await refundsOf(house, sale)]).toEqual([12, 12])
    const progress = await house.services.refundRuns.find(begun[0]?.run.id ?? 0)
    expect(progress).toMatchObject({
      isDone: true,
      run: { next: 12 },
      standing: [{ method: 'provider', state: 'due', count: 12, minor: 12_000 }],
    })
    expect(await house.inspect.sum('ticket_types', 'taken', { id: sale.type.id })).toBe(0)
    expect(await refused(house.services.refundRuns.start({ ...all(sale), count: 0 }))).toBe('refundDone')
  })

  test('passes over what was cancelled or refunded meanwhile, and begins nothing that was not shown', async () => {
    const mixed = await house.sale({ price: 500 })
    const [one, two] = [await pays(house, mixed), await pays(house, mixed, { way: 'stars' })]
    const { refundRuns, refunds } = house.services
    expect(await refundRuns.start({ ...all(mixed), count: 1 })).toBeUndefined()
    const run = (await refundRuns.start({ ...all(mixed), count: 2 }))?.run
    await refunds.refund({ personId: mixed.organizer, orderId: one })
    while (await refundRuns.step(run?.id ?? 0));
    expect(await refundsOf(house, mixed)).toBe(2)
    // The Stars are on their way: it is not done before they are back.
    expect(await refundRuns.find(run?.id ?? 0)).toMatchObject({
      isDone: false,
      standing: [{ method: 'stars', state: 'due', count: 1 }],
    })
    const [claimed] = await refunds.claim(1)
    expect(claimed?.orderId).toBe(two)
    if (claimed) await refunds.recordTry(claimed, { kind: 'done' })
    const progress = await refundRuns.find(run?.id ?? 0)
    expect(progress?.isDone).toBe(true)
    if (progress) await Promise.all([refundRuns.finish(progress), refundRuns.finish(progress)])
    expect(await house.inspect.count('announcements', { key: `refunds:${run?.id ?? 0}` })).toBe(1)
  })

  test("is the organizer's", async () => {
    const own = await house.sale({ price: 500 })
    const orderId = await pays(house, own)
    const personId = await house.person('Eve')
    const { refundRuns, refunds, moneyReports, payments } = house.services
    const acts = [
      refundRuns.plan({ ...all(own), personId }),
      refundRuns.start({ ...all(own), personId, count: 1 }),
      refundRuns.recent(personId, own.event.id),
      moneyReports.ofEvent(personId, own.event.id),
      moneyReports.underReview(personId, own.event.id, { size: 1 }),
      refunds.refund({ personId, orderId }),
      refunds.tasks(personId, own.event.id, { size: 1 }),
      payments.takeAnyway({ personId, orderId, method: 'transfer' }),
    ]
    expect(new Set(await Promise.all(acts.map(refused)))).toEqual(new Set(['notYours']))
    expect(await statesOf(house, own, 'refunded')).toBe(0)
  })

  test('takes a ticket that is given back at the same moment only once', async () => {
    const race = await house.sale({ price: 1000 })
    await house.services.publishing.setGiveBack({ personId: race.organizer, eventId: race.event.id, hours: 0 })
    for (let round = 0; round < 8; round += 1) {
      const orderId = await pays(house, race, { quantity: 2 })
      const { id: ticketId, holderId } = first(await house.store.transact((tx) => tx.tickets.ofOrder(orderId)))
      await Promise.all([
        refused(house.services.tickets.giveBack({ personId: holderId, ticketId })),
        refused(house.others.refunds.refund({ personId: race.organizer, orderId })),
      ])
      expect(await house.inspect.sum('refunds', 'amount_minor', { order_id: orderId })).toBe(2000)
      expect(await house.inspect.sum('orders', 'returned', { id: orderId })).toBe(2)
    }
    expect(await house.inspect.sum('ticket_types', 'taken', { id: race.type.id })).toBe(0)
  })
})

test.each(databases)(
  'negative control: without the guard two processes take the same order, and nobody the next, on $name',
  mayMissTheRace,
  async (database) => {
    const house = await openHouse(database, { guards: false })
    try {
      const sale = await house.sale({ price: 1000 })
      for (let i = 0; i < 12; i += 1) await pays(house, sale)
      const run = (await house.services.refundRuns.start({ ...all(sale), count: 12 }))?.run
      // What goes wrong may show as an error, too.
      await workTogether(house, run?.id ?? 0).catch(() => undefined)
      const [taken, refunded] = [
        await house.inspect.sum('refund_runs', 'next'),
        await statesOf(house, sale, 'refunded'),
      ]
      expect({ taken, refunded }).not.toEqual({ taken: 12, refunded: 12 })
    } finally {
      await house.drop()
    }
  },
)

describe.each(databases)("an event's money on $name", (database) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(database)
  })
  afterAll(() => house.drop())

  test('is told by way: what came in, what went back, what is still to go back; at the door when it is paid', async () => {
    const sale = await house.sale({ price: 1000 })
    const card = await pays(house, sale, { quantity: 3 })
    await pays(house, sale, { way: 'transfer' })
    const tickets = await house.buys(await house.person('Dan'), sale, 2)
    const report = () => house.services.moneyReports.ofEvent(sale.organizer, sale.event.id)
    const rows = async () =>
      (await report()).byMethod.map(({ method, payments, gross, refunded, dueMinor, net }) => [
        method,
        payments,
        gross,
        refunded,
        dueMinor,
        net,
      ])
    expect(await rows()).toEqual([
      ['provider', 1, 3000, 0, 0, 3000],
      ['transfer', 1, 1000, 0, 0, 1000],
    ])
    await house.services.checkIn.letInPaid({ personId: sale.organizer, ticketId: first(tickets).id })
    await house.services.refunds.refund({ personId: sale.organizer, orderId: card })
    expect(await rows()).toEqual([
      ['provider', 1, 3000, 3000, 3000, 0],
      ['transfer', 1, 1000, 0, 0, 1000],
      ['atDoor', 1, 1000, 0, 0, 1000],
    ])
    const {
      rows: [task],
    } = await house.services.refunds.tasks(sale.organizer, sale.event.id, { size: 5 })
    await house.services.refunds.markDone({ personId: sale.organizer, refundId: task?.id ?? 0 })
    expect(await report()).toMatchObject({
      tasks: 0,
      refundable: 1,
      underReview: 0,
      total: { gross: 5000, refunded: 3000, dueMinor: 0, net: 2000 },
      totals: [{ currency: 'RUB', net: 2000 }],
    })
  })

  test('adds up as the rows do, whatever happened; cancelled, all of it goes back, and no payment twice', async () => {
    const sale = await house.sale({ price: 1000 })
    const own = { personId: sale.organizer, eventId: sale.event.id }
    const { services } = house
    await services.publishing.setGiveBack({ ...own, hours: 0 })
    const orders = [
      await pays(house, sale, { quantity: 3 }),
      await pays(house, sale, { way: 'transfer' }),
      await pays(house, sale, { quantity: 2 }),
    ]
    const three = await house.store.transact((tx) => tx.tickets.ofOrder(orders[0] ?? 0))
    for (const { id, holderId } of three.slice(0, 2))
      await services.tickets.giveBack({ personId: holderId, ticketId: id })
    const {
      payload = '',
      total,
      buyerId,
    } = await house.store.transact(
      async (tx) => (await tx.orders.find(orders[1] ?? 0)) ?? Promise.reject(new Error('no order')),
    )
    await services.payments.receive({
      payload,
      chargeId: 'once more',
      payerId: buyerId,
      amount: total,
      method: 'provider',
    })
    await services.refunds.refund({ personId: sale.organizer, orderId: orders[2] ?? 0 })
    const {
      rows: [task],
    } = await services.refunds.tasks(sale.organizer, sale.event.id, { size: 1 })
    await services.refunds.markDone({ personId: sale.organizer, refundId: task?.id ?? 0 })
    const sum = (table: string, where = {}) =>
      house.inspect.sum(table, 'amount_minor', { event_id: sale.event.id, ...where })
    const report = async () => (await services.moneyReports.ofEvent(sale.organizer, sale.event.id)).total
    const rows = async () => ({
      gross: await sum('payments'),
      refunded: await sum('refunds'),
      dueMinor: await sum('refunds', { state: not('done') }),
    })
    expect(await report()).toMatchObject({ ...(await rows()), gross: 7000, refunded: 5000, dueMinor: 4000, net: 2000 })
    await services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await report()).toMatchObject({ ...(await rows()), gross: 7000, refunded: 7000, net: 0 })
    expect(await house.inspect.keptPayments(sale.event.id)).toBe(0)
  })
})
