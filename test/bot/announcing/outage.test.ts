import { en, ru } from '../../support/texts/words.js'
import { Api } from 'grammy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { badRequest, type FaultKind, forbidden, serverError, tooManyRequests } from 'telegram-sandbox'
import { openWorld, type World } from '../../support/world.js'
import {
  announced,
  buys,
  buysInChat,
  heard,
  lateNotice,
  longestPause,
  looksAtEvent,
  minute,
  publishes,
  publishesInChat,
  repeatMark,
  second,
  tickets,
  timesTold,
} from '../../support/announcing.js'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** `surely`: Telegram said that nothing was posted, so what comes after recovery is no repeat. */
type Outage = { readonly name: string; readonly kind: FaultKind; readonly surely: boolean }

const outages: readonly Outage[] = [
  { name: 'its connection is cut before anything is done', kind: 'dropBefore', surely: false },
  { name: 'it answers 500', kind: serverError(), surely: false },
  { name: 'a proxy answers 502 with a page', kind: serverError(502), surely: false },
  { name: 'it answers 429', kind: tooManyRequests(7), surely: true },
  { name: 'the bot was kicked', kind: forbidden(), surely: true },
  { name: 'it is not found', kind: badRequest('chat not found'), surely: true },
  {
    name: 'the bot may not write there',
    kind: badRequest('not enough rights to send text messages to the chat'),
    surely: true,
  },
]

describe.each(outages)('while every call to the notification chat fails: $name', ({ kind, surely }) => {
  it('selling goes on, whoever acted is told once, and after recovery the chat hears everything once and in order', async () => {
    const outage = world.sandbox.faults.add({ chat: world.chat, kind })
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    await publishesInChat(world, ann)
    expect(timesTold(ann, en.like('published', { title: 'Jazz night' }))).toBe(1)
    await buysInChat(world, bob, { quantity: 2 })
    expect(timesTold(bob, en.like('buy-done', { quantity: 2 }))).toBe(1)
    expect(timesTold(bob, tickets)).toBe(1)

    await world.advance(5 * minute)
    expect([timesTold(ann, lateNotice), timesTold(bob, lateNotice)]).toEqual([1, 1])
    expect(heard(world.chat)).toEqual([])
    expect(outage.hits()).toBeGreaterThan(3)

    outage.remove()
    await world.advance(longestPause)
    expect(heard(world.chat)).toEqual([
      expect.stringMatching(ru.like('news-eventPublished')),
      expect.stringMatching(ru.like('news-ticketsIssued', { quantity: 2 })),
    ])
    expect(heard(world.chat).map((text) => repeatMark.test(text))).toEqual([!surely, false])

    await world.advance(10 * minute)
    expect(heard(world.chat)).toHaveLength(2)
    expect([timesTold(ann, lateNotice), timesTold(bob, lateNotice), timesTold(bob, tickets)]).toEqual([1, 1, 1])
  })

  it('what is said without an outbox is lost (negative control)', async () => {
    const outage = world.sandbox.faults.add({ chat: world.chat, kind })
    const bare = new Api(world.sandbox.token, { apiRoot: world.sandbox.url })
    await expect(bare.sendMessage(world.chat.id, 'New event!')).rejects.toThrow()
    outage.remove()
    await world.advance(longestPause)
    expect(heard(world.chat)).toEqual([])
  })
})

describe('while the notification chat cannot be written to', () => {
  it('the organizer sees in /myevents how many announcements are on their way, until they are said', async () => {
    world.chat.muteBot()
    const ann = await world.person('Ann')
    await publishesInChat(world, ann)
    await looksAtEvent(world, ann)
    expect(ann.sees()).toMatch(en.like('manage-troubled', { late: 1, givenUp: 0 }))
    world.chat.unmuteBot()
    await world.advance(longestPause)
    await looksAtEvent(world, ann)
    expect(ann.sees()).not.toMatch(en.like('manage-troubled'))
  })

  it('nobody is told that the chat has not heard when the chat is only not asked yet', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann)
    for (let n = 0; n < 5; n += 1) await buys(world, bob, type)
    await world.advance(minute)
    expect([timesTold(ann, lateNotice), timesTold(bob, lateNotice)]).toEqual([0, 0])
  })

  it('whoever acted is told in their own language, and once for each thing they did', async () => {
    world.sandbox.faults.add({ chat: world.chat, kind: forbidden() })
    const [vera, bob] = [await world.person('Вера', { languageCode: 'ru' }), await world.person('Bob')]
    const { event, type } = await publishes(world, vera, { capacity: 2 })
    await buys(world, bob, type)
    // The last ticket: "sold out" goes with the purchase.
    await buys(world, bob, type)
    await world.levem().services.publishing.cancel(vera.id, event.id)
    await world.advance(5 * minute)
    expect(timesTold(vera, ru.like('news-announcementDelayed', { about: 'eventPublished', title: 'Jazz night' }))).toBe(
      1,
    )
    expect(timesTold(vera, ru.like('news-announcementDelayed', { about: 'eventCancelled', title: 'Jazz night' }))).toBe(
      1,
    )
    expect(timesTold(bob, lateNotice)).toBe(2)
  })

  it('whoever comes back after the chat has heard is not told that it has not', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann)
    await world.advance(minute)
    const outage = world.sandbox.faults.add({ chat: world.chat, kind: forbidden() })
    bob.blocks()
    await world.settle()
    await buys(world, bob, type)
    await world.advance(minute)
    outage.remove()
    await world.advance(minute)
    expect(heard(world.chat)).toHaveLength(2)
    bob.says('hello?')
    await world.advance(minute)
    expect([timesTold(bob, tickets), timesTold(bob, lateNotice)]).toEqual([1, 0])
  })

  it('the bot is told at once when it is let in again, and need not wait for the next try', async () => {
    const olga = world.sandbox.person({ firstName: 'Olga' })
    world.chat.removeBot(olga)
    const ann = await world.person('Ann')
    await publishesInChat(world, ann)
    await world.advance(5 * minute)
    expect(heard(world.chat)).toEqual([])
    world.chat.addBot(olga)
    await world.settle()
    // After the chat's id, which is a message, too.
    await world.advance(5 * second)
    expect(heard(world.chat)).toEqual([expect.stringMatching(ru.like('news-eventPublished'))])
  })
})

describe('while all of Telegram is dark', () => {
  const comesBack = async (): Promise<void> => {
    await world.sandbox.faults.heal()
    await world.advance(2 * minute)
    await world.settle()
  }

  it('what is sold waits, and arrives once, in order and unmarked when it is light again', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    await world.sandbox.faults.goDark()
    const { type } = await publishes(world, ann)
    await buys(world, bob, type, 2)
    await world.advance(10 * minute)
    await comesBack()
    expect(heard(world.chat)).toEqual([
      expect.stringMatching(ru.opens('news-eventPublished')),
      expect.stringMatching(ru.opens('news-ticketsIssued', { quantity: 2 })),
    ])
    expect(timesTold(bob, tickets)).toBe(1)
    // It is too late to say that it is late.
    await world.advance(minute)
    expect(announced(world.chat)).toHaveLength(2)
  })

  it('what waits outlives a restart in the dark', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    await world.sandbox.faults.goDark()
    const { type } = await publishes(world, ann)
    await buys(world, bob, type)
    await world.levem().stop()
    await world.sandbox.faults.heal()
    await world.restart()
    await world.advance(2 * minute)
    expect(heard(world.chat)).toHaveLength(2)
    expect(timesTold(bob, tickets)).toBe(1)
  })
})
