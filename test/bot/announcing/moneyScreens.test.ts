import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { surplusReasons } from '../../../src/domain/payment.js'
import { createTexts } from '../../../src/texts/texts.js'
import { plainOf } from '../../../src/texts/html.js'
import type { World } from '../../support/world.js'
import { quickPrinter } from '../../support/announcing.js'
import { type EventWithType, expectNoDefect, forge, meet, publish, type Talker } from '../../support/talker.js'
import {
  hold,
  openShop,
  publishForStars,
  starLedger,
  orderNow,
  paid,
  paidInStars,
  plain,
} from '../../support/payments.js'

let world: World
let olga: Talker
let ann: Talker
let bob: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  ;[olga, ann, bob] = [await meet(world, 'Olga'), await meet(world, 'Ann'), await meet(world, 'Bob')]
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const month = { hours: 30 * 24 }
const services = () => world.levem().services
const ticketsOf = (orderId: number) => world.levem().store.transact((tx) => tx.tickets.ofOrder(orderId))
const takesBack = async (found: EventWithType): Promise<EventWithType> => {
  await services().publishing.setGiveBack({ personId: olga.id, eventId: found.event.id, hours: 0 })
  return found
}

describe('the notification chat', () => {
  it('hears how it was paid and how much, and never a charge id', async () => {
    const [card, talk] = [await publish(world, olga.id, month), await publishForStars(world, olga.id, month)]
    const one = await paid(world, ann, card, 2)
    const two = await paidInStars(world, bob, talk)
    await services().refunds.refund({ personId: olga.id, orderId: one.id })
    await services().publishing.cancel(olga.id, talk.event.id)
    await world.advance(60_000)
    const said = world.chat.messages().filter(({ fromBot }) => fromBot)
    expect(said.map(({ text }) => plain(text)).join('\n')).toMatch(
      /3 000 ₽, оплачено картой[\s\S]*150 ⭐, оплачено звёздами/u,
    )
    const ids = await world
      .levem()
      .store.transact(async (tx) =>
        (await tx.payments.appliedToAll([one.id, two.id])).flatMap(({ chargeId, providerChargeId }) => [
          chargeId,
          providerChargeId ?? chargeId,
        ]),
      )
    expect(ids).toHaveLength(4)
    expect(said.filter(({ message }) => ids.some((id) => JSON.stringify(message).includes(id)))).toEqual([])
    // Negative control: the organizer's task has them.
    await forge(world, olga, `rt:${card.event.id}:0`)
    expect(ids.filter((id) => olga.sees().includes(id))).toHaveLength(2)
  })
})

describe('money that could not be honoured', () => {
  it.each(['ru', 'en'] as const)('is explained in every case, in "%s"', (language) => {
    const speech = createTexts().in(language)
    const told = surplusReasons.map((why) =>
      plainOf(speech.say('news-paymentReturned', { why, title: 'Jazz', amount: '1' })),
    )
    expect(new Set(told).size).toBe(surplusReasons.length)
    expect(told.join('\n')).not.toContain('undefined')
  })

  it('is told to whoever paid, and comes to the organizer as a task until it is done', async () => {
    const sale = await publish(world, olga.id, month)
    const { order } = await hold(world, ann, sale)
    const pays = (chargeId: string) =>
      services().payments.receive({
        payload: order.payload ?? '',
        chargeId,
        providerChargeId: `at the provider: ${chargeId}`,
        payerId: ann.id,
        amount: order.total,
        method: 'provider',
      })
    await pays('first')
    await world.settle()
    const heard = await olga.hears(async () => {
      expect((await ann.hears(() => pays('second'))).map(plain)).toEqual([
        expect.stringMatching(
          /^↩️ Your payment of ₽1,500 goes back\.\n\nThe order for “Jazz night” was paid or closed already\.\n\nThe organizer gives ₽1,500 back by hand/u,
        ),
      ])
    })
    expect(heard.map(plain)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^↩️ Money to give back: “Jazz night”\n\nThis payment could not be honoured[^\n]*\n\n₽1,500 to Ann · order no\\. ${order.id}\n💳 Refund it at your payment provider\\.\nPayment: at the provider: second\nTelegram's number: second$`,
          'u',
        ),
      ),
    ])
    const told = await ann.hears(() => olga.presses('✅ Given back'))
    expect(told.map(plain)).toEqual(['✅ ₽1,500 given back for “Jazz night”.'])
    expect(plain(olga.sees())).toBe(
      `✅ Given back: ₽1,500 to Ann, order no. ${order.id} for “Jazz night”. They are told.`,
    )
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
  })

  it('that belongs to no order names the payment', async () => {
    const heard = await ann.hears(() =>
      services().payments.receive({
        payload: 'nobody knows',
        chargeId: 'lost',
        providerChargeId: 'lost at the provider',
        payerId: ann.id,
        amount: { currency: 'RUB', minor: 100 },
        method: 'provider',
      }),
    )
    expect(heard.map(plain)).toEqual([
      '↩️ Your payment of ₽1 goes back.\n\nIt belongs to no order here.\n\nPlease write to whoever sent you the invoice, and name this payment: lost at the provider',
    ])
  })
})

describe('giving a paid ticket back', () => {
  it('says how much goes back and how, before and after; the organizer gets a task', async () => {
    const order = await paid(world, ann, await takesBack(await publish(world, olga.id, month)), 2)
    await world.settle()
    const [ticket] = await ticketsOf(order.id)
    await forge(world, ann, `gb:${ticket?.id ?? 0}`)
    expect(plain(ann.sees())).toBe(
      'Give ticket no. 1 to “Jazz night” back?\n\nIts seat is free again at once, and its code stops working. The organizer gives ₽1,500 back to you.',
    )
    const heard = await olga.hears(() => ann.presses('Yes, do it'))
    expect(plain(ann.sees())).toBe(
      '↩️ Ticket no. 1 to “Jazz night” is given back. Thank you: somebody else can come now. The organizer gives ₽1,500 back to you.',
    )
    expect(heard.map(plain)).toEqual([
      expect.stringMatching(
        /^↩️ Money to give back: “Jazz night”\n\nA ticket was given back, and its seat is free again\.\n\n₽1,500 to Ann/u,
      ),
    ])
  })

  it('gives Stars back to whoever paid them, also for a present; of several in one order it is refused before it is asked', async () => {
    const sale = await takesBack(await publishForStars(world, olga.id, month))
    const [one, many] = [await paidInStars(world, ann, sale), await paidInStars(world, ann, sale, 2)]
    const [[ticket], [another]] = [await ticketsOf(one.id), await ticketsOf(many.id)]
    await forge(world, ann, `gb:${another?.id ?? 0}`)
    expect(ann.sees()).toBe(
      'Stars go back only for a whole order, so a single ticket of it cannot be given back here. Please ask the organizer.',
    )
    const { token } = await services().gifts.create({ personId: ann.id, ticketId: ticket?.id ?? 0 })
    await services().gifts.accept({ personId: bob.id, token })
    await world.settle()
    await forge(world, bob, `gb:${ticket?.id ?? 0}`)
    expect(plain(bob.sees())).toContain('150 ⭐ go back by themselves to whoever bought it.')
    await world.settle()
    const told = await ann.hears(async () => {
      await bob.presses('Yes, do it')
      await world.advance(1000)
    })
    expect(told.map(plain)).toEqual(['✅ 150 ⭐ given back for “Online talk”.'])
    expect((await starLedger(world)).at(-1)).toBe('-150')
  })
})

describe('a refunded order', () => {
  it('is told to whoever was given one of its tickets; the list of buyers shows how each order stands', async () => {
    const sale = await publish(world, olga.id, month)
    const order = await paid(world, ann, sale, 2)
    const [ticket] = await ticketsOf(order.id)
    const { token } = await services().gifts.create({ personId: ann.id, ticketId: ticket?.id ?? 0 })
    await services().gifts.accept({ personId: bob.id, token })
    const { order: held } = await hold(world, bob, sale)
    await world.settle()
    const told = await bob.hears(async () => {
      await services().refunds.refund({ personId: olga.id, orderId: order.id })
      await world.advance(1000)
    })
    expect(told.map(plain)).toEqual([
      '↩️ Ticket no. 1 to “Jazz night” no longer works: the organizer has refunded the order to whoever paid.',
    ])
    await forge(world, olga, `ob:${sale.event.id}:0`)
    expect(plain(olga.sees())).toBe(
      `👥 Jazz night — who bought:\nNo. ${held.id} · Bob · 1 × · ₽1,500 · not paid yet\nNo. ${order.id} · Ann · 2 × · ₽3,000 · refunded`,
    )
    await services().ordering.cancel({ personId: bob.id, orderId: held.id })
    await forge(world, olga, `ob:${sale.event.id}:0`)
    expect(olga.sees()).not.toContain('Bob')
  })
})

describe('an event that is cancelled', () => {
  it('tells whoever paid that their money comes back, and nobody else', async () => {
    const sale = await publish(world, olga.id, { ...month, title: 'Called off' })
    const [cat, dan, eve] = [
      await meet(world, 'Cat'),
      await meet(world, 'Dan'),
      await meet(world, 'Eve', { languageCode: 'ru' }),
    ]
    const gives = async (from: Talker, orderId: number, to: Talker): Promise<void> => {
      const [ticket] = await ticketsOf(orderId)
      const { token } = await services().gifts.create({ personId: from.id, ticketId: ticket?.id ?? 0 })
      await services().gifts.accept({ personId: to.id, token })
    }
    await gives(cat, (await paid(world, cat, sale, 2)).id, dan)
    await gives(eve, (await paid(world, eve, sale)).id, dan)
    await world.settle()
    const before = [cat, dan, eve].map((one) => one.heard().length)
    await services().publishing.cancel(olga.id, sale.event.id)
    await world.advance(1000)
    const told = [cat, dan, eve].map((one, i) =>
      one
        .heard()
        .slice(before[i])
        .map(({ text }) => plain(text)),
    )
    const when = '📅 Tue, 22 December, 12:00 (GMT+3)'
    expect(told).toEqual([
      [
        `🚫 Event cancelled: Called off\n${when}\n\nYour ticket is no longer valid. We are sorry.\n\nThe organizer gives ₽3,000 back by hand. You will hear from us when that is done.`,
      ],
      [`🚫 Event cancelled: Called off\n${when}\n\nYour 2 tickets are no longer valid. We are sorry.`],
      [
        '🚫 Событие отменено: Called off\n📅 вт, 22 декабря, 12:00 (GMT+3)\n\nНам жаль.\n\nДеньги вернёт организатор: 1 500 ₽. Мы сообщим, когда это будет сделано.',
      ],
    ])
  })
})
