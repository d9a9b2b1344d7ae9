import { afterEach, beforeEach, expect, it } from 'vitest'
import { eventLimits } from '../../../../../src/domain/event.js'
import { pictureOf } from '../../../../support/payments.js'
import { expectNoDefect, meet, openCalmWorld, publish, type Talker } from '../../../../support/talker.js'
import { sentence } from '../../../../support/tickets.js'
import type { World } from '../../../../support/world.js'

let world: World
let ann: Talker
beforeEach(async () => {
  world = await openCalmWorld()
  ann = await meet(world, 'Ann')
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

/** A description too long for the card under a poster, and what a buyer reads when they ask for all of it. */
const read = async (begin: string): Promise<{ readonly typed: string; readonly seen: string }> => {
  const typed = begin.padEnd(eventLimits.description, ' and so on').trim()
  const { event } = await publish(world, ann.id, { description: typed, poster: await pictureOf(ann) })
  const bob = await meet(world, 'Bob')
  await bob.says(`/start e_${event.slug}`)
  const seen = await bob.presses(sentence('en', 'button-read-more'))
  expect(bob.heard().at(-1)?.entities).toEqual([])
  return { typed, seen }
}

it.each(['Rock & <b>roll</b>, 1 < 2 > 0', '</i>&amp; "quoted" &lt;b&gt; <u>peace</u>', '5 < 6 and never a tag'])(
  'the full description arrives as it was typed: %s',
  async (begin) => {
    const { typed, seen } = await read(begin)
    expect(seen).toBe(typed)
  },
)
