import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  asks,
  buy,
  eventNow,
  expectNoDefect,
  forge,
  goTo,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
  typed,
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

describe('/myevents', () => {
  it('of nobody who organizes invites to create one', async () => {
    const ann = await meet(world, 'Ann')
    expect(await ann.says('/myevents')).toBe('No events yet. Shall we create the first?')
    expect(await ann.presses('🎉 Create an event')).toMatch(asks.title)
  })

  it('lists events with their state, sold, left and money, newest first, six at a time, each once', async () => {
    const ann = await meet(world, 'Ann')
    const bob = await meet(world, 'Bob')
    for (let i = 1; i <= 13; i += 1) await publish(world, ann.id, { title: `Event ${i}` })
    const sold = await publish(world, ann.id, { title: 'Sold some', capacity: 10 })
    await buy(world, bob.id, sold, 3)
    await buy(world, bob.id, sold, 1)
    await ann.says('/myevents')
    expect(lines(ann)[0]).toBe('▶️ Sold some · Mon, 23 November 2026 · 4 sold, 6 left · ₽6,000')
    const seen = [...lines(ann)]
    while (screenOf(ann).buttons.includes('More »')) {
      await ann.presses('More »')
      seen.push(...lines(ann))
    }
    expect(seen.map((line) => /(Sold some|Event \d+)/u.exec(line)?.[1])).toEqual([
      'Sold some',
      ...[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((i) => `Event ${i}`),
    ])
    await ann.presses('« First page')
    expect(lines(ann)[0]).toContain('Sold some')
  })

  it("shows nobody else's events", async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    await publish(world, ann.id, { title: "Ann's" })
    expect(await bob.says('/myevents')).toContain('No events yet')
  })

  it('opens an event: state, sold, left, money, link', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Open me', capacity: 10 })
    await buy(world, bob.id, found, 4)
    await world.advance(60_000)
    expect(await manage(ann, found)).toBe(
      `▶️ On sale\nOpen me\n📅 Mon, 23 November 2026, 12:00 (GMT+3)\n📍 Blue Note\n\n🎟 Sold: 4 · left: 6\n💰 Orders worth: ₽6,000\n💳 To pay: 🚪 At the door\n\n🔗 https://t.me/levem_sandbox_bot?start=e_${found.event.slug}`,
    )
    expect(screenOf(ann).buttons).toEqual([
      '📣 Share',
      '📋 Link',
      '👥 Who bought',
      '👀 As guests see it',
      '💰 Money',
      '🚪 To the door',
      '👥 Staff',
      '✏️ Change',
      '⏸ Take off sale',
      '🎟 Ticket types',
      '💳 Ways to pay',
      '🏷 Promo codes',
      '↩️ Giving back',
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
    expect(screenOf(ann).buttons).toEqual(['👥 Who bought', '👀 As guests see it', '💰 Money', '📋 My events'])
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
    expect(await ann.says('/myevents')).toContain('No events yet')
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

describe('changing a published event', () => {
  const change = async (ann: Talker, found: Found, field: string, ...answers: readonly string[]): Promise<string> => {
    await manage(ann, found)
    await ann.presses('✏️ Change', '✏️ Edit an answer', field)
    await ann.says(...answers)
    return ann.presses('💾 Save')
  }

  it.each([
    ['Title', ['Renamed'], /“Changing” has changed\.[^]*📝 Renamed/u],
    ['Start', ['24.11.2026 20:00'], /📅 Tue, 24 November 2026, 20:00/u],
    ['Venue', ['Red Room'], /📍 Red Room/u],
  ])('%s: saved, and each holder is told once', async (field, answers, words) => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Changing' })
    await buy(world, bob.id, found, 2)
    await buy(world, bob.id, found, 1)
    await world.settle()
    const news = await bob.hears(async () => {
      expect(await change(ann, found, field, ...answers)).toContain('💾 Saved:')
      await world.advance(10_000)
    })
    expect(news).toHaveLength(1)
    expect(news[0]).toMatch(words)
    expect(news[0]).toContain('Your tickets are valid.')
  })

  it.each([
    ['Description', 'Something else'],
    ['Price', '2000'],
    ['Number of tickets', '50'],
  ])('%s: saved, and nobody is bothered', async (field, answer) => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Quiet change' })
    await buy(world, bob.id, found)
    await world.settle()
    expect(
      await bob.hears(async () => {
        expect(await change(ann, found, field, answer)).toContain('💾 Saved:')
        await world.advance(10_000)
      }),
    ).toEqual([])
  })

  it('the price: old orders keep theirs, new ones get the new one', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id)
    await buy(world, bob.id, found, 2)
    await change(ann, found, 'Price', '2000')
    await buy(world, kim.id, found, 2)
    await world.settle()
    expect(bob.heard().filter(({ text }) => text.includes('at the door: ₽3,000'))).toHaveLength(1)
    expect(kim.heard().filter(({ text }) => text.includes('at the door: ₽4,000'))).toHaveLength(1)
    for (const [talker, price] of [
      [bob, '₽1,500'],
      [kim, '₽2,000'],
    ] as const) {
      await talker.says('/mytickets')
      expect(await talker.presses(/Jazz night/u)).toContain(`at the door: ${price}`)
    }
    expect(await manage(ann, found)).toContain('Orders worth: ₽7,000')
  })

  it('the number of tickets: not below what is sold, down to it sells out', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { capacity: 10 })
    await buy(world, bob.id, found, 4)
    expect(await change(ann, found, 'Number of tickets', '3')).toContain(
      '4 are taken already. Please give at least that many.',
    )
    expect(screenOf(ann).buttons).toContain('✏️ Edit an answer')
    await ann.presses('✏️ Edit an answer', 'Number of tickets')
    await ann.says('4')
    expect(await ann.presses('💾 Save')).toContain('💾 Saved:')
    expect(await bob.says(`/buy ${found.event.slug}`)).toContain('No tickets left')
  })

  it('twice by a double tap is one change', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Twice' })
    await buy(world, bob.id, found)
    await manage(ann, found)
    await ann.presses('✏️ Change', '✏️ Edit an answer', 'Title')
    await ann.says('Once')
    const news = await bob.hears(async () => {
      await ann.does((person) => {
        person.presses('💾 Save')
        person.presses('💾 Save')
      })
      await world.advance(10_000)
    })
    expect(news).toHaveLength(1)
  })

  it('of an event off sale leaves it off sale', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await world.levem().services.publishing.unpublish(ann.id, found.event.id)
    expect(await change(ann, found, 'Venue', 'Red Room')).toContain('💾 Saved:')
    expect((await eventNow(world, found)).event).toMatchObject({ state: 'draft', venue: 'Red Room' })
    expect(screenOf(ann).buttons).toEqual(['👀 As guests see it', '⚙️ Manage'])
  })

  it('discarded leaves it as it was', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await manage(ann, found)
    await ann.presses('✏️ Change', '✏️ Edit an answer', 'Title')
    await ann.says('Other')
    await ann.presses('🗑 Discard')
    expect(await eventNow(world, found)).toEqual(found)
  })

  it('of an event that was deleted meanwhile is refused, and the form can be left', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await manage(ann, found)
    await ann.presses('✏️ Change')
    await world.levem().services.publishing.remove(ann.id, found.event.id)
    expect(await ann.presses('💾 Save')).toContain('There is no such event')
    expect(await ann.presses('🗑 Discard')).toContain('The draft is deleted')
  })

  it('does not throw a half-made new event away without asking', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { title: 'Old one' })
    await goTo(ann, 'venue')
    await manage(ann, found)
    expect(await ann.presses('✏️ Change')).toBe(
      'Your draft “Jazz night” is not finished. Go on with it — or discard it and change the event you chose?',
    )
    expect(await ann.presses('✏️ Go on with the draft')).toMatch(asks.venue)
    await ann.says(typed.venue)
    await ann.presses({ data: `oe:${found.event.id}` })
    expect(await ann.presses('🗑 Discard it and change')).toMatch(/^👀 This is what guests will see[^]*Old one/u)
    expect(await ann.presses('💾 Save')).toContain('💾 Saved: “Old one”.')
  })
})
