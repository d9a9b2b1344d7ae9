import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { bulkGapMs } from '../../../src/domain/announcement.js'
import { minuteMs } from '../../../src/domain/duration.js'
import { randomCodes } from '../../../src/services/codes.js'
import { move, ofSale, said, secret, set, tellAll, waiting } from './accesses.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused } from '../../support/house.js'

describe.each(databases)('an access is told, on $name', (database) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(database)
  })
  afterAll(() => house.drop())

  const sell = async (holders = 2) => {
    const sale = await house.sale()
    const people: number[] = []
    for (let i = 0; i < holders; i += 1) people.push(await house.person(`Holder ${i}`))
    for (const id of people) await house.buys(id, sale)
    return { sale, people }
  }

  it('to those who have tickets already, and with each ticket from then on', async () => {
    const { sale, people } = await sell()
    await set(house, sale, undefined)
    await tellAll(house)
    const late = await house.person('Late')
    await house.buys(late, sale, 3)
    expect(await said(house, sale)).toEqual([...people, late].map((id) => [id, secret]))
  })

  it('at its time before the start: not sooner, and once', async () => {
    const { sale, people } = await sell()
    await set(house, sale, 60)
    await tellAll(house)
    await house.buys(first(people), sale)
    house.later(sale.event.startsAt - 60 * minuteMs - 1 - house.clock.now())
    await tellAll(house)
    expect(await waiting(house, sale)).toEqual([])
    house.later(1)
    for (let i = 0; i < 3; i += 1) await tellAll(house)
    expect(await said(house, sale)).toEqual(people.map((id) => [id, secret]))
    house.later(10 * minuteMs)
    await tellAll(house)
    expect(await waiting(house, sale)).toHaveLength(2)
  })

  it('with a ticket that is bought between its time and the start', async () => {
    const { sale, people } = await sell(1)
    await set(house, sale, 60)
    house.later(sale.event.startsAt - 30 * minuteMs - house.clock.now())
    await tellAll(house)
    const late = await house.person('Late')
    await house.buys(late, sale)
    expect(await said(house, sale)).toEqual([...people, late].map((id) => [id, secret]))
  })

  it('once to whoever buys in the very minute in which it is told', async () => {
    const { sale } = await sell(0)
    await set(house, sale, 60)
    house.later(sale.event.startsAt - 61 * minuteMs - house.clock.now())
    const late = await house.person('Late')
    await house.buys(late, sale)
    const [row] = await waiting(house, sale)
    expect(row?.dueAt).toBe(sale.event.startsAt - 60 * minuteMs)
    house.later(minuteMs)
    await tellAll(house)
    expect(await said(house, sale)).toEqual([[late, secret]])
  })

  it('anew when it is changed: as it is now, and what was written before says nothing', async () => {
    const { sale, people } = await sell()
    await set(house, sale, undefined)
    await tellAll(house)
    await set(house, sale, undefined, 'Room 2')
    await tellAll(house)
    expect(await waiting(house, sale)).toHaveLength(4)
    expect(await said(house, sale)).toEqual(people.map((id) => [id, 'Room 2']))
  })

  it('not when it is changed before anybody may see it', async () => {
    const { sale, people } = await sell()
    await set(house, sale, 60)
    await set(house, sale, 60, 'Room 2')
    await set(house, sale, 15, 'Room 3')
    await tellAll(house)
    expect(await waiting(house, sale)).toEqual([])
    house.later(sale.event.startsAt - 15 * minuteMs - house.clock.now())
    await tellAll(house)
    expect(await said(house, sale)).toEqual(people.map((id) => [id, 'Room 3']))
  })

  it('when it is shown at once instead of before the start; and not twice when nothing is changed', async () => {
    const { sale, people } = await sell()
    await set(house, sale, 60)
    await house.services.onlineAccess.setTime({ ...ofSale(sale), minutes: undefined })
    await tellAll(house)
    await house.services.onlineAccess.setTime({ ...ofSale(sale), minutes: undefined })
    await tellAll(house)
    expect(await waiting(house, sale)).toHaveLength(people.length)
  })

  it('not when it was taken away, and again by the event’s own when the type’s is gone', async () => {
    const { sale } = await sell(1)
    await set(house, sale, undefined)
    await tellAll(house)
    await house.services.onlineAccess.remove(ofSale(sale))
    expect(await said(house, sale)).toEqual([])
  })

  it('by ticket type: each holder that of their tickets', async () => {
    const { sale, people } = await sell(1)
    const { types } = await house.services.saleSettings.addType({
      ...ofSale(sale),
      name: 'Stream',
      price: { minor: 0, currency: 'RUB' },
      capacity: 10,
    })
    const stream = types.find(({ name }) => name === 'Stream')
    if (!stream) throw new Error('no type')
    const [viewer, both] = [await house.person('Viewer'), await house.person('Both')]
    await house.buys(viewer, { ...sale, type: stream })
    await house.buys(both, sale)
    await house.buys(both, { ...sale, type: stream })
    await set(house, sale, undefined, 'for all')
    await house.services.onlineAccess.set({
      ...ofSale(sale),
      ticketTypeId: stream.id,
      text: 'stream',
      minutes: undefined,
    })
    await tellAll(house)
    const all = await said(house, sale)
    const of = (id: number) => all.flatMap(([to, text]) => (to === id ? [text] : [])).toSorted()
    expect([of(first(people)), of(viewer), of(both)]).toEqual([['for all'], ['stream'], ['for all', 'stream']])
    expect(await refused(house.services.onlineAccess.remove({ ...ofSale(sale), ticketTypeId: 999_999 }))).toBe(
      'typeGone',
    )
  })

  it.each([
    ['later', 3 * minuteMs],
    ['earlier', -3 * minuteMs],
  ])('at the new time when the event is moved (%s) a second before', async (_, by) => {
    const { sale, people } = await sell()
    await set(house, sale, 60)
    house.later(sale.event.startsAt - 60 * minuteMs - 1000 - house.clock.now())
    await move(house, sale, sale.event.startsAt + by)
    await tellAll(house)
    expect(await said(house, sale)).toEqual(by < 0 ? people.map((id) => [id, secret]) : [])
    house.later(1000)
    await tellAll(house)
    house.later(3 * minuteMs)
    await tellAll(house)
    expect(await said(house, sale)).toEqual(people.map((id) => [id, secret]))
    expect(await waiting(house, sale)).toHaveLength(2)
  })

  it('at the new time when it is moved while the old one is being told: what was written says nothing', async () => {
    const { sale, people } = await sell()
    await set(house, sale, 60)
    house.later(sale.event.startsAt - 60 * minuteMs - house.clock.now())
    await tellAll(house)
    expect(await said(house, sale)).toHaveLength(2)
    await move(house, sale, sale.event.startsAt + 86_400_000)
    expect(await said(house, sale)).toEqual([])
    house.later(86_400_000)
    await tellAll(house)
    expect(await said(house, sale)).toEqual(people.map((id) => [id, secret]))
  })

  it('anew to nobody when the event is changed but not moved', async () => {
    const { sale } = await sell()
    await set(house, sale, 60)
    house.later(sale.event.startsAt - 60 * minuteMs - house.clock.now())
    await tellAll(house)
    await house.store.transact((tx) =>
      tx.events.change(sale.event.id, { title: 'Other', startsAt: sale.event.startsAt }),
    )
    await tellAll(house)
    expect(await said(house, sale)).toHaveLength(2)
  })

  it('to nobody when the event is cancelled a second before', async () => {
    const { sale } = await sell()
    await set(house, sale, 60)
    house.later(sale.event.startsAt - 60 * minuteMs - 1000 - house.clock.now())
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    house.later(1000)
    await tellAll(house)
    expect(await waiting(house, sale)).toEqual([])
    expect(await house.inspect.count('accesses', { event_id: sale.event.id, due_at: null })).toBe(1)
  })

  it('to nobody when the event is over by then', async () => {
    const { sale } = await sell()
    await set(house, sale, 60)
    house.later(sale.event.startsAt - house.clock.now())
    await tellAll(house)
    expect(await waiting(house, sale)).toEqual([])
  })

  it('to each once by two processes at once, 500 at a time, spread as what goes to many', async () => {
    const sale = await house.sale({ capacity: 2000 })
    const holders = 1203
    const [ticket] = await house.buys(await house.person('First'), sale)
    const people = await house.store.transact(async (tx) => {
      const ids = Array.from({ length: holders }, (_, i) => 1_000_000 + i)
      for (const id of ids) await tx.people.meet({ id, displayName: `P${id}`, languageCode: 'en' }, house.clock.now())
      const tickets = ids.map((holderId, i) => ({
        ...{ orderId: ticket?.orderId ?? 0, eventId: sale.event.id, ticketTypeId: sale.type.id, holderId },
        ...{ holderName: `P${holderId}`, number: 2 + i, code: randomCodes.ticket(), shortCode: randomCodes.short() },
        ...{ state: 'valid' as const, issuedAt: house.clock.now() },
      }))
      await tx.tickets.insert(tickets)
      return [ticket?.holderId ?? 0, ...ids]
    })
    await set(house, sale, 60)
    const opensAt = sale.event.startsAt - 60 * minuteMs
    house.later(opensAt - house.clock.now())
    await Promise.all(
      [house.services, house.others].map(async ({ onlineAccess }) => {
        while (await onlineAccess.tellNext());
      }),
    )
    const rows = await waiting(house, sale)
    expect(rows.map(({ to }) => to)).toEqual(people)
    expect(rows.map(({ dueAt }) => dueAt)).toEqual(people.map((_, i) => opensAt + i * bulkGapMs))
  })

  it('goes on where a process died', async () => {
    const { sale, people } = await sell(3)
    await set(house, sale, undefined)
    const dies = house.store.transact(async (tx) => {
      const round = await tx.onlineAccesses.due(house.clock.now())
      if (!round) throw new Error('nothing is due')
      await tx.onlineAccesses.advance(round, undefined)
      throw new Error('killed')
    })
    await expect(dies).rejects.toThrow('killed')
    await tellAll(house)
    expect(await said(house, sale)).toEqual(people.map((id) => [id, secret]))
  })

  it('goes with an event that is deleted, and with a ticket type', async () => {
    const sale = await house.sale()
    const { types } = await house.services.saleSettings.addType({
      ...ofSale(sale),
      name: 'Stream',
      price: { minor: 0, currency: 'RUB' },
      capacity: 10,
    })
    const stream = types.find(({ name }) => name === 'Stream')?.id
    await set(house, sale, undefined)
    await house.services.onlineAccess.set({ ...ofSale(sale), ticketTypeId: stream, text: 'stream', minutes: 15 })
    await house.services.saleSettings.removeType({ ...ofSale(sale), ticketTypeId: stream ?? 0 })
    expect(await house.inspect.count('accesses', { event_id: sale.event.id })).toBe(1)
    await house.services.publishing.remove(sale.organizer, sale.event.id)
    expect(await house.inspect.count('accesses', { event_id: sale.event.id })).toBe(0)
  })
})

/** Somebody reads what is due, the event is moved, and only then it is written how far the telling came. */
const writeLate = async (house: House) => {
  const sale = await house.sale()
  await house.buys(await house.person('Ann'), sale)
  await set(house, sale, 60)
  house.later(sale.event.startsAt - 60 * minuteMs - house.clock.now())
  const round = await house.store.transact((tx) => tx.onlineAccesses.due(house.clock.now()))
  if (!round) throw new Error('nothing is due')
  await move(house, sale, sale.event.startsAt + 60 * minuteMs)
  const isWritten = await house.store.transact((tx) => tx.onlineAccesses.advance(round, undefined))
  return { isWritten, isForgotten: (await house.services.onlineAccess.nextDue()) === undefined }
}

describe.each(databases)('a telling that another overtakes, on $name', (database) => {
  test.each([
    ['leaves that one alone', {}, { isWritten: false, isForgotten: false }],
    ['negative control: would end it', { guards: false }, { isWritten: true, isForgotten: true }],
  ])('%s', async (_, controls, outcome) => {
    const house = await openHouse(database, controls)
    expect(await writeLate(house)).toEqual(outcome)
    await house.drop()
  })
})
