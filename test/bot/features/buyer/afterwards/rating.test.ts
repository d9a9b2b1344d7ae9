import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { quickPrinter } from '../../../../support/announcing.js'
import { forge, meet, openCalmWorld, publish, type EventWithType, type Talker } from '../../../../support/talker.js'
import { picturesOf, carry } from '../../../../support/tickets.js'
import { wordsOf } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'
import { routes } from '../../../../../src/bot/ui/routes.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

// The world's noon is that of Moscow; the event begins a day later and has no end.
describe.each(['en', 'ru'] as const)('how an event was, told in chat (%s)', (language) => {
  const words = wordsOf[language]
  let world: World
  let [olga, anna, ben, carl]: Talker[] = []
  let sale: EventWithType
  const person = (name: string) => meet(world, name, { languageCode: language })
  beforeEach(async () => {
    world = await openCalmWorld({ printer: quickPrinter })
    ;[olga, anna, ben, carl] = [await person('Olga'), await person('Anna'), await person('Ben'), await person('Carl')]
    sale = await publish(world, olga.id, { title: 'Jazz', hours: 24, price: { minor: 0, currency: 'RUB' } })
    for (const guest of [anna, ben, carl]) await comes(guest)
  })
  afterEach(() => world.close())

  const one = (talker: Talker | undefined): Talker => {
    if (!talker) throw new Error('nobody')
    return talker
  }
  const comes = async (guest: Talker): Promise<void> => {
    const [ticket] = await carry(world, guest.id, sale)
    await world.levem().services.checkIn.letIn({ personId: one(olga).id, ticketId: ticket.id })
  }
  const stars = (count: number) => words('button-stars', { stars: String(count) })
  const asks = words.like('rating-ask', { title: 'Jazz' })
  const thanks = (count: number) => words.begins('rating-thanks', { title: 'Jazz', stars: count })

  test('is asked the next noon, answered with stars and words, changed, and taken back', async () => {
    const guest = one(anna)
    await world.advance(2 * day - hour)
    expect(guest.sees()).not.toMatch(asks)
    await world.advance(hour)
    expect(guest.sees()).toMatch(asks)
    expect(guest.buttons()).toEqual([1, 2, 3, 4, 5].map(stars).concat(words('button-no-rating')))
    expect(await guest.presses(stars(4))).toMatch(thanks(4))
    expect(guest.buttons()).toEqual(
      ['button-add-words', 'button-other-stars', 'button-follow'].map((key) => words(key)),
    )
    expect(await guest.presses(words('button-add-words'))).toMatch(words.begins('rating-ask-words'))
    expect(await guest.says('x'.repeat(501))).toMatch(words.begins('refusal-wordsTooLong'))
    expect(await guest.says('Lovely <3')).toContain('Lovely <3')
    expect(guest.buttons()).toContain(words('button-other-words'))
    expect(await guest.presses(words('button-other-stars'))).toMatch(asks)
    expect(await guest.presses(stars(5))).toMatch(thanks(5))
    expect(guest.sees()).toContain('Lovely <3')
    await guest.presses(words('button-drop-words'))
    expect(guest.sees()).not.toContain('Lovely')
    await guest.presses(words('button-other-stars'))
    expect(await guest.presses(words('button-rating-back'))).toMatch(words.begins('rating-none', { title: 'Jazz' }))
    expect(await world.inspect.count('ratings')).toBe(0)
  })

  test('says nothing when nobody likes to say anything, and old buttons say nothing for others', async () => {
    await world.advance(2 * day + minute)
    expect(await one(ben).presses(words('button-no-rating'))).toMatch(words.begins('rating-none'))
    const stranger = await person('Sam')
    await forge(world, stranger, routes.rate.data({ eventId: sale.event.id, stars: '1' }))
    expect(stranger.toast()).toBe(words('refusal-notThere'))
    await forge(world, stranger, routes.eventReport.data({ eventId: sale.event.id }))
    expect(stranger.toast()).toBe(words('refusal-notYours'))
    await forge(world, stranger, routes.ratingWords.data({ eventId: sale.event.id, after: 0 }))
    expect(stranger.toast()).toBe(words('refusal-notYours'))
    expect(await world.inspect.count('ratings')).toBe(0)
  })

  test('comes to its organizer as a report with a picture at ten, and live from the event', async () => {
    const organizer = one(olga)
    await world.advance(2 * day - 2 * hour - 1000)
    expect(picturesOf(organizer)).toHaveLength(0)
    await world.advance(1000)
    expect(organizer.sees()).toMatch(words.begins('report-head', { title: 'Jazz' }))
    expect(organizer.sees()).toMatch(words.like('report-came', { came: 3, noShows: 0 }))
    expect(picturesOf(organizer)).toHaveLength(1)
    await world.advance(2 * hour + minute)
    for (const [guest, count] of [
      [anna, 5],
      [ben, 4],
      [carl, 4],
    ] as const) {
      const seen = one(guest)
      await seen.presses(stars(count), words('button-add-words'))
      await seen.says(`What ${seen.id} says`)
      await organizer.says('/myevents')
      await organizer.presses(words('button-ended-events'), /Jazz/u, words('button-report'))
      if (count === 5) expect(organizer.sees()).toMatch(words.like('report-few-ratings', { answers: 1 }))
    }
    expect(organizer.sees()).toMatch(
      words.like('report-rating', { average: language === 'en' ? '4.3' : '4,3', answers: 3 }),
    )
    const read = await organizer.presses(words('button-rating-words'))
    expect(read).toMatch(words.begins('rating-words-head', { title: 'Jazz' }))
    expect(read.match(/What \d/gu)).toHaveLength(3)
    await organizer.says('/myevents')
    expect(organizer.sees()).not.toMatch(words.like('followers'))
  })

  test('is not asked twice after a restart at the very moment', async () => {
    await world.advance(2 * day - 1000)
    await world.levem().stop()
    world.clock.set(world.clock.now() + 1000)
    await world.restart()
    await world.settle()
    await world.restart()
    await world.settle()
    await world.advance(5 * minute)
    const times = (talker: Talker | undefined) =>
      one(talker)
        .heard()
        .filter(({ text }) => asks.test(text)).length
    expect([anna, ben, carl].map(times)).toEqual([1, 1, 1])
    expect(
      one(olga)
        .heard()
        .filter(({ text }) => words.begins('report-head').test(text)),
    ).toHaveLength(1)
  })
})
