import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bulkGapMs } from '../../../src/domain/announcement.js'
import { hour } from '../afterwards/crowd.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'

describe.each(databases)('following an organizer, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz' })
    anna = await house.person('Anna')
  })
  afterEach(() => house.drop())

  const follow = (personId: number, { event }: Sale = sale) =>
    house.services.following.follow({ personId, eventId: event.id })
  const next = (title = 'Next') => house.sale({ title, organizer: sale.organizer })
  const work = () => house.services.afterwards.work()
  const news = (personId: number, { event }: Sale) => house.services.following.news(personId, event.id)
  const stop = async (personId: number, of = personId): Promise<void> => {
    const { rows } = await house.services.following.ofPerson(of, { size: 9 })
    for (const { id } of rows) await house.services.following.stop({ personId, followId: id })
  }
  const told = async (): Promise<readonly string[]> =>
    (await house.inspect.rows('announcements', {}))
      .filter(({ news: message }) => String(message).includes('followedEvent'))
      .map(({ recipient, event_id: eventId }) => `${String(recipient)} of ${String(eventId)}`)
      .sort()

  // Many followers at once.
  const followers = async (count: number): Promise<readonly number[]> => {
    const ids = Array.from({ length: count }, (_, i) => 2_000_000 + i)
    await house.store.transact(async (tx) => {
      await tx.people.meetAll(
        ids.map((id) => ({ id, displayName: `Fan ${id}`, languageCode: 'en' })),
        house.clock.now(),
      )
      for (const personId of ids) await tx.follows.add({ personId, organizerId: sale.organizer }, house.clock.now())
    })
    return ids
  }

  test('is for everybody but themself, once, and nobody else sees it', async () => {
    expect([(await follow(anna)).isNew, (await follow(anna)).isNew]).toEqual([true, false])
    expect(await refused(follow(sale.organizer))).toBe('followSelf')
    expect(await refused(house.services.following.follow({ personId: anna, eventId: 999 }))).toBe('eventNotFound')
    expect(await house.services.following.countOf(sale.organizer)).toBe(1)
    const rows = async (personId: number) => (await house.services.following.ofPerson(personId, { size: 9 })).rows
    expect([(await rows(anna)).map(({ organizerName }) => organizerName), await rows(sale.organizer)]).toEqual([
      ['Organizer of Jazz'],
      [],
    ])
  })

  test('brings each next event once, of this organizer only, and none from before', async () => {
    await follow(anna)
    await house.sale({ title: 'Of somebody else' })
    const [one, two] = [await next(), await next('Another')]
    await work()
    await work()
    expect(await told()).toEqual([`${anna} of ${one.event.id}`, `${anna} of ${two.event.id}`])
  })

  test('says nothing of what was taken off before, and says it once when it comes back', async () => {
    await follow(anna)
    const one = await next()
    await house.services.publishing.unpublish(sale.organizer, one.event.id)
    await work()
    expect([await told(), await news(anna, one)]).toEqual([[], undefined])
    await house.services.publishing.putOnSale(sale.organizer, one.event.id)
    await work()
    expect(await told()).toEqual([`${anna} of ${one.event.id}`])
    await house.services.publishing.unpublish(sale.organizer, one.event.id)
    await house.services.publishing.putOnSale(sale.organizer, one.event.id)
    await work()
    expect(await told()).toHaveLength(1)
  })

  test('what waits to be said is said no more when the event is off, or over, or they stopped', async () => {
    await follow(anna)
    const one = await next()
    await work()
    expect((await news(anna, one))?.kind).toBe('now')
    await house.services.publishing.unpublish(sale.organizer, one.event.id)
    expect(await news(anna, one)).toBeUndefined()
    await house.services.publishing.putOnSale(sale.organizer, one.event.id)
    await stop(anna)
    expect(await news(anna, one)).toBeUndefined()
    await follow(anna)
    house.later(25 * hour)
    expect(await news(anna, one)).toBeUndefined()
  })

  test('is stopped by the follower alone', async () => {
    const ben = await house.person('Ben')
    await follow(anna)
    await follow(ben)
    await stop(ben, anna)
    expect(await house.services.following.countOf(sale.organizer)).toBe(2)
    await stop(anna)
    await stop(anna)
    expect(await house.services.following.countOf(sale.organizer)).toBe(1)
    const one = await next()
    await work()
    expect(await told()).toEqual([`${ben} of ${one.event.id}`])
  })

  test('tells nobody whom Telegram does not let the bot speak to, and nobody at night', async () => {
    const ben = await house.person('Ben')
    await follow(anna)
    await follow(ben)
    await house.store.transact((tx) => tx.people.markUnreachable(ben, house.clock.now()))
    house.later(9 * hour)
    const one = await next()
    expect([await work(), await told()]).toEqual([8 * hour, []])
    house.later(8 * hour)
    await work()
    expect(await told()).toEqual([`${anna} of ${one.event.id}`])
  })

  test('costs publishing one row, however many follow; they are told a few hundred at a time, spread', async () => {
    const all = await followers(1200)
    const one = await next()
    expect([await house.inspect.count('event_rounds'), await told()]).toEqual([1, []])
    await Promise.all([work(), house.others.afterwards.work()])
    await work()
    expect(await told()).toEqual(all.map((id) => `${id} of ${one.event.id}`).sort())
    const due = (await house.inspect.rows('announcements', { event_id: one.event.id, urgency: 'bulk' }))
      .map((row) => Number(row['due_at']) - house.clock.now())
      .sort((a, b) => a - b)
    expect([due[0], due.at(-1)]).toEqual([0, (all.length - 1) * bulkGapMs])
    expect(await house.services.following.countOf(sale.organizer)).toBe(1200)
  })

  test('an event that nobody has bought for is deleted with all of this', async () => {
    await follow(anna)
    const one = await next()
    await house.services.publishing.remove(sale.organizer, one.event.id)
    await work()
    expect([await told(), await house.inspect.count('event_rounds')]).toEqual([[], 0])
  })
})
