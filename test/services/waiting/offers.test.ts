import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, refused } from '../../support/house.js'
import { like } from '../../support/inspect.js'
import { answer, ask } from '../buyerQuestions/asking.js'
import { type LineHouse, openLine } from './lineHouse.js'

const minute = 60_000
const hour = 60 * minute

describe.each(databases)('what is offered, and when, on $name', (database) => {
  let house: LineHouse
  beforeEach(async () => {
    house = await openLine(database, { capacity: 6 })
  })
  afterEach(async () => {
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.drop()
  })

  const eventId = () => house.sale.event.id
  const beat = () => house.services.waiting.work()
  const starts = (at: number) => house.store.transact((tx) => tx.events.change(eventId(), { startsAt: at }))
  const offerOf = async (personId: number) => (await house.see(personId))?.offer?.order.id ?? 0
  const lasts = async (personId: number) =>
    ((await house.see(personId))?.offer?.order.heldUntil ?? 0) - house.clock.now()

  test('nothing at night: in the morning, by the clocks of the event', async () => {
    const anna = await house.waits('Anna')
    // 15:00 in Moscow is now; 23:30 is in eight and a half hours.
    house.later(8.5 * hour)
    await house.givesBack()
    const { offered, nextAt } = await beat()
    expect([offered, nextAt]).toEqual([0, house.clock.now() + 8.5 * hour])
    house.later(8.5 * hour)
    expect([await house.work(), await house.offered()]).toEqual([1, [anna]])
  })

  test('at night, too, when it begins within a day', async () => {
    await house.waits('Anna')
    house.later(8.5 * hour)
    await house.givesBack()
    await starts(house.clock.now() + day + hour)
    expect(await beat()).toMatchObject({ offered: 0, nextAt: house.clock.now() + hour })
    house.later(hour)
    expect(await beat()).toMatchObject({ offered: 1 })
  })

  test.each([
    [10 * day, undefined, 30 * minute],
    [10 * day, 10, 10 * minute],
    [day, 1440, 6 * hour],
    [hour, undefined, 15 * minute],
    [16 * minute, undefined, 5 * minute],
    [3 * minute, undefined, 3 * minute],
  ])('%d ms before the start, %s minutes chosen: for %d ms', async (before, minutes, expected) => {
    const anna = await house.waits('Anna')
    if (minutes !== undefined) await house.services.waiting.setOfferMinutes({ ...house.own(), minutes })
    await house.givesBack()
    await starts(house.clock.now() + before)
    await house.work()
    expect(await lasts(anna)).toBe(expected)
  })

  test('what is asked about is answered before an offer is taken', async () => {
    const anna = await house.waits('Anna')
    const question = await ask(house, house.sale, 'text')
    await house.givesBack()
    await house.work()
    const { order } = await house.services.ordering.view({ personId: anna, orderId: await offerOf(anna) })
    const confirm = () => house.services.ordering.confirm({ personId: anna, orderId: order.id })
    expect(await refused(confirm())).toBe('answersMissing')
    await answer(house, anna, { order }, question, 'No nuts')
    expect((await confirm()).order.state).toBe('confirmed')
  })

  test('a wish for two is passed by two seats, and then served before all others', async () => {
    const pair = await house.waits('Pair', 2)
    const singles = [await house.waits('A'), await house.waits('B'), await house.waits('C'), await house.waits('D')]
    await house.givesBack()
    await house.work()
    await house.givesBack()
    await house.work()
    expect(await house.offered()).toEqual(singles.slice(0, 2))
    await house.givesBack()
    expect(await house.work()).toBe(0)
    await house.givesBack()
    await house.work()
    expect(await house.offered()).toEqual([...singles.slice(0, 2), pair])
    await house.givesBack()
    await house.work()
    expect(await house.offered()).toEqual([...singles.slice(0, 2), pair, ...singles.slice(2, 3)])
  })

  test('seats are kept together for a day at most, and never on the last day', async () => {
    await house.waits('Four', 4)
    const singles = []
    for (let i = 0; i < 6; i += 1) singles.push(await house.waits(`S${i}`))
    for (let i = 0; i < 5; i += 1) {
      await house.givesBack()
      await house.work()
    }
    expect(await house.offered()).toEqual(singles.slice(0, 4))
    house.later(day - 1)
    expect(await house.work()).toBe(0)
    house.later(1)
    expect(await house.work()).toBe(1)
    for (let i = 0; i < 3; i += 1)
      await house.store.transact((tx) => tx.waitingEntries.pass(1, { passed: 4, gatherUntil: house.clock.now() + day }))
    await house.givesBack()
    expect(await house.work()).toBe(0)
    await starts(house.clock.now() + day)
    expect(await house.work()).toBe(1)
  })

  test('who waits is sent home when it begins, is cancelled, or the line is closed, once', async () => {
    const people = [await house.waits('Anna'), await house.waits('Boris', 2)]
    expect((await beat()).nextAt).toBe((await house.see(first(people)))?.event.startsAt)
    await house.services.waiting.setLine({ ...house.own(), to: 'closed' })
    expect(await beat()).toMatchObject({ told: 2 })
    expect(await beat()).toMatchObject({ told: 0, nextAt: undefined })
    for (const id of people) expect(await house.see(id)).toBeUndefined()
    await house.services.waiting.setLine({ ...house.own(), to: 'open' })
    await house.waits('Clara')
    await house.services.publishing.cancel(house.sale.organizer, eventId())
    expect(await beat()).toMatchObject({ told: 1 })
    const rows = await house.inspect.rows('announcements', { key: like('lineOver:%') })
    expect(rows.map(({ news }) => (JSON.parse(String(news)) as { why: string }).why)).toEqual([
      'closed',
      'closed',
      'cancelled',
    ])
  })

  test('when it begins nobody waits any more, and what is free is everybody’s', async () => {
    await house.waits('Anna', 3)
    await house.givesBack()
    await house.store.transact((tx) => tx.events.change(eventId(), { endsAt: house.clock.now() + 11 * day }))
    house.later(10 * day)
    const eve = await house.person('Eve')
    const buys = () => house.buys(eve, house.sale)
    expect(await refused(buys())).toBe('soldOut')
    expect(await beat()).toMatchObject({ told: 1, offered: 0 })
    expect(await refused(buys())).toBe('done')
    const [{ id } = { id: 0 }] = house.holders
    expect(
      await refused(
        house.services.waiting.join({
          personId: id,
          eventId: eventId(),
          quantity: 1,
          ticketTypeIds: [house.sale.type.id],
        }),
      ),
    ).toBe('eventEnded')
  })

  test('capacity that is raised goes to the line first', async () => {
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris')]
    await house.services.saleSettings.changeType({
      ...house.own(),
      ticketTypeId: house.sale.type.id,
      fields: { capacity: 9 },
    })
    expect(await refused(house.buys(await house.person('Eve'), house.sale))).toBe('soldOut')
    await house.work()
    expect(await house.offered()).toEqual([anna, boris])
    expect(await refused(house.buys(await house.person('Eve'), house.sale))).toBe('done')
  })

  test('many offers are told one after another, and their clocks run from then', async () => {
    for (let i = 0; i < 60; i += 1) await house.waits(`P${i}`)
    await house.services.saleSettings.changeType({
      ...house.own(),
      ticketTypeId: house.sale.type.id,
      fields: { capacity: 100 },
    })
    expect((await beat()).offered).toBe(50)
    const rows = await house.inspect.rows('announcements', { key: like('offer:%') })
    const due = rows.map(({ due_at: at }) => Number(at) - house.clock.now()).sort((a, b) => a - b)
    expect([due.at(0), due.at(-1)]).toEqual([0, 49 * 30])
    const held = await house.inspect.rows('orders', { state: 'held' })
    expect(Math.max(...held.map(({ held_until: at }) => Number(at)))).toBe(house.clock.now() + 49 * 30 + 30 * minute)
    expect((await beat()).offered).toBe(10)
  })

  test('a type, or a promo code, for the line only is nobody else’s', async () => {
    const own = house.own()
    const settings = await house.services.saleSettings.addType({
      ...own,
      name: 'Late',
      price: { minor: 500, currency: 'RUB' },
      capacity: 2,
    })
    const late = settings.types.find(({ name }) => name === 'Late') ?? first([])
    await house.services.waiting.setTypeForLine({ ...own, ticketTypeId: late.id, forLine: true })
    const eve = await house.person('Eve')
    const code = await house.services.promoCodes.create({ ...own, code: 'LATE', discount: { percent: 100 } })
    await house.services.waiting.setCodeForLine({ personId: own.personId, promoCodeId: code.id, forLine: true })
    const holds = { buyerId: eve, ticketTypeId: late.id, quantity: 1, requestKey: 'k' }
    expect(await refused(house.services.ordering.hold(holds))).toBe('soldOut')
    const anna = await house.waits('Anna', 1, [late.id])
    await house.work()
    const orderId = (await house.see(anna))?.offer?.order.id ?? 0
    expect((await house.services.ordering.redeem({ personId: anna, orderId, text: 'late' })).order.total.minor).toBe(0)
    await house.services.waiting.setTypeForLine({ ...own, ticketTypeId: late.id, forLine: false })
    const held = await house.services.ordering.hold(holds)
    expect(await refused(house.services.ordering.redeem({ personId: eve, orderId: held.order.id, text: 'late' }))).toBe(
      'promoCodeForLine',
    )
  })
})
