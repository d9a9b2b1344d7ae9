import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person } from 'telegram-sandbox'
import { openWorld, type World } from '../../support/world.js'
import { buys, heard, minute, publishes, second, tickets, timesTold } from '../../support/announcing.js'
import { en } from '../../support/texts/words.js'

let world: World
afterEach(() => world.close())

const callsTo = ({ id }: { readonly id: number }) =>
  ['sendMessage', 'sendPhoto', 'sendMediaGroup']
    .flatMap((method) => world.sandbox.callsOf(method))
    .filter(({ params }) => String(params['chat_id']) === String(id))
const linesOf = (level: string) =>
  world.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['level'] === level)
const isReachable = async ({ id }: Person): Promise<boolean> =>
  (await world.levem().services.people.find(id))?.unreachableSince === undefined

describe('a buyer who blocked the bot', () => {
  const buysAndBlocks = async (): Promise<Person> => {
    world = await openWorld()
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann)
    bob.blocks()
    await world.settle()
    await buys(world, bob, type)
    await buys(world, bob, type, 2)
    await world.advance(minute)
    return bob
  }

  it('has their orders, is known to be unreachable, and is left in peace', async () => {
    const bob = await buysAndBlocks()
    const { rows } = await world.levem().services.tickets.ofBuyer(bob.id, { size: 5 })
    expect(rows.map(({ order, tickets: own }) => [order.state, own.map(({ state }) => state)])).toEqual([
      ['confirmed', ['valid', 'valid']],
      ['confirmed', ['valid']],
    ])
    expect(await isReachable(bob)).toBe(false)
    const tried = callsTo(bob).length
    await world.advance(60 * minute)
    expect(callsTo(bob)).toHaveLength(tried)
    expect(timesTold(bob, tickets)).toBe(0)
    // The chat has heard of both, and nothing of it is an error of ours.
    expect(heard(world.chat)).toHaveLength(3)
    expect(linesOf('error')).toEqual([])
  })

  it('gets their tickets once, in the order of buying, when they write again', async () => {
    const bob = await buysAndBlocks()
    bob.says('hello?')
    await world.settle()
    await world.advance(60 * minute)
    const told = bob
      .messages()
      .map(({ text }) => text)
      .filter((text) => tickets.test(text))
    expect(told.map((text) => /Order no\. (\d+)/u.exec(text)?.[1])).toEqual(['1', '2'])
    expect(await isReachable(bob)).toBe(true)
    bob.says('/help')
    await world.settle()
    expect(timesTold(bob, tickets)).toBe(2)
  })

  it('gets them when they press a button', async () => {
    const bob = await buysAndBlocks()
    bob.unblocks()
    bob.presses(en('button-events'))
    await world.settle()
    expect(timesTold(bob, tickets)).toBe(2)
  })

  it('and comes back only after the event was cancelled: hears that, and gets no dead tickets', async () => {
    const bob = await buysAndBlocks()
    const [ann] = world.sandbox.people().filter(({ user }) => user.first_name === 'Ann')
    if (!ann) throw new Error('no Ann')
    await world.levem().services.publishing.cancel(ann.id, 1)
    await world.advance(minute)
    bob.says('hello?')
    await world.settle()
    await world.advance(minute)
    expect(timesTold(bob, tickets)).toBe(0)
    expect(timesTold(bob, en.like('news-yourEventCancelled', { title: 'Jazz night' }))).toBeGreaterThan(0)
  })
})

describe('people', () => {
  beforeEach(async () => {
    world = await openWorld()
  })

  it('who never blocked the bot hear nothing twice when they write (negative control)', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann)
    await buys(world, bob, type)
    await world.settle()
    bob.says('hello?')
    await world.advance(minute)
    expect(timesTold(bob, tickets)).toBe(1)
  })

  it('who deleted their account hold up nobody', async () => {
    const [ann, bob, cleo] = [await world.person('Ann'), await world.person('Bob'), await world.person('Cleo')]
    const { type } = await publishes(world, ann)
    bob.deactivates()
    await buys(world, bob, type)
    await buys(world, cleo, type)
    await world.advance(minute)
    expect([timesTold(bob, tickets), timesTold(cleo, tickets)]).toEqual([0, 1])
    expect(await isReachable(bob)).toBe(false)
  })

  it('are told of a cancellation at the pace of bulk messages, each once, and a new ticket does not wait for that', async () => {
    const people = Array.from({ length: 80 }, (_, index) =>
      world.sandbox.person({ firstName: `Buyer ${index}`, languageCode: 'en' }),
    )
    for (const person of people) person.says('/start')
    await world.settle()
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { event, type } = await publishes(world, ann)
    const other = await publishes(world, ann, { title: 'Another' })
    await Promise.all(people.map((person) => buys(world, person, type)))
    await world.advance(minute)
    await world.levem().services.publishing.cancel(ann.id, event.id)
    await buys(world, bob, other.type)
    await world.settle()
    expect(timesTold(bob, tickets)).toBe(1)

    await world.advance(10 * second)
    expect(
      people.map((person) => timesTold(person, en.like('news-yourEventCancelled', { title: 'Jazz night' }))),
    ).toEqual(people.map(() => 1))
    const at = world.sandbox
      .callsOf('sendMessage')
      .filter(({ params }) => String(params['text']).includes('Event cancelled'))
      .map(({ startedAt }) => startedAt)
    expect(
      Math.max(...at.map((start) => at.filter((time) => time >= start && time < start + second).length)),
    ).toBeLessThanOrEqual(30)
  })

  it('are told of a cancellation, too, when the program is stopped half-way', async () => {
    const people = Array.from({ length: 30 }, (_, index) =>
      world.sandbox.person({ firstName: `Buyer ${index}`, languageCode: 'en' }),
    )
    for (const person of people) person.says('/start')
    await world.settle()
    const ann = await world.person('Ann')
    const { event, type } = await publishes(world, ann)
    await Promise.all(people.map((person) => buys(world, person, type)))
    await world.advance(minute)
    await world.levem().services.publishing.cancel(ann.id, event.id)
    await world.restart()
    await world.advance(10 * second)
    expect(
      people.map((person) => timesTold(person, en.like('news-yourEventCancelled', { title: 'Jazz night' }))),
    ).toEqual(people.map(() => 1))
    expect(people.map((person) => timesTold(person, en.like('news-repeat')))).toEqual(people.map(() => 0))
  })
})
