import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal } from '../../../src/domain/refusal.js'
import { meet, publish, type Talker } from '../../support/talker.js'
import { openWorld, type World } from '../../support/world.js'
import { en } from '../../support/texts/words.js'

let world: World
let bob: Talker
const told = (): string =>
  bob
    .heard()
    .map(({ text }) => text)
    .join('\n')
beforeEach(async () => {
  world = await openWorld()
  bob = await meet(world, 'Bob')
  const olga = await meet(world, 'Olga')
  const { event } = await publish(world, olga.id)
  await bob.says(`/start e_${event.slug}`)
  await bob.presses(en('button-buy'), '1')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await world.close()
})

const busy = new Refusal('busy')

/** Lets seconds pass until that was said. */
const hears = (words: RegExp) =>
  expect
    .poll(
      () => {
        world.clock.set(world.clock.now() + 5000)
        return told()
      },
      { timeout: 30_000 },
    )
    .toMatch(words)

describe('what others hold for too long', () => {
  it('is tried again by the program, and the person presses once', async () => {
    vi.spyOn(world.levem().services.ordering, 'buy').mockRejectedValueOnce(busy).mockRejectedValueOnce(busy)
    bob.person.presses(en('button-confirm'))
    await hears(en.like('tickets-order', { order: '1' }))
    expect(told()).not.toMatch(en.like('refusal-busy'))
  })

  it('is said when it does not end', async () => {
    const buying = vi.spyOn(world.levem().services.ordering, 'buy').mockRejectedValue(busy)
    bob.person.presses(en('button-confirm'))
    await hears(en.like('refusal-busy'))
    await world.settle()
    const tries = buying.mock.calls.length
    await world.advance(60_000)
    expect(buying.mock.calls.length).toBe(tries)
  })
})
