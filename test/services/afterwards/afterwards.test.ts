import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bulkGapMs } from '../../../src/domain/announcement.js'
import { createAfterwards } from '../../../src/services/afterwards/afterwards.js'
import type { Store } from '../../../src/store/store.js'
import { crowd, guest, hour } from './crowd.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { type House, openHouse, type Sale } from '../../support/house.js'

// The sale starts a day after Sunday, 15:00 in Moscow, and has no end.
const toTen = 2 * day - 5 * hour
const toNoon = toTen + 2 * hour

describe.each(databases)('the day after an event, on $name', (database) => {
  let house: House
  let sale: Sale
  let began: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz', capacity: 5000 })
    began = house.clock.now()
  })
  afterEach(() => house.drop())

  const at = (ms: number): void => house.clock.set(began + ms)
  const work = (): Promise<number> => house.services.afterwards.work()
  const told = async (kind: string): Promise<readonly number[]> =>
    (await house.inspect.rows('announcements', {}))
      .filter(({ news }) => String(news).includes(`"${kind}"`))
      .map(({ recipient }) => Number(recipient))
      .sort((a, b) => a - b)
  const asked = () => told('howWasIt')
  const moveTo = (startsAt: number) => house.store.transact((tx) => tx.events.change(sale.event.id, { startsAt }))

  test('its organizer gets a report at ten, and who was let in is asked at twelve, each once', async () => {
    const anna = await guest(house, sale, 'Anna')
    at(toTen - 1)
    expect([await work(), await told('eventReport')]).toEqual([1, []])
    at(toTen)
    expect([await work(), await told('eventReport'), await asked()]).toEqual([2 * hour, [sale.organizer], []])
    at(toNoon)
    await work()
    await work()
    expect([await asked(), await told('eventReport')]).toEqual([[anna], [sale.organizer]])
  })

  test('who holds a ticket and did not come is not asked, nor who gave it back, nor the organizer', async () => {
    const [anna, ben] = [await guest(house, sale, 'Anna'), await house.person('Ben')]
    await house.buys(ben, sale)
    const [own] = await house.buys(sale.organizer, sale)
    if (own) await house.services.checkIn.letIn({ personId: sale.organizer, ticketId: own.id })
    at(toNoon)
    await work()
    expect(await asked()).toEqual([anna])
  })

  test('who was let in with several tickets is asked once', async () => {
    const anna = await house.person('Anna')
    for (const { id } of await house.buys(anna, sale, 3))
      await house.services.checkIn.letIn({ personId: sale.organizer, ticketId: id })
    at(toNoon)
    await work()
    expect(await asked()).toEqual([anna])
  })

  test('nobody is asked and nothing is reported of an event that was cancelled a second before', async () => {
    await guest(house, sale, 'Anna')
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    at(toNoon)
    await work()
    expect([await asked(), await told('eventReport')]).toEqual([[], []])
  })

  test('nothing is reported of an event for which nobody ever had a ticket', async () => {
    at(toNoon)
    await work()
    expect(await told('eventReport')).toEqual([])
  })

  test('of an event taken off sale it is told all the same: it took place', async () => {
    const anna = await guest(house, sale, 'Anna')
    await house.services.publishing.unpublish(sale.organizer, sale.event.id)
    at(toNoon)
    await work()
    expect(await asked()).toEqual([anna])
  })

  test('an event that was moved a second before is asked about after it was: once', async () => {
    const anna = await guest(house, sale, 'Anna')
    at(toNoon - 1000)
    await moveTo(began + 3 * day)
    at(toNoon)
    await work()
    expect(await asked()).toEqual([])
    at(toNoon + 2 * day)
    await work()
    await work()
    expect(await asked()).toEqual([anna])
  })

  test('an event that is moved after it was reported is reported again when it was; one that only ended later is not', async () => {
    await guest(house, sale, 'Anna')
    at(toTen)
    await work()
    await house.store.transact((tx) => tx.events.change(sale.event.id, { endsAt: began + day + 2 * hour }))
    await work()
    expect(await told('eventReport')).toHaveLength(1)
    await house.store.transact((tx) =>
      tx.events.change(sale.event.id, { startsAt: began + 4 * day, endsAt: undefined }),
    )
    at(toTen + 3 * day)
    await work()
    expect(await told('eventReport')).toHaveLength(2)
  })

  test('what is said is true when it is said: moved, cancelled or answered meanwhile, it is said no more', async () => {
    const [anna, ben] = [await guest(house, sale, 'Anna'), await guest(house, sale, 'Ben')]
    at(toNoon)
    await work()
    const { ratings, eventReports } = house.services
    const eventId = sale.event.id
    const question = async (personId: number) => (await ratings.question({ personId, eventId }))?.kind
    await ratings.rate({ personId: ben, eventId, stars: 4 })
    expect([await question(anna), await question(ben), await question(sale.organizer)]).toEqual([
      'now',
      undefined,
      undefined,
    ])
    expect((await eventReports.news(sale.organizer, eventId))?.kind).toBe('now')
    expect(await eventReports.news(anna, eventId)).toBeUndefined()
    await moveTo(began + 3 * day)
    expect([await question(anna), await eventReports.news(sale.organizer, eventId)]).toEqual([undefined, undefined])
  })

  test('nobody is woken: what was held up until the night waits until eight', async () => {
    const anna = await guest(house, sale, 'Anna')
    at(toNoon + 12 * hour)
    expect([await work(), await asked()]).toEqual([8 * hour, []])
    expect(await house.services.ratings.question({ personId: anna, eventId: sale.event.id })).toEqual({
      kind: 'later',
      waitMs: 8 * hour,
    })
    at(toNoon + 20 * hour)
    await work()
    expect(await asked()).toEqual([anna])
  })

  test('what was missed for a week is let go: an upgraded database asks about nothing of last year', async () => {
    await guest(house, sale, 'Anna')
    at(day + 7 * day)
    await work()
    expect([await asked(), await told('eventReport')]).toEqual([[], []])
  })

  test('many are asked a few hundred at a time, one after another at the pace of what goes to many', async () => {
    const people = await crowd(house, sale, 1200)
    at(toNoon)
    await work()
    const rows = (await house.inspect.rows('announcements', {})).filter(({ news }) => String(news).includes('howWasIt'))
    expect(rows).toHaveLength(people.length + 1)
    const due = rows.map(({ due_at: dueAt }) => Number(dueAt) - house.clock.now()).sort((a, b) => a - b)
    expect([due[0], due.at(-1), new Set(due).size]).toEqual([0, people.length * bulkGapMs, rows.length])
    const [round] = await house.inspect.rows('event_rounds', { kind: 'question' })
    expect([Number(round?.['told']), round?.['done_at'] != null]).toEqual([people.length + 1, true])
  })

  // A store of which the process dies after so many transactions.
  const dying = (store: Store, after: number): Store => {
    let left = after
    return {
      ...store,
      transact: (work, how) => {
        left -= 1
        return left < 0 ? Promise.reject(new Error('killed')) : store.transact(work, how)
      },
    }
  }

  test('a process that dies in the middle, again and again, loses nobody and asks nobody twice', async () => {
    const people = await crowd(house, sale, 1200)
    at(toNoon)
    for (const after of [3, 4, 3, 5, 4]) {
      const { work: workUntilDeath } = createAfterwards({ store: dying(house.store, after), clock: house.clock })
      await workUntilDeath().catch(() => undefined)
    }
    expect((await asked()).length).toBeLessThanOrEqual(people.length + 1)
    await work()
    const all = await asked()
    expect([all.length, new Set(all).size]).toEqual([people.length + 1, people.length + 1])
  })

  test('two processes at once ask everybody once', async () => {
    const people = await crowd(house, sale, 1200)
    at(toNoon)
    await Promise.all([work(), house.others.afterwards.work(), work(), house.others.afterwards.work()])
    await work()
    const all = await asked()
    expect([all.length, new Set(all).size, (await told('eventReport')).length]).toEqual([
      people.length + 1,
      people.length + 1,
      1,
    ])
  })

  test('negative control: with its row lost a round is not begun anew for those who were asked, but for others it is', async () => {
    const anna = await guest(house, sale, 'Anna')
    at(toNoon)
    await work()
    await house.inspect.lose('event_rounds', { kind: 'question' })
    await work()
    expect(await asked()).toEqual([anna])
    // Without the key of the outbox she would be asked twice.
    await house.inspect.lose('event_rounds', { kind: 'question' })
    await house.inspect.write('announcements', 'key', 'another', { recipient: String(anna), urgency: 'bulk' })
    await work()
    expect(await asked()).toEqual([anna, anna])
  })
})
