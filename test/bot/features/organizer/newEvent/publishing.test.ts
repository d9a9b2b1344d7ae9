import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  dataOf,
  expectNoDefect,
  forge,
  goTo,
  logged,
  meet,
  openCalmWorld,
  publishInChat,
  typed,
} from '../../../../support/talker.js'
import { en } from '../../../../support/texts/words.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

describe('publishing', () => {
  it.each([
    [en('button-publish'), 'is published!'],
    [en('button-discard'), 'draft'],
  ])('leaves no button under the preview after “%s”', async (button, said) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    await ann.presses(en('button-skip'))
    const preview = ann.heard().at(-1)?.message_id
    expect(ann.heard().at(-1)?.keyboard.flat()).toHaveLength(5)
    expect(await ann.presses(button)).toContain(said)
    expect(ann.heard().find(({ message_id: id }) => id === preview)?.keyboard).toEqual([])
  })

  it('twice by a double tap, and once more by the old button later, gives one event and one announcement', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    const old = dataOf(ann, 'fP:')
    await ann.does((person) => {
      person.presses(en('button-publish'))
      person.presses(en('button-publish'))
    })
    await forge(world, ann, old)
    expect(ann.toast()).toBe(en('button-old'))
    expect((await world.levem().services.events.ofOrganizer(ann.id, { when: 'upcoming', size: 9 })).rows).toHaveLength(
      1,
    )
    expect(ann.heard().filter(({ text }) => en.like('published').test(text))).toHaveLength(1)
  })

  it('and discarding: the draft is gone, and its old buttons say that they are old', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    const old = dataOf(ann, 'fP:')
    expect(await ann.presses(en('button-discard'))).toBe(en('form-discarded'))
    await forge(world, ann, old)
    expect(ann.toast()).toBe(en('button-old'))
    expect((await world.levem().services.events.ofOrganizer(ann.id, { when: 'upcoming', size: 9 })).rows).toEqual([])
  })

  it("an old draft's buttons do not touch the next draft", async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    const old = ['fP:', 'fx:', 'fM:'].map((verb) => dataOf(ann, verb))
    await ann.presses(en('button-discard'))
    await goTo(ann, 'preview')
    for (const data of old) {
      await forge(world, ann, data)
      expect(ann.toast()).toBe(en('button-old'))
    }
    expect(await ann.presses(en('button-publish'))).toMatch(en.like('published'))
  })

  it('gives a link to share and to copy, and leads on to the event', async () => {
    const ann = await meet(world, 'Ann')
    const slug = await publishInChat(ann)
    const buttons = ann.heard().at(-1)?.keyboard.flat() ?? []
    expect(buttons).toContainEqual({
      text: en('button-copy-link'),
      copy_text: { text: `https://t.me/levem_sandbox_bot?start=e_${slug}` },
    })
    expect(JSON.stringify(buttons)).toContain('https://t.me/share/url?url=')
    expect(await ann.presses(en('button-manage'))).toMatch(en.like('manage', { state: 'published' }))
  })
})

describe('ORGANIZER_IDS', () => {
  it('lets only those on the list create events', async () => {
    const closed = await openCalmWorld({ config: { organizerIds: [4_000_000_001] } })
    const ann = await meet(closed, 'Ann')
    expect(await ann.says('/newevent')).toMatch(en.like('refusal-mayNotOrganize'))
    expect(await ann.says('Jazz')).toMatch(en.like('finding-none'))
    await ann.presses(en('button-new-event'))
    expect(ann.toast()).toMatch(en.like('refusal-mayNotOrganize'))
    expect(logged(closed).filter(({ refused }) => refused === 'mayNotOrganize')).toHaveLength(2)

    const olga = await meet(closed, 'Olga', { id: 4_000_000_001 })
    expect(await publishInChat(olga)).toMatch(/^[a-z2-7]{10}$/u)
    expectNoDefect(closed)
    await closed.close()
  })
})

it('two people fill in forms at once, and neither hears of the other', async () => {
  const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
  for (const text of ['/newevent', typed.title, typed.description, typed.startsAt]) {
    ann.person.says(text)
    bob.person.says(text.replace('Jazz', 'Blues'))
  }
  await world.settle()
  await Promise.all([ann.says('22:00'), bob.says('23:00')])
  expect(ann.sees()).toContain('19:00–22:00')
  expect(bob.sees()).toContain('19:00–23:00')
})
