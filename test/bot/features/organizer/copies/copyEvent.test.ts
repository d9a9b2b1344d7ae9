import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { expectNoDefect, meet, openCalmWorld, publish, screenOf, type Talker } from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

type Found = Awaited<ReturnType<typeof publish>>
const hour = 3_600_000
const week = 7 * 24 * hour

const copies = async (talker: Talker, { event }: Pick<Found, 'event'>): Promise<string> => {
  await talker.says('/myevents')
  await talker.presses({ data: `o:${event.id}` })
  return talker.presses(en('button-copy-event'))
}
const seriesOf = async ({ event }: Found) => {
  const { copies, events } = world.levem().services
  const { rows } = await copies.otherDates((await events.find(event.id)).event, { size: 30 })
  return rows.map(({ startsAt }) => (startsAt - event.startsAt) / week)
}
const publishLabel = (count: number): string => en('button-publish-copies', { count })
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

describe('copying an event', () => {
  it('takes three taps: copy, next week, publish; before the last nothing is public', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Weekly jam' })
    const chat = await chatHears(async () => {
      expect(await copies(ann, found)).toMatch(en.like('copy-when', { title: 'Weekly jam' }))
      expect(await ann.presses(en('button-copy-next-week'))).toMatch(en.like('copy-preview', { poster: 'no' }))
      expect(await seriesOf(found)).toEqual([])
      expect(await bob.says('/events')).not.toMatch(/Weekly jam[^]*Weekly jam/u)
      expect(await ann.presses(publishLabel(1))).toMatch(
        en.opens('copies-published', { count: 1, title: 'Weekly jam' }),
      )
    })
    expect(await seriesOf(found)).toEqual([1])
    expect(chat).toHaveLength(1)
  })

  it('makes one set however often it is pressed, and the chat hears of it once', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { title: 'Often' })
    const chat = await chatHears(async () => {
      await copies(ann, found)
      await ann.presses(en('button-copy-next-week'), en('button-copy-repeat'), '8')
      const screen = screenOf(ann)
      expect(screen.buttons).toContain(publishLabel(8))
      await ann.does((person) => {
        person.presses(publishLabel(8))
        person.presses(publishLabel(8))
      })
    })
    expect(await seriesOf(found)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(chat).toHaveLength(1)
    expect(chat[0]).toMatch(ru.like('news-datesPublished', { count: 8 }))
    expect(await ann.presses(en('button-series'))).toMatch(en.like('series-head', { size: 9, ahead: 9 }))
    expect(await ann.presses(en.opens('series-button', { state: 'published', when: '18 Jan, 12:00' }))).toMatch(
      en.like('manage-series', { size: 9 }),
    )
  })

  it('marks dates that are there, leaves them out, and offers the next free week', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { title: 'Gaps' })
    await copies(ann, found)
    await ann.presses(en('button-copy-next-week'), publishLabel(1))
    const again = await copies(ann, found)
    expect(again).toContain('Mon, 7 December')
    await ann.says('30 november')
    expect(ann.sees()).toMatch(en.like('copy-taken'))
    expect(ann.buttons()).not.toContain(publishLabel(1))
    const many = await ann.presses(en('button-copy-repeat'))
    expect(many).toMatch(en.like('copy-date-taken', { when: /Mon, 30 November, .*/u }))
    await ann.presses(publishLabel(3))
    expect(await seriesOf(found)).toEqual([1, 2, 3, 4])
  })

  it('reads another day as it is typed, with its time or at the same one, and never a past one', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { title: 'Else' })
    await copies(ann, found)
    await ann.presses(en('button-copy-other-day'))
    expect(await ann.says('whenever')).toMatch(en.like('refusal-whenNotUnderstood'))
    expect(await ann.says('1.11.2026 19:00')).toMatch(en.like('refusal-pastDate'))
    expect(await ann.says('next friday 20:30')).toContain('Fri, 27 November, 20:30')
    await ann.presses(publishLabel(1))
    await copies(ann, found)
    expect(await ann.says('25.12')).toContain('Fri, 25 December, 12:00')
  })

  it('takes a number of dates up to 26, by other steps', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { title: 'Steps' })
    await copies(ann, found)
    await ann.presses(en('button-copy-next-week'), en('button-copy-repeat'), en('button-copy-count'))
    expect(await ann.says('27')).toMatch(en.like('refusal-capacityOutOfRange', { max: 26 }))
    await ann.says('three')
    expect(ann.buttons()).toContain('✔️ 3')
    await ann.presses(en('button-copy-every-twoWeeks'), publishLabel(3))
    expect(await seriesOf(found)).toEqual([1, 3, 5])
  })

  it('of a past event is never in the past', async () => {
    const ann = await meet(world, 'Ann')
    const { event } = await publish(world, ann.id, { title: 'Over', hours: 1 })
    const { services, store } = world.levem()
    await store.transact((tx) => tx.events.change(event.id, { startsAt: event.startsAt - 10 * week }))
    await ann.says('/myevents')
    await ann.presses(en('button-ended-events'))
    await ann.presses({ data: `o:${event.id}` }, en('button-copy-event'))
    expect(ann.sees()).toContain('Sun, 22 November, 13:00')
    await ann.presses(/^🔁/u, publishLabel(1))
    const { rows } = await services.events.ofOrganizer(ann.id, { when: 'upcoming', size: 5 })
    expect(rows.map((row) => row.event.startsAt)).toEqual([event.startsAt])
  })

  it('brings promo codes and staff along where they are ticked, and tells the staff', async () => {
    const [ann, vera] = [await meet(world, 'Ann'), await meet(world, 'Vera')]
    const { event } = await publish(world, ann.id, { title: 'Helped' })
    const { promoCodes, staff, events, copies: copying } = world.levem().services
    const own = { personId: ann.id, eventId: event.id }
    await promoCodes.create({ ...own, code: 'TEN', discount: { percent: 10 } })
    await staff.accept({ personId: vera.id, token: (await staff.invite(own)).token })
    await world.advance(60_000)
    await copies(ann, { event })
    await ann.presses(en('button-copy-next-week'))
    const told = await vera.hears(async () => {
      await ann.presses(en('button-copy-promoCodes', { count: 1 }), en('button-copy-staff', { count: 1 }))
      await ann.presses(publishLabel(1))
      await world.advance(60_000)
    })
    const { rows } = await copying.otherDates((await events.find(event.id)).event, { size: 1 })
    const copy = { personId: ann.id, eventId: rows[0]?.id ?? 0 }
    expect((await promoCodes.page({ ...copy, size: 5 })).rows.map(({ code }) => code)).toEqual(['TEN'])
    expect((await staff.ofEvent(copy)).map(({ personId }) => personId)).toEqual([vera.id])
    expect(told).toEqual([expect.stringMatching(en.like('news-staffBrought', { title: 'Helped', count: 1 }))])
  })
})

describe('the preview of a copy', () => {
  it('marks what guests do not see, and has the time of the sale moved', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { title: 'Secret jam' })
    const { saleSettings, selling } = world.levem().services
    const own = { personId: ann.id, eventId: found.event.id }
    const price = { minor: 0, currency: 'RUB' }
    const { types } = await saleSettings.addType({ ...own, name: 'Friends', price, capacity: 5 })
    await saleSettings.hideType({ ...own, ticketTypeId: types[1]?.id ?? 0, isHidden: true })
    await selling.setSaleFrom({ ...own, saleFrom: found.event.startsAt - hour })
    await copies(ann, found)
    const shown = await ann.presses(en('button-copy-next-week'))
    expect(shown).toContain('🙈 Friends')
    expect(shown).not.toContain(en('settings-listing', { isUnlisted: 'yes' }))
    expect(shown).toContain(en('card-opens', { from: 'Mon, 30 November, 11:00 (GMT+3)' }))
    await ann.presses(publishLabel(1))
    expect(ann.sees()).not.toContain(en('published-unlisted'))
  })

  it('says that an unlisted one stays so, and nobody hears of it', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { title: 'Quiet jam' })
    const { selling } = world.levem().services
    await selling.setListing({ personId: ann.id, eventId: found.event.id, isUnlisted: true })
    const chat = await chatHears(async () => {
      await copies(ann, found)
      expect(await ann.presses(en('button-copy-next-week'))).toContain(en('settings-listing', { isUnlisted: 'yes' }))
      expect(await ann.presses(publishLabel(1))).toContain(en('published-unlisted'))
    })
    expect(chat).toEqual([])
  })
})

describe('the card of an event in a series', () => {
  it('has the next six other dates as buttons, and all of them behind one', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Serial' })
    await copies(ann, found)
    await ann.presses(en('button-copy-next-week'), en('button-copy-repeat'), '8', publishLabel(8))
    await bob.says(`/buy ${found.event.slug}`)
    const dates = bob.buttons().filter((label) => /^(?:\d+ [A-Z]|🗓)/u.test(label))
    expect(dates).toHaveLength(7)
    expect(dates[0]).toBe('30 Nov, 12:00')
    const last = await world.levem().services.copies.otherDates((await eventOf(found)).event, { size: 9 })
    await world.levem().services.publishing.unpublish(ann.id, last.rows[0]?.id ?? 0)
    await bob.presses(en('button-all-dates'))
    expect(bob.buttons().filter((label) => /^(?:\d+ [A-Z]|🗓)/u.test(label))).toHaveLength(7)
    expect(await bob.presses('11 Jan, 12:00')).toContain('Mon, 11 January, 12:00')
    expect(bob.buttons()).toContain('23 Nov, 12:00')
  })

  it('negative control: one that is alone has none', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const { event } = await publish(world, ann.id, { title: 'Alone' })
    await bob.says(`/buy ${event.slug}`)
    expect(bob.buttons().filter((label) => /^(?:\d+ [A-Z]|🗓)/u.test(label))).toEqual([])
  })

  const eventOf = ({ event }: Found) => world.levem().services.events.find(event.id)
})
