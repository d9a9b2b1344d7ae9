import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PromoCode } from '../../../../../src/domain/promoCode.js'
import type { World } from '../../../../support/world.js'
import { quickPrinter } from '../../../../support/announcing.js'
import {
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { invoiceOf, openShop, pay } from '../../../../support/payments.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const month = { hours: 30 * 24 }
const hour = 3_600_000

const sale = async (options: Parameters<typeof publish>[2] = {}): Promise<EventWithType> =>
  publish(world, olga.id, { ...month, ...options })
const atDoor = async (title: string): Promise<EventWithType> => {
  const found = await sale({ title })
  const act = { personId: olga.id, eventId: found.event.id }
  await world.levem().services.saleSettings.setPaymentMethod({ ...act, method: 'atDoor', isOpen: true })
  await world.levem().services.saleSettings.setPaymentMethod({ ...act, method: 'provider', isOpen: false })
  return found
}
const code = async (
  { event }: EventWithType,
  name: string,
  { discount = { percent: 20 }, ...fields }: Partial<PromoCode> = {},
): Promise<PromoCode> => {
  const { promoCodes } = world.levem().services
  const made = await promoCodes.create({ personId: olga.id, eventId: event.id, code: name, discount })
  return promoCodes.change({ personId: olga.id, promoCodeId: made.id, fields })
}
const usedOf = async ({ event }: EventWithType, name: string): Promise<number | undefined> =>
  (await world.levem().services.promoCodes.ofEvent({ personId: olga.id, eventId: event.id })).codes.find(
    (one) => one.code === name,
  )?.used
const chooses = async (buyer: Talker, { event }: EventWithType, quantity = 1): Promise<string> => {
  await buyer.says(`/buy ${event.slug}`)
  return buyer.presses('🎟 Get tickets', String(quantity))
}
const shown = (buyer: Talker) =>
  buyer
    .heard()
    .filter(({ message }) => message.invoice === undefined)
    .at(-1)
const orders = async (buyer: Talker) =>
  (await world.levem().services.tickets.ofBuyer(buyer.id, { size: 100 })).rows.map(({ order }) => order)

describe('a promo code that is typed', () => {
  it('changes the total and the invoice, can be taken off, and is used up by whoever pays', async () => {
    const found = await sale({ title: 'Typed' })
    await code(found, 'SPRING', { limit: 1 })
    const [bob, kim] = [await meet(world, 'Bob'), await meet(world, 'Kim')]
    await chooses(bob, found, 2)
    const stale = invoiceOf(bob)
    expect(await bob.presses('🏷 Promo code')).toBe('🏷 Write the promo code.')
    expect(await bob.says('autumn')).toBe('There is no such code for this event. Please check how it is written.')
    expect(await bob.does((person) => person.sendsSticker())).toBe('This needs text. Please write it in one message.')
    await bob.says(' spring ')
    expect(shown(bob)?.text).toMatch(
      /^🏷 Promo code SPRING is accepted\.\n\nTyped\n[^]*🎟 2 tickets\n💰 ₽3,000 ₽2,400 · 🏷 SPRING\n/u,
    )
    expect(shown(bob)?.html).toContain('<s>₽3,000</s> <b>₽2,400</b>')
    expect(world.sandbox.callsOf('sendInvoice').at(-1)?.params).toMatchObject({ prices: [{ amount: 240_000 }] })
    expect(await pay(world, bob, stale)).toMatchObject({ ok: false, reason: 'refused' })
    expect(await usedOf(found, 'SPRING')).toBe(1)
    // What is said now is no code any more.
    expect(await bob.says('Hello')).toContain('Here is what you can do')

    await chooses(kim, found, 1)
    await kim.presses('🏷 Promo code')
    expect(await kim.says('SPRING')).toBe('This code has been used up.')
    await bob.presses('🏷 Take the code off')
    expect(
      bob
        .heard()
        .map(({ text }) => text)
        .join(),
    ).toContain('💰 ₽3,000\n')
    expect(await usedOf(found, 'SPRING')).toBe(0)
    await kim.says('SPRING')
    expect(shown(kim)?.text).toContain('₽1,500 ₽1,200 · 🏷 SPRING')
    expect(await pay(world, kim, invoiceOf(kim))).toEqual({ ok: true })
    expect(await usedOf(found, 'SPRING')).toBe(1)
    expect(await pay(world, bob, invoiceOf(bob))).toEqual({ ok: true })
    expect([await orders(bob), await orders(kim)]).toMatchObject([
      [{ total: { minor: 300_000 } }],
      [{ total: { minor: 120_000 } }],
    ])
  })

  it('has its own words for each "no", and the question can be dropped', async () => {
    const found = await sale({ title: 'Refused' })
    const other = (
      await world.levem().services.saleSettings.addType({
        personId: olga.id,
        eventId: found.event.id,
        name: 'Box',
        price: { minor: 500_000, currency: 'RUB' },
        capacity: 5,
      })
    ).types[1]
    const now = world.clock.now()
    await code(found, 'LATER', { startsAt: now + hour })
    await code(found, 'OVER', { endsAt: now })
    await code(found, 'BOX', { ticketTypeIds: [other?.id ?? 0] })
    await code(found, 'OFF', { isOn: false })
    await code(found, 'ONCE', { perPerson: 1 })
    const bob = await meet(world, 'Bob')
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses('🎟 Get tickets', /^Ticket/u, '1', '🏷 Promo code')
    const said: string[] = []
    for (const text of ['later', 'over', 'box', 'off']) said.push(await bob.says(text))
    expect(said).toEqual([
      'This code does not work yet. Please try it later.',
      'This code is no longer valid.',
      'This code is for other tickets.',
      'There is no such code for this event. Please check how it is written.',
    ])
    await bob.presses('✖️ No promo code')
    expect(bob.heard().map(({ text }) => text)).toContain('All right, no promo code.')
    expect(await bob.says('ONCE')).toContain('Here is what you can do')
    await bob.presses('🏷 Promo code')
    await bob.says('once')
    expect(await pay(world, bob, invoiceOf(bob))).toEqual({ ok: true })
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses('🎟 Get tickets', /^Ticket/u, '1', '🏷 Promo code')
    expect(await bob.says('once')).toBe('You have used this code before.')
    const { id = 0 } = (await orders(bob))[0] ?? {}
    world.clock.set(world.clock.now() + 15 * 60_000)
    await world.settle()
    expect(await bob.says('once')).toMatch(/^The time to pay is over/u)
    expect(await bob.says('once')).toContain('Here is what you can do')
    await forge(world, bob, `wc:${id}`)
    expect(bob.toast()).toMatch(/^The time to pay is over/u)
    expect(bob.sees()).toContain('⌛️ Time is up')
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses('🎟 Get tickets', /^Ticket/u, '1', '🏷 Promo code')
    expect(await bob.says('/cancel')).toContain('All right, no answer needed.')
    expect(await bob.says('/cancel')).toContain('nothing to stop')
  })

  it('cannot be guessed for ever', async () => {
    const found = await sale({ title: 'Guessed' })
    await code(found, 'SECRET')
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    await bob.presses('🏷 Promo code')
    for (let i = 0; i < 21; i += 1) await bob.says(`GUESS${i}`)
    expect(await bob.says('SECRET')).toMatch(/^Too many codes that do not exist/u)
    await bob.does((person) => person.opens(`e_${found.event.slug}_SECRET`))
    expect(bob.sees()).toMatch(/^Too many codes that do not exist[^]*Guessed/u)
  })

  it('works where tickets are paid at the door, down to nothing to pay at all', async () => {
    const found = await atDoor('Doorway')
    const bob = await meet(world, 'Bob')
    expect(await chooses(bob, found, 2)).toContain('₽3,000 — pay at the door')
    expect(screenOf(bob).buttons).toEqual(['✅ Confirm', '‹ Back'])
    await code(found, 'ALL', { discount: { minor: 150_000 } })
    await chooses(bob, found, 2)
    expect(screenOf(bob).buttons).toEqual(['✅ Confirm', '🏷 Promo code', '‹ Back'])
    await bob.presses('🏷 Promo code')
    expect(bob.heard().at(-2)?.text).toContain('⏳ Held for you for 15 min')
    await bob.says('all')
    expect(bob.sees()).toContain('₽3,000 free · 🏷 ALL')
    expect(screenOf(bob).buttons).toEqual(['✅ Get for free', '🏷 Take the code off', '✖️ Cancel order', "🎪 What's on"])
    const { id = 0 } = (await orders(bob))[0] ?? {}
    await bob.presses('🏷 Take the code off')
    expect(screenOf(bob).buttons).toEqual(['🚪 Pay at the door', '🏷 Promo code', '✖️ Cancel order', "🎪 What's on"])
    // A button that says "free" never makes anybody owe money.
    await forge(world, bob, `wf:${id}`)
    expect((await orders(bob))[0]).toMatchObject({ state: 'held' })
    await bob.presses('🏷 Promo code')
    await bob.says('ALL')
    await bob.presses('✅ Get for free')
    expect((await orders(bob))[0]).toMatchObject({
      state: 'confirmed',
      paymentMethod: 'free',
      total: { minor: 0 },
      full: { minor: 300_000 },
    })
    expect(
      bob
        .heard()
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('✅ Done! You have 2 tickets for “Doorway”.')
  })
})

describe('a promo code in the link', () => {
  it.each([
    ['/start', (slug: string) => `/start e_${slug}_spring`],
    ['/buy', (slug: string) => `/buy https://t.me/levem_sandbox_bot?start=e_${slug}_SPRING`],
  ])('by %s is told on the card and redeemed when tickets are chosen', async (_, write) => {
    const found = await atDoor('Linked')
    await code(found, 'SPRING')
    const bob = await meet(world, 'Bob')
    expect(await bob.says(write(found.event.slug))).toMatch(/^🏷 Promo code SPRING: −20% per ticket\n\nLinked\n/u)
    await bob.presses('🎟 Get tickets')
    expect(await bob.presses('2')).toContain('₽3,000 ₽2,400 · 🏷 SPRING')
    // What asked for a code has its button still.
    await forge(world, bob, `wn:${(await orders(bob))[0]?.id ?? 0}`)
    expect(bob.heard().map(({ text }) => text)).toContain('🏷 Promo code SPRING is accepted.')
    await bob.says('/buy')
    await bob.presses('🚪 Pay at the door')
    expect(await orders(bob)).toMatchObject([{ state: 'confirmed', total: { minor: 240_000 }, promoCode: 'SPRING' }])
  })

  it('is redeemed for the order that is open already, when its buyer comes back by the link', async () => {
    const found = await sale({ title: 'Again' })
    await code(found, 'SPRING')
    await code(found, 'OVER', { endsAt: world.clock.now() })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found, 2)
    await bob.says(`/start e_${found.event.slug}_OVER`)
    await bob.presses('🎟 Get tickets')
    expect(shown(bob)?.text).toMatch(
      /^This code is no longer valid\. Your order is held for you all the same\.\n\nAgain\n[^]*💰 ₽3,000\n/u,
    )
    await bob.says(`/start e_${found.event.slug}_SPRING`)
    await bob.presses('🎟 Get tickets')
    expect(shown(bob)?.text).toMatch(/^🏷 Promo code SPRING is accepted\.\n\nAgain\n[^]*₽3,000 ₽2,400 · 🏷 SPRING\n/u)
    expect(await pay(world, bob, invoiceOf(bob))).toEqual({ ok: true })
    expect(await orders(bob)).toMatchObject([{ state: 'confirmed', total: { minor: 240_000 } }])
  })

  it('stands above a poster, too, however much there is to say about it', async () => {
    const photo = olga.person.sendsPhoto().message?.photo?.at(-1)?.file_id ?? ''
    await world.settle()
    const found = await publish(world, olga.id, { ...month, title: 'T'.repeat(100), poster: photo })
    const act = { personId: olga.id, eventId: found.event.id }
    const ids: number[] = []
    for (let i = 0; i < 11; i += 1) {
      const { types } = await world.levem().services.saleSettings.addType({
        ...act,
        name: `${'N'.repeat(37)} ${i}`,
        price: { minor: 500_000, currency: 'RUB' },
        capacity: 5,
      })
      ids.push(types.at(-1)?.id ?? 0)
    }
    await code(found, 'C'.repeat(24), { ticketTypeIds: ids })
    const bob = await meet(world, 'Bob')
    expect(await bob.says(`/buy ${found.event.slug}_${'c'.repeat(24)}`)).toMatch(
      /^🏷 Promo code C{24}: −20% per ticket \(N+ 0, [^)]*…\)\n/u,
    )
    expect(await bob.says(`/buy ${found.event.slug}_${'x'.repeat(3000)}`)).toMatch(
      /^🏷 This event has no promo code “X{23}…”/u,
    )
    expect(bob.heard().at(-1)?.photo).toBeDefined()
  })

  it('says so when there is none, or not now, and for whom it is; nobody is kept from buying', async () => {
    const found = await atDoor('Links')
    const act = { personId: olga.id, eventId: found.event.id }
    const { types } = await world
      .levem()
      .services.saleSettings.addType({ ...act, name: 'Box', price: { minor: 500_000, currency: 'RUB' }, capacity: 5 })
    await code(found, 'LATER', { startsAt: world.clock.now() + hour })
    await code(found, 'OVER', { endsAt: world.clock.now() })
    await code(found, 'BOXES', { discount: { minor: 30_000 }, ticketTypeIds: [types[1]?.id ?? 0] })
    const bob = await meet(world, 'Bob')
    const head = async (text: string): Promise<string> =>
      (await bob.says(`/start e_${found.event.slug}_${text}`)).split('\n')[0] ?? ''
    expect(await head('nothing')).toBe('🏷 This event has no promo code “NOTHING”. The usual prices apply.')
    expect(await head('later')).toMatch(
      /^🏷 Promo code LATER is valid from Sun, 22 November 2026, 13:\d\d \(GMT\+3\)\.$/u,
    )
    expect(await head('over')).toBe('🏷 Promo code OVER is no longer valid.')
    expect(await head('boxes')).toBe('🏷 Promo code BOXES: −₽300 per ticket (Box)')
    await bob.presses('🎟 Get tickets', /^Ticket/u, '1')
    expect(bob.sees()).toMatch(
      /^This code is for other tickets\. Your order is held for you all the same\.\n\nLinks\n[^]*💰 ₽1,500\n/u,
    )
    await bob.presses('🚪 Pay at the door')
    expect(await orders(bob)).toMatchObject([{ state: 'confirmed', total: { minor: 150_000 } }])
  })

  it('in Russian', async () => {
    const found = await atDoor('Весна')
    await code(found, 'VESNA')
    const boris = await meet(world, 'Борис', { languageCode: 'ru' })
    expect(await boris.says(`/start e_${found.event.slug}_VESNA`)).toMatch(/^🏷 Промокод VESNA: −20\u00a0% на билет\n/u)
  })
})
