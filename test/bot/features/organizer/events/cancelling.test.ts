import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  buy,
  eventNow,
  expectNoDefect,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

type Found = Awaited<ReturnType<typeof publish>>
/** Opens an event as its organizer. */
const manage = async (talker: Talker, { event }: Found): Promise<string> => {
  await talker.says('/myevents')
  return talker.presses({ data: `o:${event.id}` })
}
/** What the notification chat hears while this is done. */
const chatHears = async (what: () => Promise<unknown>): Promise<readonly string[]> => {
  await world.advance(60_000)
  const before = world.chat.messages().length
  await what()
  await world.advance(60_000)
  return world.chat
    .messages()
    .slice(before)
    .map(({ text }) => text)
}
describe('cancelling', () => {
  it('asks first, and going back changes nothing', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Stay' })
    await buy(world, bob.id, found, 2)
    await manage(ann, found)
    expect(await ann.presses(en('button-cancel-event'))).toBe(en('manage-cancel-ask', { title: 'Stay', sold: 2 }))
    expect(await ann.presses(en('button-back'))).toMatch(en.like('manage', { state: 'published' }))
    expect((await eventNow(world, found)).event.state).toBe('published')
  })

  it('tells each holder once and the chat once, kills the tickets, and cannot be undone', async () => {
    const [ann, bob, kim] = [
      await meet(world, 'Ann'),
      await meet(world, 'Bob'),
      await meet(world, 'Kim', { languageCode: 'ru' }),
    ]
    const found = await publish(world, ann.id, { title: 'Gone' })
    await buy(world, bob.id, found, 2)
    await buy(world, bob.id, found, 1)
    await buy(world, kim.id, found, 1)
    const chat = await chatHears(async () => {
      await manage(ann, found)
      await ann.presses(en('button-cancel-event'))
      await ann.does((person) => {
        person.presses(en('button-yes-do-it'))
        person.presses(en('button-yes-do-it'))
      })
    })
    expect(chat.filter((text) => ru.opens('news-eventCancelled').test(text))).toHaveLength(1)
    expect(chat.join('\n')).toMatch(ru.like('news-eventCancelled', { issued: 4 }))
    expect(ann.sees()).toMatch(en.like('manage', { state: 'cancelled', title: 'Gone' }))
    expect(screenOf(ann).buttons).toEqual([
      en('button-guests'),
      en('button-show-card'),
      en('button-money'),
      en('button-copy-event'),
      en('button-guest-write'),
      en('button-my-events'),
    ])
    const told = (talker: Talker, words: RegExp) => talker.heard().filter(({ text }) => words.test(text))
    expect(told(bob, en.like('news-yourEventCancelled', { title: 'Gone', quantity: 3 }))).toHaveLength(1)
    expect(told(kim, ru.like('news-yourEventCancelled', { title: 'Gone', quantity: 1 }))).toHaveLength(1)
    expect(await bob.says('/mytickets')).not.toMatch(/\S{4}-\S{4}/u)
    const { publishing } = world.levem().services
    await expect(publishing.putOnSale(ann.id, found.event.id)).rejects.toMatchObject({ code: 'eventCancelled' })
  })

  it('an event without tickets says that nobody has one', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await manage(ann, found)
    expect(await ann.presses(en('button-cancel-event'))).toMatch(en.like('manage-cancel-ask', { sold: 0 }))
  })
})

describe('deleting', () => {
  it('is offered only without orders, asks first, and then the event is gone', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Remove me' })
    await manage(ann, found)
    expect(await ann.presses(en('button-remove'))).toBe(en('manage-remove-ask', { title: 'Remove me' }))
    expect(await ann.presses(en('button-yes-do-it'))).toBe(en('manage-removed'))
    expect(await bob.says(`/buy ${found.event.slug}`)).toMatch(en.like('refusal-eventNotFound'))
    expect(await ann.says('/myevents')).toMatch(en.opens('my-events-none'))
  })

  it('is refused when somebody bought in the meantime', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Sold meanwhile' })
    await manage(ann, found)
    await ann.presses(en('button-remove'))
    await buy(world, bob.id, found)
    await ann.presses(en('button-yes-do-it'))
    expect(ann.toast()).toContain(en('refusal-eventHasSales', { title: 'Sold meanwhile' }))
    await manage(ann, found)
    expect(screenOf(ann).buttons).not.toContain(en('button-remove'))
  })
})
