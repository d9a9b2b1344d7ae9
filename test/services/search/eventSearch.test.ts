import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EventQuery, queryOf } from '../../../src/domain/eventSearch.js'
import { clockTimeOf } from '../../../src/domain/localTime.js'
import type { EventChange } from '../../../src/store/tables/events.js'
import { databases } from '../../support/database/databases.js'
import { day, now } from '../../support/fixtures.js'
import { type House, openHouse, type Sale } from '../../support/house.js'

const words = (others: string): EventQuery => queryOf({ others })
const zone = 'Europe/Moscow'
const midnight = Math.floor(clockTimeOf(now, zone) / day) * day
const onDay = (days: number, others = '', named = ''): EventQuery =>
  queryOf({ others, named, span: { from: midnight + days * day, until: midnight + (days + 1) * day } })

describe.each(databases)('a search for events on $name', (database) => {
  let house: House
  let anna: number
  beforeEach(async () => {
    house = await openHouse(database)
    anna = await house.person('Anna')
  })
  afterEach(() => house.drop())

  const find = async (query: EventQuery, personId = anna) =>
    (await house.services.eventSearch.find({ personId, query, size: 9 })).rows.map(({ event }) => event.title)
  const change = (sale: Sale, changes: EventChange) =>
    house.store.transact((tx) => tx.events.change(sale.event.id, changes))

  test('finds what begins so, in any order of the words, soonest first', async () => {
    const late = await house.sale({ title: 'Крис в театре' })
    await change(late, { startsAt: now + 3 * day })
    await house.sale({ title: 'Театр: Кристина' })
    await house.sale({ title: 'Опера' })
    expect(await find(words('кр'))).toEqual(['Театр: Кристина', 'Крис в театре'])
    expect(await find(words('театр крис'))).toEqual(['Театр: Кристина', 'Крис в театре'])
    expect(await find(words('kris teatr'))).toEqual(['Театр: Кристина', 'Крис в театре'])
    expect(await find(words('опера крис'))).toEqual([])
    expect(await find(words('club оп'))).toEqual(['Опера'])
  })

  test('finds by the day of the event’s own clocks, and by the words of the day', async () => {
    const far = await house.sale({ title: 'Джаз во Владивостоке' })
    // Two in the morning there is the evening before in Moscow.
    await change(far, { zone: 'Asia/Vladivostok', startsAt: midnight + 5 * day + 2 * 3_600_000 - 10 * 3_600_000 })
    const friday = await house.sale({ title: 'Чёрная пятница' })
    await change(friday, { startsAt: now + 9 * day })
    expect(await find(onDay(5))).toEqual(['Джаз во Владивостоке'])
    expect(await find(onDay(4))).toEqual([])
    expect(await find(onDay(5, 'джаз'))).toEqual(['Джаз во Владивостоке'])
    expect(await find(onDay(5, '', 'пятница'))).toEqual(['Джаз во Владивостоке', 'Чёрная пятница'])
  })

  test('finds on each of its days what goes on for several', async () => {
    const festival = await house.sale({ title: 'Festival' })
    await change(festival, { startsAt: now + 20 * day, endsAt: now + 22 * day })
    for (const days of [20, 21, 22]) expect(await find(onDay(days))).toEqual(['Festival'])
    expect([...(await find(onDay(19))), ...(await find(onDay(23)))]).toEqual([])
    house.later(21 * day)
    expect(await find(words('fest'))).toEqual(['Festival'])
    house.later(2 * day)
    expect(await find(words('fest'))).toEqual([])
  })

  test('follows every change: of words, of the date, and whether it is on sale', async () => {
    const sale = await house.sale({ title: 'Jazz' })
    const { services } = house
    const [personId, eventId] = [sale.organizer, sale.event.id]
    await change(sale, { title: 'Opera', venue: 'Дом' })
    expect([await find(words('jazz')), await find(words('opera дом'))]).toEqual([[], ['Opera']])
    await change(sale, { startsAt: now + 4 * day })
    expect([await find(onDay(1)), await find(onDay(4))]).toEqual([[], ['Opera']])
    await services.publishing.unpublish(personId, eventId)
    expect(await find(words('opera'))).toEqual([])
    await house.store.transact((tx) => tx.events.move(eventId, 'published'))
    expect(await find(words('opera'))).toEqual(['Opera'])
    const dates = [{ startsAt: now + 11 * day, move: (at: number) => at }]
    await services.copies.publish({ personId, eventId, key: 'copy', dates, with: { promoCodes: false, staff: false } })
    expect(await find(words('opera'))).toEqual(['Opera', 'Opera'])
    await services.publishing.cancel(personId, eventId)
    expect(await find(words('opera'))).toEqual(['Opera'])
  })

  test('shows what is unlisted to nobody but who runs it, or holds a ticket for it', async () => {
    const sale = await house.sale({ title: 'Secret' })
    const [holder, arrived] = [await house.person('Holder'), await house.person('Arrived')]
    await house.buys(holder, sale)
    await house.services.selling.setListing({ personId: sale.organizer, eventId: sale.event.id, isUnlisted: true })
    await house.services.looking.arrive({ personId: arrived, slug: sale.event.slug })
    expect(await find(words('secret'), sale.organizer)).toEqual(['Secret'])
    expect(await find(onDay(1), holder)).toEqual(['Secret'])
    expect(await find(words('other'), holder)).toEqual([])
    expect([await find(words('secret')), await find(words('secret'), arrived), await find(onDay(1))]).toEqual([
      [],
      [],
      [],
    ])
    expect(await house.services.eventSearch.nearest({ query: words('sekrett'), size: 9 })).toEqual([])
    await house.services.selling.setListing({ personId: sale.organizer, eventId: sale.event.id, isUnlisted: false })
    expect(await find(words('secret'))).toEqual(['Secret'])
    expect(await find(words('secret'), holder)).toEqual(['Secret'])
  })

  test('goes on where a page ended, each event once, those of one moment too', async () => {
    const titles: string[] = []
    for (let i = 1; i <= 8; i += 1) titles.push((await house.sale({ title: `Jazz ${i}` })).event.title)
    const seen: string[] = []
    let after: { readonly starts: number; readonly eventId: number } | undefined
    for (let pages = 0; pages < 9; pages += 1) {
      const asked = { personId: anna, query: words('jazz'), after, size: 3 }
      const { rows, hasMore } = await house.services.eventSearch.find(asked)
      seen.push(...rows.map(({ event }) => event.title))
      after = rows.at(-1)?.place
      if (!hasMore) break
    }
    expect(seen).toEqual(titles)
  })

  test('finds what is typed with a slip', async () => {
    await house.sale({ title: 'Большой концерт' })
    const nearest = async (text: string) =>
      (await house.services.eventSearch.nearest({ query: words(text), size: 9 })).map(({ event }) => event.title)
    expect(await nearest('конецрт')).toEqual(['Большой концерт'])
    expect([await nearest('ко'), await nearest('опера')]).toEqual([[], []])
  })

  test('finds what an earlier version of the program wrote down, once that was looked through', async () => {
    const sale = await house.sale({ title: 'Old' })
    const { services, inspect } = house
    await house.store.transact((tx) => tx.cursors.set('searchable events', 0))
    await house.store.transact((tx) => tx.forgetting.removeOld('event_words', { words: now + 9 * day } as never))
    expect([await find(words('old')), await inspect.count('event_words')]).toEqual([[], 0])
    let rounds = 0
    while (await services.eventSearch.index()) rounds += 1
    expect([rounds, await find(words('old'))]).toEqual([2, ['Old']])
    const rows = await inspect.count('event_words')
    expect([await services.eventSearch.index(), await inspect.count('event_words')]).toEqual([false, rows])
    expect(await find(onDay(1), sale.organizer)).toEqual(['Old'])
  })

  test('forgets the words of what is over', async () => {
    await house.sale({ title: 'Over' })
    house.later(3 * day)
    await house.sale({ title: 'Ahead' })
    await house.services.forgetting.forget()
    expect(new Set((await house.inspect.rows('event_words')).map(({ event_id }) => event_id)).size).toBe(1)
  })

  test('of many who change an event at once the last one counts, and none is hindered', async () => {
    const sale = await house.sale({ title: 'Start' })
    const [personId, eventId] = [sale.organizer, sale.event.id]
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        i % 3 === 0
          ? house.services.selling.setListing({ personId, eventId, isUnlisted: i % 2 === 0 })
          : change(sale, { title: `Title${i}` }),
      ),
    )
    const event = await house.store.transact((tx) => tx.events.find(eventId))
    const found = await find(words('title'))
    expect(found).toEqual(event?.isUnlisted ? [] : [event?.title])
    expect(await house.inspect.count('event_words', { word: '' })).toBe(event?.isUnlisted ? 0 : 1)
  })
})
