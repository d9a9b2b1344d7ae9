import { afterEach, describe, expect, it } from 'vitest'
import { type Person, plainPicture } from 'telegram-sandbox'
import type { Printer } from '../../../src/print/printer.js'
import { buys, minute, publishes, quickPrinter, tickets, timesTold } from '../../support/announcing.js'
import { openWorld, type World } from '../../support/world.js'
import { en } from '../../support/texts/words.js'

const picture = plainPicture(64, 64)

/** A printer that draws nothing until it is let. */
const stuckPrinter = (): Printer & { readonly letGo: () => void } => {
  const waiting: (() => void)[] = []
  let isStuck = true
  return {
    ...quickPrinter,
    ticket: () =>
      isStuck
        ? new Promise((resolve) => {
            waiting.push(() => {
              resolve(picture)
            })
          })
        : Promise.resolve(picture),
    letGo: () => {
      isStuck = false
      for (const draw of waiting) draw()
    },
  }
}

const follows = /The pictures? follows? in a moment/u
const picturesFor = (person: Person): number =>
  person.messages().filter(({ fromBot, photo }) => fromBot && photo !== undefined).length

describe('tickets in a rush', () => {
  let world: World
  afterEach(() => world.close())

  it('come as text with the code when pictures are behind, the pictures after them, and nothing twice', async () => {
    const printer = stuckPrinter()
    world = await openWorld({ printer })
    const ann = await world.person('Ann')
    const people = Array.from({ length: 14 }, (_, index) =>
      world.sandbox.person({ firstName: `Buyer ${index}`, languageCode: 'en' }),
    )
    for (const person of people) person.says('/start')
    await world.settle()
    const { type } = await publishes(world, ann)
    await world.settle()
    for (const [index, person] of people.entries()) await buys(world, person, type, 1 + (index % 2))
    const told = () => people.filter((person) => timesTold(person, follows) === 1)
    await world.sandbox.until(() => told().length === 8)
    for (const person of told()) {
      expect(person.sees()).toMatch(en.like('tickets-line', { number: /\d+/u, code: /\S{9}/u }))
      expect(picturesFor(person)).toBe(0)
    }
    printer.letGo()
    await world.settle()
    await world.advance(minute)
    expect(people.map((person) => timesTold(person, tickets))).toEqual(people.map(() => 1))
    expect(people.map(picturesFor)).toEqual(people.map((_, index) => 1 + (index % 2)))
    expect(told()).toHaveLength(8)
  })

  it('come with their pictures when those are not behind (negative control)', async () => {
    world = await openWorld()
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann)
    await buys(world, bob, type, 2)
    await world.settle()
    expect([timesTold(bob, follows), timesTold(bob, tickets), picturesFor(bob)]).toEqual([0, 1, 2])
  })

  it('a text whose answer was lost comes once more at most, and the pictures still come', async () => {
    const printer = stuckPrinter()
    world = await openWorld({ printer })
    const ann = await world.person('Ann')
    const people = Array.from({ length: 7 }, (_, index) =>
      world.sandbox.person({ firstName: `Buyer ${index}`, languageCode: 'en' }),
    )
    for (const person of people) person.says('/start')
    await world.settle()
    const { type } = await publishes(world, ann)
    await world.settle()
    const last = people.at(-1)
    if (!last) throw new Error('there are seven')
    const fault = world.sandbox.faults.add({
      method: 'sendMessage',
      chat: last.chat,
      kind: 'deliverThenDrop',
      times: 1,
    })
    for (const person of people) await buys(world, person, type)
    await world.sandbox.until(() => fault.hits() === 1)
    printer.letGo()
    await world.settle()
    await world.advance(minute)
    expect([timesTold(last, tickets), picturesFor(last)]).toEqual([2, 1])
  })
})
