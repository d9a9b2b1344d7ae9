import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Event } from '../../../src/domain/event.js'
import { randomCodes } from '../../../src/services/codes.js'
import { createServices } from '../../../src/services/services.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { like } from '../../support/inspect.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { said, secret, set, tellAll, waiting } from '../access/accesses.js'

const minute = 60_000
const week = 7 * day

describe.each(databases)('before whom a copy stands, and when it sells, on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale()
  })
  afterEach(() => house.drop())

  const own = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const copy = async (weeks: readonly number[], services = house.services) => {
    const dates = weeks.map((n) => ({
      startsAt: sale.event.startsAt + n * week,
      move: (at: number) => at + n * week,
    }))
    const made = { ...own(), key: randomCodes.key(), dates, with: { promoCodes: true, staff: false } }
    return services.copies.publish(made)
  }
  const saleOf = async ({ id }: Event): Promise<Sale> => {
    const { event, types } = await house.services.events.find(id)
    return { event, type: types[0], organizer: sale.organizer }
  }
  const news = async () =>
    (await house.inspect.rows('announcements', { recipient: 'chat', state: 'waiting' })).map(
      (row) => JSON.parse(String(row['news'])) as { readonly kind: string; readonly capacity?: number },
    )
  const hides = (isHidden: boolean, ticketTypeId = sale.type.id) =>
    house.services.saleSettings.hideType({ ...own(), ticketTypeId, isHidden })

  test('an unlisted one has unlisted copies: in no list, on no card, told to nobody', async () => {
    const { selling, copies, events, looking } = house.services
    const stranger = await house.person('Sam')
    await selling.setListing({ ...own(), isUnlisted: true })
    const one = await copy([1])
    const two = await copy([2, 3])
    expect([...one.events, ...two.events].map(({ isUnlisted }) => isUnlisted)).toEqual([true, true, true])
    expect((await events.onSale({ size: 9 })).rows).toEqual([])
    expect((await copies.otherDates(one.events[0], { size: 9 })).rows).toEqual([])
    expect(await refused(looking.see({ personId: stranger, eventId: one.events[0].id }))).toBe('eventNotFound')
    expect(await news()).toEqual([])
  })

  test('negative control: listed ones are on the cards, and the chat hears of unlisted ones where its owner says so', async () => {
    const { selling, copies } = house.services
    const { events } = await copy([1, 2])
    expect((await copies.otherDates(events[0], { size: 9 })).rows.map(({ id }) => id)).toEqual([
      sale.event.id,
      events[1]?.id,
    ])
    await selling.setListing({ ...own(), isUnlisted: true })
    expect((await copies.otherDates(events[0], { size: 9 })).rows.map(({ id }) => id)).toEqual([events[1]?.id])
    const open = createServices({
      ...{ store: house.store, clock: house.clock, codes: randomCodes, organizerIds: [], zone: 'Europe/Moscow' },
      ...{ currency: 'RUB', hasProvider: false, holdMs: 900_000, announceUnlisted: true },
    })
    await copy([4, 5], open)
    expect((await news()).map(({ kind }) => kind)).toEqual(['datesPublished', 'datesPublished'])
  })

  test('followers hear of a set once, and of unlisted copies nothing', async () => {
    const { following, afterwards, selling } = house.services
    await following.follow({ personId: await house.person('Fay'), eventId: sale.event.id })
    const told = async () => {
      await afterwards.work()
      return house.inspect.count('announcements', { news: like('%followedEvent%') })
    }
    await copy([1, 2, 3])
    expect(await told()).toBe(1)
    await copy([4])
    expect(await told()).toBe(2)
    await selling.setListing({ ...own(), isUnlisted: true })
    await copy([5, 6])
    expect(await told()).toBe(2)
  })

  test('to list a copy again that the chat heard of says nothing twice', async () => {
    const { selling } = house.services
    const { events } = await copy([1, 2])
    await house.inspect.write('announcements', 'state', 'delivered', { recipient: 'chat' })
    for (const isUnlisted of [true, false])
      await selling.setListing({ personId: sale.organizer, eventId: events[0].id, isUnlisted })
    expect(await news()).toEqual([])
  })

  test('hidden ticket types are hidden behind a link of their own, and are told to nobody', async () => {
    const { saleSettings, looking } = house.services
    const price = { minor: 0, currency: 'RUB' }
    const { types } = await saleSettings.addType({ ...own(), name: 'Friends', price, capacity: 5 })
    await hides(true, types[1]?.id)
    await hides(true)
    await hides(false)
    const before = (await house.services.events.find(sale.event.id)).types
    const { events } = await copy([1, 2])
    const after = (await house.services.events.find(events[0].id)).types
    expect(after.map(({ isHidden }) => isHidden)).toEqual([false, true])
    expect(after[0].linkKey).toBeUndefined()
    expect(after[1]?.linkKey).toMatch(/^[\w-]{22}$/u)
    expect((await news()).map(({ kind, capacity }) => [kind, capacity])).toEqual([
      ['eventPublished', 100],
      ['datesPublished', 100],
    ])
    const guest = { personId: await house.person('Sam'), eventId: events[0].id }
    const sees = async () => (await looking.see(guest)).shown.length
    expect(await refused(looking.openType({ ...guest, key: before[1]?.linkKey ?? '' }))).toBe('linkUnknown')
    expect(await sees()).toBe(1)
    await looking.openType({ ...guest, key: after[1]?.linkKey ?? '' })
    expect(await sees()).toBe(2)
  })

  test('a promo code for a type that is gone is for nothing in a copy, not for all', async () => {
    const { promoCodes, saleSettings } = house.services
    const price = { minor: 0, currency: 'RUB' }
    const { types } = await saleSettings.addType({ ...own(), name: 'Friends', price, capacity: 5 })
    const gone = types[1]?.id ?? 0
    const { id } = await promoCodes.create({ ...own(), code: 'TEN', discount: { percent: 10 } })
    const fields = { ticketTypeIds: [gone] }
    await promoCodes.change({ personId: sale.organizer, promoCodeId: id, fields })
    await saleSettings.removeType({ ...own(), ticketTypeId: gone })
    const { events } = await copy([1])
    const { rows } = await promoCodes.page({ personId: sale.organizer, eventId: events[0].id, size: 9 })
    expect(rows.map(({ ticketTypeIds }) => ticketTypeIds.length)).toEqual([1])
  })

  test('sales open as long before as those of the original, and who waits for it is told', async () => {
    const { selling, openingReminders } = house.services
    let woken = 0
    house.store.whenScheduled(() => (woken += 1))
    await selling.setSaleFrom({ ...own(), saleFrom: house.clock.now() + 60 * minute })
    await Promise.resolve()
    const before = woken
    const made = await saleOf((await copy([1])).events[0])
    await Promise.resolve()
    expect(woken - before).toBe(1)
    expect(made.event.saleFrom).toBe(house.clock.now() + 60 * minute + week)
    const sam = await house.person('Sam')
    await openingReminders.set({ personId: sam, eventId: made.event.id, isOn: true })
    expect(await refused(house.buys(sam, made))).toBe('typeNotYetOnSale')
    house.later(week + 61 * minute)
    expect((await openingReminders.tell()).told).toBe(1)
    expect(await house.inspect.count('announcements', { recipient: String(sam) })).toBe(1)
    expect(await refused(house.buys(sam, made))).toBe('done')
  })

  test('online access comes along, of types too, and is told at the time of the copy', async () => {
    const { events } = house.services
    const access = { text: secret, minutes: undefined }
    await set(house, sale, 60)
    await house.services.onlineAccess.set({ ...own(), ...access, text: 'hall', ticketTypeId: sale.type.id })
    const made = await saleOf((await copy([1])).events[0])
    const { accesses } = await house.services.onlineAccess.settings({ ...own(), eventId: made.event.id })
    expect(accesses).toMatchObject([
      {
        text: secret,
        minutesBefore: 60,
        ticketTypeId: undefined,
        version: 1,
        dueAt: made.event.startsAt - 60 * minute,
      },
      { text: 'hall', ticketTypeId: (await events.find(made.event.id)).types[0].id, dueAt: undefined },
    ])
  })

  test('who holds a ticket of the copy is told then, and nobody of the original', async () => {
    const [anna, ben] = [await house.person('Anna'), await house.person('Ben')]
    await set(house, sale, 60)
    await house.buys(ben, sale)
    const made = await saleOf((await copy([1])).events[0])
    await house.buys(anna, made)
    expect(await waiting(house, made)).toEqual([])
    house.clock.set(made.event.startsAt - 60 * minute)
    await tellAll(house)
    expect(await said(house, made)).toEqual([[anna, secret]])
  })

  test('of an event online without access it is said that there is none', async () => {
    await house.store.transact((tx) => tx.events.change(sale.event.id, { venue: '' }))
    expect((await copy([1])).hasAccess).toBe(false)
    await set(house, sale, undefined)
    expect((await copy([2])).hasAccess).toBe(true)
  })
})
