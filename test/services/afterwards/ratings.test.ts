import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { guest, hour } from './crowd.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

describe.each(databases)('how an event was, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz', capacity: 100 })
    anna = await guest(house, sale, 'Anna')
    house.later(2 * day - 3 * hour)
  })
  afterEach(() => house.drop())

  const of = (personId: number) => ({ personId, eventId: sale.event.id })
  const rate = (personId: number, stars: number) => house.services.ratings.rate({ ...of(personId), stars })
  const words = (personId: number, text: string) => house.services.ratings.setWords({ ...of(personId), text })
  const report = () => house.services.eventReports.ofEvent(sale.organizer, sale.event.id)
  const written = async () =>
    (await house.services.eventReports.words(sale.organizer, sale.event.id, { size: 20 })).rows.map((row) => row.words)

  // Guests come before the event is over.
  const guests = async (count: number): Promise<readonly number[]> => {
    house.clock.adjust(-2 * day + 3 * hour)
    const all: number[] = []
    for (let i = 0; i < count; i += 1) all.push(await guest(house, sale, `Guest ${i}`))
    house.clock.adjust(2 * day - 3 * hour)
    return all
  }

  test('may be said by who was let in, and by nobody else', async () => {
    house.clock.adjust(-2 * day + 3 * hour)
    const [absent, giver, taker, staff, stranger] = [
      await house.person('Absent'),
      await house.person('Giver'),
      await house.person('Taker'),
      await house.person('Staff'),
      await house.person('Stranger'),
    ]
    await house.buys(absent, sale)
    await house.joins(staff, sale)
    const given = first(await house.buys(giver, sale))
    const { token } = await house.services.gifts.create({ personId: giver, ticketId: given.id })
    await house.services.gifts.accept({ personId: taker, token })
    await house.services.checkIn.letIn({ personId: staff, ticketId: given.id })
    const own = first(await house.buys(sale.organizer, sale))
    await house.services.checkIn.letIn({ personId: staff, ticketId: own.id })
    house.clock.adjust(2 * day - 3 * hour)
    const answers = async (who: number) => [
      await refused(rate(who, 5)),
      await refused(words(who, 'Nice')),
      await refused(house.services.ratings.view(of(who))),
      await refused(house.services.ratings.dropWords(of(who))),
      await refused(house.services.ratings.withdraw(of(who))),
    ]
    for (const who of [absent, giver, staff, stranger, sale.organizer])
      expect(await answers(who)).toEqual(['notThere', 'notThere', 'notThere', 'notThere', 'notThere'])
    for (const who of [anna, taker]) expect(await answers(who)).toEqual(['done', 'done', 'done', 'done', 'done'])
  })

  test('is read by its organizer alone', async () => {
    await rate(anna, 5)
    const other = await house.sale({ title: 'Another' })
    const staff = await house.person('Staff')
    for (const who of [anna, staff, other.organizer]) {
      expect(await refused(house.services.eventReports.ofEvent(who, sale.event.id))).toBe('notYours')
      expect(await refused(house.services.eventReports.words(who, sale.event.id, { size: 5 }))).toBe('notYours')
    }
    expect(await refused(report())).toBe('done')
  })

  test('may be changed and taken back; the last answer counts', async () => {
    const [ben, carl, dora] = await guests(3)
    await rate(anna, 1)
    await rate(anna, 5)
    await rate(anna, 5)
    for (const who of [ben, carl]) if (who !== undefined) await rate(who, 4)
    expect((await report()).rating).toMatchObject({ answers: 3, shown: { average: 4.3 } })
    if (dora !== undefined) await rate(dora, 1)
    expect((await report()).rating.answers).toBe(4)
    if (dora !== undefined) await house.services.ratings.withdraw(of(dora))
    await house.services.ratings.withdraw(of(anna))
    await house.services.ratings.withdraw(of(anna))
    expect((await report()).rating).toEqual({ answers: 2, shown: undefined })
    expect(await house.inspect.sum('rating_counts', 'count')).toBe(await house.inspect.count('ratings'))
  })

  test('is told from three answers on, with words that have no names and no order', async () => {
    const [ben, carl] = await guests(2)
    await rate(anna, 5)
    await words(anna, 'Lovely')
    if (ben === undefined || carl === undefined) throw new Error('nobody')
    await rate(ben, 4)
    await words(ben, 'Too loud')
    expect([(await report()).rating.shown, (await report()).hasWords, await written()]).toEqual([undefined, false, []])
    await rate(carl, 3)
    await words(carl, 'Lovely')
    expect([...(await written())].sort()).toEqual(['Lovely', 'Lovely', 'Too loud'])
    const rows = (await house.services.eventReports.words(sale.organizer, sale.event.id, { size: 9 })).rows
    expect(rows.map((row) => Object.keys(row).sort())).toEqual(rows.map(() => ['place', 'words']))
    expect(rows.map(({ place }) => place)).toEqual(rows.map(({ place }) => place).toSorted((a, b) => a - b))
  })

  test('its words are read page by page, none twice and none left out', async () => {
    const people = await guests(7)
    for (const [i, who] of people.entries()) {
      await rate(who, 5)
      await words(who, i < 4 ? 'Same words' : `Words ${i}`)
    }
    const read: string[] = []
    for (let after: number | undefined; ;) {
      const page = await house.services.eventReports.words(sale.organizer, sale.event.id, { size: 2, after })
      read.push(...page.rows.map((row) => row.words))
      if (!page.hasMore) break
      after = page.rows.at(-1)?.place
    }
    expect(read.sort()).toEqual([...Array<string>(4).fill('Same words'), 'Words 4', 'Words 5', 'Words 6'])
  })

  test('needs stars before words; words may go while the stars stay', async () => {
    expect(await refused(words(anna, 'Nice'))).toBe('ratingNeeded')
    await rate(anna, 4)
    expect((await words(anna, 'Nice')).rating).toEqual({ stars: 4, words: 'Nice' })
    expect((await rate(anna, 5)).rating).toEqual({ stars: 5, words: 'Nice' })
    expect((await house.services.ratings.dropWords(of(anna))).rating).toEqual({ stars: 5, words: undefined })
    expect(await refused(words(anna, 'a'.repeat(501)))).toBe('wordsTooLong')
  })

  test('is said after its end, for ninety days', async () => {
    house.clock.adjust(-2 * day)
    expect(await refused(rate(anna, 5))).toBe('ratingClosed')
    house.clock.adjust(91 * day)
    expect(await refused(rate(anna, 5))).toBe('done')
    house.clock.adjust(2 * day)
    expect(await refused(rate(anna, 5))).toBe('ratingClosed')
  })

  test('leaves no name in the audit, and is forgotten after two years but for what it comes to', async () => {
    const audited = await house.inspect.count('audit')
    const people = await guests(3)
    const before = await house.inspect.count('audit')
    for (const who of people) {
      await rate(who, 5)
      await words(who, 'Nice')
    }
    expect([before > audited, await house.inspect.count('audit')]).toEqual([true, before])
    house.later(729 * day)
    await house.services.forgetting.forget()
    expect(await house.inspect.count('ratings')).toBe(3)
    house.later(2 * day)
    await house.services.forgetting.forget()
    expect([await house.inspect.count('ratings'), (await report()).rating.answers, await written()]).toEqual([0, 3, []])
  })

  test('the report counts who came, and says nothing of it where nobody was let in', async () => {
    house.clock.adjust(-2 * day + 3 * hour)
    await house.buys(await house.person('Absent'), sale, 2)
    const other = await house.sale({ organizer: sale.organizer })
    await house.buys(anna, other)
    house.clock.adjust(2 * day - 3 * hour)
    expect(await report()).toMatchObject({ sold: 3, came: 1, noShows: 2, followers: 0, byMethod: [] })
    const unknown = await house.services.eventReports.ofEvent(sale.organizer, other.event.id)
    expect(unknown).toMatchObject({ sold: 1, came: 0, noShows: undefined })
  })
})
