import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Event } from '../../../src/domain/event.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { type House, openHouse, type Sale } from '../../support/house.js'

describe.each(databases)('news of several dates, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  let dates: readonly [Event, Event, Event]
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz' })
    anna = await house.person('Anna')
    await house.services.following.follow({ personId: anna, eventId: sale.event.id })
    dates = await copy()
  })
  afterEach(() => house.drop())

  const copy = async (): Promise<readonly [Event, Event, Event]> => {
    const { events } = await house.services.copies.publish({
      personId: sale.organizer,
      eventId: sale.event.id,
      key: 'set',
      dates: [7, 14, 21].map((days) => ({
        startsAt: sale.event.startsAt + days * day,
        move: (at: number) => at + days * day,
      })),
      with: { promoCodes: false, staff: false },
    })
    const [one, two, three] = events
    if (!two || !three) throw new Error('there are not three dates')
    return [one, two, three]
  }
  const work = () => house.services.afterwards.work()
  const rows = async (kind: string) =>
    (await house.inspect.rows('announcements', {})).filter(({ news }) => String(news).includes(`"${kind}"`))
  // Which event a follower is told of, were it said now.
  const told = async () => {
    const found = await rows('followedEvent')
    const said = await Promise.all(found.map(({ event_id: id }) => house.services.following.news(anna, Number(id))))
    return said.map((news) => (news?.kind === 'now' ? news.what.event.id : undefined))
  }
  const inChat = async () => {
    const [row, ...more] = await rows('datesPublished')
    expect(more).toEqual([])
    const now = row?.['state'] === 'waiting' && (await house.services.eventNews.newDates(Number(row['event_id'])))
    return now ? now.map(({ id }) => id) : undefined
  }
  const { cancel, unpublish, remove, unlist } = {
    cancel: (id: number) => house.services.publishing.cancel(sale.organizer, id),
    unpublish: (id: number) => house.services.publishing.unpublish(sale.organizer, id),
    remove: (id: number) => house.services.publishing.remove(sale.organizer, id),
    unlist: (eventId: number) =>
      house.services.selling.setListing({ personId: sale.organizer, eventId, isUnlisted: true }),
  }
  const ways = [
    ['cancelled', cancel],
    ['taken off sale', unpublish],
    ['deleted', remove],
    ['unlisted', unlist],
  ] as const

  test.each(ways)('is told of the others when the first is %s before followers are written to', async (_, take) => {
    await take(dates[0].id)
    await work()
    await work()
    expect(await told()).toEqual([dates[1].id])
    expect(await inChat()).toEqual([dates[1].id, dates[2].id])
  })

  test.each(ways)('is told of the others when the first is %s after that, before it is said', async (_, take) => {
    await work()
    await take(dates[0].id)
    await work()
    expect(await told()).toEqual([dates[1].id])
  })

  test('is told once, however many are taken away, and of none when all are', async () => {
    await unpublish(dates[0].id)
    await cancel(dates[1].id)
    await work()
    expect([await told(), await inChat()]).toEqual([[dates[2].id], [dates[2].id]])
    await remove(dates[2].id)
    await work()
    expect([await told(), await inChat()]).toEqual([[undefined], []])
  })

  test('negative control: an event that came alone has nobody to stand in for it', async () => {
    const alone = await house.sale({ title: 'Alone', organizer: sale.organizer })
    await cancel(alone.event.id)
    await work()
    expect((await rows('followedEvent')).map(({ event_id: id }) => Number(id))).not.toContain(alone.event.id)
  })

  test('a date that was taken away and comes back is not told a second time', async () => {
    await unpublish(dates[0].id)
    await work()
    await house.services.publishing.putOnSale(sale.organizer, dates[0].id)
    await work()
    expect(await rows('followedEvent')).toHaveLength(1)
  })
})
