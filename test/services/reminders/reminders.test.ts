import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Announcement } from '../../../src/domain/announcement.js'
import type { Services } from '../../../src/services/services.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

const hour = 3_600_000
const minute = 60_000

describe.each(databases)('reminders, on $name', (database) => {
  let house: House
  let sale: Sale
  let holder: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale()
    holder = await house.person('Holder')
    await house.buys(holder, sale)
    await moveTo(sale.event.startsAt + 3 * day)
  })
  afterEach(() => house.drop())

  /** The organizer changes the start. */
  const moveTo = async (startsAt: number): Promise<void> => {
    const { drafts, publishing } = house.services
    const { organizer: personId, event } = sale
    const { key } = await drafts.edit(personId, event.id)
    await drafts.answer(personId, { question: 'startsAt', value: startsAt })
    await publishing.publish({ personId, key, eventId: event.id })
    sale = { ...sale, event: { ...event, startsAt } }
  }
  const goTo = (hoursBefore: number): void => {
    house.clock.set(sale.event.startsAt - hoursBefore * hour)
  }
  const run = async (services: Services = house.services): Promise<void> => {
    for (const round of (await services.reminders.look()).due) while (await services.reminders.writeSome(round));
  }
  const written = async (): Promise<readonly { readonly to: number; readonly which: string }[]> =>
    (await house.inspect.rows('announcements')).flatMap(({ recipient, news }) => {
      const message = JSON.parse(String(news)) as Announcement['message']
      return message.kind === 'reminder' ? [{ to: Number(recipient), which: message.which }] : []
    })
  const says = () => {
    const { id: eventId, startsAt } = sale.event
    return house.services.reminders.view({ personId: holder, eventId, which: 'day', startsAt })
  }

  test('are written once, when they are due', async () => {
    goTo(24.1)
    await run()
    expect(await written()).toEqual([])
    const { nextAt = 0 } = await house.services.reminders.look()
    expect(Math.abs(nextAt - (sale.event.startsAt - 24 * hour))).toBeLessThan(minute)
    goTo(24)
    await run()
    await run()
    expect(await written()).toEqual([{ to: holder, which: 'day' }])
    goTo(2)
    await run()
    expect(await written()).toHaveLength(2)
    goTo(0.1)
    await run()
    expect(await written()).toHaveLength(2)
  })

  test('of many are written a little at a time, each once by two at once, and spread', async () => {
    const many = 1100
    await crowd(house, sale, holder, many)
    goTo(24)
    await Promise.all([run(), run(house.others), run()])
    const all = await written()
    expect(all).toHaveLength(many + 1)
    expect(new Set(all.map(({ to }) => to)).size).toBe(many + 1)
    const times = (await house.inspect.rows('announcements')).flatMap(({ news, due_at: at }) =>
      String(news).includes('reminder') ? [Number(at)] : [],
    )
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(25 * many)
  })

  test('begin so early that the last is said in time', async () => {
    await crowd(house, sale, holder, 1100)
    goTo(26)
    const { nextAt = 0 } = await house.services.reminders.look()
    const leadMs = sale.event.startsAt - 24 * hour - nextAt
    expect(leadMs).toBeGreaterThan(1100 * 25)
    expect(leadMs).toBeLessThan(minute)
  })

  test('go on where another process stopped', async () => {
    await crowd(house, sale, holder, 1100)
    goTo(24)
    const round = first((await house.services.reminders.look()).due)
    expect(await house.services.reminders.writeSome(round)).toBe(true)
    expect(await written()).toHaveLength(500)
    await run(house.others)
    expect(await written()).toHaveLength(1101)
  })

  test('that were missed for hours are said late, and not when it is too late', async () => {
    goTo(20)
    await run()
    expect(await written()).toHaveLength(1)
    goTo(0.25)
    await run()
    expect(await written()).toHaveLength(1)
  })

  test('of an event that is moved so that its moment has passed are not said', async () => {
    goTo(30)
    await moveTo(sale.event.startsAt - 10 * hour)
    await run()
    expect(await written()).toEqual([])
    goTo(2)
    await run()
    expect(await written()).toEqual([{ to: holder, which: 'hours' }])
  })

  test.each<readonly [string, () => Promise<unknown>]>([
    ['moved', () => moveTo(sale.event.startsAt + day)],
    ['cancelled', () => house.services.publishing.cancel(sale.organizer, sale.event.id)],
    ['muted', () => house.services.reminders.mute({ personId: holder, eventId: sale.event.id })],
    [
      'switched off',
      () => house.services.reminders.set({ personId: sale.organizer, eventId: sale.event.id, isOn: false }),
    ],
    ['given away', () => givenAway()],
    ['let in', async () => house.services.checkIn.letIn({ personId: sale.organizer, ticketId: await ticketId() })],
    [
      'late',
      () => {
        goTo(5)
        return Promise.resolve()
      },
    ],
  ])('say nothing of what was %s after they were written', async (what, act) => {
    goTo(24)
    const before = sale.event.startsAt
    await run()
    expect(await written()).toHaveLength(1)
    expect((await says())?.tickets).toHaveLength(1)
    await act()
    sale = { ...sale, event: { ...sale.event, startsAt: before } }
    expect([what, await says()]).toEqual([what, undefined])
  })

  test.each<readonly [string, () => Promise<unknown>]>([
    ['moved', () => moveTo(sale.event.startsAt + 2 * day)],
    ['cancelled', () => house.services.publishing.cancel(sale.organizer, sale.event.id)],
    ['muted', () => house.services.reminders.mute({ personId: holder, eventId: sale.event.id })],
  ])('are not written of what was %s after it was found to be due', async (_, act) => {
    goTo(24)
    const { due } = await house.services.reminders.look()
    await act()
    for (const round of due) await house.services.reminders.writeSome(round)
    expect(await written()).toEqual([])
  })

  test('at night wait for the morning', async () => {
    // The start is at 15:00 by the clocks of Moscow.
    goTo(24)
    await run()
    goTo(12)
    const { tickets, from } = (await says()) ?? {}
    expect(tickets).toHaveLength(1)
    expect(from).toBe(sale.event.startsAt - 7 * hour)
  })

  test('of tickets that are off sale still come', async () => {
    await house.services.publishing.unpublish(sale.organizer, sale.event.id)
    goTo(24)
    await run()
    expect(await written()).toHaveLength(1)
  })

  test('can be switched off by whoever they are for, and by nobody else', async () => {
    const { reminders } = house.services
    const { organizer, event } = sale
    const stranger = await house.person('Stranger')
    expect(await refused(reminders.mute({ personId: stranger, eventId: event.id }))).toBe('ticketNotFound')
    expect(await refused(reminders.mute({ personId: stranger, eventId: 999 }))).toBe('ticketNotFound')
    expect(await refused(reminders.set({ personId: holder, eventId: event.id, isOn: false }))).toBe('notYours')
    expect(await refused(reminders.set({ personId: organizer, eventId: 999, isOn: false }))).toBe('eventNotFound')
    await house.services.publishing.cancel(organizer, event.id)
    expect(await refused(reminders.set({ personId: organizer, eventId: event.id, isOn: true }))).toBe('eventCancelled')
  })

  test('are bulk: nobody waits for them', async () => {
    goTo(24)
    await run()
    const rows = await house.inspect.rows('announcements', { urgency: 'bulk' })
    expect(rows.filter(({ key }) => String(key).startsWith('reminder:'))).toHaveLength(1)
  })

  test('an event that nobody bought can be removed all the same', async () => {
    const other = await house.sale({ title: 'Other' })
    await house.store.transact((tx) =>
      tx.reminderRounds.skip({ eventId: other.event.id, kind: 'day', startsAt: 1 }, house.clock.now()),
    )
    expect(await refused(house.services.publishing.remove(other.organizer, other.event.id))).toBe('done')
  })

  const ticketId = async (): Promise<number> =>
    Number(first(await house.inspect.rows('tickets', { holder_id: holder }))['id'])
  const givenAway = async (): Promise<void> => {
    const receiver = await house.person('Receiver')
    const { token } = await house.services.gifts.create({ personId: holder, ticketId: await ticketId() })
    await house.services.gifts.accept({ personId: receiver, token })
  }
})

/** So many people who hold a ticket each, without the buying. */
const crowd = (house: House, { event, type }: Sale, holderId: number, count: number): Promise<void> =>
  house.store.transact(async (tx) => {
    const numbers = await tx.events.nextNumbers(event.id, count)
    const [held] = await tx.tickets.ofHolder(holderId, { when: 'upcoming', now: 0, limit: 1 })
    const orderId = held?.orderId ?? 0
    const now = house.clock.now()
    for (let place = 0; place < count; place += 1)
      await tx.people.meet({ id: 10_000 + place, displayName: `Guest ${place}`, languageCode: 'en' }, now)
    for (let from = 0; from < count; from += 100)
      await tx.tickets.insert(
        Array.from({ length: Math.min(100, count - from) }, (_, index) => ({
          orderId,
          eventId: event.id,
          ticketTypeId: type.id,
          holderId: 10_000 + from + index,
          holderName: `Guest ${from + index}`,
          number: (numbers?.first ?? 0) + from + index,
          code: `code ${from + index}`,
          shortCode: `short ${from + index}`,
          state: 'valid' as const,
          issuedAt: now,
        })),
      )
  })
