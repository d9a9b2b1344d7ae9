import { afterEach, beforeEach, expect, it } from 'vitest'

import {
  expectNoDefect,
  type EventWithType,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../support/talker.js'
import { carry, openDoor, sentence } from '../../../support/tickets.js'
import type { World } from '../../../support/world.js'

const minute = 60_000

let world: World
let ann: Talker
let vera: Talker
let event: EventWithType
beforeEach(async () => {
  world = await openCalmWorld()
  ;({ ann, vera, event } = await openDoor(world))
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

/** The numbers of the tickets on a page, from its top. */
const numbersOn = (page: string): readonly number[] =>
  [...page.matchAll(/ no\. (\d+) · /gu)].map(([, number]) => Number(number))

it('who is in is told page by page, newest first, each once, and from the first page again', async () => {
  const bob = await meet(world, 'Bob')
  // So that no ticket's id is its number.
  await carry(world, bob.id, await publish(world, ann.id, { title: 'Another' }), 3)
  const tickets = (
    await Promise.all([10, 10, 10, 10, 5].map((quantity) => carry(world, bob.id, event, quantity)))
  ).flat()
  const inOrder = [...tickets.slice(20), ...tickets.slice(0, 20)]
  for (const [i, { id }] of inOrder.entries()) {
    // Some come at the same moment.
    if (i % 4 === 0) world.clock.set(world.clock.now() + minute)
    await world.levem().services.checkIn.letIn({ personId: vera.id, ticketId: id })
  }
  const after = new Map(inOrder.map(({ id, number }, i) => [number, { moment: Math.floor(i / 4), id }]))
  const newestFirst = inOrder
    .map(({ number }) => number)
    .sort((a, b) => {
      const [one, other] = [after.get(a), after.get(b)]
      return (other?.moment ?? 0) - (one?.moment ?? 0) || (other?.id ?? 0) - (one?.id ?? 0)
    })
  await vera.says('/door')
  const first = numbersOn(await vera.presses(sentence('en', 'button-who-is-in')))
  const pages = [first]
  const next = sentence('en', 'button-next-page')
  while (vera.buttons().includes(next)) pages.push(numbersOn(await vera.presses(next)))
  expect(pages.map(({ length }) => length)).toEqual([20, 20, 5])
  expect(pages.flat()).toEqual(newestFirst)
  expect(numbersOn(await vera.presses(sentence('en', 'button-first-page')))).toEqual(first)
})
