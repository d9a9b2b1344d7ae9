import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { giftMs, type Ticket } from '../../../src/domain/ticket.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { leaseAt, places } from '../../support/outbox.js'
import { like } from '../../support/inspect.js'

describe.each(databases)('giving a ticket on $name', (database) => {
  let house: House
  let sale: Sale
  let [anna, boris, clara] = [0, 0, 0]
  let ticket: Ticket
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz', capacity: 2, price: 100 })
    ;[anna, boris, clara] = [await house.person('Anna'), await house.person('Boris'), await house.person('Clara')]
    ticket = first(await house.buys(anna, sale, 2))
  })
  afterEach(() => house.drop())

  const offer = async (personId = anna) => (await house.services.gifts.create({ personId, ticketId: ticket.id })).token
  const accept = (personId: number, token: string) => house.services.gifts.accept({ personId, token })
  const look = (personId: number, token: string) => house.services.gifts.view({ personId, token })
  const show = (personId: number) => house.services.tickets.view({ personId, ticketId: ticket.id })
  const news = async (personId: number) =>
    house.store.transact(async (tx) =>
      (await tx.announcementClaims.claim(leaseAt(house.clock.now() + day), places(99)))
        .filter(({ to }) => to === personId)
        .map(({ message: one }) => one),
    )

  test('passes it on under new codes, sold out or not, and both are told', async () => {
    const token = await offer()
    expect(await look(boris, token)).toMatchObject({
      event: { title: 'Jazz' },
      typeName: '',
      from: 'Anna',
      state: 'open',
      // In a day: it is good for no longer than the event.
      expiresAt: sale.event.startsAt,
    })
    expect(await look(anna, token)).toMatchObject({ state: 'own' })
    expect((await show(anna)).hasGiftLink).toBe(true)
    await house.services.tickets.rememberPicture(ticket.id, ticket.code, 'picture')
    expect(await accept(boris, token)).toBe(ticket.id)
    const given = (await show(boris)).ticket
    expect(given).toMatchObject({ holderId: boris, number: ticket.number, orderId: ticket.orderId, picture: undefined })
    expect([given.code === ticket.code, given.shortCode === ticket.shortCode]).toEqual([false, false])
    expect(await show(boris)).toMatchObject({
      holderName: 'Boris',
      hasGiftLink: false,
      due: { minor: 100 },
      order: { buyerId: anna },
    })
    expect(await refused(show(anna))).toBe('notHolder')
    expect(await look(boris, token)).toMatchObject({ state: 'accepted', ticketId: ticket.id })
    expect(await news(boris)).toEqual([{ kind: 'ticketReceived', ticketId: ticket.id, from: 'Anna' }])
    expect(
      await house.inspect.count('announcements', {
        recipient: String(anna),
        key: like('given:%'),
        news: like('%"to":"Boris"%'),
      }),
    ).toBe(1)
  })

  test('works once: a repeat changes nothing, another person is refused, and so is the giver', async () => {
    const token = await offer()
    expect(await refused(accept(anna, token))).toBe('ownTicket')
    await accept(boris, token)
    const { code } = await house.ticket(ticket.id)
    expect(await accept(boris, token)).toBe(ticket.id)
    expect([
      await refused(accept(clara, token)),
      await refused(look(clara, token)),
      await refused(accept(anna, token)),
    ]).toEqual(['linkUsed', 'linkUsed', 'linkUsed'])
    expect((await house.ticket(ticket.id)).code).toBe(code)
    expect(
      (await house.inspect.count('announcements', { key: like('given:%') })) +
        (await house.inspect.count('announcements', { key: like('received:%') })),
    ).toBe(2)
  })

  test('can go on to the next one, and back', async () => {
    await accept(boris, await offer())
    const token = await offer(boris)
    await accept(clara, token)
    expect(await refused(accept(boris, token))).toBe('linkUsed')
    await accept(anna, await offer(clara))
    expect((await show(anna)).holderName).toBe('Anna')
    expect(await house.inspect.count('former_codes')).toBe(3)
  })

  test('ends with a new offer, with a withdrawal, after two days, and when the ticket is given back', async () => {
    const [older, newer] = [await offer(), await offer()]
    expect(await refused(accept(boris, older))).toBe('linkExpired')
    await house.services.gifts.withdraw({ personId: anna, ticketId: ticket.id })
    expect([await refused(accept(boris, newer)), (await show(anna)).hasGiftLink]).toEqual(['linkExpired', false])
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    const last = await offer()
    await house.services.tickets.giveBack({ personId: anna, ticketId: ticket.id })
    expect([await refused(accept(boris, last)), await refused(offer())]).toEqual(['linkExpired', 'ticketReturned'])
  })

  test('has an end of its own', async () => {
    await house.store.transact((tx) => tx.events.change(sale.event.id, { startsAt: house.clock.now() + 5 * day }))
    const token = await offer()
    house.later(giftMs - 1)
    expect(await look(boris, token)).toMatchObject({ state: 'open' })
    house.later(1)
    expect([
      await refused(look(boris, token)),
      await refused(accept(boris, token)),
      (await show(anna)).hasGiftLink,
    ]).toEqual(['linkExpired', 'linkExpired', false])
  })

  test('is over once the ticket was let in, the event is cancelled or over', async () => {
    const token = await offer()
    await house.services.checkIn.letInPaid({ personId: sale.organizer, ticketId: ticket.id })
    expect([await refused(accept(boris, token)), await refused(offer())]).toEqual(['ticketUsed', 'ticketUsed'])
    await house.services.checkIn.undo({ personId: sale.organizer, ticketId: ticket.id })
    await house.store.transact((tx) => tx.events.change(sale.event.id, { startsAt: house.clock.now() }))
    expect([await refused(accept(boris, token)), await refused(offer())]).toEqual(['eventEnded', 'eventEnded'])
    await house.store.transact((tx) => tx.events.change(sale.event.id, { startsAt: house.clock.now() + day }))
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect([await refused(accept(boris, token)), await refused(offer())]).toEqual(['eventCancelled', 'eventCancelled'])
  })

  test('leaves the former holder nothing: not in their tickets, not in their order, not by its old picture', async () => {
    await accept(boris, await offer())
    const held = async (personId: number) =>
      (await house.services.tickets.ofHolder({ personId, when: 'upcoming', size: 9 })).rows.map(
        (row) => row.ticket.number,
      )
    expect([await held(anna), await held(boris)]).toEqual([[2], [1]])
    expect((await house.services.tickets.viewsOfOrder(ticket.orderId)).map((row) => row.ticket.number)).toEqual([2])
    expect((await house.services.tickets.ofOrder(ticket.orderId))?.tickets.map(({ number }) => number)).toEqual([2])
    expect((await house.services.tickets.ofBuyer(anna, { size: 9 })).rows[0]?.tickets).toHaveLength(1)
    await house.services.tickets.rememberPicture(ticket.id, ticket.code, 'an old picture')
    expect((await show(boris)).ticket.picture).toBeUndefined()
  })

  test('makes the receiver, and not the giver, hear of what becomes of the event', async () => {
    const other = await house.sale({ title: 'Chess' })
    ticket = first(await house.buys(anna, other))
    await accept(boris, await offer())
    await house.services.publishing.cancel(other.organizer, other.event.id)
    expect(await house.inspect.count('announcements', { key: `cancelled:${other.event.id}:${boris}` })).toBe(1)
    expect(await house.inspect.count('announcements', { key: `cancelled:${other.event.id}:${anna}` })).toBe(0)
  })

  test('a link that was never made is unknown', async () => {
    expect([await refused(look(boris, 'nothing')), await refused(accept(boris, 'nothing'))]).toEqual([
      'linkUnknown',
      'linkUnknown',
    ])
  })
})
