import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { en, ru } from '../../../../support/texts/words.js'
import { routes } from '../../../../../src/bot/ui/routes.js'
import {
  buy,
  dataOf,
  eventNow,
  expectNoDefect,
  forge,
  goTo,
  meet,
  openCalmWorld,
  publish,
} from '../../../../support/talker.js'
import type { World } from '../../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

describe.each([
  ['en', en],
  ['ru', ru],
] as const)('the change of an event that exists (%s)', (languageCode, words) => {
  const changes = async () => {
    const [ann, bob] = [await meet(world, 'Ann', { languageCode }), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { capacity: 10 })
    await buy(world, bob.id, found, 4)
    await forge(world, ann, routes.editEvent.data({ eventId: found.event.id }))
    return { ann, found }
  }

  it('is not saved by a button that says so, and deletes nothing', async () => {
    const { ann, found } = await changes()
    expect(ann.buttons()).toContain(words('button-dont-save'))
    expect(ann.buttons()).not.toContain(words('button-discard'))
    await ann.presses(words('button-edit-answer'), words('field-title'))
    await ann.says('Another title')
    expect(await ann.presses(words('button-dont-save'))).toBe(words('form-not-saved'))
    expect(ann.buttons()).toEqual([words('button-manage')])
    expect((await eventNow(world, found)).event.title).toBe('Jazz night')
  })

  it('shows how many are left of those that are not sold', async () => {
    const { ann } = await changes()
    expect(ann.sees()).toContain(words('card-left', { left: 6 }))
    await ann.presses(words('button-edit-answer'), words('field-capacity'))
    expect(await ann.says('20')).toContain(words('card-left', { left: 16 }))
  })

  it('refuses at the answer what could not be saved', async () => {
    const { ann } = await changes()
    await ann.presses(words('button-edit-answer'), words('field-capacity'))
    expect(await ann.says('3')).toMatch(words.begins('refusal-capacityBelowTaken', { taken: 4 }))
    expect(await ann.says('4')).toContain(words('card-left', { left: 0 }))
    await ann.presses(words('button-edit-answer'), words('field-price'))
    expect(await ann.says('150 ⭐')).toMatch(words.begins('refusal-priceOtherCurrency', { currency: 'RUB' }))
  })
})

describe('an old preview', () => {
  it.each(['fP', 'fp'])('publishes nothing newer than it shows, and is shown anew (%s)', async (verb) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    const shown = dataOf(ann, 'fP:')
    await ann.presses(en('button-edit-answer'), en('field-title'))
    await ann.says('Changed since')
    const data = verb === 'fP' ? shown : shown.replace(/^fP:(.*):.*$/u, 'fp:$1')
    await forge(world, ann, data)
    expect(ann.sees()).toMatch(en.begins('preview-head'))
    expect(ann.sees()).toContain('Changed since')
    const { events } = world.levem().services
    expect((await events.ofOrganizer(ann.id, { when: 'upcoming', size: 9 })).rows).toEqual([])
    expect(await ann.presses(en('button-publish'))).toMatch(en.begins('published', { title: 'Changed since' }))
  })
})
