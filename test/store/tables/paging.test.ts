import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Event } from '../../../src/domain/event.js'
import type { Store } from '../../../src/store/store.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { buy, day, makeEvent, makeOffer, now, organizerId, upTo } from '../../support/fixtures.js'

const allPages = async <T>(page: (last: T | undefined) => Promise<T[]>): Promise<T[]> => {
  const all: T[] = []
  for (let found = await page(undefined); found.length > 0; found = await page(all.at(-1))) all.push(...found)
  return all
}

const afterId = (last: { readonly id: number } | undefined) => (last ? { after: last.id } : {})

describe.each(databases)('paging on $name', ({ open }) => {
  let fresh: FreshDatabase
  let store: Store
  beforeEach(async () => {
    fresh = await open()
    store = fresh.store
  })
  afterEach(() => fresh.drop())

  // Three at each start, made in another order than they take place.
  const makeEvents = () =>
    store.transact(async (tx) => {
      const events: Event[] = []
      for (const n of upTo(12)) events.push(await makeEvent(tx, { startsAt: now + (5 - (n % 4)) * day }))
      return events
    })
  const bySoonest = (events: readonly Event[]) =>
    [...events].sort((a, b) => a.startsAt - b.startsAt || a.id - b.id).map(({ id }) => id)
  const ids = (things: readonly { readonly id: number }[]) => things.map(({ id }) => id)

  test('what is on sale comes soonest first, complete and without repeats', async () => {
    const events = await makeEvents()
    const found = await allPages<Event>((after) =>
      store.transact((tx) => tx.events.onSale({ now, limit: 5, ...(after && { after }) })),
    )
    expect(ids(found)).toEqual(bySoonest(events))
  })

  test('paging back shows the page before, in the same order', async () => {
    const sorted = bySoonest(await makeEvents())
    const place = await store.transact((tx) => tx.events.find(sorted[7] ?? 0))
    expect(
      ids(await store.transact((tx) => tx.events.onSale({ now, limit: 5, ...(place && { before: place }) }))),
    ).toEqual(sorted.slice(2, 7))
  })

  test('drafts, cancelled and closed events are not on sale; a running one with an end is', async () => {
    const running = await store.transact(async (tx) => {
      await makeEvent(tx, { state: 'draft' })
      await makeEvent(tx, { state: 'cancelled' })
      await makeEvent(tx, { startsAt: now - 1 })
      await makeEvent(tx, { startsAt: now - 2, endsAt: now })
      return makeEvent(tx, { startsAt: now - 2, endsAt: now + 1 })
    })
    expect(await store.transact((tx) => tx.events.onSale({ now, limit: 5 }))).toEqual([running])
  })

  test("an organizer's events come soonest first while they are ahead, latest first behind, complete and without repeats", async () => {
    const events = await makeEvents()
    const found = (when: 'upcoming' | 'past', at: number) =>
      allPages<Event>((last) =>
        store.transact((tx) => tx.events.ofOrganizer(organizerId, { when, now: at, limit: 5, ...afterId(last) })),
      )
    const byStart = [...events].sort((a, b) => a.startsAt - b.startsAt || a.id - b.id)
    expect(ids(await found('upcoming', 0))).toEqual(ids(byStart))
    expect(ids(await found('past', Number.MAX_SAFE_INTEGER))).toEqual(ids(byStart).reverse())
    expect([await found('past', 0), await found('upcoming', Number.MAX_SAFE_INTEGER)]).toEqual([[], []])
  })

  test("an event's and a buyer's orders come newest first, complete and without repeats", async () => {
    const offer = await makeOffer(store, 100)
    for (const n of upTo(12)) await store.transact((tx) => buy(tx, offer, 1 + (n % 2), { key: `order ${n}` }))
    const ofEvent = await allPages((last: { id: number } | undefined) =>
      store.transact((tx) => tx.orderLists.ofEvent(offer.event.id, { limit: 5, ...afterId(last) })),
    )
    const ofBuyer = await allPages((last: { id: number } | undefined) =>
      store.transact((tx) => tx.orderLists.ofBuyer(1, { limit: 4, ...afterId(last) })),
    )
    expect(ids(ofEvent)).toEqual([...ids(ofEvent)].sort((a, b) => b - a))
    expect([new Set(ids(ofEvent)).size, new Set(ids(ofBuyer)).size, ofBuyer.length]).toEqual([12, 6, 6])
  })

  test('a holder sees what is ahead soonest first and what is behind latest first, complete and without repeats', async () => {
    const [later, sooner] = [await makeOffer(store, 100), await makeOffer(store, 100)]
    await store.transact((tx) => tx.events.change(later.event.id, { startsAt: now + 2 * day }))
    await store.transact((tx) => buy(tx, later, 1, { quantity: 7 }))
    await store.transact((tx) => buy(tx, sooner, 1, { quantity: 2, key: 'other' }))
    await store.transact((tx) => buy(tx, later, 2))
    const all = (when: 'upcoming' | 'past', at: number) =>
      allPages((last: { readonly id: number } | undefined) =>
        store.transact((tx) => tx.tickets.ofHolder(1, { when, now: at, limit: 4, ...afterId(last) })),
      )
    const seats = (tickets: readonly { readonly eventId: number; readonly number: number }[]) =>
      tickets.map(({ eventId, number }) => [eventId, number])
    const ahead = [
      ...[1, 2].map((number) => [sooner.event.id, number]),
      ...upTo(7).map((number) => [later.event.id, number]),
    ]
    expect([seats(await all('upcoming', now)), await all('past', now)]).toEqual([ahead, []])
    expect([await all('upcoming', now + 3 * day), seats(await all('past', now + 3 * day))]).toEqual([
      [],
      [...ahead].reverse(),
    ])
    await store.transact((tx) => tx.tickets.cancelOfEvent(later.event.id))
    expect([(await all('upcoming', now)).length, (await all('past', now)).length]).toEqual([2, 7])
  })
})
