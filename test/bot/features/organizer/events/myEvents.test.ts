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
    expect(await ann.says('/myevents')).toBe('You have no events of your own yet. Shall we create the first?')
    expect(await ann.presses('🎉 Create an event')).toMatch(asks.title)
  })

  it('lists events with their state, sold, left and money, soonest first, six at a time, each once', async () => {
    const ann = await meet(world, 'Ann')
    const bob = await meet(world, 'Bob')
    for (let i = 13; i >= 1; i -= 1) await publish(world, ann.id, { title: `Event ${i}`, hours: 30 + 24 * i })
    const sold = await publish(world, ann.id, { title: 'Sold some', capacity: 10 })
    await buy(world, bob.id, sold, 3)
    await buy(world, bob.id, sold, 1)
    await ann.says('/myevents')
    expect(lines(ann)[0]).toBe('▶️ 23 Nov · Sold some')
    expect(screenOf(ann).text).toContain(
      '▶️ Sold some\n📅 Mon, 23 November, 12:00 (GMT+3)\n🎟 4 sold, 6 left · ₽6,000\n\n▶️ Event 1\n',
    )
    const seen = [...lines(ann)]
    while (screenOf(ann).buttons.includes('More »')) {
      await ann.presses('More »')
      seen.push(...lines(ann))
    }
    expect(seen.map((line) => /(Sold some|Event \d+)/u.exec(line)?.[1])).toEqual([
      'Sold some',
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((i) => `Event ${i}`),
    ])
    await ann.presses('« First page')
    expect(lines(ann)[0]).toContain('Sold some')
  })

  it.each([
    [
      'en',
      '🏁 Events that are over',
      '‹ Coming up',
      /^📋 My events\n\nNothing is coming up\.$/u,
      /^🏁 My events that are over\n/u,
    ],
    [
      'ru',
      '🏁 Прошедшие',
      '‹ Предстоящие',
      /^📋 Мои события\n\nВпереди пока ничего нет\.$/u,
      /^🏁 Мои прошедшие события\n/u,
    ],
  ])('keeps what is over behind a button, latest first (%s)', async (languageCode, ended, ahead, none, over) => {
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
    expect(lines(ann)[0]).toMatch(/^🏁 /u)
    expect(await ann.presses(ahead)).toMatch(none)
  })

  it("shows nobody else's events", async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    await publish(world, ann.id, { title: "Ann's" })
    expect(await bob.says('/myevents')).toContain('You have no events of your own yet')
  })

  it('opens an event: state, sold, left, money, link', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Open me', capacity: 10 })
    await buy(world, bob.id, found, 4)
    await world.advance(60_000)
    expect(await manage(ann, found)).toBe(
      `▶️ On sale\nOpen me\n📅 Mon, 23 November, 12:00 (GMT+3)\n📍 Blue Note\n\n🎟 Sold: 4 · left: 6\n💰 Sales: ₽6,000\n💳 To pay: at the door\n\n🔗 https://t.me/levem_sandbox_bot?start=e_${found.event.slug}`,
    )
    expect(screenOf(ann).buttons).toEqual([
      '📣 Share',
      '📋 Link',
      '👥 Who bought',
      '👀 As guests see it',
      '💰 Money',
      '🚪 To the door',
      '🤝 Staff',
      '✏️ Change',
      '⏸ Take off sale',
      '🎟 Ticket types',
      '💳 Ways to pay',
      '🏷 Promo codes',
      '⚙️ Settings',
      '✖️ Cancel the event',
      '📋 My events',
    ])
  })
})

describe('off sale and on again', () => {
  it('nobody can buy meanwhile, sold tickets stay, and selling goes on', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Pause' })
    await buy(world, bob.id, found)
    await manage(ann, found)
    expect(await ann.presses('⏸ Take off sale')).toMatch(
      /^⏸ Off sale\. Tickets that were sold stay valid\.\n\n⏸ Off sale\nPause/u,
    )
    expect(screenOf(ann).buttons).not.toContain('📣 Share')
    expect(await bob.says('/mytickets')).toMatch(/Code for the door: \S{9}/u)
    expect(await bob.says(`/buy ${found.event.slug}`)).toContain('Tickets are not on sale right now.')
    expect(await ann.presses('▶️ Put on sale again')).toMatch(/^▶️ On sale again\.\n\n▶️ On sale/u)
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses('🎟 Get tickets', '1', '✅ Confirm')
    expect((await eventNow(world, found)).type.taken).toBe(2)
  })

  it('pressed twice does it once', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await manage(ann, found)
    await ann.does((person) => {
      person.presses('⏸ Take off sale')
      person.presses('⏸ Take off sale')
    })
    expect((await eventNow(world, found)).event.state).toBe('draft')
    expect(ann.sees()).toContain('⏸ Off sale')
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
    expect(await ann.presses('👥 Who bought')).toMatch(
      /^👥 Many buyers — who bought:\nNo\. \d+ · Buyer <45> · 2 × · ₽3,000\n/u,
    )
    read()
    expect(seen).toHaveLength(20)
    while (screenOf(ann).buttons.includes('More »')) {
      await ann.presses('More »')
      read()
    }
    expect(seen).toEqual(Array.from({ length: 45 }, (_, i) => `Buyer <${45 - i}>`))
    expect(await ann.presses('‹ Back')).toContain('▶️ On sale')
  })

  it('says so when nobody did', async () => {
    const ann = await meet(world, 'Ann')
    await manage(ann, await publish(world, ann.id, { title: 'Lonely' }))
    expect(await ann.presses('👥 Who bought')).toBe('Nobody has tickets for “Lonely” yet.')
  })
})

describe("somebody else's event", () => {
  it.each(['o', 'ou', 'op', 'oc', 'oC', 'od', 'oD', 'or', 'oe'])(
    '"%s" is refused, and nothing changes',
    async (verb) => {
      const [ann, eve] = [await meet(world, 'Ann'), await meet(world, 'Eve')]
      const found = await publish(world, ann.id, { title: 'Mine' })
      await forge(world, eve, `${verb}:${found.event.id}`)
      expect(eve.toast()).toBe("Only the event's organizer can do that.")
      await forge(world, eve, `ob:${found.event.id}:0`)
      expect(eve.toast()).toBe("Only the event's organizer can do that.")
      expect(await eventNow(world, found)).toEqual(found)
    },
  )
})
