import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { refused } from '../../support/house.js'
import { like } from '../../support/inspect.js'
import { type LineHouse, openLine } from './lineHouse.js'

const minute = 60_000
const seats = 12

describe.each(databases)('many at once around a line on $name', (database) => {
  let house: LineHouse
  beforeEach(async () => {
    house = await openLine(database, { capacity: seats })
  })
  afterEach(async () => {
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.drop()
  })

  const eventId = () => house.sale.event.id
  const both = () => [house.services, house.others]
  const beat = () => Promise.all(both().map((one) => one.waiting.work()))
  const offers = () => house.inspect.count('announcements', { key: like('offer:%') })

  test('each seat that comes back is offered once, to the first, by two who work at once', async () => {
    const people = []
    for (const i of upTo(seats)) people.push(await house.waits(`P${i}`))
    const given = upTo(seats / 2).map(() => house.givesBack())
    await Promise.all([...given, beat(), beat(), beat()])
    await house.work()
    expect(await house.offered()).toEqual(people.slice(0, seats / 2))
    expect(await offers()).toBe(seats / 2)
  })

  test('who joins and leaves while seats come back leaves no trace, and nobody gets past those who stay', async () => {
    const people: number[] = []
    for (const i of upTo(40)) people.push(await house.person(`P${i}`))
    const wish = { eventId: eventId(), quantity: 1, ticketTypeIds: [house.sale.type.id] }
    await Promise.all(people.slice(0, 20).map((personId) => house.services.waiting.join({ ...wish, personId })))
    const eve = await house.person('Eve')
    const acts = [
      ...people.slice(0, 10).map((personId) => house.services.waiting.leave({ personId, eventId: eventId() })),
      ...people.slice(20).map((personId) => house.others.waiting.join({ ...wish, personId }).then(() => undefined)),
      ...upTo(seats).map(() => house.givesBack()),
      ...upTo(4).map(() => beat().then(() => undefined)),
    ]
    const snatched = upTo(10).map(() => refused(house.buys(eve, house.sale)))
    await Promise.all(acts.map((act) => refused(act)))
    expect(new Set(await Promise.all(snatched))).toEqual(new Set(['soldOut']))
    await house.work()
    const offered = await house.offered()
    expect(offered.length).toBe(
      Math.min(seats, (await house.services.waiting.count(eventId())).people + offered.length),
    )
    const inLine = (await house.services.waiting.line({ ...house.own(), size: 50 })).rows.map(({ entryId }) => entryId)
    const offeredEntries = await Promise.all(offered.map(async (id) => (await house.see(id))?.entryId ?? 0))
    expect(Math.min(Infinity, ...inLine)).toBeGreaterThan(Math.max(...offeredEntries))
  })

  test('by hand and by itself at once: one offer', async () => {
    const anna = await house.waits('Anna')
    await house.givesBack()
    const entryId = (await house.see(anna))?.entryId ?? 0
    const byHand = () => house.services.waiting.offerTo({ personId: house.sale.organizer, entryId })
    await Promise.all([refused(byHand()), beat(), refused(byHand())])
    expect([await house.offered(), await offers()]).toEqual([[anna], 1])
  })

  test.each([-1, 0, 1])('taken %d ms around its end: it is theirs or the next one’s, never both', async (around) => {
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris')]
    await house.givesBack()
    await house.work()
    const orderId = (await house.see(anna))?.offer?.order.id ?? 0
    house.later(30 * minute + around)
    const takes = house.services.ordering.confirm({ personId: anna, orderId })
    const [result] = await Promise.all([refused(takes), house.others.ordering.expireOverdue(), beat()])
    await house.work()
    expect(result).toBe(around < 0 ? 'done' : 'holdOver')
    expect(await house.offered()).toEqual(around < 0 ? [] : [boris])
  })

  test('who leaves at the moment at which they are offered something leaves it to the next', async () => {
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris')]
    await house.givesBack()
    await Promise.all([beat(), house.services.waiting.leave({ personId: anna, eventId: eventId() }), beat()])
    await house.work()
    expect([await house.see(anna), await house.offered()]).toEqual([undefined, [boris]])
  })
})
