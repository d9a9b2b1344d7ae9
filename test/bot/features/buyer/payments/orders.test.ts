import { en, inOrder } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import { quickPrinter } from '../../../../support/announcing.js'
import { buy, expectNoDefect, forge, meet, publish, screenOf, type Talker } from '../../../../support/talker.js'
import { hold, openShop, order, pay, publishForStars } from '../../../../support/payments.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const month = { hours: 30 * 24 }

describe('/orders', () => {
  it('says so when there are none', async () => {
    const bob = await meet(world, 'Bob')
    expect(await bob.says('/orders')).toMatch(en.like('orders-none'))
    expect(screenOf(bob).buttons).toEqual([en('button-events')])
  })

  it('lists them newest first, page by page, each once, also from the main menu', async () => {
    const bob = await meet(world, 'Bob')
    for (let i = 1; i <= 10; i += 1)
      await buy(
        world,
        bob.id,
        await publish(world, olga.id, { ...month, title: `Event ${i}`, price: { minor: 0, currency: 'RUB' } }),
      )
    await world.settle()
    await bob.says('/help')
    await bob.presses(en('button-my-orders'))
    const titles = () =>
      screenOf(bob)
        .buttons.map((label) => label.split(' · ')[2])
        .filter((title) => title !== undefined)
    expect(titles()).toEqual([10, 9, 8, 7, 6, 5, 4, 3].map((i) => `Event ${i}`))
    expect(screenOf(bob).buttons[0]).toMatch(
      en.whole('orders-button', { status: 'free', when: '22 Dec', title: 'Event 10', order: /\d+/u }),
    )
    expect(screenOf(bob).text).toMatch(
      en.like('orders-line', { status: 'free', title: 'Event 10', total: en('price-free'), order: /\d+/u }),
    )
    await bob.presses(en('button-next-page'))
    expect(titles()).toEqual(['Event 2', 'Event 1'])
    await bob.presses(en('button-first-page'), /Event 7/u)
    expect(bob.sees()).toMatch(
      inOrder(
        en.begins('receipt', { at: /Sun, 22 November 2026, 12:\d\d \(GMT\+3\)/u, title: 'Event 7', order: /\d+/u }),
        en.like('receipt-total', { total: en('price-free') }),
        en.ends('receipt-state', { status: 'free' }),
      ),
    )
    await bob.presses(en('button-my-orders'))
    expect(titles()).toHaveLength(8)
  })

  it('has a receipt of what was paid, with its discount, its tickets, and what went back', async () => {
    const { saleSettings: offers, promoCodes, tickets, refunds } = world.levem().services
    const found = await publish(world, olga.id, { ...month, title: 'Paid' })
    await offers.changeType({
      personId: olga.id,
      eventId: found.event.id,
      ticketTypeId: found.type.id,
      fields: { name: 'Balcony' },
    })
    await promoCodes.create({ personId: olga.id, eventId: found.event.id, code: 'SPRING', discount: { percent: 20 } })
    const bob = await meet(world, 'Bob')
    await promoCodes.bring({ personId: bob.id, eventId: found.event.id, text: 'SPRING' })
    const { open, messageId } = await order(world, bob, found, 2)
    await bob.says('/orders')
    expect(screenOf(bob).buttons[0]).toMatch(
      en.whole('orders-button', { status: 'held', when: '22 Dec', title: 'Paid', order: /\d+/u }),
    )
    expect(screenOf(bob).text).toMatch(
      en.ends('orders-line', { status: 'held', title: 'Paid', total: '₽2,400', order: /\d+/u }),
    )
    // While it is held it can be paid from here.
    await bob.presses(/Paid/u)
    expect(bob.sees()).toMatch(en.like('order-countdown'))
    expect(await pay(world, bob, messageId)).toEqual({ ok: true })
    await forge(world, bob, `w:${open.order.id}`)
    expect(bob.sees()).toBe(
      [
        en('receipt', {
          order: String(open.order.id),
          at: 'Sun, 22 November 2026, 12:00 (GMT+3)',
          title: 'Paid',
          when: 'Tue, 22 December 2026, 12:00 (GMT+3)',
          venue: 'Blue Note',
          what: 'Balcony × 2',
        }),
        '',
        en('receipt-each', { quantity: 2, each: '₽1,500', full: '₽3,000' }),
        en('receipt-discount', { code: 'SPRING', off: '₽600' }),
        en('receipt-total', { total: '₽2,400' }),
        en('receipt-state', { status: 'provider', at: 'Sun, 22 November 2026, 12:00 (GMT+3)' }),
      ].join('\n'),
    )
    expect(screenOf(bob).buttons).toEqual([
      en('button-order-tickets'),
      en('button-my-orders'),
      en('button-ask-organizer'),
    ])
    const pictures = bob.person.messages().filter(({ message }) => message.photo).length
    await bob.presses(en('button-order-tickets'))
    expect(bob.person.messages().filter(({ message }) => message.photo).length).toBe(pictures + 2)
    await refunds.refund({ personId: olga.id, orderId: open.order.id })
    await world.settle()
    const {
      refunds: [due],
    } = (await tickets.ofOrder(open.order.id)) ?? { refunds: [] }
    await forge(world, bob, `w:${open.order.id}`)
    expect(bob.sees()).toContain(
      [en('receipt-state', { status: 'refunded' }), en('receipt-refund', { amount: '₽2,400', state: 'due' })].join(
        '\n',
      ),
    )
    expect(screenOf(bob).buttons).toEqual([en('button-my-orders'), en('button-ask-organizer')])
    await refunds.markDone({ personId: olga.id, refundId: due?.id ?? 0 })
    await world.settle()
    await forge(world, bob, `w:${open.order.id}`)
    expect(bob.sees()).toContain(
      en('receipt-refund', { amount: '₽2,400', state: 'done', at: 'Sun, 22 November 2026, 12:00 (GMT+3)' }),
    )
  })

  it("keeps everybody's orders to themselves", async () => {
    const [bob, kim] = [await meet(world, 'Bob'), await meet(world, 'Kim')]
    const { order: bought } = await buy(
      world,
      bob.id,
      await publish(world, olga.id, { ...month, price: { minor: 0, currency: 'RUB' } }),
    )
    await forge(world, kim, `w:${bought.id}`)
    expect(kim.toast()).toMatch(en.like('refusal-orderNotFound'))
    expect(await kim.says('/orders')).toMatch(en.like('orders-none'))
  })

  it.each([
    ['RUB', 150_050, '₽1,500.50 × 2 = ₽3,001', '1\u00a0500,50\u00a0₽ × 2 = 3\u00a0001\u00a0₽'],
    ['USD', 1550, '$15.50 × 2 = $31', '15,50\u00a0$ × 2 = 31\u00a0$'],
    ['EUR', 1500, '€15 × 2 = €30', '15\u00a0€ × 2 = 30\u00a0€'],
    ['JPY', 1500, '¥1,500 × 2 = ¥3,000', '1\u00a0500\u00a0¥ × 2 = 3\u00a0000\u00a0¥'],
    ['KWD', 1500, 'KWD\u00a01.500 × 2 = KWD\u00a03', '1,500\u00a0KWD × 2 = 3\u00a0KWD'],
    ['XTR', 150, '150\u00a0⭐ × 2 = 300\u00a0⭐', '150\u00a0⭐ × 2 = 300\u00a0⭐'],
  ])('writes money of %s as people do, in both languages', async (currency, minor, english, russian) => {
    const found = await (currency === 'XTR'
      ? publishForStars(world, olga.id, { ...month, price: { minor, currency } })
      : publish(world, olga.id, { ...month, price: { minor, currency } }))
    for (const [languageCode, words] of [
      ['en', english],
      ['ru', russian],
    ] as const) {
      const bob = await meet(world, 'Bob', { languageCode })
      const open = await hold(world, bob, found, 2)
      await world.levem().services.ordering.cancel({ personId: bob.id, orderId: open.order.id })
      await forge(world, bob, `w:${open.order.id}`)
      expect(bob.sees()).toContain(words)
    }
  })
})
