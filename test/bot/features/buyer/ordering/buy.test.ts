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
import { en, inOrder, ru } from '../../../../support/texts/words.js'

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
  return buyer.presses(en('button-buy'))
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
    expect(await toQuantity(bob, found.event.slug)).toBe(en('buy-quantity', { title: 'Priced', left: 100 }))
    expect(screenOf(bob).buttons).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', en('button-back')])
    expect(await bob.presses('3')).toBe(
      en('buy-confirm', {
        title: 'Priced',
        when: 'Mon, 23 November, 12:00 (GMT+3)',
        venue: 'Blue Note',
        hasType: 'no',
        quantity: 3,
        way: 'atDoor',
        total: '₽4,500',
      }),
    )
    await bob.presses(en('button-confirm'))
    const [done, tickets] = bob
      .heard()
      .slice(-2)
      .map(({ text }) => text)
    expect(done).toBe(en('buy-done', { quantity: 3, title: 'Priced', way: 'atDoor', total: '₽4,500' }))
    expect(tickets?.match(/No\. \d · \S{9}/gu)).toHaveLength(3)
    expect(await ordersOf(bob)).toMatchObject([
      { order: { quantity: 3, total: { minor: 450_000 }, paymentMethod: 'atDoor', state: 'confirmed' } },
    ])
    expect(await taken(found)).toBe(3)
  })

  it('free tickets: nothing of money anywhere', async () => {
    const { event } = await publish(world, olga.id, { title: 'Free', price: { minor: 0, currency: 'RUB' } })
    const bob = await meet(world, 'Bob')
    expect(await toConfirm(bob, event.slug)).toMatch(
      en.like('buy-confirm', { quantity: 1, hasType: 'no', way: 'free' }),
    )
    await bob.presses(en('button-confirm'))
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
    expect(await bob.presses(ru('button-buy'), '2')).toMatch(
      ru.like('buy-confirm', { quantity: 2, hasType: 'no', total: '3 000 ₽', way: 'atDoor' }),
    )
    await bob.presses(ru('button-confirm'))
    expect(bob.heard().at(-2)?.text).toMatch(
      ru.like('buy-done', { quantity: 2, title: 'Джаз', way: 'atDoor', total: '3 000 ₽' }),
    )
  })

  it('offers no more than what is left', async () => {
    const { event } = await publish(world, olga.id, { capacity: 3 })
    const bob = await meet(world, 'Bob')
    await toQuantity(bob, event.slug)
    expect(screenOf(bob).buttons).toEqual(['1', '2', '3', en('button-back')])
  })

  it('goes back from the confirmation to the quantity and to the card', async () => {
    const { event } = await publish(world, olga.id, { title: 'Back' })
    const bob = await meet(world, 'Bob')
    await toConfirm(bob, event.slug)
    expect(await bob.presses(en('button-back'))).toMatch(en.like('buy-quantity'))
    expect(await bob.presses(en('button-back'))).toMatch(en.begins('card', { title: 'Back' }))
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
    await rival.presses(en('button-confirm'))
    expect(await bob.presses(en('button-confirm'))).toMatch(
      inOrder(en.begins('refusal-soldOut', { title: 'Poster' }), 'Poster'),
    )
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
    expect(bob.heard().filter(({ text }) => en.like('tickets-line', { number: '1' }).test(text))).toHaveLength(1)
  })

  it('every update delivered twice, from the first to the last', async () => {
    const found = await publish(world, olga.id)
    world.sandbox.repeatUpdates(2)
    const bob = await meet(world, 'Bob')
    await toConfirm(bob, found.event.slug, 2)
    const before = bob.heard().length
    await bob.presses(en('button-confirm'))
    world.sandbox.repeatUpdates(1)
    expect(await ordersOf(bob)).toHaveLength(1)
    expect(await taken(found)).toBe(2)
    expect(bob.heard()).toHaveLength(before + 1)
  })

  it('but a new screen is a second order (so the count above is not one by chance)', async () => {
    const found = await publish(world, olga.id)
    const bob = await meet(world, 'Bob')
    await toConfirm(bob, found.event.slug, 2)
    await bob.presses(en('button-confirm'), en('button-buy-more'), en('button-buy'), '1', en('button-confirm'))
    expect((await ordersOf(bob)).map(({ order }) => order.quantity)).toEqual([1, 2])
    expect(await taken(found)).toBe(3)
    expect(bob.sees()).toMatch(en.like('tickets-line', { number: '3' }))
  })

  it("somebody else's confirmation buys for whoever presses, once each", async () => {
    const found = await publish(world, olga.id)
    const [bob, kim] = [await meet(world, 'Bob'), await meet(world, 'Kim')]
    await toConfirm(bob, found.event.slug)
    const data = dataOf(bob, 'c:')
    await bob.presses(en('button-confirm'))
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
    ann.person.presses(en('button-confirm'))
    bob.person.presses(en('button-confirm'))
    await world.settle()
    const heard = [ann, bob].map((buyer) =>
      buyer
        .heard()
        .map(({ text }) => text)
        .join('\n'),
    )
    expect(heard.filter((text) => en.like('tickets-line', { number: '1', code: /\S{9}/u }).test(text))).toHaveLength(1)
    expect(heard.filter((text) => text.includes(en('refusal-soldOut', { title: 'One seat' })))).toHaveLength(1)
    expect(await taken(found)).toBe(1)
  })

  it('goes to exactly one of fifty', async () => {
    const found = await publish(world, olga.id, { title: 'One seat for fifty', capacity: 1 })
    const many = await Promise.all(Array.from({ length: 50 }, (_, i) => meet(world, `P${i}`)))
    for (const buyer of many) await toConfirm(buyer, found.event.slug)
    for (const buyer of many) buyer.person.presses(en('button-confirm'))
    await world.settle()
    const outcomes = many.map((buyer) =>
      buyer
        .heard()
        .slice(-2)
        .map(({ text }) => text)
        .join('\n'),
    )
    expect(outcomes.filter((text) => en.like('buy-done').test(text))).toHaveLength(1)
    expect(outcomes.filter((text) => en.like('refusal-soldOut').test(text))).toHaveLength(49)
  })
})
