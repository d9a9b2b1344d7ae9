import { en } from '../../../../support/texts/words.js'
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
  return buyer.presses('🎟 Get tickets', String(quantity))
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
      'One way\n📅 Tue, 22 December, 12:00 (GMT+3)\n📍 Blue Note\n\n🎟 2 tickets\n💰 ₽3,000\n\n⏳ Held for you for 15 min. Order no. 1.',
    )
    expect(labels(bob)).toEqual(['💳 Pay ₽3,000', '✖️ Cancel order', "🎪 What's on", '💬 Ask the organizer'])
    expect(await taken(found)).toBe(2)
    const screen = shown(bob)?.message_id
    expect(await pay(world, bob, invoiceOf(bob))).toEqual({ ok: true })
    expect(textAt(bob, screen)).toMatch(/^✅ Order no\. \d+ for “One way” is paid\.$/u)
    // How much, and where the tickets are, is said once, below.
    expect(bob.heard().filter(({ text }) => /Paid: ₽3,000/u.test(text))).toHaveLength(1)
    expect(bob.person.messages().find((message) => message.message_id === screen)?.keyboard).toEqual([])
    expect(await orders(bob)).toMatchObject([{ state: 'confirmed', paymentMethod: 'provider' }])
  })

  it('in Stars, in Russian', async () => {
    const found = await publishForStars(world, olga.id, month)
    const boris = await meet(world, 'Борис', { languageCode: 'ru' })
    await boris.says(`/buy ${found.event.slug}`)
    await boris.presses('🎟 Взять билет', '2')
    expect(shown(boris)?.text).toContain('🎟 2 билета\n💰 300\u00a0⭐\n\n⏳ Держим за вами ещё 15 минут. Заказ № ')
    expect(labels(boris)).toEqual([
      '⭐ Заплатить 300\u00a0⭐',
      '✖️ Отменить заказ',
      '🎪 Афиша',
      '💬 Спросить организатора',
    ])
    expect(await pay(world, boris, invoiceOf(boris))).toEqual({ ok: true })
  })

  it('asks how to pay where there are several ways; at the door is done with one press', async () => {
    const found = await both({ title: 'Two ways' })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found, 1)
    expect(bob.sees()).toMatch(/How would you like to pay\?$/u)
    expect(labels(bob)).toEqual([
      '💳 Pay ₽1,500',
      '🚪 Pay at the door',
      '✖️ Cancel order',
      "🎪 What's on",
      '💬 Ask the organizer',
    ])
    expect(invoiceOf(bob)).toBe(0)
    const screen = shown(bob)?.message_id
    await bob.presses('💳 Pay ₽1,500')
    expect(invoiceOf(bob)).toBeGreaterThan(0)
    // Telegram does not let it be deleted: it is refused at its checkout.
    world.sandbox.faults.add({ method: 'deleteMessage', chat: bob, kind: badRequest("message can't be deleted") })
    await bob.presses('🚪 Pay at the door')
    expect(textAt(bob, screen)).toMatch(/^✅ Done! You have 1 ticket for “Two ways”\. Pay at the door: ₽1,500\./u)
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
    expect([card?.photo !== undefined, card?.text]).toEqual([true, expect.stringMatching(/^Poster\n\n📅/u)])
    expect([order?.photo, order?.text]).toEqual([undefined, expect.stringContaining('15 min')])
    await world.advance(minute)
    expect(textAt(bob, order?.message_id)).toContain('14 min')
    await bob.presses('✖️ Cancel order')
  })

  it('pressed twice, and delivered twice, is one order and one invoice', async () => {
    const found = await sale({ title: 'Twice' })
    const bob = await meet(world, 'Bob')
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses('🎟 Get tickets')
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
    expect(await bob.says('/buy')).toMatch(/^☝️ This order is waiting to be paid\.\n\nOpen\n[^]*🎟 3 tickets/u)
    expect(textAt(bob, first)).toMatch(/^⤵️ Order no\. \d+ is below\.$/u)
    await bob.says(`/buy ${found.event.slug}`)
    expect(await bob.presses('🎟 Get tickets')).toMatch(/^☝️ This order is waiting to be paid\.\n\nOpen\n/u)
    await chooses(bob, other, 1)
    expect(await bob.says('/buy')).toMatch(/^☝️[^]*\n\nOther\n/u)
    expect([await taken(found), await taken(other)]).toEqual([3, 1])
    expect(await bob.presses("🎪 What's on")).toContain("What's on")
    for (const { id } of await orders(bob)) await forge(world, bob, `wx:${id}`)
    expect([await taken(found), await taken(other)]).toEqual([0, 0])
    expect(await bob.says('/buy')).toContain("What's on")
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
    expect(textAt(ann, screen)).toContain('for 1 min')
    expect(await taken(found)).toBe(1)
    expect(await bob.says(`/buy ${found.event.slug}`)).toMatch(en.like('card-held', { seats: 1 }))
    await world.advance(1)
    expect(await taken(found)).toBe(0)
    expect(textAt(ann, screen)).toBe('⌛️ Time is up; the order for “Countdown” is closed.')
    const { id = 0 } = (await orders(ann))[0] ?? {}
    for (const old of [`wp:${id}:provider`, `wp:${id}:atDoor`, `wp:${id}:transfer`, `wd:${id}`]) {
      await forge(world, ann, old)
      expect(ann.toast()).toEqual(expect.stringMatching(/^The time to pay is over/u))
      expect(ann.sees()).toContain('⌛️ Time is up')
    }
    await chooses(bob, found, 1)
    expect(await taken(found)).toBe(1)
    await bob.presses('✖️ Cancel order')
    await ann.does((person) => person.presses('🎟 Choose again'))
    expect(ann.sees()).toContain('🎟 1 ticket left')
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
    expect(textAt(ann, screen)).toContain('15 min')
    fault.remove()
    await world.advance(minute)
    expect(textAt(ann, screen)).toContain('⌛️ Time is up')
  })

  it('outlives a restart, and its countdown goes on', async () => {
    const found = await both({ title: 'Restarted' })
    const ann = await meet(world, 'Ann')
    await chooses(ann, found, 1)
    const screen = shown(ann)?.message_id
    await world.restart()
    await world.advance(minute)
    expect(textAt(ann, screen)).toContain('for 14 min')
    await later(14 * minute)
    expect(textAt(ann, screen)).toContain('⌛️ Time is up')
    expect(await taken(found)).toBe(0)
  })

  it('of the last seat goes to one of two who press at once, and the other is told', async () => {
    const found = await both({ title: 'Last', capacity: 1 })
    const buyers = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    for (const buyer of buyers) {
      await buyer.says(`/buy ${found.event.slug}`)
      await buyer.presses('🎟 Get tickets')
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
    await ann.presses('✖️ Cancel order')
    expect(ann.sees()).toBe('✖️ The order for “Mine” is cancelled.')
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
