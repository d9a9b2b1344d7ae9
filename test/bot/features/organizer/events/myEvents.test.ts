import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  asks,
  buy,
  eventNow,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { en, inOrder, wordsOf } from '../../../../support/texts/words.js'

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
const lines = (talker: Talker): readonly string[] => screenOf(talker).buttons.filter((label) => label.includes(' · '))

describe('/myevents', () => {
  it('of nobody who organizes invites to create one', async () => {
    const ann = await meet(world, 'Ann')
    expect(await ann.says('/myevents')).toBe(en('my-events-none'))
    expect(await ann.presses(en('button-new-event'))).toMatch(asks.title)
  })

  it('lists events with their state, sold, left and money, soonest first, six at a time, each once', async () => {
    const ann = await meet(world, 'Ann')
    const bob = await meet(world, 'Bob')
    for (let i = 13; i >= 1; i -= 1) await publish(world, ann.id, { title: `Event ${i}`, hours: 30 + 24 * i })
    const sold = await publish(world, ann.id, { title: 'Sold some', capacity: 10 })
    await buy(world, bob.id, sold, 3)
    await buy(world, bob.id, sold, 1)
    await ann.says('/myevents')
    expect(lines(ann)[0]).toBe(en('my-event-button', { state: 'published', when: '23 Nov', title: 'Sold some' }))
    expect(screenOf(ann).text).toMatch(
      inOrder(
        en.like('my-events-line', {
          state: 'published',
          title: 'Sold some',
          when: 'Mon, 23 November, 12:00 (GMT+3)',
          sold: 4,
          left: 6,
          money: '₽6,000',
        }),
        en.like('my-events-line', { state: 'published', title: 'Event 1' }),
      ),
    )
    const seen = [...lines(ann)]
    while (screenOf(ann).buttons.includes(en('button-next-page'))) {
      await ann.presses(en('button-next-page'))
      seen.push(...lines(ann))
    }
    expect(seen.map((line) => /(Sold some|Event \d+)/u.exec(line)?.[1])).toEqual([
      'Sold some',
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((i) => `Event ${i}`),
    ])
    await ann.presses(en('button-first-page'))
    expect(lines(ann)[0]).toContain('Sold some')
  })

  it.each(['en', 'ru'] as const)('keeps what is over behind a button, latest first (%s)', async (languageCode) => {
    const words = wordsOf[languageCode]
    const [none, over] = [words.whole('my-events-none-ahead'), words.begins('my-events-ended')]
    const [ended, ahead] = [words('button-ended-events'), words('button-events-ahead')]
    const ann = await meet(world, 'Ann', { languageCode })
    await publish(world, ann.id, { title: 'Second', hours: 200 })
    await publish(world, ann.id, { title: 'First', hours: 199 })
    await ann.says('/myevents')
    expect(lines(ann).map((label) => label.split(' · ')[1])).toEqual(['First', 'Second'])
    expect(screenOf(ann).buttons).not.toContain(ended)
    const { events } = world.levem().services
    const { rows } = await events.ofOrganizer(ann.id, { when: 'upcoming', size: 9 })
    const before = world.clock.now() - 3_600_000
    await world.levem().store.transact(async (tx) => {
      for (const [i, { event }] of rows.entries()) await tx.events.change(event.id, { startsAt: before + i })
    })
    expect(await ann.says('/myevents')).toMatch(none)
    expect(await ann.presses(ended)).toMatch(over)
    expect(lines(ann).map((label) => label.split(' · ')[1])).toEqual(['Second', 'First'])
    expect(lines(ann)[0]).toMatch(words.opens('my-event-button', { state: 'ended' }))
    expect(await ann.presses(ahead)).toMatch(none)
  })

  it("shows nobody else's events", async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    await publish(world, ann.id, { title: "Ann's" })
    expect(await bob.says('/myevents')).toMatch(en.like('my-events-none'))
  })

  it('opens an event: state, sold, left, money, link', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Open me', capacity: 10 })
    await buy(world, bob.id, found, 4)
    await world.advance(60_000)
    expect(await manage(ann, found)).toBe(
      [
        en('manage', {
          state: 'published',
          title: 'Open me',
          when: 'Mon, 23 November, 12:00 (GMT+3)',
          venue: 'Blue Note',
          sold: 4,
          held: 0,
          left: 6,
          money: '₽6,000',
        }),
        en('manage-ways', { ways: en('way-in-words', { way: 'atDoor' }) }),
        '',
        en('manage-link', { link: `https://t.me/levem_sandbox_bot?start=e_${found.event.slug}` }),
      ].join('\n'),
    )
    expect(screenOf(ann).buttons).toEqual([
      en('button-share'),
      en('button-copy-link'),
      en('button-guests'),
      en('button-show-card'),
      en('button-money'),
      en('button-copy-event'),
      en('button-guest-list'),
      en('button-guest-write'),
      en('button-line', { count: 0 }),
      en('button-charts'),
      en('button-door'),
      en('button-staff'),
      en('button-edit'),
      en('button-unpublish'),
      en('button-types'),
      en('button-ways'),
      en('button-codes'),
      en('button-settings'),
      en('button-buyer-questions'),
      en('button-cancel-event'),
      en('button-my-events'),
    ])
  })
})

describe('off sale and on again', () => {
  it('nobody can buy meanwhile, sold tickets stay, and selling goes on', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Pause' })
    await buy(world, bob.id, found)
    await manage(ann, found)
    expect(await ann.presses(en('button-unpublish'))).toMatch(
      inOrder(en.begins('manage-unpublished'), en.like('manage', { state: 'draft', title: 'Pause' })),
    )
    expect(screenOf(ann).buttons).not.toContain(en('button-share'))
    expect(await bob.says('/mytickets')).toMatch(en.like('ticket-code', { isOnline: 'no', code: /\S{9}/u }))
    expect(await bob.says(`/buy ${found.event.slug}`)).toMatch(en.like('card-not-on-sale'))
    expect(await ann.presses(en('button-publish-again'))).toMatch(
      inOrder(en.begins('manage-published'), en.like('manage', { state: 'published' })),
    )
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses(en('button-buy'), '1', en('button-confirm'))
    expect((await eventNow(world, found)).type.taken).toBe(2)
  })

  it('pressed twice does it once', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await manage(ann, found)
    await ann.does((person) => {
      person.presses(en('button-unpublish'))
      person.presses(en('button-unpublish'))
    })
    expect((await eventNow(world, found)).event.state).toBe('draft')
    expect(ann.sees()).toMatch(en.like('manage-unpublished'))
  })
})
describe('who bought', () => {
  it('is listed, newest first, twenty at a time, each once', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { title: 'Many buyers', capacity: 100 })
    for (let i = 1; i <= 45; i += 1) {
      await world
        .levem()
        .services.people.meet({ id: 5_000_000_000 + i, displayName: `Buyer <${i}>`, languageCode: undefined })
      await buy(world, 5_000_000_000 + i, found, 2)
    }
    await manage(ann, found)
    const seen: string[] = []
    const read = (): void => void seen.push(...(ann.sees().match(/Buyer <\d+>/gu) ?? []))
    expect(await ann.presses(en('button-guests'), en('button-guests-orders'))).toMatch(
      inOrder(
        en.begins('buyers-head', { title: 'Many buyers' }),
        en.like('buyers-line', { buyer: 'Buyer <45>', quantity: 2, total: '₽3,000', order: /\d+/u }),
      ),
    )
    read()
    expect(seen).toHaveLength(20)
    while (screenOf(ann).buttons.includes(en('button-next-page'))) {
      await ann.presses(en('button-next-page'))
      read()
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, i) => `Buyer <${45 - i}>`))
    expect(await ann.presses(en('button-guest-back'), en('button-back'))).toMatch(
      en.like('manage', { state: 'published' }),
    )
  })

  it('says so when nobody did', async () => {
    const ann = await meet(world, 'Ann')
    await manage(ann, await publish(world, ann.id, { title: 'Lonely' }))
    expect(await ann.presses(en('button-guests'), en('button-guests-orders'))).toBe(
      en('buyers-none', { title: 'Lonely' }),
    )
  })
})

describe("somebody else's event", () => {
  it.each(['o', 'ou', 'op', 'oc', 'oC', 'od', 'oD', 'or', 'oe'])(
    '"%s" is refused, and nothing changes',
    async (verb) => {
      const [ann, eve] = [await meet(world, 'Ann'), await meet(world, 'Eve')]
      const found = await publish(world, ann.id, { title: 'Mine' })
      await forge(world, eve, `${verb}:${found.event.id}`)
      expect(eve.toast()).toBe(en('refusal-notYours'))
      await forge(world, eve, `ob:${found.event.id}:0`)
      expect(eve.toast()).toBe(en('refusal-notYours'))
      expect(await eventNow(world, found)).toEqual(found)
    },
  )
})
