import { afterEach, beforeEach, expect, it } from 'vitest'
import { serverError } from 'telegram-sandbox'
import { heard, longestPause, minute, publishes } from '../../support/announcing.js'
import { openWorld, type World } from '../../support/world.js'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** Something that was put off for a minute at most, and then nothing is in its way any more. */
const putOff = async (): Promise<void> => {
  const fault = world.sandbox.faults.add({ chat: world.chat, kind: serverError() })
  await publishes(world, await world.person('Ann'))
  await world.advance(5 * minute)
  fault.remove()
}

it('a clock that is set back by an hour holds up neither what was put off nor what comes', async () => {
  await putOff()
  world.clock.adjust(-60 * minute)
  await world.advance(minute + longestPause)
  expect(heard(world.chat)).toHaveLength(1)
  await publishes(world, await world.person('Bob'))
  await world.advance(minute)
  expect(heard(world.chat)).toHaveLength(2)
})
