import { en } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  eventNow,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
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

const ordersOf = async (buyer: Talker) => (await world.levem().services.tickets.ofBuyer(buyer.id, { size: 100 })).rows
const taken = async (found: Awaited<ReturnType<typeof publish>>): Promise<number> =>
  (await eventNow(world, found)).type.taken
describe('damaged and forged buttons', () => {
  it.each([
    'c:1:1:1',
    'c:1:1:1:1',
    'c::::',
    'zzz',
    ':',
    'q:1:1',
    'q:1:1:-1',
    'q:1:1:1e3',
    'e:abc',
    'e:99999999999999',
    'b:2147483648',
    't:x',
    'ev:1',
    'c:1:1:1:1:99999999999999999',
  ])('"%s" is out of date', async (data) => {
    const bob = await meet(world, 'Bob')
    await forge(world, bob, data)
    expect(bob.toast()).toBe(en('button-old'))
  })

  it.each([
    'e:2147483647',
    'b:2147483647',
    'd:2147483647',
    'q:2147483647:1:1',
    'k:2147483647',
    'c:1:2147483647:1:77:0',
  ])('"%s" leads nowhere, and says so', async (data) => {
    const bob = await meet(world, 'Bob')
    await forge(world, bob, data)
    expect(`${bob.toast() ?? ''}${bob.sees()}`).toMatch(en.like('refusal-eventNotFound'))
    expect(await ordersOf(bob)).toEqual([])
  })

  it.each([0, 11, 1_000_000])('a quantity of %i is refused, when chosen and when confirmed', async (quantity) => {
    const found = await publish(world, olga.id, { capacity: 1_000_000 })
    const bob = await meet(world, 'Bob')
    await forge(world, bob, `q:${found.event.id}:${found.type.id}:${quantity}`)
    expect(bob.sees()).toContain(en('refusal-quantityOutOfRange', { max: 10 }))
    await forge(world, bob, `c:${found.event.id}:${found.type.id}:${quantity}:77:0`)
    expect(bob.sees()).toContain(en('refusal-quantityOutOfRange', { max: 10 }))
    expect(await taken(found)).toBe(0)
  })
})
