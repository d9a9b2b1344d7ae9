import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allGuests, type GuestFilter, inChoices, payChoices, standings } from '../../../src/domain/guest.js'
import type { Ticket } from '../../../src/domain/ticket.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

const minute = 60_000

describe.each(databases)('the guests of an event, on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ price: 150_000 })
  })
  afterEach(() => house.drop())

  const organizer = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const list = (filter: Partial<GuestFilter> = {}, rest: { after?: number; size?: number } = {}) =>
    house.services.guests.list({ ...organizer(), filter: { ...allGuests, ...filter }, size: 10, ...rest })
  const names = async (filter: Partial<GuestFilter> = {}): Promise<readonly string[]> =>
    (await list(filter)).rows.map(({ name, quantity, in: isIn }) => `${name} ${isIn}/${quantity}`)
  const buys = async (name: string, quantity = 1, at = sale): Promise<readonly Ticket[]> =>
    house.buys(await house.person(name), at, quantity)
  const letIn = (ticket: Ticket) => house.services.checkIn.letInPaid({ personId: sale.organizer, ticketId: ticket.id })
  const guest = (guestId: number) => ({ ...organizer(), guestId })

  test('are told by what they owe and where they are, one row for what somebody holds of an order', async () => {
    const [one, two] = await buys('Ada', 3)
    await buys('Bea')
    const cid = first(await buys('Cid', 2))
    if (!one || !two) throw new Error('no tickets')
    for (const ticket of [one, two, cid]) await letIn(ticket)
    expect(await names()).toEqual(['Cid 1/2', 'Bea 0/1', 'Ada 2/3'])
    expect(await names({ at: 'in' })).toEqual(['Cid 1/1', 'Ada 2/2'])
    expect(await names({ at: 'out' })).toEqual(['Cid 0/1', 'Bea 0/1', 'Ada 0/1'])
    expect(await names({ pay: 'owes' })).toEqual(['Cid 0/1', 'Bea 0/1', 'Ada 0/1'])
    expect(await names({ pay: 'paid', at: 'out' })).toEqual([])
    expect(await names({ ticketTypeId: sale.type.id, at: 'in' })).toEqual(['Cid 1/1', 'Ada 2/2'])
    expect(await names({ ticketTypeId: 999 })).toEqual([])
    const { counts, rows } = await list()
    expect([counts, rows.map(({ due }) => due?.minor)]).toEqual([
      { tickets: 6, in: 3, owing: 3 },
      [150_000, 150_000, 150_000],
    ])
  })

  test('come page by page, each once, whatever is bought meanwhile', async () => {
    for (let i = 1; i <= 7; i += 1) await buys(`Guest ${i}`, (i % 3) + 1)
    const seen: string[] = []
    let after: number | undefined
    for (;;) {
      const page = await list({}, { size: 2, ...(after !== undefined && { after }) })
      seen.push(...page.rows.map(({ name }) => name))
      after = page.rows.at(-1)?.number
      await buys('Late')
      if (!page.hasMore) break
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((i) => `Guest ${i}`))
  })

  test('stand as their tickets do, through check-ins, undone ones, gifts and what is given back', async () => {
    const free = await house.sale({ organizer: sale.organizer })
    const [mine, gift] = await buys('Ada', 2)
    const [open] = await buys('Bea', 1, free)
    if (!mine || !gift || !open) throw new Error('no tickets')
    const { gifts, checkIn, tickets, publishing } = house.services
    const cid = await house.person('Cid')
    const { token } = await gifts.create({ personId: gift.holderId, ticketId: gift.id })
    await gifts.accept({ personId: cid, token })
    expect(await names()).toEqual(['Cid 0/1', 'Ada 0/1'])
    await letIn(mine)
    await checkIn.undo({ personId: sale.organizer, ticketId: mine.id })
    expect(await names({ pay: 'owes', at: 'out' })).toEqual(['Cid 0/1', 'Ada 0/1'])
    await letIn(mine)
    await checkIn.letIn({ personId: sale.organizer, ticketId: open.id })
    await publishing.setGiveBack({ ...organizer(), hours: 0 })
    await tickets.giveBack({ personId: cid, ticketId: gift.id })
    expect(await names()).toEqual(['Ada 1/1'])
    // As the rows say it, whoever wrote them.
    for (const row of await house.inspect.rows('tickets')) {
      const owes = row['event_id'] === sale.event.id && row['door_paid_at'] === null ? standings.owes : 0
      expect(row['standing']).toBe(owes + (row['checked_in_at'] === null ? 0 : standings.in))
    }
  })

  test('are found by name, @name, both meanings of a number, and a short code', async () => {
    const other = await house.sale({ organizer: sale.organizer })
    await buys('Elsewhere', 3, other)
    const anna = await house.person('Anna Müller')
    await house.services.people.meet({ id: anna, displayName: 'Anna Müller', languageCode: 'en', username: 'ann_m' })
    await house.buys(anna, sale)
    const bob = first(await buys('Bob', 2))
    await buys('Cid')
    const found = async (text: string): Promise<readonly string[]> =>
      (await house.services.guests.search({ ...organizer(), text })).found.map(
        ({ by, number, name }) => `${by} ${number ?? '-'} ${name}`,
      )
    expect(await found('müll')).toEqual(['name - Anna Müller'])
    expect(await found('@ann_m')).toEqual(['name - Anna Müller'])
    // Tickets count within their event, orders over all.
    expect(bob.orderId).toBe(3)
    expect(await found('3')).toEqual(['ticket 3 Bob', 'order 3 Bob'])
    expect(await found('order 4')).toEqual(['order 4 Cid', 'ticket 4 Cid'])
    expect(await found('1')).toEqual(['ticket 1 Anna Müller'])
    expect(await found(bob.shortCode)).toEqual([`code ${bob.number} Bob`])
    // Another ticket's code: its end is no "n 1".
    for (const code of ['K7QF-25N1', 'k7qf25n1', 'K7QF 25N1']) expect(await found(code)).toEqual([])
    expect(await found('Elsewhere')).toEqual([])
    expect(await found(' ')).toEqual([])
  })

  test('are found still when they gave their tickets back', async () => {
    const ticket = first(await buys('Ada'))
    await house.services.publishing.setGiveBack({ ...organizer(), hours: 0 })
    await house.services.tickets.giveBack({ personId: ticket.holderId, ticketId: ticket.id })
    const { found } = await house.services.guests.search({ ...organizer(), text: 'Ada' })
    expect(found.map(({ name }) => name)).toEqual(['Ada'])
    expect(await names()).toEqual([])
    const view = await house.services.guests.view(guest(ticket.holderId))
    expect(view.tickets.rows.map(({ ticket: one }) => one.state)).toEqual(['returned'])
  })

  test('have a note that is kept, changed and deleted, and is forgotten half a year after the event', async () => {
    const { guests, forgetting } = house.services
    const { holderId } = first(await buys('Ada'))
    expect((await guests.view(guest(holderId))).note).toBe(undefined)
    expect((await guests.setNote({ ...guest(holderId), text: ' brings \n a cake ' })).note).toBe('brings a cake')
    expect((await guests.setNote({ ...guest(holderId), text: 'two cakes' })).note).toBe('two cakes')
    expect(await refused(guests.setNote({ ...guest(holderId), text: 'x'.repeat(501) }))).toBe('wordsTooLong')
    expect(await refused(guests.setNote({ ...guest(holderId), text: ' ' }))).toBe('textNeeded')
    expect((await guests.dropNote(guest(holderId))).note).toBe(undefined)
    await guests.setNote({ ...guest(holderId), text: 'once more' })
    house.later(100 * 24 * 60 * minute)
    await forgetting.forget()
    expect(await house.inspect.count('guest_marks', {})).toBe(1)
    house.later(100 * 24 * 60 * minute)
    await forgetting.forget()
    expect(await house.inspect.count('guest_marks', {})).toBe(0)
  })

  test('who are blocked can neither buy, nor hold, nor ask, nor accept a ticket, until they are unblocked', async () => {
    const { guests, ordering, threads, gifts } = house.services
    const { holderId } = first(await buys('Ada'))
    const gift = first(await buys('Bea'))
    const tries = async (): Promise<readonly string[]> => {
      const purchase = { buyerId: holderId, ticketTypeId: sale.type.id, quantity: 1, requestKey: `${Math.random()}` }
      const { token } = await gifts.create({ personId: gift.holderId, ticketId: gift.id })
      return [
        await refused(ordering.buy(purchase)),
        await refused(ordering.hold({ ...purchase, requestKey: `${purchase.requestKey} hold` })),
        await refused(threads.asking.view({ personId: holderId, eventId: sale.event.id })),
        await refused(gifts.accept({ personId: holderId, token })),
      ]
    }
    expect((await guests.setBlocked({ ...guest(holderId), isBlocked: true })).isBlocked).toBe(true)
    expect(await tries()).toEqual(['guestBlocked', 'guestBlocked', 'guestBlocked', 'guestBlocked'])
    expect((await guests.blocked({ ...organizer(), size: 5 })).rows.map(({ name }) => name)).toEqual(['Ada'])
    // Elsewhere nothing has changed.
    const other = await house.sale({ organizer: sale.organizer })
    expect(await house.buys(holderId, other)).toHaveLength(1)
    await guests.setBlocked({ ...guest(holderId), isBlocked: false })
    expect(await tries()).toEqual(['done', 'done', 'done', 'done'])
    expect((await guests.blocked({ ...organizer(), size: 5 })).rows).toEqual([])
  })

  test('get their valid tickets once more, by one of two presses at once, and not again for ten minutes', async () => {
    const { guests } = house.services
    const { holderId } = first(await buys('Ada', 2))
    const both = await Promise.all([1, 2].map(() => refused(guests.sendAgain(guest(holderId)))))
    expect(both.sort()).toEqual(['done', 'sentLately'])
    const again = async () =>
      (await house.inspect.rows('announcements')).filter(({ key }) => String(key).startsWith('again:')).length
    expect(await again()).toBe(2)
    house.later(10 * minute)
    expect(await refused(guests.sendAgain(guest(holderId)))).toBe('done')
    expect(await again()).toBe(4)
    house.later(3 * 24 * 60 * minute)
    expect(await refused(guests.sendAgain(guest(holderId)))).toBe('eventEnded')
  })

  test('are for their organizer alone, and nobody learns whose number it is', async () => {
    const { guests, files } = house.services
    const { holderId } = first(await buys('Ada'))
    const staff = await house.person('Staff')
    await house.joins(staff, sale)
    const another = await house.sale()
    const eventId = sale.event.id
    for (const personId of [staff, another.organizer, holderId]) {
      const act = { personId, eventId, guestId: holderId }
      const acts = [
        guests.list({ personId, eventId, filter: allGuests, size: 5 }),
        guests.search({ personId, eventId, text: 'Ada' }),
        guests.view(act),
        guests.setNote({ ...act, text: 'x' }),
        guests.dropNote(act),
        guests.setBlocked({ ...act, isBlocked: true }),
        guests.blocked({ personId, eventId, size: 5 }),
        guests.sendAgain(act),
        files.about({ personId, eventId, kind: 'guests' }),
        ...(['guests', 'orders', 'checkIns', 'money', 'doorList'] as const).map((kind) =>
          files.rows({ personId, eventId, kind }).next(),
        ),
      ]
      expect(new Set(await Promise.all(acts.map((one) => refused(one))))).toEqual(new Set(['notYours']))
    }
    expect(await refused(guests.view({ ...organizer(), guestId: another.organizer }))).toBe('guestNotFound')
    expect(await refused(guests.setNote({ ...organizer(), guestId: 987_654, text: 'x' }))).toBe('guestNotFound')
    // The organizer may, or what is above says nothing.
    expect(await refused(guests.view(guest(holderId)))).toBe('done')
  })

  test('each filter means what it says', async () => {
    await letIn(first(await buys('In')))
    await buys('Out')
    const free = await house.sale({ organizer: sale.organizer })
    await buys('Free', 1, free)
    for (const pay of payChoices)
      for (const at of inChoices) {
        const expected = [
          ...(pay !== 'paid' && at !== 'in' ? ['Out 0/1'] : []),
          ...(pay !== 'owes' && at !== 'out' ? ['In 1/1'] : []),
        ]
        expect(await names({ pay, at })).toEqual(expected)
      }
  })
})
