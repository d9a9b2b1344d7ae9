import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrderView } from '../../../src/services/ordering/orderView.js'
import type { World } from '../../support/world.js'
import { quickPrinter } from '../../support/announcing.js'
import { type EventWithType, expectNoDefect, meet, publish, type Talker } from '../../support/talker.js'
import {
  deafen,
  forgeInvoice,
  hold,
  meetTwo,
  openShop,
  order,
  type Paying,
  payUnheard,
  publishForStars,
  standing,
  starLedger,
} from '../../support/payments.js'
import { ru } from '../../support/texts/words.js'

let world: World
let olga: Talker
let ann: Talker
beforeEach(async () => {
  world = await openShop({ printer: quickPrinter })
  ;[olga, ann] = await meetTwo(world)
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

const minute = 60_000
const hour = 60 * minute
const month = { hours: 30 * 24 }
const sale = (options = {}): Promise<EventWithType> => publish(world, olga.id, { ...month, ...options })
const starSale = (options = {}): Promise<EventWithType> => publishForStars(world, olga.id, { ...month, ...options })
const done = (tickets: number) => ({ state: 'confirmed', tickets, refunds: [] })
const stop = (): Promise<void> => world.levem().stop()
const wakeUp = async (): Promise<void> => {
  await world.restart()
  await world.settle()
}
const news = async (kind: string, to: Talker): Promise<number> =>
  (await world.inspect.rows('announcements', { recipient: String(to.id) })).filter(
    ({ news: text }) => (JSON.parse(String(text)) as { kind: string }).kind === kind,
  ).length
const ordering = () => world.levem().services.ordering

describe('a payment that comes late', () => {
  it('is honoured after the hold ran out while the bot was away, if its seats are free', async () => {
    const [byCard, byStars] = [
      await order(world, ann, await sale({ capacity: 2 }), 2),
      await order(world, ann, await starSale()),
    ]
    await stop()
    await payUnheard(world, [ann, byCard.messageId], [ann, byStars.messageId])
    world.clock.set(world.clock.now() + 2 * hour)
    await wakeUp()
    expect([await standing(world, byCard.open), await standing(world, byStars.open)]).toEqual([done(2), done(1)])
  })

  it('is honoured after the buyer gave the order up', async () => {
    const { open, messageId } = await order(world, ann, await sale())
    await stop()
    await payUnheard(world, [ann, messageId])
    const hearAgain = await deafen(world)
    await ordering().cancel({ personId: ann.id, orderId: open.order.id })
    await hearAgain()
    expect(await standing(world, open)).toEqual(done(1))
  })

  /** The seats go to Boris while the news of Ann's payment is on its way. */
  const lost = async (event: EventWithType): Promise<OrderView> => {
    const boris = await meet(world, 'Boris')
    const { open, messageId } = await order(world, ann, event)
    await stop()
    await payUnheard(world, [ann, messageId])
    world.clock.set(world.clock.now() + 16 * minute)
    const hearAgain = await deafen(world)
    await ordering().expireOverdue()
    await hold(world, boris, event)
    await hearAgain()
    return open
  }

  it("goes back when the seats are somebody else's by now: Stars by themselves", async () => {
    const before = await starLedger(world)
    expect(await standing(world, await lost(await starSale({ capacity: 1 })))).toEqual({
      state: 'expired',
      tickets: 0,
      refunds: ['surplus done stars'],
    })
    expect((await starLedger(world)).slice(before.length)).toEqual(['+150', '-150'])
    expect(await news('paymentReturned', ann)).toBeGreaterThan(0)
  })

  it("goes back when the seats are somebody else's by now: a provider's as a task for the organizer", async () => {
    const tasks = await news('refundDue', olga)
    expect(await standing(world, await lost(await sale({ capacity: 1 })))).toEqual({
      state: 'expired',
      tickets: 0,
      refunds: ['surplus due provider'],
    })
    expect(await news('refundDue', olga)).toBe(tasks + 1)
  })

  it('goes back when the event was cancelled, or over, meanwhile', async () => {
    const [cancelled, over] = [
      await sale(),
      await publish(world, olga.id, { hours: (world.clock.now() - Date.UTC(2026, 10, 22, 9)) / hour + 5 }),
    ]
    const orders = [await order(world, ann, cancelled), await order(world, ann, over)]
    await stop()
    await payUnheard(world, ...orders.map(({ messageId }): Paying => [ann, messageId]))
    const hearAgain = await deafen(world)
    await world.levem().services.publishing.cancel(olga.id, cancelled.event.id)
    world.clock.set(world.clock.now() + 20 * hour)
    await hearAgain()
    const returned = { tickets: 0, refunds: ['surplus due provider'] }
    expect(await Promise.all(orders.map(({ open }) => standing(world, open)))).toEqual([
      { ...returned, state: 'cancelled' },
      { ...returned, state: 'expired' },
    ])
  })
})

describe('a payment that was not asked for so', () => {
  it('of one invoice by two fingers at once is one order and one refund', async () => {
    const before = await starLedger(world)
    const [byStars, byCard] = [await order(world, ann, await starSale()), await order(world, ann, await sale())]
    for (const { messageId } of [byStars, byCard])
      await Promise.all([ann.person.pays(messageId), ann.person.pays(messageId)])
    await world.settle()
    expect(await standing(world, byStars.open)).toEqual({ ...done(1), refunds: ['surplus done stars'] })
    expect(await standing(world, byCard.open)).toEqual({ ...done(1), refunds: ['surplus due provider'] })
    expect((await starLedger(world)).slice(before.length)).toEqual(['+150', '+150', '-150'])
  })

  it('by somebody else is honoured: the tickets go to the buyer, and the payer hears so', async () => {
    const boris = await meet(world, 'Boris', { languageCode: 'ru' })
    const open = await hold(world, ann, await sale(), 2)
    const messageId = await forgeInvoice(world, boris, open)
    await stop()
    await payUnheard(world, [boris, messageId])
    const heard = await boris.hears(wakeUp)
    expect(heard.join()).toMatch(
      ru.opens('paid-for-other', { total: /3\s000\s₽/u, quantity: 2, title: 'Jazz night', buyer: 'Ann' }),
    )
    expect(await standing(world, open)).toEqual(done(2))
    expect((await world.inspect.rows('tickets', { order_id: open.order.id })).map(({ holder_id: id }) => id)).toEqual([
      ann.id,
      ann.id,
    ])
  })

  it('of another amount goes back, and the order stays open', async () => {
    const open = await hold(world, ann, await starSale())
    const messageId = await forgeInvoice(world, ann, open, { prices: [{ label: 'Tickets', amount: 1 }] })
    await stop()
    await payUnheard(world, [ann, messageId])
    await wakeUp()
    expect(await standing(world, open)).toEqual({ state: 'held', tickets: 0, refunds: ['surplus done stars'] })
  })

  it('for no order at all goes back', async () => {
    const before = await starLedger(world)
    const messageId = await forgeInvoice(world, ann, await hold(world, ann, await starSale()), {
      payload: 'of another bot',
    })
    await stop()
    await payUnheard(world, [ann, messageId])
    await wakeUp()
    expect((await starLedger(world)).slice(before.length)).toEqual(['+150', '-150'])
  })
})

describe('after a silence', () => {
  const paidUnheard = async (silence: number): Promise<readonly OrderView[]> => {
    const orders = [await order(world, ann, await starSale()), await order(world, ann, await sale())]
    // Telegram was told that both may be paid; the card of the second is not taken at once.
    for (const { messageId } of orders) await ann.person.pays(messageId, { card: 'declined' })
    await stop()
    await payUnheard(world, ...orders.map(({ messageId }): Paying => [ann, messageId]))
    world.clock.set(world.clock.now() + silence)
    await world.restart()
    await world.settle()
    return orders.map(({ open }) => open)
  }

  it("of more than a day, Stars are found in Telegram's list, and organizers check the provider's orders", async () => {
    const [byStars, byCard] = await paidUnheard(25 * hour)
    if (!byStars || !byCard) throw new Error('no orders')
    await expect.poll(() => standing(world, byStars)).toEqual(done(1))
    expect(await standing(world, byCard)).toMatchObject({ tickets: 0, refunds: [] })
    expect(await news('paymentToCheck', olga)).toBe(0)
    await world.advance(2 * minute)
    await expect.poll(() => news('paymentToCheck', olga)).toBe(1)
    await world.levem().services.payments.confirmByHand({ personId: olga.id, orderId: byCard.order.id })
    expect(await standing(world, byCard)).toEqual(done(1))
  })

  it('of an hour, nobody has to check anything (negative control)', async () => {
    const orders = await paidUnheard(hour)
    await world.advance(2 * minute)
    expect(await Promise.all(orders.map((open) => standing(world, open)))).toEqual([done(1), done(1)])
    expect(await news('paymentToCheck', olga)).toBe(0)
  })

  it('Stars are looked for again until Telegram answers, and those from before this database was there are let be', async () => {
    const messageId = await forgeInvoice(world, ann, await hold(world, ann, await starSale()), {
      payload: 'of another bot',
    })
    await stop()
    await payUnheard(world, [ann, messageId])
    world.clock.set(world.clock.now() + 25 * hour)
    await world.inspect.lose('marks', { name: 'stars' })
    const before = await starLedger(world)
    const away = world.sandbox.faults.add({ method: 'getStarTransactions', kind: 'dropBefore' })
    await world.restart()
    await world.sandbox.until(() => away.hits() > 0)
    away.remove()
    await world.advance(3 * minute)
    await expect
      .poll(async () => (await world.inspect.rows('marks', { name: 'stars' }))[0]?.['value'])
      .toBe(before.length)
    expect(await starLedger(world)).toEqual(before)
  })
})
