import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  asks,
  buy,
  eventNow,
  expectNoDefect,
  goTo,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
  typed,
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
/** Opens a ticket: at once where the person holds only one, else the first of its order. */
const opensTicket = async (talker: Talker): Promise<string> => {
  await talker.says('/mytickets')
  return /ticket no\. \d/u.test(talker.sees()) ? talker.sees() : talker.presses(/· Jazz ni[^·]*$/u, /^🎟 Ticket no\./u)
}

describe('changing a published event', () => {
  const change = async (ann: Talker, found: Found, field: string, ...answers: readonly string[]): Promise<string> => {
    await manage(ann, found)
    await ann.presses('✏️ Change', '✏️ Edit an answer', field)
    await ann.says(...answers)
    return ann.presses('💾 Save')
  }

  it.each([
    ['Title', ['Renamed'], en.like('change-title', { before: 'Changing', now: 'Renamed' })],
    ['Start', ['24.11.2026 20:00'], en.like('change-start', { before: /.*12:00.*/u, now: /.*20:00.*/u })],
    ['Venue', ['Red Room'], en.like('change-venue', { before: 'Blue Note', now: 'Red Room' })],
  ])('%s: saved, and each holder is told once', async (field, answers, words) => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Changing' })
    await buy(world, bob.id, found, 2)
    await buy(world, bob.id, found, 1)
    await world.settle()
    const news = await bob.hears(async () => {
      expect(await change(ann, found, field, ...answers)).toMatch(en.like('saved'))
      await world.advance(10_000)
    })
    expect(news).toHaveLength(1)
    expect(news[0]).toMatch(words)
    expect(news[0]).toContain(en('news-changed-tickets', { quantity: 3 }))
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
        expect(await change(ann, found, field, answer)).toMatch(en.like('saved'))
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
      expect(await opensTicket(talker)).toContain(`at the door: ${price}`)
    }
    expect(await manage(ann, found)).toContain('Sales: ₽7,000')
  })

  it('the number of tickets: not below what is sold, down to it sells out', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { capacity: 10 })
    await buy(world, bob.id, found, 4)
    await manage(ann, found)
    await ann.presses('✏️ Change', '✏️ Edit an answer', 'Number of tickets')
    // At the answer, and not at the end.
    expect(await ann.says('3')).toContain('4 are taken already. Please give at least that many.')
    await ann.says('4')
    expect(await ann.presses('💾 Save')).toMatch(en.like('saved'))
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
    expect(await change(ann, found, 'Venue', 'Red Room')).toMatch(en.like('saved'))
    expect((await eventNow(world, found)).event).toMatchObject({ state: 'draft', venue: 'Red Room' })
    expect(screenOf(ann).buttons).toEqual(['👀 As guests see it', '⚙️ Manage'])
  })

  it('discarded leaves it as it was', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await manage(ann, found)
    await ann.presses('✏️ Change', '✏️ Edit an answer', 'Title')
    await ann.says('Other')
    await ann.presses("✖️ Don't save")
    expect(await eventNow(world, found)).toEqual(found)
  })

  it('of an event that was deleted meanwhile is refused, and the form can be left', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await manage(ann, found)
    await ann.presses('✏️ Change')
    await world.levem().services.publishing.remove(ann.id, found.event.id)
    expect(await ann.presses('💾 Save')).toMatch(en.like('refusal-eventNotFound'))
    expect(await ann.presses("✖️ Don't save")).toMatch(en.like('form-not-saved'))
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
