import { en, inOrder, ru } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PaymentMethod } from '../../../../../src/domain/order.js'
import type { World } from '../../../../support/world.js'
import { quickPrinter } from '../../../../support/announcing.js'
import {
  dataOf,
  eventNow,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  publish,
  type Talker,
} from '../../../../support/talker.js'
import { badRequest } from 'telegram-sandbox'
import { invoiceOf, openShop, pay, publishForStars } from '../../../../support/payments.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const minute = 60_000
const month = { hours: 30 * 24 }

const open = async (found: EventWithType, ...ways: readonly PaymentMethod[]): Promise<EventWithType> => {
  const { saleSettings: offers } = world.levem().services
  for (const way of ways)
    await offers.setPaymentMethod({ personId: olga.id, eventId: found.event.id, method: way, isOpen: true })
  return found
}
const sale = (options: Parameters<typeof publish>[2] = {}): Promise<EventWithType> =>
  publish(world, olga.id, { ...month, ...options })
const both = async (options: Parameters<typeof publish>[2] = {}): Promise<EventWithType> =>
  open(await sale(options), 'provider', 'atDoor')

const chooses = async (buyer: Talker, { event }: EventWithType, quantity: number): Promise<string> => {
  await buyer.says(`/buy ${event.slug}`)
  return buyer.presses(en('button-buy'), String(quantity))
}
/** The newest message that is no invoice. */
const shown = (buyer: Talker) =>
  buyer
    .heard()
    .filter(({ message }) => message.invoice === undefined)
    .at(-1)
const labels = (buyer: Talker) =>
  (shown(buyer)?.keyboard ?? []).flat().map((button) => (typeof button === 'string' ? button : button.text))
const textAt = (buyer: Talker, messageId: number | undefined): string =>
  buyer.person.messages().find((message) => message.message_id === messageId)?.text ?? ''
/** Time passes; of all but its last seconds nobody looks at every one. */
const later = async (ms: number): Promise<void> => {
  world.clock.set(world.clock.now() + ms - 5000)
  await world.advance(5000)
}
const editsFor = (buyer: Talker): number =>
  world.sandbox.callsOf('editMessageText').filter(({ params }) => Number(params['chat_id']) === buyer.id).length
const taken = async (found: EventWithType): Promise<number> => (await eventNow(world, found)).type.taken
const orders = async (buyer: Talker) =>
  (await world.levem().services.tickets.ofBuyer(buyer.id, { size: 100 })).rows.map(({ order }) => order)

describe('choosing tickets that are paid beforehand', () => {
  it('holds the seats and sends the invoice at once where there is only one way to pay', async () => {
    const found = await sale({ title: 'One way' })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found, 2)
    expect(shown(bob)?.text).toBe(
      [
        en('order', {
          title: 'One way',
          when: 'Tue, 22 December, 12:00 (GMT+3)',
          venue: 'Blue Note',
          what: en('order-what', { hasType: 'no', quantity: 2 }),
          price: '₽3,000',
        }),
        en('order-countdown', { minutes: 15, order: '1' }),
      ].join('\n\n'),
    )
    expect(labels(bob)).toEqual([
      en('button-pay', { way: 'provider', total: '₽3,000' }),
      en('button-give-up'),
      en('button-events'),
      en('button-ask-organizer'),
    ])
    expect(await taken(found)).toBe(2)
    const screen = shown(bob)?.message_id
    expect(await pay(world, bob, invoiceOf(bob))).toEqual({ ok: true })
    expect(textAt(bob, screen)).toMatch(en.whole('order-paid', { title: 'One way', order: /\d+/u }))
    // How much, and where the tickets are, is said once, below.
    expect(bob.heard().filter(({ text }) => en.like('paid-done', { total: '₽3,000' }).test(text))).toHaveLength(1)
    expect(bob.person.messages().find((message) => message.message_id === screen)?.keyboard).toEqual([])
    expect(await orders(bob)).toMatchObject([{ state: 'confirmed', paymentMethod: 'provider' }])
  })

  it('in Stars, in Russian', async () => {
    const found = await publishForStars(world, olga.id, month)
    const boris = await meet(world, 'Борис', { languageCode: 'ru' })
    await boris.says(`/buy ${found.event.slug}`)
    await boris.presses(ru('button-buy'), '2')
    expect(shown(boris)?.text).toMatch(
      inOrder(
        ru.like('order', { what: ru('order-what', { hasType: 'no', quantity: 2 }), price: '300 ⭐' }),
        ru.like('order-countdown', { minutes: 15 }),
      ),
    )
    expect(labels(boris)).toEqual([
      ru('button-pay', { way: 'stars', total: '300\u00a0⭐' }),
      ru('button-give-up'),
      ru('button-events'),
      ru('button-ask-organizer'),
    ])
    expect(await pay(world, boris, invoiceOf(boris))).toEqual({ ok: true })
  })

  it('asks how to pay where there are several ways; at the door is done with one press', async () => {
    const found = await both({ title: 'Two ways' })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found, 1)
    expect(bob.sees()).toMatch(en.ends('order-choose'))
    expect(labels(bob)).toEqual([
      en('button-pay', { way: 'provider', total: '₽1,500' }),
      en('button-pay', { way: 'atDoor' }),
      en('button-give-up'),
      en('button-events'),
      en('button-ask-organizer'),
    ])
    expect(invoiceOf(bob)).toBe(0)
    const screen = shown(bob)?.message_id
    await bob.presses(en('button-pay', { way: 'provider', total: '₽1,500' }))
    expect(invoiceOf(bob)).toBeGreaterThan(0)
    // Telegram does not let it be deleted: it is refused at its checkout.
    world.sandbox.faults.add({ method: 'deleteMessage', chat: bob, kind: badRequest("message can't be deleted") })
    await bob.presses(en('button-pay', { way: 'atDoor' }))
    expect(textAt(bob, screen)).toMatch(
      en.opens('buy-done', { quantity: 1, title: 'Two ways', way: 'atDoor', total: '₽1,500' }),
    )
    expect(await orders(bob)).toMatchObject([{ state: 'confirmed', paymentMethod: 'atDoor' }])
    expect(await pay(world, bob, invoiceOf(bob))).toMatchObject({ ok: false, reason: 'refused' })
  })

  it('under a poster keeps the card and counts down below it', async () => {
    const photo = olga.person.sendsPhoto().message?.photo?.at(-1)?.file_id ?? ''
    await world.settle()
    const found = await both({ title: 'Poster', poster: photo })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found, 1)
    const [card, order] = bob.heard().slice(-2)
    expect([card?.photo !== undefined, card?.text]).toEqual([
      true,
      expect.stringMatching(en.opens('card', { title: 'Poster' })),
    ])
    expect([order?.photo, order?.text]).toEqual([
      undefined,
      expect.stringMatching(en.like('order-countdown', { minutes: 15 })),
    ])
    await world.advance(minute)
    expect(textAt(bob, order?.message_id)).toMatch(en.like('order-countdown', { minutes: 14 }))
    await bob.presses(en('button-give-up'))
  })

  it('pressed twice, and delivered twice, is one order and one invoice', async () => {
    const found = await sale({ title: 'Twice' })
    const bob = await meet(world, 'Bob')
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses(en('button-buy'))
    const data = dataOf(bob, 'q:')
    await bob.does((person) => {
      person.presses({ data })
      person.presses({ data })
    })
    expect([(await orders(bob)).length, await taken(found)]).toEqual([1, 1])
    expect(bob.person.messages().filter(({ message }) => message.invoice !== undefined)).toHaveLength(1)
    const kim = await meet(world, 'Kim')
    world.sandbox.repeatUpdates(2)
    await chooses(kim, found, 1)
    world.sandbox.repeatUpdates(1)
    expect([(await orders(kim)).length, await taken(found)]).toEqual([1, 2])
  })
})

describe('coming back to an open order', () => {
  it('by /buy and by Get tickets shows it, and holds nothing twice; other events can be looked at', async () => {
    const [found, other] = [await both({ title: 'Open' }), await both({ title: 'Other', hours: 1 })]
    const bob = await meet(world, 'Bob')
    await chooses(bob, found, 3)
    const first = shown(bob)?.message_id
    expect(await bob.says('/buy')).toMatch(
      inOrder(
        en.begins('order-waits'),
        en.like('order', { title: 'Open', what: en('order-what', { hasType: 'no', quantity: 3 }) }),
      ),
    )
    expect(textAt(bob, first)).toMatch(en.whole('order-below', { order: /\d+/u }))
    await bob.says(`/buy ${found.event.slug}`)
    expect(await bob.presses(en('button-buy'))).toMatch(inOrder(en.begins('order-waits'), 'Open'))
    await chooses(bob, other, 1)
    expect(await bob.says('/buy')).toMatch(inOrder(en.begins('order-waits'), 'Other'))
    expect([await taken(found), await taken(other)]).toEqual([3, 1])
    expect(await bob.presses(en('button-events'))).toMatch(en.like('events-list'))
    for (const { id } of await orders(bob)) await forge(world, bob, `wx:${id}`)
    expect([await taken(found), await taken(other)]).toEqual([0, 0])
    expect(await bob.says('/buy')).toMatch(en.like('events-list'))
  })
})

describe('a hold', () => {
  it('counts down in its message, frees its seats at its minute, and says so; old buttons answer politely', async () => {
    const found = await both({ title: 'Countdown', capacity: 1 })
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    await chooses(ann, found, 1)
    const screen = shown(ann)?.message_id
    const seen: string[] = []
    for (let i = 0; i < 3; i += 1) {
      seen.push(/for (\d+ min)/u.exec(textAt(ann, screen))?.[1] ?? '')
      await world.advance(minute)
    }
    expect(seen).toEqual(['15 min', '14 min', '13 min'])
    await later(12 * minute - 1)
    expect(textAt(ann, screen)).toMatch(en.like('order-countdown', { minutes: 1 }))
    expect(await taken(found)).toBe(1)
    expect(await bob.says(`/buy ${found.event.slug}`)).toMatch(en.like('card-held', { seats: 1 }))
    await world.advance(1)
    expect(await taken(found)).toBe(0)
    expect(textAt(ann, screen)).toBe(en('order-expired', { title: 'Countdown' }))
    const { id = 0 } = (await orders(ann))[0] ?? {}
    for (const old of [`wp:${id}:provider`, `wp:${id}:atDoor`, `wp:${id}:transfer`, `wd:${id}`]) {
      await forge(world, ann, old)
      expect(ann.toast()).toEqual(expect.stringMatching(en.opens('refusal-holdOver')))
      expect(ann.sees()).toMatch(en.like('order-expired'))
    }
    await chooses(bob, found, 1)
    expect(await taken(found)).toBe(1)
    await bob.presses(en('button-give-up'))
    await ann.does((person) => person.presses(en('button-choose-again')))
    expect(ann.sees()).toContain(en('card-left', { left: 1 }))
    // Nothing is drawn any more, or this would go on for ever.
    const before = editsFor(ann)
    await later(10 * minute)
    expect(editsFor(ann)).toBe(before)
  })

  it('ends at its minute even when Telegram cannot be reached, and says so when it can', async () => {
    const found = await both({ title: 'Dark', capacity: 1 })
    const ann = await meet(world, 'Ann')
    await chooses(ann, found, 1)
    const screen = shown(ann)?.message_id
    const fault = world.sandbox.faults.add({ method: 'editMessageText', kind: 'dropBefore' })
    await later(15 * minute)
    expect(await taken(found)).toBe(0)
    expect(textAt(ann, screen)).toMatch(en.like('order-countdown', { minutes: 15 }))
    fault.remove()
    await world.advance(minute)
    expect(textAt(ann, screen)).toMatch(en.like('order-expired'))
  })

  it('outlives a restart, and its countdown goes on', async () => {
    const found = await both({ title: 'Restarted' })
    const ann = await meet(world, 'Ann')
    await chooses(ann, found, 1)
    const screen = shown(ann)?.message_id
    await world.restart()
    await world.advance(minute)
    expect(textAt(ann, screen)).toMatch(en.like('order-countdown', { minutes: 14 }))
    await later(14 * minute)
    expect(textAt(ann, screen)).toMatch(en.like('order-expired'))
    expect(await taken(found)).toBe(0)
  })

  it('of the last seat goes to one of two who press at once, and the other is told', async () => {
    const found = await both({ title: 'Last', capacity: 1 })
    const buyers = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    for (const buyer of buyers) {
      await buyer.says(`/buy ${found.event.slug}`)
      await buyer.presses(en('button-buy'))
    }
    for (const buyer of buyers) buyer.person.presses('1')
    await world.settle()
    expect(buyers.map((buyer) => buyer.sees().split('\n')[0]).sort()).toEqual(['Last', en('held-faster')])
    expect(await taken(found)).toBe(1)
  })

  it('of somebody else is nobody’s business, and buttons of orders that are over change nothing', async () => {
    const found = await both({ title: 'Mine' })
    const [ann, kim] = [await meet(world, 'Ann'), await meet(world, 'Kim')]
    await chooses(ann, found, 1)
    const { id = 0 } = (await orders(ann))[0] ?? {}
    for (const foreign of [
      `w:${id}`,
      `wp:${id}:provider`,
      `wp:${id}:atDoor`,
      `wx:${id}`,
      `wc:${id}`,
      `wd:${id}`,
      `wf:${id}`,
      `wb:${id}`,
    ]) {
      await forge(world, kim, foreign)
      expect(kim.toast()).toMatch(en.like('refusal-orderNotFound'))
    }
    expect([await orders(kim), (await orders(ann)).map(({ state }) => state)]).toEqual([[], ['held']])
    await ann.presses(en('button-give-up'))
    expect(ann.sees()).toBe(en('order-given-up', { title: 'Mine' }))
    expect(await taken(found)).toBe(0)
    for (const old of [`wp:${id}:provider`, `wp:${id}:atDoor`, `wd:${id}`]) {
      await forge(world, ann, old)
      expect(ann.toast()).toMatch(en.like('refusal-orderNotOpen'))
    }
    await forge(world, ann, `wx:${id}`)
    expect(await taken(found)).toBe(0)
  })

  it('forgets a message that its reader deleted or can no longer be reached in', async () => {
    const found = await both({ title: 'Blocked' })
    const ann = await meet(world, 'Ann')
    await chooses(ann, found, 1)
    ann.person.blocks()
    await world.advance(2 * minute)
    const before = editsFor(ann)
    await later(5 * minute)
    expect(editsFor(ann)).toBe(before)
    ann.person.unblocks()
    await later(10 * minute)
    expect(await taken(found)).toBe(0)
  })
})
