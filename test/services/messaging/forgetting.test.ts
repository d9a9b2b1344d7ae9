import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, type Sale } from '../../support/house.js'
import { places } from '../../support/outbox.js'

describe.each(databases)('what only grows, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz', capacity: 900 })
    anna = await house.person('Anna')
  })
  afterEach(() => house.drop())

  const forgetAfter = async (days: number): Promise<void> => {
    house.later(days * day)
    await house.services.forgetting.forget()
  }
  const deliverAll = async (): Promise<void> => {
    for (;;) {
      const rows = await house.services.outbox.claim(places(99))
      if (rows.length === 0) return
      for (const row of rows)
        await house.services.outbox.settle([row], { kind: 'delivered', messageId: row.id, chatId: 1 })
    }
  }

  test('goes after its time: what was said after 90 days, not a day before', async () => {
    await house.buys(anna, sale, 2)
    await deliverAll()
    expect(await house.inspect.count('announcements')).toBeGreaterThan(1)
    await forgetAfter(90)
    expect(await house.inspect.count('announcements')).toBeGreaterThan(1)
    house.later(1)
    await forgetAfter(0)
    expect(await house.inspect.count('announcements')).toBe(0)
  })

  test('what could not be said stays for two years, and what still waits stays', async () => {
    await house.buys(anna, sale)
    const rows = await house.services.outbox.claim(places(99))
    for (const row of rows.filter(({ to }) => to === anna))
      await house.services.outbox.settle([row], { kind: 'unreachable', reason: 'blocked' })
    await forgetAfter(729)
    const before = await house.inspect.count('announcements')
    await forgetAfter(2)
    expect(before - (await house.inspect.count('announcements'))).toBe(1)
    expect(await house.inspect.count('announcements', { state: 'waiting' })).toBe(before - 1)
  })

  test('in any number, in steps', async () => {
    await house.services.outbox.add(
      Array.from({ length: 1300 }, (_, n) => ({
        to: n + 1000,
        key: `k${n}`,
        message: { kind: 'tickets', orderId: 1 },
      })),
    )
    await deliverAll()
    await forgetAfter(91)
    expect(await house.inspect.count('announcements')).toBe(0)
  })

  test('links that were used or ran out, questions, guesses and half-filled forms', async () => {
    const ticket = first(await house.buys(anna, sale))
    await house.services.gifts.create({ personId: anna, ticketId: ticket.id })
    await house.services.staff.invite({ personId: sale.organizer, eventId: sale.event.id })
    const now = house.clock.now()
    await house.store.transact(async (tx) => {
      await tx.prompts.put(anna, 1, { kind: 'k', subject: 1, detail: undefined, at: now })
      await tx.guesses.count(anna, { now, windowStart: 0, mark: 'mark' })
      await tx.pendingPromoCodes.put(anna, sale.event.id, 'CODE', now)
      await tx.forms.write('f', 'v', now)
    })
    const tables = ['gifts', 'invitations', 'asks', 'guesses', 'pockets', 'forms']
    const counts = () => Promise.all(tables.map((table) => house.inspect.count(table)))
    await forgetAfter(0)
    expect(await counts()).toEqual([1, 1, 1, 1, 1, 1])
    await forgetAfter(2)
    expect(await counts()).toEqual([1, 1, 1, 0, 1, 1])
    await forgetAfter(177)
    expect(await counts()).toEqual([0, 0, 1, 0, 1, 1])
    await forgetAfter(2)
    expect(await counts()).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('what was written to guests, when it is over: never what waits for its time, or is being said', async () => {
    const { guestMessages } = house.services
    await house.buys(anna, sale)
    const writes = async (source: number) => {
      const { id } = await guestMessages.write({
        ...{ personId: sale.organizer, eventId: sale.event.id, audience: { kind: 'all', of: 0 } },
        ...{ source, updateId: source },
      })
      await guestMessages.previewed(id, [source])
      return { personId: sale.organizer, guestMessageId: id }
    }
    const [draft, waits, open, done] = [await writes(1), await writes(2), await writes(3), await writes(4)]
    await guestMessages.send({ ...waits, at: house.clock.now() + 400 * day })
    await guestMessages.send(open)
    await guestMessages.send(done)
    await guestMessages.work()
    const left = async () => (await house.inspect.rows('guest_messages')).map(({ id }) => Number(id)).sort()
    await forgetAfter(100)
    await guestMessages.finish(done.guestMessageId)
    await forgetAfter(81)
    expect(await left()).toEqual([waits, open, done].map(({ guestMessageId }) => guestMessageId))
    expect(await left()).not.toContain(draft.guestMessageId)
    await forgetAfter(100)
    expect(await left()).toEqual([waits, open].map(({ guestMessageId }) => guestMessageId))
  })

  test('who said that they come all the same, what an organizer heard, and whom nobody wants to hear', async () => {
    const ben = await house.person('Ben')
    const again = await house.sale({ title: 'Again', organizer: sale.organizer })
    for (const personId of [anna, ben]) {
      await house.buys(personId, sale)
      await house.services.guestMessages.mute({ personId, eventId: sale.event.id, isOn: true })
    }
    house.later(60_000)
    await house.services.hearing.work((error) => {
      throw error
    })
    await house.store.transact(async (tx) => {
      await tx.keptChanges.begin(sale.event.id)
      await tx.keptChanges.keep({ personId: anna, eventId: sale.event.id, change: 1 }, house.clock.now())
    })
    const tables = ['kept_changes', 'hearings', 'muted_organizers']
    const counts = () => Promise.all(tables.map((table) => house.inspect.count(table)))
    await forgetAfter(180)
    expect(await counts()).toEqual([1, 1, 2])
    // Ben comes to another event of theirs, which is not over for so long.
    const startsAt = house.clock.now() + day
    await house.store.transact((tx) => tx.events.change(again.event.id, { startsAt }))
    await house.buys(ben, again)
    await forgetAfter(3)
    expect(await counts()).toEqual([0, 0, 1])
    const isMuted = (who: number) => house.services.guestMessages.isMuted(who, sale.organizer)
    expect([await isMuted(anna), await isMuted(ben)]).toEqual([false, true])
    await forgetAfter(190)
    expect(await counts()).toEqual([0, 0, 0])
  })

  test('what is due to be heard is heard first', async () => {
    await house.buys(anna, sale)
    house.later(60_000)
    const tell = () =>
      house.services.hearing.work((error) => {
        throw error
      })
    await tell()
    await house.store.transact((tx) => tx.hearings.note(sale.event.id, house.clock.now() + 400 * day))
    await forgetAfter(300)
    expect(await house.inspect.count('hearings')).toBe(1)
    house.later(101 * day)
    await tell()
    await forgetAfter(0)
    expect(await house.inspect.count('hearings')).toBe(0)
  })

  test('never orders, money, tickets, and what was done to them', async () => {
    await house.buys(anna, sale, 3)
    await house.services.people.chooseLanguage(anna, 'en')
    const kept = ['orders', 'tickets', 'payments', 'refunds', 'events', 'ticket_types', 'people']
    const counts = () => Promise.all(kept.map((table) => house.inspect.count(table)))
    const before = await counts()
    const audit = await house.inspect.count('audit')
    await forgetAfter(364)
    expect(await house.inspect.count('audit')).toBe(audit)
    await forgetAfter(3660)
    expect(await counts()).toEqual(before)
    expect(await house.inspect.count('audit')).toBe(audit - 1)
    expect(await house.inspect.count('audit', { action: 'language.chosen' })).toBe(0)
  })
})
