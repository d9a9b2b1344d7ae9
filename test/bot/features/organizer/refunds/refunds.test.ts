import { en, inOrder } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import { quickPrinter } from '../../../../support/announcing.js'
import {
  dataOf,
  eventNow,
  expectNoDefect,
  forge,
  meet,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { openShop, standing, openMoney, orderNow, paid, plain } from '../../../../support/payments.js'

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

describe('refunding some orders', () => {
  it('asks with the sum, frees the seats, tells the holders, and leaves a list of what to give back by hand', async () => {
    const sale = await publish(world, olga.id, month)
    const [one, two, three] = [
      await paid(world, ann, sale, 2),
      await paid(world, bob, sale),
      await paid(world, ann, sale),
    ]
    await world.settle()
    expect(plain(await openMoney(olga))).toBe(
      [
        en('money-head', { title: 'Jazz night' }),
        en('money-way', { way: 'provider', gross: '₽6,000', payments: 3 }),
      ].join('\n\n'),
    )
    await olga.presses(en('button-refund-orders'))
    expect(screenOf(olga).buttons.slice(0, 4)).toEqual([
      en('refund-button', { mark: '☐', order: String(three.id), amount: '₽1,500', buyer: 'Ann' }),
      en('refund-button', { mark: '☐', order: String(two.id), amount: '₽1,500', buyer: 'Bob' }),
      en('refund-button', { mark: '☐', order: String(one.id), amount: '₽3,000', buyer: 'Ann' }),
      en('button-refund-all', { count: 3 }),
    ])
    expect(plain(olga.sees())).toContain(
      [
        en('refund-line', { order: String(three.id), buyer: 'Ann', quantity: 1, price: '₽1,500', way: 'provider' }),
        en('refund-line', { order: String(two.id), buyer: 'Bob', quantity: 1, price: '₽1,500', way: 'provider' }),
        en('refund-line', { order: String(one.id), buyer: 'Ann', quantity: 2, price: '₽1,500', way: 'provider' }),
      ].join('\n'),
    )
    await olga.presses(/☐ .* Bob/u, new RegExp(`☐ No\\. ${one.id} `, 'u'), /☑ .* Bob/u, /☐ .* Bob/u)
    expect(screenOf(olga).buttons).toContain(en('button-refund-chosen', { count: 2 }))
    expect(plain(await olga.presses(en('button-refund-chosen', { count: 2 })))).toBe(
      [
        en('refund-ask', { count: 2, title: 'Jazz night', sum: '₽4,500' }),
        '',
        en('refund-ask-line', { order: String(two.id), buyer: 'Bob', quantity: 1, total: '₽1,500' }),
        en('refund-ask-line', { order: String(one.id), buyer: 'Ann', quantity: 2, total: '₽3,000' }),
        '',
        en('refund-ask-way', { way: 'provider', sum: '₽4,500' }),
        en('refund-ask-tickets'),
      ].join('\n'),
    )
    const told = await bob.hears(async () => {
      await olga.presses(en('button-yes-do-it'))
      await world.advance(2000)
    })
    expect(told.map(plain)).toEqual([
      en('news-orderRefunded', {
        order: String(two.id),
        title: 'Jazz night',
        amount: '₽1,500',
        quantity: 1,
        how: 'byHand',
      }),
    ])
    expect(plain(olga.sees())).toBe(
      [
        en('money-head', { title: 'Jazz night' }),
        '',
        en('refund-run-done', { orders: 2, sum: '₽4,500' }),
        en('refund-run-by-hand', { count: 2 }),
        '',
        en('money-way', { way: 'provider', gross: '₽6,000', payments: 3 }),
        en('money-refunded-due', { refunded: '₽4,500', due: '₽4,500', net: '₽1,500' }),
      ].join('\n'),
    )
    expect([await stateOf(one.id), await stateOf(two.id), await stateOf(three.id)]).toEqual([
      'refunded',
      'refunded',
      'confirmed',
    ])
    expect((await eventNow(world, sale)).type.taken).toBe(1)
    await olga.presses(en('button-refunds-to-make', { count: 2 }))
    expect(plain(olga.sees())).toMatch(
      inOrder(
        en.like('refund-task', { amount: '₽1,500', person: 'Bob', order: String(two.id) }),
        en.like('refund-task-how', { how: 'provider' }),
        en.like('refund-task-charge', { charge: /prov-charge-\d+/u }),
        en.like('refund-task-telegram', { telegram: /tg-charge-\d+/u }),
      ),
    )
    const heard = await bob.hears(() =>
      olga.presses(en.like('refund-task-button', { order: String(two.id), amount: /₽1,500/u, person: 'Bob' })),
    )
    expect(heard.map(plain)).toEqual([en('news-refunded', { amount: '₽1,500', about: 'event', title: 'Jazz night' })])
    expect(screenOf(olga).buttons).toEqual([
      ...[expect.stringContaining('Ann') as string, en('refund-write-button', { order: String(one.id) })],
      en('button-back'),
    ])
    await olga.presses(en.opens('refund-task-button'), en('button-back'))
    expect(plain(olga.sees())).toContain(en('money-refunded', { refunded: '₽4,500', net: '₽1,500' }))
    expect(screenOf(olga).buttons).toEqual([en('button-refund-orders'), en('button-back')])
    expect((await standing(world, { order: two } as never)).refunds).toEqual(['organizer done provider'])
  })

  it('is not done to others than were ticked: the page is drawn anew when its orders changed', async () => {
    const sale = await publish(world, olga.id, month)
    const [one, two] = [await paid(world, ann, sale), await paid(world, bob, sale)]
    await openMoney(olga)
    await olga.presses(en('button-refund-orders'), /Bob/u)
    const page = dataOf(olga, 'rq:')
    await paid(world, ann, sale)
    await olga.presses(en('button-refund-chosen', { count: 1 }))
    expect(olga.sees()).toContain('Bob')
    await world.levem().services.refunds.refund({ personId: olga.id, orderId: two.id })
    await olga.presses(en('button-yes-do-it'))
    expect(olga.toast()).toBe(en('refund-list-changed'))
    await forge(world, olga, page)
    expect(olga.toast()).toBe(en('refund-list-changed'))
    expect(await stateOf(one.id)).toBe('confirmed')
  })

  it('is not done to others than the question named, nor twice', async () => {
    const sale = await publish(world, olga.id, month)
    const [one, two] = [await paid(world, ann, sale), await paid(world, bob, sale)]
    await openMoney(olga)
    await olga.presses(en('button-refund-orders'), /Bob/u, en('button-refund-chosen', { count: 1 }))
    const yes = dataOf(olga, 'rc:')
    await olga.presses(en('button-back'))
    expect(screenOf(olga).buttons.filter((label) => label.startsWith('☑'))).toEqual([expect.stringContaining('Bob')])
    await olga.presses(/☐ .* Ann/u)
    await forge(world, olga, yes)
    expect(olga.toast()).toBe(en('refund-list-changed'))
    expect([await stateOf(one.id), await stateOf(two.id)]).toEqual(['confirmed', 'confirmed'])
    await openMoney(olga)
    await olga.presses(en('button-refund-orders'), /Bob/u, en('button-refund-chosen', { count: 1 }))
    const again = dataOf(olga, 'rc:')
    await olga.presses(en('button-yes-do-it'))
    await world.advance(2000)
    await forge(world, olga, again)
    expect(olga.toast()).toBe(en('refund-list-changed'))
    expect([await stateOf(one.id), await stateOf(two.id)]).toEqual(['confirmed', 'refunded'])
  })

  it('opens its list from a button of an earlier version', async () => {
    const sale = await publish(world, olga.id, month)
    await paid(world, ann, sale)
    await forge(world, olga, `rl:${sale.event.id}:0:1:7`)
    expect(screenOf(olga).buttons[0]).toMatch(
      en.opens('refund-button', { mark: '☐', amount: '₽1,500', buyer: 'Ann', order: /\d+/u }),
    )
  })

  it("is the organizer's, whatever a forged button says", async () => {
    const sale = await publish(world, olga.id, month)
    const { id } = await paid(world, ann, sale)
    const refund = `rp:${sale.event.id}:0`
    for (const data of [
      `om:${sale.event.id}`,
      refund,
      `rl:${sale.event.id}:0:0:0`,
      `rk:${sale.event.id}:0:${id}`,
      `rq:${sale.event.id}:0`,
      `rc:${sale.event.id}:0:1`,
      `ra:${sale.event.id}`,
      `rA:${sale.event.id}:1`,
      `rt:${sale.event.id}:0`,
      `tw:${sale.event.id}:0`,
    ]) {
      await forge(world, bob, data)
      expect(bob.toast(), data).toBe(en('refusal-notYours'))
    }
    expect(await stateOf(id)).toBe('confirmed')
    await forge(world, olga, refund)
    expect(olga.sees()).toMatch(en.like('refund-list'))
  })
})
