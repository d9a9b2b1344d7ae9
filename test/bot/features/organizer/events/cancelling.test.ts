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
import { en } from '../../../../support/texts/words.js'

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
    expect(await ann.presses('✖️ Cancel the event')).toBe(
      'Cancel “Stay”?\n\n2 tickets will no longer be valid; their holders will be told. This cannot be undone.',
    )
    expect(await ann.presses('‹ Back')).toContain('▶️ On sale')
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
      await ann.presses('✖️ Cancel the event')
      await ann.does((person) => {
        person.presses('Yes, do it')
        person.presses('Yes, do it')
      })
    })
    expect(chat.filter((text) => text.includes('Событие отменено'))).toHaveLength(1)
    expect(chat.join('\n')).toContain('🎟 Было выдано билетов: 4')
    expect(ann.sees()).toMatch(/🚫 Cancelled\nGone/u)
    expect(screenOf(ann).buttons).toEqual([
      '👥 Who bought',
      '👀 As guests see it',
      '💰 Money',
      '📑 Copy',
      '📋 My events',
    ])
    const told = (talker: Talker, words: RegExp) => talker.heard().filter(({ text }) => words.test(text))
    expect(told(bob, /Event cancelled: Gone[^]*Your 3 tickets are no longer valid\. We are sorry\./u)).toHaveLength(1)
    expect(told(kim, /Событие отменено: Gone[^]*Ваш билет больше не действует\. Нам жаль\./u)).toHaveLength(1)
    expect(await bob.says('/mytickets')).not.toMatch(/\S{4}-\S{4}/u)
    const { publishing } = world.levem().services
    await expect(publishing.putOnSale(ann.id, found.event.id)).rejects.toMatchObject({ code: 'eventCancelled' })
  })

  it('an event without tickets says that nobody has one', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await manage(ann, found)
    expect(await ann.presses('✖️ Cancel the event')).toContain('Nobody has a ticket yet.')
  })
})

describe('deleting', () => {
  it('is offered only without orders, asks first, and then the event is gone', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Remove me' })
    await manage(ann, found)
    expect(await ann.presses('🗑 Delete the event')).toBe('Delete “Remove me” for good?')
    expect(await ann.presses('Yes, do it')).toBe('🗑 The event is deleted.')
    expect(await bob.says(`/buy ${found.event.slug}`)).toContain('There is no such event')
    expect(await ann.says('/myevents')).toMatch(en.opens('my-events-none'))
  })

  it('is refused when somebody bought in the meantime', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Sold meanwhile' })
    await manage(ann, found)
    await ann.presses('🗑 Delete the event')
    await buy(world, bob.id, found)
    await ann.presses('Yes, do it')
    expect(ann.toast()).toContain('There are orders for “Sold meanwhile”. It can be cancelled, but not deleted.')
    await manage(ann, found)
    expect(screenOf(ann).buttons).not.toContain('🗑 Delete the event')
  })
})
