import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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
import { openShop } from '../../../../support/payments.js'
import { en, inOrder } from '../../../../support/texts/words.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const sale = (options: Parameters<typeof publish>[2] = {}): Promise<EventWithType> =>
  publish(world, olga.id, { hours: 30 * 24, ...options })
const both = async (options: Parameters<typeof publish>[2] = {}): Promise<EventWithType> => {
  const found = await sale(options)
  for (const way of ['provider', 'atDoor'] as const)
    await world
      .levem()
      .services.saleSettings.setPaymentMethod({ personId: olga.id, eventId: found.event.id, method: way, isOpen: true })
  return found
}
const chooses = async (buyer: Talker, { event }: EventWithType, quantity: number): Promise<string> => {
  await buyer.says(`/buy ${event.slug}`)
  return buyer.presses(en('button-buy'), String(quantity))
}
const shown = (buyer: Talker) =>
  buyer
    .heard()
    .filter(({ message }) => message.invoice === undefined)
    .at(-1)
const labels = (buyer: Talker) =>
  (shown(buyer)?.keyboard ?? []).flat().map((button) => (typeof button === 'string' ? button : button.text))
const orders = async (buyer: Talker) =>
  (await world.levem().services.tickets.ofBuyer(buyer.id, { size: 100 })).rows.map(({ order }) => order)

describe('an event', () => {
  it('whose last seats somebody keeps leads them to their order; everybody else reads that they are held', async () => {
    const found = await both({ title: 'Full', capacity: 1 })
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    await chooses(ann, found, 1)
    expect(await ann.says(`/buy ${found.event.slug}`)).toMatch(en.like('card-held-own', { seats: 1 }))
    expect(await ann.presses(en('button-open-order'))).toMatch(en.like('order-countdown', { minutes: 15 }))
    await bob.says(`/buy ${found.event.slug}`)
    expect(labels(bob)).toContain(en('button-look-again'))
    expect(labels(bob)).not.toContain(en('button-buy'))
    await ann.presses(en('button-give-up'))
  })

  it('that cannot be paid for says so before anything is held, and where its last way was closed meanwhile', async () => {
    const found = await sale({ title: 'Closed' })
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    await chooses(ann, found, 1)
    await world.levem().store.transact((tx) => tx.events.change(found.event.id, { paymentMethods: [] }))
    await bob.says(`/buy ${found.event.slug}`)
    expect(await bob.presses(en('button-buy'))).toMatch(en.opens('refusal-noWayToPay'))
    await ann.says('/buy')
    expect(shown(ann)?.text).toMatch(en.like('refusal-noWayToPay'))
    expect(labels(ann)).toEqual([en('button-give-up'), en('button-events'), en('button-ask-organizer')])
    await ann.presses(en('button-give-up'))
  })
})

describe('several ticket types', () => {
  const withTypes = async (title: string): Promise<EventWithType> => {
    const found = await both({ title, capacity: 4 })
    const { saleSettings: offers } = world.levem().services
    const act = { personId: olga.id, eventId: found.event.id }
    await offers.changeType({ ...act, ticketTypeId: found.type.id, fields: { name: 'Stalls', perPerson: 2 } })
    await offers.addType({ ...act, name: 'Balcony', price: { minor: 50_000, currency: 'RUB' }, capacity: 10 })
    const { types } = await offers.addType({
      ...act,
      name: 'Early bird',
      price: { minor: 40_000, currency: 'RUB' },
      capacity: 10,
    })
    await offers.addType({ ...act, name: 'Box', price: { minor: 900_000, currency: 'RUB' }, capacity: 10 })
    const byName = (name: string): number => types.find((type) => type.name === name)?.id ?? 0
    await offers.changeType({
      ...act,
      ticketTypeId: byName('Early bird'),
      fields: { saleUntil: world.clock.now() - 1 },
    })
    const box = (await world.levem().services.events.find(found.event.id)).types.at(-1)?.id ?? 0
    await offers.changeType({ ...act, ticketTypeId: box, fields: { saleFrom: Date.UTC(2026, 11, 1, 9) } })
    return found
  }

  it('stand on the card and in the list, and one is chosen; what is not on sale cannot be', async () => {
    const { event } = await withTypes('Typed')
    const bob = await meet(world, 'Bob')
    expect(await bob.says(`/buy ${event.slug}`)).toBe(
      [
        en('card', {
          title: 'Typed',
          when: 'Tue, 22 December, 12:00 (Moscow, GMT+3)',
          yours: 'Tue, 22 December, 12:00 (GMT+3)',
          venue: 'Blue Note',
        }),
        en('card-type', { name: 'Stalls', price: '₽1,500', sale: 'open', left: 4 }),
        en('card-type', { name: 'Balcony', price: '₽500', sale: 'open', left: 10 }),
        en('card-type', { name: 'Early bird', price: '₽400', sale: 'after' }),
        en('card-type', { name: 'Box', price: '₽9,000', sale: 'before', from: 'Tue, 1 December, 12:00 (GMT+3)' }),
      ].join('\n'),
    )
    expect(await bob.presses(en('button-buy'))).toBe(
      [
        en('buy-type', { title: 'Typed' }),
        '',
        en('card-type', { name: 'Stalls', price: '₽1,500', sale: 'open', left: 4 }),
        en('card-type', { name: 'Balcony', price: '₽500', sale: 'open', left: 10 }),
      ].join('\n'),
    )
    expect(screenOf(bob).buttons).toEqual(['Stalls · ₽1,500', 'Balcony · ₽500', en('button-back')])
    expect(await bob.presses(/^Balcony/u)).toBe(
      en('buy-quantity-type', { title: 'Typed', type: 'Balcony', price: '₽500', left: 10 }),
    )
    expect(await bob.presses(en('button-back'), /^Stalls/u)).toContain('Stalls')
    expect(screenOf(bob).buttons).toEqual(['1', '2', en('button-back')])
    expect(await bob.presses('2')).toMatch(en.like('order', { what: 'Stalls × 2', price: '₽3,000' }))
    await bob.presses(en('button-pay', { way: 'atDoor' }))
    await bob.says(`/buy ${event.slug}`)
    expect(await bob.presses(en('button-buy'), /^Stalls/u)).toMatch(en.opens('refusal-perPersonLimit', { max: 2 }))
    const typeIds = (await world.levem().services.events.find(event.id)).types.map(({ id }) => id)
    await forge(world, bob, `q:${event.id}:${typeIds[2]}:1`)
    expect(bob.sees()).toMatch(en.opens('refusal-typeNoLongerOnSale'))
    await forge(world, bob, `q:${event.id}:${typeIds[3]}:1`)
    expect(bob.sees()).toMatch(en.opens('refusal-typeNotYetOnSale'))
    await forge(world, bob, `q:${event.id}:${typeIds[0]}:2`)
    expect(bob.sees()).toMatch(en.opens('refusal-perPersonLimit', { max: 2 }))
    expect(await orders(bob)).toHaveLength(1)
  })

  it('have "from" in the list, and no more than the whole event has', async () => {
    const found = await withTypes('Ranged')
    await world.levem().services.saleSettings.setCapacity({ personId: olga.id, eventId: found.event.id, capacity: 3 })
    const bob = await meet(world, 'Bob')
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses(en('button-buy'))
    expect(screenOf(bob).buttons).toEqual(['Stalls · ₽1,500', 'Balcony · ₽500', en('button-back')])
    const page = await world.levem().services.events.onSale({ size: 100 })
    expect(page.rows.some(({ event }) => event.title === 'Ranged')).toBe(true)
    await bob.says('/events')
    while (!screenOf(bob).buttons.some((label) => label.endsWith('· Ranged'))) await bob.presses(en('button-next-page'))
    expect(bob.sees()).toMatch(inOrder('Ranged', en.like('price-from', { price: '₽400' })))
  })
})
