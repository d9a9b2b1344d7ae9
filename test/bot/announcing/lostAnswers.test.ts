import { en, inOrder, ru } from '../../support/texts/words.js'
import { Api } from 'grammy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { usualTiming } from '../../../src/app/timing.js'
import { openWorld, type World } from '../../support/world.js'
import {
  announced,
  buys,
  heard,
  lateNotice,
  longestPause,
  looksAtEvent,
  minute,
  type Place,
  publishes,
  publishesInChat,
  repeatMark,
  tickets,
  timesTold,
} from '../../support/announcing.js'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const delivers = { method: 'sendMessage', kind: 'deliverThenDrop' } as const

/** What was announced, without the mark of a repeat, and how often. */
const copies = (chat: Place): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const text of heard(chat)) {
    const plain = text.replace(/^🔁[^\n]*\n\n/u, '')
    counts.set(plain, (counts.get(plain) ?? 0) + 1)
  }
  return counts
}

describe('when a message arrives and the answer is lost', () => {
  it('once: the chat hears it again, marked as a repeat, and no third time', async () => {
    const ann = await world.person('Ann')
    world.sandbox.faults.add({ ...delivers, chat: world.chat, times: 1 })
    await publishes(world, ann)
    await world.advance(10 * minute)
    const [first, second, ...more] = heard(world.chat)
    expect(first).toMatch(ru.opens('news-eventPublished'))
    expect(second).toBe(`${ru('news-repeat')}\n\n${first ?? ''}`)
    expect(more).toEqual([])
  })

  it('it is said again only after the chat answers a harmless question', async () => {
    const ann = await world.person('Ann')
    world.sandbox.faults.add({ ...delivers, chat: world.chat, times: 1 })
    const closed = world.sandbox.faults.add({ method: 'getChat', chat: world.chat, kind: 'dropBefore' })
    await publishes(world, ann)
    await world.advance(10 * minute)
    expect(closed.hits()).toBeGreaterThan(3)
    expect(heard(world.chat)).toHaveLength(1)
    closed.remove()
    await world.advance(longestPause)
    expect(heard(world.chat).map((text) => repeatMark.test(text))).toEqual([false, true])
  })

  it('for every call while it lasts: nothing is lost, nothing is out of order, and each comes twice at most', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const fault = world.sandbox.faults.add({ ...delivers, chat: world.chat })
    const { event, type } = await publishes(world, ann, { capacity: 3 })
    await buys(world, bob, type, 2)
    await buys(world, bob, type)
    await world.advance(10 * minute)
    await world.levem().services.publishing.cancel(ann.id, event.id)
    await world.advance(minute / 4)
    fault.remove()
    await world.advance(10 * minute)
    const told = [...copies(world.chat)]
    expect(told.map(([text]) => text.split('\n')[0])).toEqual([
      expect.stringMatching(ru.opens('news-eventPublished')),
      expect.stringMatching(ru.opens('news-ticketsIssued', { quantity: 2 })),
      expect.stringMatching(ru.opens('news-ticketsIssued', { quantity: 1 })),
      expect.stringMatching(ru.like('news-soldOut')),
      expect.stringMatching(ru.opens('news-eventCancelled')),
    ])
    expect(told.filter(([, count]) => count > 2)).toEqual([])
    const marked = heard(world.chat).filter((text) => repeatMark.test(text))
    expect(heard(world.chat)).toHaveLength(told.length + marked.length)
  })

  it('a ticket comes again with the same code, and says nothing of a repeat', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann)
    world.sandbox.faults.add({ ...delivers, method: 'sendMediaGroup', chat: bob.chat, times: 1 })
    await buys(world, bob, type, 2)
    await world.advance(10 * minute)
    const [first, second, ...more] = bob
      .messages()
      .map(({ text }) => text)
      .filter((text) => tickets.test(text))
    expect(first).toMatch(
      inOrder(
        en.like('tickets-line', { number: '1', code: /\S{9}/u }),
        en.ends('tickets-line', { number: '2', code: /\S{9}/u }),
      ),
    )
    expect(second).toBe(first)
    expect(more).toEqual([])
    expect(heard(world.chat)).toHaveLength(2)
  })

  it('other news for a person comes again with the mark', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { event, type } = await publishes(world, ann)
    await buys(world, bob, type)
    await world.advance(minute)
    world.sandbox.faults.add({ ...delivers, method: 'sendDocument', chat: bob.chat, times: 1 })
    await world.levem().services.publishing.cancel(ann.id, event.id)
    await world.advance(minute)
    expect(
      bob
        .messages()
        .slice(-2)
        .map(({ text }) => text.split('\n')[0]),
    ).toEqual([
      expect.stringMatching(en.opens('news-yourEventCancelled', { title: 'Jazz night' })),
      expect.stringMatching(en.opens('news-repeat')),
    ])
  })

  it('a client that simply tries again makes more copies, and the test would see it (negative control)', async () => {
    const bare = new Api(world.sandbox.token, { apiRoot: world.sandbox.url })
    const fault = world.sandbox.faults.add({ ...delivers, chat: world.chat })
    const say = (): Promise<unknown> => bare.sendMessage(world.chat.id, 'New event!')
    await expect(say()).rejects.toThrow()
    await expect(say()).rejects.toThrow()
    fault.remove()
    await say()
    expect([...copies(world.chat)]).toEqual([['New event!', 3]])
  })
})

describe('after two lost answers', () => {
  it('it is given up, the organizer sees that, sends it again, and it arrives', async () => {
    const ann = await world.person('Ann')
    const fault = world.sandbox.faults.add({ ...delivers, chat: world.chat })
    await publishesInChat(world, ann)
    await world.advance(10 * minute)
    expect(heard(world.chat)).toHaveLength(2)
    expect(timesTold(ann, en.like('news-announcementDelayed', { again: 'soon' }))).toBe(1)
    expect(timesTold(ann, en.like('news-announcementDelayed', { again: 'byHand' }))).toBe(1)
    await looksAtEvent(world, ann)
    expect(ann.sees()).toMatch(en.like('manage-troubled', { late: 0, givenUp: 1 }))
    fault.remove()

    ann.presses(en('button-resend'))
    await world.settle()
    expect(ann.sees()).toContain(en('manage-resent', { count: 1 }))
    await world.advance(minute)
    expect(heard(world.chat)).toHaveLength(3)
    expect(heard(world.chat).at(-1)).toMatch(repeatMark)
    await looksAtEvent(world, ann)
    expect(ann.sees()).not.toMatch(en.like('manage-troubled'))
    expect(ann.buttons()).not.toContain(en('button-resend'))
  })

  it('it is in the log as an error, and holds up nothing behind it', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    world.sandbox.faults.add({ ...delivers, chat: world.chat, times: 2 })
    const { type } = await publishes(world, ann)
    await buys(world, bob, type)
    await world.advance(minute)
    expect(heard(world.chat).at(-1)).toMatch(ru.opens('news-ticketsIssued', { quantity: 1 }))
    const lines = world.log.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.filter(({ level, state }) => level === 'error' && state === 'givenUp')).toHaveLength(1)
  })

  it('a ticket waits for the next sign of life of its holder, and comes once more', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann)
    const fault = world.sandbox.faults.add({ ...delivers, method: 'sendPhoto', chat: bob.chat })
    await buys(world, bob, type)
    await world.advance(10 * minute)
    expect(timesTold(bob, tickets)).toBe(2)
    fault.remove()
    await world.advance(24 * 60 * minute)
    expect(timesTold(bob, tickets)).toBe(2)
    bob.says('/help')
    await world.settle()
    await world.advance(minute)
    expect(timesTold(bob, tickets)).toBe(3)
    expect(bob.messages().some(({ text }) => en.like('defect').test(text))).toBe(false)
  })
})

describe('when the chat never answers', () => {
  it('the call is given up after a while, other people are served meanwhile, and it is said once', async () => {
    await world.close()
    // grammY's timeout of 10 s cannot be turned by hand.
    world = await openWorld({ timing: { telegram: { ...usualTiming.telegram, announcementMs: 3000 } } })
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const fault = world.sandbox.faults.add({ chat: world.chat, method: 'sendMessage', kind: 'hang', times: 1 })
    const { type } = await publishes(world, ann)
    await world.sandbox.until(() => fault.hits() === 1)
    await buys(world, bob, type)
    await world.sandbox.until(() => timesTold(bob, tickets) === 1)
    bob.says('/mytickets')
    await world.sandbox.until(() => timesTold(bob, en.like('ticket-code', { isOnline: 'no' })) === 1)
    await world.advance(minute)
    expect(announced(world.chat).map(({ text }) => text.split('\n')[0])).toEqual([
      expect.stringMatching(repeatMark),
      expect.stringMatching(ru.opens('news-ticketsIssued', { quantity: 1 })),
    ])
    expect(timesTold(ann, lateNotice)).toBe(1)
  })
})
