import { en, inOrder } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { badRequest, tooManyRequests } from 'telegram-sandbox'
import type { World } from '../../../../support/world.js'
import { quickPrinter, timesTold } from '../../../../support/announcing.js'
import {
  dataOf,
  eventNow,
  expectNoDefect,
  logged,
  meet,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import {
  hold,
  openShop,
  publishForStars,
  starLedger,
  edits,
  openMoney,
  orderNow,
  paid,
  paidInStars,
  plain,
} from '../../../../support/payments.js'

let world: World
let olga: Talker
let ann: Talker
let bob: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  ;[olga, ann, bob] = [await meet(world, 'Olga'), await meet(world, 'Ann'), await meet(world, 'Bob')]
})
afterEach(({ task }) => {
  if (!task.name.includes('would not give back')) expectNoDefect(world)
})
afterAll(() => world.close())

const month = { hours: 30 * 24 }
const stateOf = async (orderId: number): Promise<string> => (await orderNow(world, orderId)).state
describe('refunding all', () => {
  it('gives Stars back by itself and shows how many are back', async () => {
    const sale = await publishForStars(world, olga.id, month)
    for (const buyer of [ann, bob]) await paidInStars(world, buyer, sale, 2)
    await world.advance(1000)
    const before = (await starLedger(world)).length
    await openMoney(olga)
    await olga.presses(en('button-refund-orders'), en('button-refund-all', { count: 2 }))
    expect(plain(olga.sees())).toContain(en('refund-ask-way', { way: 'stars', sum: '600 ⭐' }))
    const told = await ann.hears(async () => {
      await olga.presses(en('button-yes-do-it'))
      await world.advance(3000)
    })
    expect(told.map(plain)).toEqual([
      expect.stringMatching(en.ends('news-orderRefunded', { amount: '300 ⭐', quantity: 2, how: 'stars' })),
      en('news-refunded', { amount: '300 ⭐', about: 'event', title: 'Online talk' }),
    ])
    expect((await starLedger(world)).slice(before)).toEqual(['-300', '-300'])
    expect(plain(olga.sees())).toBe(
      [
        en('money-head', { title: 'Online talk' }),
        '',
        en('refund-run-done', { orders: 2, sum: '600 ⭐' }),
        en('refund-run-stars', { done: 2, of: 2 }),
        '',
        en('money-way', { way: 'stars', gross: '600 ⭐', payments: 2 }),
        en('money-refunded', { refunded: '600 ⭐', net: '0 ⭐' }),
      ].join('\n'),
    )
  })

  it('asks again when somebody bought meanwhile; pressed twice, it is done once', async () => {
    const sale = await publish(world, olga.id, month)
    await paid(world, ann, sale)
    await openMoney(olga)
    await olga.presses(en('button-refund-orders'), en('button-refund-all', { count: 1 }))
    await paid(world, bob, sale)
    await olga.presses(en('button-yes-do-it'))
    expect(olga.toast()).toBe(en('refund-list-changed'))
    expect(olga.sees()).toMatch(en.like('refund-ask', { count: 2 }))
    const data = dataOf(olga, 'rA:')
    await olga.does((person) => {
      for (let i = 0; i < 3; i += 1) person.presses({ data })
    })
    await world.advance(3000)
    expect(plain(olga.sees())).toContain(en('refund-run-done', { orders: 2, sum: '₽3,000' }))
    const { tasks } = await world.levem().services.moneyReports.ofEvent(olga.id, sale.event.id)
    expect(tasks).toBe(2)
  })

  it('of many orders edits one message, at most once a second, waits as long as Telegram asks, and keeps nobody waiting', async () => {
    const sale = await publish(world, olga.id, { ...month, title: 'Half the town', capacity: 300 })
    for (let i = 0; i < 60; i += 1) await paid(world, i % 2 ? ann : bob, sale, 2)
    await world.settle()
    await openMoney(olga)
    await olga.presses(en('button-refund-orders'), en('button-refund-all', { count: 60 }))
    const edited = edits(world)
    await olga.presses(en('button-yes-do-it'))
    expect(plain(olga.sees())).toMatch(en.like('refund-run-working', { done: 0, of: 60 }))
    expect(edits(world) - edited).toBe(1)
    const fault = world.sandbox.faults.add({ method: 'editMessageText', kind: tooManyRequests(30), times: 1 })
    await world.advance(29_000)
    expect([fault.hits(), edits(world) - edited]).toEqual([1, 2])
    await world.advance(3000)
    expect(plain(olga.sees())).toContain(
      [en('refund-run-done', { orders: 60, sum: '₽180,000' }), en('refund-run-by-hand', { count: 60 })].join('\n'),
    )
    expect(edits(world) - edited).toBe(3)
    expect((await eventNow(world, sale)).type.taken).toBe(0)
    expect(
      timesTold(ann.person, en.like('news-orderRefunded', { title: 'Half the town' })) +
        timesTold(bob.person, en.like('news-orderRefunded', { title: 'Half the town' })),
    ).toBe(60)
  })

  it('of others than are being refunded has to wait, and says so; what went back before is not asked for again', async () => {
    const sale = await publish(world, olga.id, month)
    const { services } = world.levem()
    await services.publishing.setGiveBack({ personId: olga.id, eventId: sale.event.id, hours: 0 })
    const [one, two] = [await paid(world, ann, sale, 2), await paid(world, bob, sale)]
    await world.settle()
    const tickets = await world.levem().store.transact((tx) => tx.tickets.ofOrder(one.id))
    await services.tickets.giveBack({ personId: ann.id, ticketId: tickets[0]?.id ?? 0 })
    await openMoney(olga)
    await olga.presses(en('button-refund-orders'), /· Ann$/u)
    expect(screenOf(olga).buttons).not.toContain(en('button-first-page'))
    expect(plain(await olga.presses(en('button-refund-chosen', { count: 1 })))).toContain(
      `${en('refund-ask', { count: 1, title: 'Jazz night', sum: '₽1,500' })}\n\n${en('refund-ask-line', { order: String(one.id), buyer: 'Ann', quantity: 1, total: '₽1,500' })}\n`,
    )
    const busy = vi.spyOn(services.refundRuns, 'step').mockResolvedValue(false)
    await services.refundRuns.start({ personId: olga.id, eventId: sale.event.id, orderIds: [two.id], count: 1 })
    await olga.presses(en('button-yes-do-it'))
    expect(olga.toast()).toMatch(en.like('refund-run-other'))
    busy.mockRestore()
    await world.advance(16_000)
    expect([await stateOf(one.id), await stateOf(two.id)]).toEqual(['confirmed', 'refunded'])
  })

  it('is done though the organizer has blocked the bot, and told when they are back', async () => {
    const sale = await publish(world, olga.id, month)
    const { id } = await paid(world, ann, sale)
    const { refundRuns } = world.levem().services
    const busy = vi.spyOn(refundRuns, 'step').mockResolvedValue(false)
    await openMoney(olga)
    await olga.presses(en('button-refund-orders'), en('button-refund-all', { count: 1 }), en('button-yes-do-it'))
    olga.person.blocks()
    busy.mockRestore()
    await world.advance(20_000)
    expect([await stateOf(id), (await refundRuns.unfinished()).length]).toEqual(['refunded', 0])
    const heard = await olga.hears(async () => {
      olga.person.unblocks()
      await olga.says('/help')
      await world.advance(2000)
    })
    expect(heard.map(plain)).toContain(
      [
        en('money-head', { title: 'Jazz night' }),
        '',
        en('refund-run-done', { orders: 1, sum: '₽1,500' }),
        en('refund-run-by-hand', { count: 1 }),
      ].join('\n'),
    )
  })

  it('goes on where it stopped when the bot was stopped in the middle', async () => {
    const sale = await publish(world, olga.id, month)
    for (let i = 0; i < 12; i += 1) await paid(world, ann, sale)
    await world.settle()
    await openMoney(olga)
    // As if the program died after five of them.
    const { refundRuns } = world.levem().services
    const { step } = refundRuns
    let steps = 0
    vi.spyOn(refundRuns, 'step').mockImplementation((runId) =>
      (steps += 1) > 5 ? Promise.resolve(false) : step(runId),
    )
    await olga.presses(en('button-refund-orders'), en('button-refund-all', { count: 12 }), en('button-yes-do-it'))
    await world.advance(2000)
    expect(plain(olga.sees())).toContain(en('refund-run-working', { done: 5, of: 12 }))
    await world.restart()
    await world.advance(3000)
    expect(plain(olga.sees())).toContain(en('refund-run-done', { orders: 12, sum: '₽18,000' }))
  })
})

describe('cancelling an event', () => {
  it('shows on its Money screen how the Stars go back, and says when all of it is done', async () => {
    const sale = await publishForStars(world, olga.id, month)
    for (const buyer of [ann, bob]) await paidInStars(world, buyer, sale)
    const open = await hold(world, ann, sale)
    const fault = world.sandbox.faults.add({ method: 'refundStarPayment', kind: tooManyRequests(60), times: 1 })
    const told = await ann.hears(async () => {
      await world.levem().services.publishing.cancel(olga.id, sale.event.id)
      await world.advance(1000)
    })
    expect(told.map(plain)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(en.opens('news-yourEventCancelled', { title: 'Online talk' })),
        expect.stringMatching(en.like('news-heldEventCancelled', { looking: 'no' })),
      ]) as string[],
    )
    expect(await stateOf(open.order.id)).toBe('cancelled')
    expect(plain(await openMoney(olga))).toBe(
      [
        en('money-head', { title: 'Online talk' }),
        '',
        en('refund-run-cancelled', { sum: '300 ⭐' }),
        en('refund-run-stars', { done: 0, of: 2 }),
        '',
        en('money-way', { way: 'stars', gross: '300 ⭐', payments: 2 }),
        en('money-refunded-due', { refunded: '300 ⭐', due: '300 ⭐', net: '0 ⭐' }),
      ].join('\n'),
    )
    const messageId = olga.heard().at(-1)?.message_id
    const heard = await olga.hears(() => world.advance(62_000))
    expect(fault.hits()).toBe(1)
    expect(plain(olga.person.messages().find((message) => message.message_id === messageId)?.text ?? '')).toMatch(
      inOrder(en('refund-run-done', { orders: 2, sum: '300 ⭐' }), en.like('refund-run-stars', { done: 2, of: 2 })),
    )
    expect(heard.map(plain)).toEqual([
      [
        en('money-head', { title: 'Online talk' }),
        '',
        en('refund-run-done', { orders: 2, sum: '300 ⭐' }),
        en('refund-run-stars', { done: 2, of: 2 }),
      ].join('\n'),
    ])
    expect(screenOf(olga).buttons).toEqual([en('button-money')])
  })

  it('draws nothing into a message that shows something else by now', async () => {
    const sale = await publishForStars(world, olga.id, month)
    await paidInStars(world, ann, sale)
    world.sandbox.faults.add({ method: 'refundStarPayment', kind: tooManyRequests(60), times: 1 })
    await world.levem().services.publishing.cancel(olga.id, sale.event.id)
    await openMoney(olga)
    await olga.presses(en('button-back'))
    const message = olga.heard().at(-1)?.message_id
    await world.advance(62_000)
    expect(olga.person.messages().find((one) => one.message_id === message)?.text).toMatch(
      en.like('manage', { state: 'cancelled' }),
    )
    expect(plain(olga.sees())).toContain(en('refund-run-done', { orders: 1, sum: '150 ⭐' }))
  })

  it('tells of Stars that Telegram would not give back, as a task', async () => {
    const sale = await publishForStars(world, olga.id, month)
    await paidInStars(world, ann, sale)
    world.sandbox.faults.add({ method: 'refundStarPayment', kind: badRequest('CHARGE_NOT_FOUND'), times: 1 })
    const heard = await olga.hears(async () => {
      await world.levem().services.publishing.cancel(olga.id, sale.event.id)
      await world.advance(62_000)
    })
    expect(heard.join('\n\n')).toMatch(
      inOrder(en.like('refund-task-how', { how: 'failed' }), en.like('refund-run-failed', { count: 1 })),
    )
    expect(
      logged(world)
        .filter(({ level }) => level === 'error')
        .splice(-1),
    ).toMatchObject([{ msg: 'refund of Stars', result: 'failed' }])
    await openMoney(olga)
    await olga.presses(en('button-refunds-to-make', { count: 1 }), en.like('refund-task-button'))
    expect(olga.sees()).toBe(en('refund-tasks-none', { title: 'Online talk' }))
  })
})
