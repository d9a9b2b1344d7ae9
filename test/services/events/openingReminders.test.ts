import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bulkGapMs } from '../../../src/domain/announcement.js'
import { createOpeningReminders } from '../../../src/services/events/openingReminders.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { like } from '../../support/inspect.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'

const hour = 3_600_000

describe.each(databases)('who waits for a sale on $name', (database) => {
  let house: House
  let sale: Sale
  let start: number
  let anna: number
  beforeEach(async () => {
    house = await openHouse(database)
    start = house.clock.now()
    sale = await house.sale()
    anna = await house.person('Anna')
    await opensAt(start + hour)
  })
  afterEach(() => house.drop())

  const own = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const opensAt = (saleFrom: number | undefined) => house.services.selling.setSaleFrom({ ...own(), saleFrom })
  const asks = (personId: number, isOn = true) =>
    house.services.openingReminders.set({ personId, eventId: sale.event.id, isOn })
  /** Turns the clock, and lets both processes tell at once, until nobody has anything to tell. */
  const toldAt = async (at: number): Promise<readonly number[]> => {
    house.clock.set(at)
    for (;;) {
      const rounds = await Promise.all([house.services, house.others].map((one) => one.openingReminders.tell()))
      if (rounds.every(({ told }) => told === 0)) break
    }
    return toldSoFar()
  }
  const toldSoFar = async (): Promise<readonly number[]> => {
    const rows = await house.inspect.rows('announcements', { key: like('opened:%') })
    return rows.map(({ recipient }) => Number(recipient)).sort((a, b) => a - b)
  }

  test('is told once, at the moment and not before', async () => {
    expect(await asks(anna)).toBe(true)
    expect(await asks(anna)).toBe(true)
    expect((await house.services.openingReminders.tell()).nextAt).toBe(start + hour)
    expect(await toldAt(start + hour - 1)).toEqual([])
    expect(await toldAt(start + hour)).toEqual([anna])
    expect(await toldAt(start + 2 * hour)).toEqual([anna])
  })

  test('is told nothing after they take it back, and can ask again', async () => {
    await asks(anna)
    expect(await asks(anna, false)).toBe(false)
    expect(await toldAt(start + hour)).toEqual([])
    expect(await asks(anna)).toBe(false)
    await opensAt(start + 3 * hour)
    expect(await asks(anna)).toBe(true)
    expect(await toldAt(start + 3 * hour)).toEqual([anna])
  })

  test('is told when the moment is moved, at the new one; and at once when the sale is opened early', async () => {
    await asks(anna)
    await opensAt(start + 2 * hour)
    expect(await toldAt(start + hour)).toEqual([])
    await opensAt(undefined)
    expect(await toldAt(start + hour + 1)).toEqual([anna])
  })

  test.each([
    ['cancelled', () => house.services.publishing.cancel(sale.organizer, sale.event.id)],
    ['taken off sale', () => house.services.publishing.unpublish(sale.organizer, sale.event.id)],
    ['moved a second before', () => opensAt(start + 5 * hour)],
  ])('is told nothing when the event is %s', async (_, change) => {
    await asks(anna)
    house.clock.set(start + hour - 1000)
    await change()
    expect(await toldAt(start + hour)).toEqual([])
  })

  test('is told when it was off sale at the moment and is on sale again', async () => {
    await asks(anna)
    await house.services.publishing.unpublish(sale.organizer, sale.event.id)
    expect(await toldAt(start + 2 * hour)).toEqual([])
    await house.services.publishing.putOnSale(sale.organizer, sale.event.id)
    expect(await toldAt(start + 2 * hour)).toEqual([anna])
  })

  test('hears nothing of an event that is over, nor what is written stays true when it is cancelled', async () => {
    await asks(anna)
    const act = { personId: anna, eventId: sale.event.id }
    expect(await house.services.openingReminders.outlook(act)).toBeUndefined()
    house.clock.set(start + hour)
    expect(await house.services.openingReminders.outlook(act)).toEqual({ left: 100 })
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await house.services.openingReminders.outlook(act)).toBeUndefined()
    expect(await toldAt(start + 2 * day)).toEqual([])
  })

  test('waits for whatever opens next of all that was not on sale when they asked', async () => {
    await opensAt(undefined)
    const { types } = await house.services.saleSettings.addType({
      ...own(),
      name: 'Late',
      price: { minor: 0, currency: 'RUB' },
      capacity: 5,
    })
    const [first, late] = types
    const limit = (ticketTypeId: number, saleFrom: number | undefined) =>
      house.services.saleSettings.changeType({ ...own(), ticketTypeId, fields: { saleFrom } })
    await limit(late?.id ?? 0, start + 2 * hour)
    expect(await asks(anna)).toBe(true)
    expect(await toldAt(start + hour)).toEqual([])
    // A type that was on sale when they asked is not what they wait for.
    await limit(first.id, start + hour + 1)
    expect(await toldAt(start + hour + 1)).toEqual([])
    expect(await toldAt(start + 2 * hour)).toEqual([anna])
  })

  test('is one of very many: each once, whoever writes to them, and one after another', async () => {
    const many = 1203
    await house.store.transact(async (tx) => {
      for (let id = 5000; id < 5000 + many; id += 1)
        await tx.openingReminders.add({ personId: id, eventId: sale.event.id, at: start }, [sale.type.id])
    })
    expect(await toldAt(start + hour)).toEqual(Array.from({ length: many }, (_, n) => 5000 + n))
    expect(await house.inspect.count('opening_reminders')).toBe(0)
    const rows = await house.inspect.rows('announcements', { key: like('opened:%') })
    const due = new Set(rows.map(({ due_at: at }) => Number(at)))
    expect([due.size, Math.min(...due), Math.max(...due)]).toEqual([
      many,
      start + hour,
      start + hour + (many - 1) * bulkGapMs,
    ])
  })

  test('is told by the next process when one dies in the middle: it has told nobody', async () => {
    await asks(anna)
    house.clock.set(start + hour)
    const dying = createOpeningReminders({
      clock: house.clock,
      store: {
        ...house.store,
        transact: (work) =>
          house.store.transact(async (tx) => {
            await work(tx)
            throw new Error('killed')
          }),
      },
    })
    await expect(dying.tell()).rejects.toThrow('killed')
    expect([await toldSoFar(), await house.inspect.count('opening_reminders')]).toEqual([[], 1])
    expect(await toldAt(start + hour)).toEqual([anna])
  })

  test('is forgotten half a year after the event, and not before', async () => {
    await asks(anna)
    await house.services.selling.setListing({ ...own(), isUnlisted: true })
    await house.services.looking.arrive({ personId: anna, slug: sale.event.slug })
    const left = async () => [await house.inspect.count('opening_reminders'), await house.inspect.count('openings')]
    house.clock.set(start + 181 * day)
    await house.services.forgetting.forget()
    expect(await left()).toEqual([1, 1])
    house.clock.set(start + 182 * day)
    await house.services.forgetting.forget()
    expect(await left()).toEqual([0, 0])
  })

  test('cannot ask of what is not on sale at all', async () => {
    await house.services.publishing.unpublish(sale.organizer, sale.event.id)
    expect(await refused(asks(anna))).toBe('eventNotOnSale')
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await refused(asks(anna))).toBe('eventCancelled')
  })

  test('does not keep an event from being deleted', async () => {
    await asks(anna)
    expect(await refused(house.services.publishing.remove(sale.organizer, sale.event.id))).toBe('done')
  })
})

describe.each(databases)('an event on sale from a moment, on $name', (database) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(database)
  })
  afterEach(() => house.drop())

  test('sells at the later of its own moment and the type’s', async () => {
    const sale = await house.sale()
    const start = house.clock.now()
    const own = { personId: sale.organizer, eventId: sale.event.id }
    const tries = async (at: number) => {
      house.clock.set(at)
      return refused(house.buys(await house.person('Somebody'), sale))
    }
    await house.services.selling.setSaleFrom({ ...own, saleFrom: start + hour })
    await house.services.saleSettings.changeType({
      ...own,
      ticketTypeId: sale.type.id,
      fields: { saleFrom: start + 2 * hour },
    })
    expect([await tries(start + hour), await tries(start + 2 * hour)]).toEqual(['typeNotYetOnSale', 'done'])
    await house.services.selling.setSaleFrom({ ...own, saleFrom: start + 3 * hour })
    expect([await tries(start + 3 * hour - 1), await tries(start + 3 * hour)]).toEqual(['typeNotYetOnSale', 'done'])
  })

  test('begins before its end, and is set by its organizer alone', async () => {
    const sale = await house.sale()
    const set = (personId: number, saleFrom: number) =>
      refused(house.services.selling.setSaleFrom({ personId, eventId: sale.event.id, saleFrom }))
    expect(await set(sale.organizer, sale.event.startsAt)).toBe('saleAfterEnd')
    expect(await set(sale.organizer, sale.event.startsAt - 1)).toBe('done')
    expect(await set(await house.person('Other'), sale.event.startsAt - 1)).toBe('notYours')
  })

  test('sells nothing to who looked before the moment was set: the guard asks the row itself', async () => {
    const sale = await house.sale()
    const later = sale.event.startsAt - 1
    const anna = await house.person('Anna')
    const outcome = await refused(
      house.store.transact(async (tx) => {
        // As another process would, between the look and the purchase.
        await tx.events.change(sale.event.id, { saleFrom: later })
        expect(await tx.events.lock(sale.event.id)).toMatchObject({ saleFrom: later })
        expect(await tx.events.nextNumbers(sale.event.id, 1)).toMatchObject({ saleFrom: later })
      }),
    )
    expect([outcome, await refused(house.buys(anna, sale))]).toEqual(['done', 'typeNotYetOnSale'])
  })
})
