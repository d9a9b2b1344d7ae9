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
import { en, inOrder, ru } from '../../support/texts/words.js'

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
      inOrder(
        ru.like('news-ticketsIssued', { total: '3 000 ₽', way: 'provider' }),
        ru.like('news-ticketsIssued', { total: '150 ⭐', way: 'stars' }),
      ),
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
          inOrder(
            en.begins('news-paymentReturned', { amount: '₽1,500', why: 'paidTwice', title: 'Jazz night' }),
            en.like('money-back', { way: 'provider', amount: '₽1,500' }),
          ),
        ),
      ])
    })
    expect(heard.map(plain)).toEqual([
      expect.stringMatching(
        inOrder(
          en.begins('news-refundDue', { about: 'event', title: 'Jazz night', reason: 'surplus' }),
          en.like('refund-task', { amount: '₽1,500', person: 'Ann', order: String(order.id) }),
          en.like('refund-task-how', { how: 'provider' }),
          en.like('refund-task-charge', { charge: 'at the provider: second' }),
          en.ends('refund-task-telegram', { telegram: 'second' }),
        ),
      ),
    ])
    const told = await ann.hears(() => olga.presses(en('button-given-back')))
    expect(told.map(plain)).toEqual([en('news-refunded', { amount: '₽1,500', about: 'event', title: 'Jazz night' })])
    expect(plain(olga.sees())).toBe(
      en('refund-done', {
        amount: '₽1,500',
        person: 'Ann',
        order: String(order.id),
        about: 'event',
        title: 'Jazz night',
      }),
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
      [
        en('news-paymentReturned', { amount: '₽1', why: 'noOrder' }),
        en('money-back-nobody', { charge: 'lost at the provider' }),
      ].join('\n\n'),
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
      en('give-back-ask', {
        number: '1',
        title: 'Jazz night',
        money: en('give-back-money', { way: 'provider', who: 'you', amount: '₽1,500' }),
      }),
    )
    const heard = await olga.hears(() => ann.presses(en('button-yes-do-it')))
    expect(plain(ann.sees())).toBe(
      `${en('give-back-done', { number: '1', title: 'Jazz night' })} ${en('give-back-money', { way: 'provider', who: 'you', amount: '₽1,500' })}`,
    )
    expect(heard.map(plain)).toEqual([
      expect.stringMatching(
        inOrder(
          en.begins('news-refundDue', { about: 'event', title: 'Jazz night', reason: 'givenBack' }),
          en.like('refund-task', { amount: '₽1,500', person: 'Ann' }),
        ),
      ),
    ])
  })

  it('gives Stars back to whoever paid them, also for a present; of several in one order it is refused before it is asked', async () => {
    const sale = await takesBack(await publishForStars(world, olga.id, month))
    const [one, many] = [await paidInStars(world, ann, sale), await paidInStars(world, ann, sale, 2)]
    const [[ticket], [another]] = [await ticketsOf(one.id), await ticketsOf(many.id)]
    await forge(world, ann, `gb:${another?.id ?? 0}`)
    expect(ann.sees()).toBe(en('refusal-starsAreWhole'))
    const { token } = await services().gifts.create({ personId: ann.id, ticketId: ticket?.id ?? 0 })
    await services().gifts.accept({ personId: bob.id, token })
    await world.settle()
    await forge(world, bob, `gb:${ticket?.id ?? 0}`)
    expect(plain(bob.sees())).toContain(en('give-back-money', { way: 'stars', who: 'buyer', amount: '150 ⭐' }))
    await world.settle()
    const told = await ann.hears(async () => {
      await bob.presses(en('button-yes-do-it'))
      await world.advance(1000)
    })
    expect(told.map(plain)).toEqual([en('news-refunded', { amount: '150 ⭐', about: 'event', title: 'Online talk' })])
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
    expect(told.map(plain)).toEqual([en('news-ticketRefunded', { number: '1', title: 'Jazz night' })])
    await forge(world, olga, `ob:${sale.event.id}:0`)
    expect(plain(olga.sees())).toBe(
      [
        en('buyers-head', { title: 'Jazz night' }),
        en('buyers-line', { order: String(held.id), buyer: 'Bob', quantity: 1, total: '₽1,500', state: 'held' }),
        en('buyers-line', { order: String(order.id), buyer: 'Ann', quantity: 2, total: '₽3,000', state: 'refunded' }),
      ].join('\n'),
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
    const facts = { title: 'Called off', when: 'Tue, 22 December, 12:00 (GMT+3)' }
    expect(told).toEqual([
      [
        [
          en('news-yourEventCancelled', { ...facts, quantity: 1 }),
          en('money-back', { way: 'byHand', amount: '₽3,000' }),
        ].join('\n\n'),
      ],
      [en('news-yourEventCancelled', { ...facts, quantity: 2 })],
      [
        [
          ru('news-yourEventCancelled', { title: 'Called off', when: 'вт, 22 декабря, 12:00 (GMT+3)', quantity: 0 }),
          ru('money-back', { way: 'byHand', amount: '1 500 ₽' }),
        ].join('\n\n'),
      ],
    ])
  })
})
