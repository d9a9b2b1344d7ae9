import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { badRequest, serverError, tooManyRequests } from 'telegram-sandbox'
import type { OrderView } from '../../../src/services/ordering/orderView.js'
import type { World } from '../../support/world.js'
import { quickPrinter } from '../../support/announcing.js'
import { expectNoDefect, logged, publish, type Talker } from '../../support/talker.js'
import { meetTwo, openShop, order, pay, publishForStars, standing, starLedger } from '../../support/payments.js'
import { ru } from '../../support/texts/words.js'

let world: World
let olga: Talker
let ann: Talker
beforeEach(async () => {
  world = await openShop({ printer: quickPrinter })
  ;[olga, ann] = await meetTwo(world)
})
afterEach(async () => {
  expect(logged(world).filter(({ msg, defect }) => msg === 'defect' || defect !== undefined)).toEqual([])
  await world.close()
})

const second = 1000
const minute = 60 * second
const paid = async (): Promise<OrderView> => {
  const { open, messageId } = await order(world, ann, await publishForStars(world, olga.id))
  await pay(world, ann, messageId)
  return open
}
const refund = async ({ order: { id } }: OrderView): Promise<void> => {
  await world.levem().services.refunds.refund({ personId: olga.id, orderId: id })
  await world.settle()
}
const tries = (): number => world.sandbox.callsOf('refundStarPayment').length
const returned = (state: string) => ({ state: 'refunded', tickets: 0, refunds: [`organizer ${state} stars`] })

describe('Stars that go back', () => {
  it('are back at once, and tickets are dead', async () => {
    const open = await paid()
    await refund(open)
    expect(await standing(world, open)).toEqual(returned('done'))
    expect(await starLedger(world)).toEqual(['+150', '-150'])
    expectNoDefect(world)
  })

  it('wait exactly as long as Telegram asks for, all of them', async () => {
    const [first, second_] = [await paid(), await paid()]
    world.sandbox.faults.add({ method: 'refundStarPayment', kind: tooManyRequests(7), times: 1 })
    await refund(first)
    await refund(second_)
    await world.advance(7 * second - 1)
    expect([tries(), await starLedger(world)]).toEqual([1, ['+150', '+150']])
    await world.advance(1)
    await world.settle()
    expect([await standing(world, first), await standing(world, second_)]).toEqual([returned('done'), returned('done')])
    expect((await starLedger(world)).filter((line) => line === '-150')).toHaveLength(2)
  })

  it('go back once when the answer is lost: Telegram says that it was done before', async () => {
    const open = await paid()
    world.sandbox.faults.add({ method: 'refundStarPayment', kind: 'deliverThenDrop', times: 1 })
    await refund(open)
    expect(await standing(world, open)).toEqual(returned('due'))
    await world.advance(2 * second)
    expect(await standing(world, open)).toEqual(returned('done'))
    expect([tries(), await starLedger(world)]).toEqual([2, ['+150', '-150']])
  })

  it('are tried again for ever, later and later, while Telegram is out of order, also over a restart', async () => {
    const open = await paid()
    const down = world.sandbox.faults.add({ method: 'refundStarPayment', kind: serverError(502) })
    await refund(open)
    // Exactly: a try that comes late would move those after it.
    for (let waited = 0; waited < 5 * minute; waited += 10 * second) await world.advance(10 * second)
    const before = tries()
    expect(before).toBeGreaterThan(7)
    await world.advance(5 * minute)
    expect(tries() - before).toBe(1)
    down.remove()
    await world.restart()
    await world.advance(9 * minute)
    expect(await standing(world, open)).toEqual(returned('done'))
    expect(await starLedger(world)).toEqual(['+150', '-150'])
  })

  it('are a task for the organizer when Telegram refuses for good', async () => {
    const open = await paid()
    world.sandbox.faults.add({ method: 'refundStarPayment', kind: badRequest('CHARGE_NOT_FOUND') })
    const heard = await olga.hears(() => refund(open))
    expect(await standing(world, open)).toEqual(returned('failed'))
    expect(heard.join()).toMatch(/150/u)
    await world.advance(5 * minute)
    expect(tries()).toBe(1)
  })

  it('that Telegram would not give back are tried again by a button; each failure is told', async () => {
    const open = await paid()
    const eventId = open.event.id
    world.sandbox.withdrawStars(100)
    expect((await olga.hears(() => refund(open))).join()).toMatch(ru.like('refund-task-how', { how: 'failed' }))
    expect(await standing(world, open)).toEqual(returned('failed'))
    expect((await olga.hears(() => olga.presses(ru('button-try-again')))).length).toBe(1)
    expect([tries(), await standing(world, open)]).toEqual([2, returned('failed')])
    // Somebody else pays: the bot has Stars again.
    await paid()
    await olga.says('/myevents')
    await olga.presses(
      { data: `o:${eventId}` },
      ru('button-money'),
      ru.like('button-refunds-to-make'),
      ru.opens('refund-retry-button'),
    )
    await world.settle()
    expect(await standing(world, open)).toEqual(returned('done'))
  })

  it('and that the bot has too few of are told before', async () => {
    const open = await paid()
    world.sandbox.withdrawStars(100)
    await olga.says('/myevents')
    await olga.presses(
      { data: `o:${open.event.id}` },
      ru('button-money'),
      ru('button-refund-orders'),
      ru.like('button-refund-all'),
    )
    expect(olga.sees()).toMatch(ru.like('stars-lacking', { has: '50 ⭐', needed: '150 ⭐' }))
  })

  it("of a cancelled event go back to everybody, a provider's money becomes tasks", async () => {
    const stars = await publishForStars(world, olga.id)
    const roubles = await publish(world, olga.id)
    const orders = [await order(world, ann, stars), await order(world, ann, roubles, 2)]
    for (const { messageId } of orders) await pay(world, ann, messageId)
    for (const { event } of [stars, roubles]) await world.levem().services.publishing.cancel(olga.id, event.id)
    await world.settle()
    expect(await Promise.all(orders.map(({ open }) => standing(world, open)))).toEqual([
      { state: 'cancelled', tickets: 0, refunds: ['eventCancelled done stars'] },
      { state: 'cancelled', tickets: 0, refunds: ['eventCancelled due provider'] },
    ])
    expect(await starLedger(world)).toEqual(['+150', '-150'])
  })
})
