import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EventDraft } from '../../../src/domain/draft.js'
import type { Store } from '../../../src/store/store.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { buy, day, makeEvent, makeOffer, now, upTo } from '../../support/fixtures.js'

describe.each(databases)('the tables on $name', ({ open }) => {
  let fresh: FreshDatabase
  let store: Store
  beforeEach(async () => {
    fresh = await open()
    store = fresh.store
  })
  afterEach(() => fresh.drop())

  test('meeting a person again learns the new name and forgets nothing else', async () => {
    const met = await store.transact(async ({ people }) => {
      await people.meet({ id: 1, displayName: 'Ann', languageCode: 'pt-br' }, now)
      await people.chooseLanguage(1, 'en')
      await people.markUnreachable(1, now)
      await people.markUnreachable(1, now + 5)
      return people.meet({ id: 1, displayName: '<b>Ann</b> & "Co" 🎪', languageCode: undefined }, now)
    })
    expect(met).toEqual({
      id: 1,
      displayName: '<b>Ann</b> & "Co" 🎪',
      languageCode: 'pt-br',
      chosenLanguage: 'en',
      unreachableSince: now,
    })
    expect(await store.transact((tx) => tx.people.find(1))).toEqual(met)
    expect(await store.transact((tx) => tx.people.find(2))).toBeUndefined()
  })

  test('a person becomes reachable once', async () => {
    const became = await store.transact(async ({ people }) => {
      await people.meet({ id: 1, displayName: 'Ann', languageCode: undefined }, now)
      await people.markUnreachable(1, now)
      return [await people.markReachable(1), await people.markReachable(1)]
    })
    expect(became).toEqual([true, false])
  })

  test('an event is found by id, slug and request key, with its organizer’s name of today', async () => {
    const event = await store.transact((tx) => makeEvent(tx, { requestKey: 'key' }))
    await store.transact((tx) =>
      tx.people.meet({ id: event.organizerId, displayName: 'Olga II', languageCode: 'ru' }, now),
    )
    const found = await store.transact(async ({ events }) => [
      await events.find(event.id),
      await events.findBySlug(event.slug),
      await events.findByRequestKey('key'),
      await events.findBySlug('nothing'),
    ])
    const today = { ...event, organizerName: 'Olga II' }
    expect(found).toEqual([today, today, today, undefined])
  })

  test('changing an event changes what is named, and when selling stops', async () => {
    const event = await store.transact((tx) => makeEvent(tx, { endsAt: now + 2 * day, poster: 'file' }))
    await store.transact((tx) => tx.events.change(event.id, { startsAt: now + 9, endsAt: undefined }))
    expect(await store.transact((tx) => tx.events.find(event.id))).toEqual({
      ...event,
      startsAt: now + 9,
      endsAt: undefined,
    })
    expect(await store.transact((tx) => tx.events.onSale({ now: now + 9, limit: 1 }))).toEqual([])
    expect(await store.transact((tx) => tx.events.onSale({ now: now + 8, limit: 1 }))).toHaveLength(1)
  })

  test('an event moves only where its state allows, and one of two who cancel it at once does', async () => {
    const { id } = await store.transact((tx) => makeEvent(tx, { state: 'draft' }))
    const move = (to: 'draft' | 'published' | 'cancelled') => store.transact((tx) => tx.events.move(id, to))
    expect([await move('draft'), await move('published'), await move('published')]).toEqual([false, true, false])
    expect((await Promise.all([move('cancelled'), move('cancelled')])).sort()).toEqual([false, true])
    expect(await move('draft')).toBe(false)
  })

  test('an event without orders can be removed, one with orders cannot', async () => {
    const [empty, sold] = [await makeOffer(store, 5), await makeOffer(store, 5)]
    await store.transact((tx) => buy(tx, sold, 1))
    const remove = (id: number) => store.transact((tx) => tx.events.remove(id))
    expect([await remove(empty.event.id), await remove(sold.event.id), await remove(404)]).toEqual([true, false, false])
    expect(await store.transact((tx) => tx.ticketTypes.ofEvents([empty.event.id, sold.event.id]))).toMatchObject([
      { id: sold.type.id, taken: 1 },
    ])
  })

  test('an event that is bought and removed at once is either sold or gone, never half', async () => {
    const offers = await Promise.all(upTo(10).map(() => makeOffer(store, 5)))
    await Promise.allSettled(
      offers.flatMap((offer, n) => [
        store.transact((tx) => buy(tx, offer, n + 1, { key: `order ${n}` })),
        store.transact((tx) => tx.events.remove(offer.event.id)),
      ]),
    )
    for (const { event } of offers) {
      const [found, orders] = await store.transact(
        async (tx) => [await tx.events.find(event.id), await tx.orderLists.ofEvent(event.id, { limit: 9 })] as const,
      )
      expect(orders).toHaveLength(found ? 1 : 0)
    }
  })

  test('an order comes back as it was, with the buyer’s name; the same request key is one order', async () => {
    const offer = await makeOffer(store, 50)
    const orders = await Promise.all(
      upTo(5).map(() => store.transact((tx) => buy(tx, offer, 1, { quantity: 2, key: 'tap' }))),
    )
    const [order] = orders
    expect(order).toMatchObject({
      buyerName: 'Buyer 1',
      total: { minor: 300_000, currency: 'RUB' },
      state: 'confirmed',
      requestKey: 'tap',
    })
    expect(orders).toEqual(Array(5).fill(order))
    expect(await store.transact((tx) => tx.orders.find(order?.id ?? 0))).toEqual(order)
    expect(await store.transact((tx) => tx.ticketTypes.find(offer.type.id))).toMatchObject({ taken: 2 })
  })

  test('sums and holders count confirmed orders only', async () => {
    const [offer, other] = [await makeOffer(store, 50), await makeOffer(store, 50)]
    await store.transact((tx) => buy(tx, offer, 1, { quantity: 2, key: 'a' }))
    await store.transact((tx) => buy(tx, offer, 1, { quantity: 3, key: 'b' }))
    await store.transact((tx) => buy(tx, other, 2, { key: 'c' }))
    const both = [offer.event.id, other.event.id]
    expect(
      await store.transact(async (tx) => [
        await tx.orders.cancelOfEvent(other.event.id),
        await tx.tickets.cancelOfEvent(other.event.id),
      ]),
    ).toEqual([1, 1])
    expect(await store.transact((tx) => tx.sales.sums(both))).toEqual(
      new Map([
        [offer.event.id, { orders: 2, tickets: 5, total: 750_000, guests: 0 }],
        [other.event.id, { orders: 0, tickets: 0, total: 0, guests: 0 }],
      ]),
    )
    expect(await store.transact((tx) => tx.tickets.holdersOf(offer.event.id))).toEqual([{ holderId: 1, quantity: 5 }])
    expect(await store.transact((tx) => tx.tickets.holdersOf(other.event.id))).toEqual([])
    expect(
      await store.transact((tx) => tx.orderLists.ofEvent(other.event.id, { state: 'cancelled', limit: 5 })),
    ).toHaveLength(1)
  })

  test('tickets are numbered within the event without gaps or repeats, however many buy at once', async () => {
    const offer = await makeOffer(store, 200)
    await Promise.all(upTo(40).map((n) => store.transact((tx) => buy(tx, offer, n, { quantity: 1 + (n % 3) }))))
    const orders = await store.transact((tx) => tx.orderLists.ofEvent(offer.event.id, { limit: 100 }))
    const tickets = await Promise.all(orders.map((order) => store.transact((tx) => tx.tickets.ofOrder(order.id))))
    const numbers = tickets
      .flat()
      .map((ticket) => ticket.number)
      .sort((a, b) => a - b)
    expect(numbers).toEqual(upTo(orders.reduce((sum, order) => sum + order.quantity, 0)))
  })

  test('a ticket is found by its code, and a code cannot be given twice', async () => {
    const offer = await makeOffer(store, 5)
    await store.transact((tx) => buy(tx, offer, 1, { key: 'k' }))
    const ticket = await store.transact((tx) => tx.tickets.findByCode('k/0'))
    expect(ticket).toMatchObject({ holderId: 1, number: 1, state: 'valid' })
    const copy = store.transact((tx) =>
      tx.tickets.insert(ticket ? [{ ...ticket, number: 99, holderName: 'Anna' }] : []),
    )
    await expect(copy).rejects.toThrow(/unique/iu)
  })

  test('forms, drafts, the audit and moved chats keep what they are given', async () => {
    const draft: EventDraft = {
      personId: 1,
      key: 'k',
      eventId: undefined,
      asked: 'endsAt',
      day: '2026-12-25',
      zone: 'Europe/Moscow',
      currency: 'RUB',
      answers: { title: 'T', description: null, startsAt: now },
    }
    const found = await store.transact(async (tx) => {
      await tx.people.meet({ id: 1, displayName: 'Ann', languageCode: undefined }, now)
      await tx.forms.write('f', 'first', now)
      await tx.forms.write('f', 'second', now)
      await tx.drafts.write({ ...draft, asked: 'title' }, now)
      await tx.drafts.write(draft, now)
      return [await tx.forms.read('f'), await tx.drafts.find(1)]
    })
    expect(found).toEqual(['second', draft])
    const left = await store.transact(async (tx) => {
      await tx.forms.remove('f')
      await tx.drafts.remove(1)
      return [await tx.forms.read('f'), await tx.drafts.find(1)]
    })
    expect(left).toEqual([undefined, undefined])
  })

  test('the audit of a thing is read newest first', async () => {
    const entries = await store.transact(async ({ audit }) => {
      await audit.add({ at: now, actorId: 1, action: 'publish', subject: 'event:1', details: { price: 5 } })
      await audit.add({ at: now + 1, action: 'expire', subject: 'event:1' })
      await audit.add({ at: now, action: 'publish', subject: 'event:11' })
      return audit.of('event:1', 10)
    })
    expect(entries).toMatchObject([
      { at: now + 1, actorId: undefined, action: 'expire', details: undefined },
      { at: now, actorId: 1, action: 'publish', details: { price: 5 } },
    ])
  })

  test('a moved chat is followed, however often it moved, and a circle comes to an end', async () => {
    const ends = await store.transact(async ({ chats }) => {
      await chats.moved(-1, -1001, now)
      await chats.moved(-1001, -1002, now)
      const followed = [await chats.follow(-1), await chats.follow(-5)]
      await chats.moved(-1002, -1, now)
      return [...followed, typeof (await chats.follow(-1))]
    })
    expect(ends).toEqual([-1002, -5, 'number'])
  })
})
