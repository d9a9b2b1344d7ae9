import { afterEach, describe, expect, test } from 'vitest'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { buy, countKept, makeOffer, upTo } from '../../support/fixtures.js'

describe.each(databases)('the last seats on $name', ({ open }) => {
  let fresh: FreshDatabase | undefined
  afterEach(() => fresh?.drop())

  const rush = async (guards: boolean) => {
    fresh = await open({ guards })
    const { store } = fresh
    const offer = await makeOffer(store, 50)
    const sold = await countKept(upTo(200).map((buyerId) => store.transact((tx) => buy(tx, offer, buyerId))))
    const type = await store.transact((tx) => tx.ticketTypes.find(offer.type.id))
    const sums = await store.transact((tx) => tx.sales.sums([offer.event.id]))
    return { sold, taken: type?.taken, tickets: sums.get(offer.event.id)?.tickets }
  }

  test('200 people press at once for 50 seats: exactly 50 are sold', async () => {
    expect(await rush(true)).toEqual({ sold: 50, taken: 50, tickets: 50 })
  })

  test('negative control: without the guard the same rush oversells', async () => {
    expect((await rush(false)).sold).toBeGreaterThan(50)
  })

  test.each([
    [true, undefined],
    [false, 1],
  ])(
    'a buyer who saw the event on sale before it was cancelled gets no ticket: the guard, on (%s), sees to it',
    async (guards, number) => {
      fresh = await open({ guards })
      const { store } = fresh
      const { event } = await makeOffer(store, 3)
      expect(await store.transact((tx) => tx.events.find(event.id))).toMatchObject({ state: 'published' })
      expect(await store.transact((tx) => tx.events.move(event.id, 'cancelled'))).toBe(true)
      expect((await store.transact((tx) => tx.events.nextNumbers(event.id, 1)))?.first).toBe(number)
    },
  )

  test('several seats are taken all or none, and given back only if taken', async () => {
    fresh = await open()
    const { store } = fresh
    const { type } = await makeOffer(store, 3)
    const took = await store.transact(async ({ ticketTypes }) => [
      (await ticketTypes.take(type.id, 2))?.taken,
      await ticketTypes.take(type.id, 2),
      (await ticketTypes.take(type.id, 1))?.taken,
      await ticketTypes.giveBack(type.id, 4),
      await ticketTypes.giveBack(type.id, 3),
    ])
    expect(took).toEqual([2, undefined, 3, false, true])
  })

  test('the capacity cannot sink below what is taken', async () => {
    fresh = await open()
    const { store } = fresh
    const { type } = await makeOffer(store, 5)
    await store.transact((tx) => tx.ticketTypes.take(type.id, 3))
    const change = (capacity: number) =>
      store.transact((tx) => tx.ticketTypes.change(type.id, { ...type, capacity, name: 'Balcony' }))
    expect([await change(2), await change(3)]).toEqual([false, true])
    expect(await store.transact((tx) => tx.ticketTypes.find(type.id))).toMatchObject({
      capacity: 3,
      taken: 3,
      name: 'Balcony',
    })
  })
})
