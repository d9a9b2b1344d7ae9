import { en } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import { dataOf, expectNoDefect, forge, meet, openCalmWorld, publish, type Talker } from '../../../../support/talker.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const orders = async (buyer: Talker) =>
  (await world.levem().services.tickets.ofBuyer(buyer.id, { size: 100 })).rows.map(({ order }) => order)

describe('“Confirm” on a screen that held the seats for a promo code', () => {
  const confirms = async (title: string) => {
    const { event } = await publish(world, olga.id, { title })
    const act = { personId: olga.id, eventId: event.id }
    await world.levem().services.promoCodes.create({ ...act, code: 'ALL', discount: { percent: 20 } })
    const bob = await meet(world, 'Bob')
    await bob.says(`/buy ${event.slug}`)
    await bob.presses(en('button-buy'), '1')
    const confirm = dataOf(bob, 'c:')
    await bob.presses(en('button-promo-code'))
    return { bob, confirm }
  }

  it('says that the order is held, not that it is bought', async () => {
    const { bob, confirm } = await confirms('Not bought')
    await forge(world, bob, confirm)
    expect(bob.sees()).toMatch(en.like('order-countdown', { minutes: 15 }))
    expect(bob.sees()).not.toMatch(en.like('buy-done'))
    expect(await orders(bob)).toMatchObject([{ state: 'held' }])
    await bob.presses(en('button-pay', { way: 'atDoor' }))
    await forge(world, bob, confirm)
    expect(bob.sees()).toMatch(en.like('buy-done'))
  })

  it('says that it was given up', async () => {
    const { bob, confirm } = await confirms('Given up')
    const { id = 0 } = (await orders(bob))[0] ?? {}
    await world.levem().services.ordering.cancel({ personId: bob.id, orderId: id })
    await forge(world, bob, confirm)
    expect(bob.sees()).not.toMatch(en.like('buy-done'))
    expect(await orders(bob)).toMatchObject([{ state: 'cancelled' }])
  })
})
