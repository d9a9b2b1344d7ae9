import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  dataOf,
  eventNow,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Organizer')
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const toQuantity = async (buyer: Talker, slug: string): Promise<string> => {
  await buyer.says(`/buy ${slug}`)
  return buyer.presses('🎟 Get tickets')
}
const toConfirm = async (buyer: Talker, slug: string, quantity = 1): Promise<string> => {
  await toQuantity(buyer, slug)
  return buyer.presses(String(quantity))
}
const ordersOf = async (buyer: Talker) => (await world.levem().services.tickets.ofBuyer(buyer.id, { size: 100 })).rows
const taken = async (found: Awaited<ReturnType<typeof publish>>): Promise<number> =>
  (await eventNow(world, found)).type.taken

describe('buying', () => {
  it('priced tickets: how many, confirm, pay at the door', async () => {
    const found = await publish(world, olga.id, { title: 'Priced' })
    const bob = await meet(world, 'Bob')
    expect(await toQuantity(bob, found.event.slug)).toBe('Priced\n\nHow many tickets? 100 left.')
    expect(screenOf(bob).buttons).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '‹ Back'])
    expect(await bob.presses('3')).toBe(
      'Priced\n📅 Mon, 23 November, 12:00 (GMT+3)\n📍 Blue Note\n\n🎟 3 tickets\n💰 ₽4,500 — pay at the door',
    )
    await bob.presses('✅ Confirm')
    const [done, tickets] = bob
      .heard()
      .slice(-2)
      .map(({ text }) => text)
    expect(done).toBe(
      '✅ Done! You have 3 tickets for “Priced”. Pay at the door: ₽4,500.\n\nYour tickets come in the next message.',
    )
    expect(tickets?.match(/No\. \d · \S{9}/gu)).toHaveLength(3)
    expect(await ordersOf(bob)).toMatchObject([
      { order: { quantity: 3, total: { minor: 450_000 }, paymentMethod: 'atDoor', state: 'confirmed' } },
    ])
    expect(await taken(found)).toBe(3)
  })

  it('free tickets: nothing of money anywhere', async () => {
    const { event } = await publish(world, olga.id, { title: 'Free', price: { minor: 0, currency: 'RUB' } })
    const bob = await meet(world, 'Bob')
    expect(await toConfirm(bob, event.slug)).toContain('🎟 1 ticket\n💰 free')
    await bob.presses('✅ Confirm')
    expect(
      bob
        .heard()
        .slice(-2)
        .map(({ text }) => text)
        .join('\n'),
    ).not.toMatch(/door: |₽/u)
    expect(await ordersOf(bob)).toMatchObject([{ order: { paymentMethod: 'free', total: { minor: 0 } } }])
  })

  it('in Russian', async () => {
    const { event } = await publish(world, olga.id, { title: 'Джаз' })
    const bob = await meet(world, 'Борис', { languageCode: 'ru' })
    await bob.says(`/buy ${event.slug}`)
    expect(await bob.presses('🎟 Взять билет', '2')).toContain('🎟 2 билета\n💰 3\u00a0000\u00a0₽ — оплата на входе')
    await bob.presses('✅ Подтвердить')
    expect(bob.heard().at(-2)?.text).toContain(
      '✅ Готово! Вы взяли 2 билета на «Джаз». Оплата на входе: 3\u00a0000\u00a0₽.',
    )
  })

  it('offers no more than what is left', async () => {
    const { event } = await publish(world, olga.id, { capacity: 3 })
    const bob = await meet(world, 'Bob')
    await toQuantity(bob, event.slug)
    expect(screenOf(bob).buttons).toEqual(['1', '2', '3', '‹ Back'])
  })

  it('goes back from the confirmation to the quantity and to the card', async () => {
    const { event } = await publish(world, olga.id, { title: 'Back' })
    const bob = await meet(world, 'Bob')
    await toConfirm(bob, event.slug)
    expect(await bob.presses('‹ Back')).toContain('How many tickets?')
    expect(await bob.presses('‹ Back')).toMatch(/^Back\n\n📅/u)
  })

  it('under a poster happens in the message with the poster', async () => {
    const photo = await posterOf(olga)
    const { event } = await publish(world, olga.id, {
      title: 'Poster',
      poster: photo,
      description: 'd'.repeat(1000),
      capacity: 1,
    })
    const bob = await meet(world, 'Bob')
    const rival = await meet(world, 'Rival')
    for (const buyer of [bob, rival]) await toConfirm(buyer, event.slug)
    await rival.presses('✅ Confirm')
    expect(await bob.presses('✅ Confirm')).toMatch(/^“Poster” is sold out\.\n\nPoster\n/u)
    expect(bob.heard().filter(({ photo: shown }) => shown)).toHaveLength(1)
    expect(bob.sees().length).toBeLessThanOrEqual(1024)
  })
})

const posterOf = async (talker: Talker): Promise<string> => {
  const update = talker.person.sendsPhoto()
  await world.settle()
  return update.message?.photo?.at(-1)?.file_id ?? ''
}
describe('one confirmation is one order', () => {
  it('pressed twice at once, and again much later', async () => {
    const found = await publish(world, olga.id)
    const bob = await meet(world, 'Bob')
    await toConfirm(bob, found.event.slug, 2)
    const data = dataOf(bob, 'c:')
    expect(data).toMatch(/^c:/u)
    await bob.does((person) => {
      person.presses({ data })
      person.presses({ data })
    })
    await world.advance(3_600_000)
    await forge(world, bob, data)
    expect(await ordersOf(bob)).toHaveLength(1)
    expect(await taken(found)).toBe(2)
    expect(bob.heard().filter(({ text }) => /No\. 1 · /u.test(text))).toHaveLength(1)
  })

  it('every update delivered twice, from the first to the last', async () => {
    const found = await publish(world, olga.id)
    world.sandbox.repeatUpdates(2)
    const bob = await meet(world, 'Bob')
    await toConfirm(bob, found.event.slug, 2)
    const before = bob.heard().length
    await bob.presses('✅ Confirm')
    world.sandbox.repeatUpdates(1)
    expect(await ordersOf(bob)).toHaveLength(1)
    expect(await taken(found)).toBe(2)
    expect(bob.heard()).toHaveLength(before + 1)
  })

  it('but a new screen is a second order (so the count above is not one by chance)', async () => {
    const found = await publish(world, olga.id)
    const bob = await meet(world, 'Bob')
    await toConfirm(bob, found.event.slug, 2)
    await bob.presses('✅ Confirm', 'More tickets', '🎟 Get tickets', '1', '✅ Confirm')
    expect((await ordersOf(bob)).map(({ order }) => order.quantity)).toEqual([1, 2])
    expect(await taken(found)).toBe(3)
    expect(bob.sees()).toMatch(/No\. 3 · /u)
  })

  it("somebody else's confirmation buys for whoever presses, once each", async () => {
    const found = await publish(world, olga.id)
    const [bob, kim] = [await meet(world, 'Bob'), await meet(world, 'Kim')]
    await toConfirm(bob, found.event.slug)
    const data = dataOf(bob, 'c:')
    await bob.presses('✅ Confirm')
    await forge(world, kim, data)
    expect(await ordersOf(kim)).toHaveLength(1)
    expect(await ordersOf(bob)).toHaveLength(1)
  })
})
describe('the last seat', () => {
  it('goes to one of two people who press at once, and the other is told', async () => {
    const found = await publish(world, olga.id, { title: 'One seat', capacity: 1 })
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    for (const buyer of [ann, bob]) await toConfirm(buyer, found.event.slug)
    ann.person.presses('✅ Confirm')
    bob.person.presses('✅ Confirm')
    await world.settle()
    const heard = [ann, bob].map((buyer) =>
      buyer
        .heard()
        .map(({ text }) => text)
        .join('\n'),
    )
    expect(heard.filter((text) => /No\. 1 · \S{9}/u.test(text))).toHaveLength(1)
    expect(heard.filter((text) => text.includes('“One seat” is sold out.'))).toHaveLength(1)
    expect(await taken(found)).toBe(1)
  })

  it('goes to exactly one of fifty', async () => {
    const found = await publish(world, olga.id, { title: 'One seat for fifty', capacity: 1 })
    const many = await Promise.all(Array.from({ length: 50 }, (_, i) => meet(world, `P${i}`)))
    for (const buyer of many) await toConfirm(buyer, found.event.slug)
    for (const buyer of many) buyer.person.presses('✅ Confirm')
    await world.settle()
    const outcomes = many.map((buyer) =>
      buyer
        .heard()
        .slice(-2)
        .map(({ text }) => text)
        .join('\n'),
    )
    expect(outcomes.filter((text) => text.includes('Done!'))).toHaveLength(1)
    expect(outcomes.filter((text) => text.includes('is sold out.'))).toHaveLength(49)
  })
})
