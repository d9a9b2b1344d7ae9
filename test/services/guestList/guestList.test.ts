import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isNameOnly } from '../../../src/domain/person.js'
import { allGuests } from '../../../src/domain/guest.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { not } from '../../support/inspect.js'

const kindOf = (news: string): string => (JSON.parse(news) as { readonly kind: string }).kind

describe.each(databases)('the guest list of an event, on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    heard = 0
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz', price: 150_000, capacity: 10 })
  })
  afterEach(() => house.drop())

  const guestList = () => house.services.guestList
  const organizer = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const write = (words: string, requestKey = randomCodes.key(), at = sale) =>
    guestList().lists.write({
      ...{ personId: at.organizer, eventId: at.event.id },
      ...{ ticketTypeId: at.type.id, words, requestKey },
    })
  const issue = async (words: string, at = sale) => {
    const { draft } = await write(words, randomCodes.key(), at)
    return guestList().lists.issue({ personId: at.organizer, draftId: draft.id })
  }
  const link = (quantity = 2, reason = 'press') =>
    guestList().links.make({
      ...organizer(),
      ...{ ticketTypeId: sale.type.id, quantity, reason, requestKey: randomCodes.key() },
    })
  const entries = async (services = house.services) =>
    (await services.guestList.entries.list({ ...organizer(), size: 20 })).rows
  const listed = async () =>
    (await entries()).map(({ order, valid, entry, state }) => `${order.buyerName} ${valid} ${entry.reason} ${state}`)
  const taken = () => house.inspect.sum('ticket_types', 'taken', { event_id: sale.event.id })
  const valid = () => house.inspect.count('tickets', { event_id: sale.event.id, state: 'valid' })
  let heard = 0
  /** What people were told since this was asked last. */
  const told = async () => {
    const rows = (await house.inspect.rows('announcements', { recipient: not('chat') })).filter(
      ({ id }) => Number(id) > heard,
    )
    heard = Math.max(heard, ...rows.map(({ id }) => Number(id)))
    return rows.map(({ recipient, news }) => `${String(recipient)} ${kindOf(String(news))}`).sort()
  }
  const people = async (count: number): Promise<readonly number[]> => {
    const all: number[] = []
    for (let i = 0; i < count; i += 1) all.push(await house.person(`Guest ${i}`))
    return all
  }

  test('is read from names, numbers and usernames, and issued once, whoever presses how often', async () => {
    await house.services.people.meet({ id: 77, displayName: 'Boris', username: 'Boris_K', languageCode: 'en' })
    const preview = await write('Anna Petrova +2; press\n@boris_k\nDJ ×11\n@nobody_here +1\nVera', 'one')
    expect([preview.guests.map(({ name, personId, quantity }) => [name, personId, quantity]), preview.tickets]).toEqual(
      [
        [
          ['Anna Petrova', undefined, 3],
          ['Boris', 77, 1],
          ['Vera', undefined, 1],
        ],
        5,
      ],
    )
    expect([preview.odd.map(({ line }) => line), preview.unknown, preview.needsReason]).toEqual([
      ['DJ ×11'],
      ['@nobody_here'],
      true,
    ])
    const act = { personId: sale.organizer, draftId: preview.draft.id }
    expect(await refused(guestList().lists.issue(act))).toBe('guestReasonNeeded')
    expect((await write('somebody else', 'one')).draft.id).toBe(preview.draft.id)
    await guestList().lists.setReason({ ...act, reason: ' the band ' })
    const issued = await Promise.all([
      ...[1, 2, 3].map(() => guestList().lists.issue(act)),
      house.others.guestList.lists.issue(act),
    ])
    expect(issued.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(await listed()).toEqual(['Vera 1 the band name', 'Boris 1 the band given', 'Anna Petrova 3 press name'])
    expect([await taken(), await valid()]).toEqual([5, 5])
    expect(await told()).toEqual(
      ['77 tickets', `${sale.organizer} guestTickets`, `${sale.organizer} guestTickets`].sort(),
    )
  })

  test('is all or nothing, and never more than there is', async () => {
    await house.buys(await house.person('Bea'), sale, 8)
    expect(await refused(issue('Anna +2; press'))).toBe('tooFewLeft')
    expect([await taken(), await house.inspect.count('guest_entries')]).toEqual([8, 0])
    await issue('Anna +1; press')
    expect(await refused(issue('Vera; press'))).toBe('soldOut')
    expect(await refused(house.buys(await house.person('Cid'), sale))).toBe('soldOut')
    expect(await valid()).toBe(10)
  })

  test('keeps to the seats of the whole event, and passes who waits in line', async () => {
    await house.store.transact((tx) => tx.events.change(sale.event.id, { capacity: 3 }))
    expect(await refused(issue('Anna +3; press'))).toBe('tooFewLeft')
    await house.store.transact((tx) => tx.ticketTypes.setForLine(sale.type.id, true))
    expect(await refused(house.buys(await house.person('Bea'), sale))).toBe('soldOut')
    await issue('Anna +2; press')
    expect(await valid()).toBe(3)
  })

  test('has links that one of many takes, under new codes, and nobody twice', async () => {
    const { token = '', id: entryId } = await link(3)
    const guests = await people(8)
    const before = (await guestList().entries.view({ personId: sale.organizer, entryId })).tickets
    const took = await Promise.all(
      guests.map((personId, i) =>
        refused((i % 2 ? house.services : house.others).guestList.links.take({ personId, token })),
      ),
    )
    expect(took.filter((one) => one === 'done')).toHaveLength(1)
    expect(new Set(took)).toEqual(new Set(['done', 'linkUsed']))
    const winner = guests[took.indexOf('done')] ?? 0
    expect(await guestList().links.take({ personId: winner, token })).toMatchObject({ state: 'taken', quantity: 3 })
    const after = await guestList().entries.view({ personId: sale.organizer, entryId })
    expect(after.tickets.map(({ ticket }) => ticket.holderId)).toEqual([winner, winner, winner])
    expect(after.tickets.some(({ ticket }, i) => ticket.code === before[i]?.ticket.code)).toBe(false)
    expect([after.state, after.order.buyerId, await taken(), await valid()]).toEqual(['given', winner, 3, 3])
    expect(await told()).toEqual([`${sale.organizer} guestLinkTaken`, `${winner} tickets`].sort())
    const { rows } = await house.services.tickets.ofHolder({ personId: winner, when: 'upcoming', size: 5 })
    expect(rows).toHaveLength(3)
  })

  test('makes a link, and a present, once for each message', async () => {
    const order = { ...organizer(), ticketTypeId: sale.type.id, quantity: 2, reason: 'press', requestKey: 'update 1' }
    const made = await Promise.all(
      [1, 2, 3].map(() =>
        guestList()
          .links.make(order)
          .catch(() => undefined),
      ),
    )
    const again = await guestList().links.make(order)
    expect(new Set(made.flatMap((one) => one?.id ?? []))).toEqual(new Set([again.id]))
    const guestId = await house.person('Gina')
    const gift = { ...order, guestId, requestKey: 'update 2' }
    await guestList().links.give(gift)
    await guestList().links.give(gift)
    expect(await listed()).toEqual(['Gina 2 press given', 'press 2 press open'])
    expect(await refused(guestList().links.give({ ...gift, requestKey: '3', quantity: 11 }))).toBe('quantityOutOfRange')
    expect(await refused(guestList().links.give({ ...gift, requestKey: '3', reason: undefined }))).toBe(
      'guestReasonNeeded',
    )
    expect(await refused(guestList().links.give({ ...gift, requestKey: '3', guestId: 999 }))).toBe('guestNotFound')
  })

  test('gives nothing to who is blocked', async () => {
    const blocked = await house.person('Bert')
    await house.buys(blocked, sale)
    await house.services.guests.setBlocked({ ...organizer(), guestId: blocked, isBlocked: true })
    const { token = '' } = await link(1)
    expect(await refused(guestList().links.take({ personId: blocked, token }))).toBe('guestBlocked')
    const gift = { ...organizer(), ticketTypeId: sale.type.id, quantity: 1, reason: 'press', requestKey: 'x' }
    expect(await refused(guestList().links.give({ ...gift, guestId: blocked }))).toBe('giftBlocked')
  })

  test('is taken back: what was not used is dead at the door, its seats are free, and holders are told', async () => {
    await issue('Anna +2; press')
    const { entry, order } = first(await entries())
    const [used, unused] = await house.store.transact((tx) => tx.tickets.ofOrder(order.id))
    if (!used || !unused) throw new Error('no tickets')
    await house.services.checkIn.letIn({ personId: sale.organizer, ticketId: used.id })
    const act = { personId: sale.organizer, entryId: entry.id }
    await Promise.all([1, 2, 3].map(() => guestList().entries.revoke(act)))
    expect(await guestList().entries.view(act)).toMatchObject({ state: 'revoked', valid: 1, isRevocable: false })
    expect([await taken(), await valid()]).toEqual([1, 1])
    const scan = await house.services.checkIn.byCode({ personId: sale.organizer, code: unused.code })
    expect(scan).toMatchObject({ admission: { kind: 'takenBack' } })
    await house.buys(await house.person('Bea'), sale, 9)
  })

  test('takes a link back before and after it was taken', async () => {
    const gina = await house.person('Gina')
    const [open, gone] = [await link(1), await link(1)]
    await guestList().entries.revoke({ personId: sale.organizer, entryId: open.id })
    expect(await refused(guestList().links.view({ personId: gina, token: open.token ?? '' }))).toBe('linkExpired')
    expect(await refused(guestList().links.take({ personId: gina, token: open.token ?? '' }))).toBe('linkExpired')
    await guestList().links.take({ personId: gina, token: gone.token ?? '' })
    await told()
    await guestList().entries.revoke({ personId: sale.organizer, entryId: gone.id })
    expect(await taken()).toBe(0)
    expect(await told()).toContain(`${gina} guestTicketsRevoked`)
    const [view] = await house.services.tickets.viewsOfOrder(gone.orderId)
    expect(view).toBeUndefined()
    expect(await refused(guestList().links.take({ personId: gina, token: randomCodes.ticket() }))).toBe('linkUnknown')
  })

  test('is found at the door by name, as people spell it, with Telegram and without', async () => {
    await issue('Алёна Ёлкина +1; пресса\nO’Hara, Mary-Jane; band')
    const search = async (text: string) =>
      (await house.services.doorView.search({ ...organizer(), text })).map(({ holderName }) => holderName)
    expect(await search('елкина ал')).toEqual(['Алёна Ёлкина', 'Алёна Ёлкина'])
    expect(await search('ohara')).toEqual(['O’Hara, Mary-Jane'])
    const [ticket] = await house.services.doorView.search({ ...organizer(), text: 'mary' })
    const letIn = await house.services.checkIn.letIn({ personId: sale.organizer, ticketId: ticket?.id ?? 0 })
    expect(letIn).toMatchObject({ kind: 'letIn' })
  })

  test('is among the guests, and no income: in no sale, no chart and no news of sales', async () => {
    await issue('Anna +1; press')
    await house.buys(await house.person('Bea'), sale)
    const { services } = house
    const page = await services.guests.list({ ...organizer(), filter: allGuests, size: 5 })
    expect(page.rows.map(({ name, quantity, due, isGiven }) => [name, quantity, due?.minor, isGiven])).toEqual([
      ['Bea', 1, 150_000, false],
      ['Anna', 2, undefined, true],
    ])
    expect(isNameOnly(page.rows[1]?.personId ?? 0)).toBe(true)
    const money = await services.moneyReports.ofEvent(sale.organizer, sale.event.id)
    expect([money.guests, money.byMethod, money.refundable]).toEqual([2, [], 0])
    const { sales } = await services.events.forOrganizer(sale.organizer, sale.event.id)
    expect(sales).toEqual({ orders: 1, tickets: 1, total: 150_000, guests: 2 })
    const charts = await services.eventCharts.ofEvent(sale.organizer, sale.event.id)
    expect([charts.sold.map(({ issued }) => issued), charts.byType.get(sale.type.id), charts.admissions]).toEqual([
      [1],
      1,
      3,
    ])
    const unheard = await house.store.transact((tx) => tx.eventCounters.unheard(sale.event.id))
    expect(unheard.map(({ issuedTickets }) => issuedTickets)).toEqual([1])
    const rows = await house.store.transact((tx) => tx.fileRows.tickets(sale.event.id, { after: undefined, limit: 9 }))
    expect(rows.map(({ method, priceMinor, dueMinor }) => [method, priceMinor, dueMinor])).toEqual([
      ['guestList', 0, 0],
      ['guestList', 0, 0],
      ['atDoor', 150_000, 150_000],
    ])
  })

  test('tells nothing to a name, and names are no audience', async () => {
    await issue('Anna +1; press')
    const audience = { kind: 'all' as const, of: 0, eventId: sale.event.id, organizerId: sale.organizer }
    expect(await house.store.transact((tx) => tx.audiences.count(audience))).toBe(0)
    const { id: eventId } = sale.event
    const [all, page] = [
      { types: [], only: false },
      { after: 0, limit: 9 },
    ]
    const reached = await house.store.transact(async (tx) => [
      ...(await tx.ticketHolders.some(eventId, all, page)),
      ...(await tx.guests.after({ eventId, isOnline: true }, 0, 9)),
      ...(await tx.reminders.holders(eventId, { ...page, issuedUntil: house.clock.now() })),
    ])
    expect(reached).toEqual([])
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await valid()).toBe(0)
    expect((await told()).filter((row) => isNameOnly(parseInt(row, 10)))).toEqual([])
  })

  test('sends pictures of names again to who asks, but not at once, and tickets to who has them', async () => {
    await issue('Anna; press')
    const gina = await house.person('Gina')
    const { id, token = '' } = await link(1)
    expect(await refused(guestList().entries.sendAgain({ personId: sale.organizer, entryId: id }))).toBe('guestsNone')
    await guestList().links.take({ personId: gina, token })
    await told()
    const all = await entries()
    for (const { entry } of all) await guestList().entries.sendAgain({ personId: sale.organizer, entryId: entry.id })
    expect(await told()).toEqual([`${gina} tickets`, `${sale.organizer} guestTickets`].sort())
    const again = { personId: sale.organizer, entryId: all[0]?.entry.id ?? 0 }
    expect(await refused(guestList().entries.sendAgain(again))).toBe('sentLately')
  })

  test('is over with its event', async () => {
    const { token = '' } = await link(1)
    const { draft } = await write('Anna; press')
    house.later(3 * day)
    expect(await refused(write('Vera; press'))).toBe('eventEnded')
    expect(await refused(guestList().lists.issue({ personId: sale.organizer, draftId: draft.id }))).toBe('eventEnded')
    expect(await refused(link(1))).toBe('eventEnded')
    const gina = await house.person('Gina')
    expect(await refused(guestList().links.take({ personId: gina, token }))).toBe('eventEnded')
  })

  test('staff keep it who were let, are told so once, and not any more when they are not', async () => {
    const vera = await house.person('Vera')
    await house.joins(vera, sale)
    await told()
    const act = { personId: vera, eventId: sale.event.id, ticketTypeId: sale.type.id }
    const give = () => guestList().links.make({ ...act, quantity: 1, reason: 'x', requestKey: randomCodes.key() })
    expect(await refused(give())).toBe('guestListOnly')
    const right = (isLet: boolean) => guestList().letStaff({ ...organizer(), staffId: vera, isLet })
    await Promise.all([right(true), right(true)])
    expect(await told()).toEqual([`${vera} staffGivesTickets`])
    expect(await refused(give())).toBe('done')
    expect((await house.services.doorView.view(act)).keepers).toEqual(new Set([vera]))
    await right(false)
    expect([await refused(give()), await guestList().isKeeper(act)]).toEqual(['guestListOnly', false])
    await house.services.staff.remove({ ...organizer(), staffId: vera })
    await right(true)
    expect(await refused(give())).toBe('guestListOnly')
  })
})
