import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  buy,
  eventNow,
  expectNoDefect,
  logged,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { en, inOrder } from '../../../../support/texts/words.js'

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
const refusals = (code: string): number => logged(world).filter(({ refused }) => refused === code).length

describe('what changed since the person looked is said on the screen', () => {
  it('sold out before the quantity, before the confirmation, and after it', async () => {
    const found = await publish(world, olga.id, { title: 'Last', capacity: 1 })
    const [card, quantity, confirm, winner] = [
      await meet(world, 'A'),
      await meet(world, 'B'),
      await meet(world, 'C'),
      await meet(world, 'D'),
    ]
    await card.says(`/buy ${found.event.slug}`)
    await toQuantity(quantity, found.event.slug)
    await toConfirm(confirm, found.event.slug)
    await buy(world, winner.id, found)
    const before = refusals('soldOut')
    expect(await card.presses(en('button-buy'))).toMatch(
      inOrder(en.begins('refusal-soldOut', { title: 'Last' }), 'Last', en.like('card-left', { left: 0 })),
    )
    expect(await quantity.presses('1')).toMatch(en.opens('refusal-soldOut', { title: 'Last' }))
    expect(await confirm.presses(en('button-confirm'))).toMatch(en.opens('refusal-soldOut', { title: 'Last' }))
    for (const buyer of [card, quantity, confirm]) {
      expect(screenOf(buyer).buttons.slice(-3)).toEqual([
        en('button-events'),
        en('button-ask-organizer'),
        en('button-follow'),
      ])
      expect(screenOf(buyer).buttons).not.toContain(en('button-buy'))
      expect(await ordersOf(buyer)).toEqual([])
    }
    expect(refusals('soldOut')).toBe(before + 3)
  })

  it('too few left at the quantity and at the confirmation: the card shows how many, and buying goes on', async () => {
    const found = await publish(world, olga.id, { title: 'Few', capacity: 5 })
    const [bob, kim, rival] = [await meet(world, 'Bob'), await meet(world, 'Kim'), await meet(world, 'Rival')]
    await toQuantity(bob, found.event.slug)
    await toConfirm(kim, found.event.slug, 5)
    await buy(world, rival.id, found, 3)
    expect(await bob.presses('4')).toMatch(
      inOrder(en.begins('refusal-tooFewLeft', { left: 2 }), 'Few', en.like('card-left', { left: 2 })),
    )
    expect(await kim.presses(en('button-confirm'))).toMatch(en.opens('refusal-tooFewLeft', { left: 2 }))
    expect(await taken(found)).toBe(3)
    await kim.presses(en('button-buy'), '2', en('button-confirm'))
    expect(await taken(found)).toBe(5)
  })

  it.each([
    ['cancelled', en('refusal-eventCancelled', { title: 'Meanwhile' }), 'eventCancelled'],
    ['unpublished', en('refusal-eventNotOnSale', { title: 'Meanwhile' }), 'eventNotOnSale'],
    ['ended', en('refusal-eventEnded', { title: 'Meanwhile' }), 'eventEnded'],
  ])('%s meanwhile', async (what, words, code) => {
    const own = await openCalmWorld()
    const ann = await meet(own, 'Ann')
    const found = await publish(own, ann.id, { title: 'Meanwhile' })
    const [card, confirm] = [await meet(own, 'A'), await meet(own, 'B')]
    await card.says(`/buy ${found.event.slug}`)
    await toConfirm(confirm, found.event.slug)
    if (what === 'cancelled') await own.levem().services.publishing.cancel(ann.id, found.event.id)
    if (what === 'unpublished') await own.levem().services.publishing.unpublish(ann.id, found.event.id)
    if (what === 'ended') await own.advance(25 * 3_600_000)
    await own.settle()
    for (const [buyer, label] of [
      [card, en('button-buy')],
      [confirm, en('button-confirm')],
    ] as const) {
      expect(await buyer.presses(label)).toContain(`${words}\n\n`)
      const follow = code === 'eventNotOnSale' ? [] : [en('button-follow')]
      expect(screenOf(buyer).buttons).toEqual([en('button-events'), en('button-ask-organizer'), ...follow])
    }
    expect(logged(own).filter(({ refused }) => refused === code)).toHaveLength(2)
    expect((await eventNow(own, found)).type.taken).toBe(0)
    expectNoDefect(own)
    await own.close()
  })

  it('deleted meanwhile', async () => {
    const found = await publish(world, olga.id, { title: 'Deleted' })
    const bob = await meet(world, 'Bob')
    await toConfirm(bob, found.event.slug)
    await world.levem().services.publishing.remove(olga.id, found.event.id)
    await bob.presses(en('button-confirm'))
    expect(bob.toast()).toMatch(en.like('refusal-eventNotFound'))
  })

  it('dearer meanwhile: nothing is bought at a price that was not shown', async () => {
    const found = await publish(world, olga.id, { title: 'Dearer' })
    const bob = await meet(world, 'Bob')
    await toConfirm(bob, found.event.slug)
    await world
      .levem()
      .store.transact((tx) =>
        tx.ticketTypes.change(found.type.id, { name: '', capacity: 100, price: { minor: 200_000, currency: 'RUB' } }),
      )
    await bob.presses(en('button-confirm'))
    expect(bob.sees()).toMatch(inOrder(en.begins('refusal-priceChanged'), '₽2,000'))
    expect([await ordersOf(bob), await taken(found)]).toEqual([[], 0])
    await bob.presses(en('button-buy'))
    await bob.presses('1')
    await bob.presses(en('button-confirm'))
    expect((await ordersOf(bob)).map(({ order }) => order.total.minor)).toEqual([200_000])
  })
})
