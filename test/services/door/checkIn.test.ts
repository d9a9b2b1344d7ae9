import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { justNowMs, undoMs } from '../../../src/domain/door.js'
import { guessLimit, guessWindowMs } from '../../../src/domain/guess.js'
import { spellShortCode } from '../../../src/domain/shortCode.js'
import type { Ticket } from '../../../src/domain/ticket.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { not } from '../../support/inspect.js'

/** A short code as it is printed, of which there is no ticket. */
const guessOf = (n: number): string => `Z${String(n % 10)}QF-${String(Math.floor(n / 10)).padStart(3, '0')}X`

describe.each(databases)('the door on $name', (database) => {
  let house: House
  let sale: Sale
  let [staff, other, holder, stranger] = [0, 0, 0, 0]
  let ticket: Ticket
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz' })
    ;[staff, other, holder, stranger] = [
      await house.person('Vera'),
      await house.person('Ivan'),
      await house.person('Holly'),
      await house.person('Sam'),
    ]
    await house.joins(staff, sale)
    await house.joins(other, sale)
    ticket = first(await house.buys(holder, sale, 2))
  })
  afterEach(() => house.drop())

  const scan = (personId: number, { code }: Pick<Ticket, 'code'> = ticket) =>
    house.services.checkIn.byCode({ personId, code })
  const typed = (personId: number, text: string) => house.services.checkIn.byShortCode({ personId, text })
  const admitted = (kind: string, more: object = {}) => ({ as: 'staff', admission: { kind, ...more } })

  test('lets a ticket in once, and says who is in, of how many', async () => {
    expect(await scan(staff)).toMatchObject(
      admitted('letIn', {
        paid: undefined,
        count: { in: 1, of: 2 },
        event: { title: 'Jazz' },
        ticket: {
          number: 1,
          holderName: 'Holly',
          shortCode: ticket.shortCode,
          due: undefined,
          checkedInAt: house.clock.now(),
          checkedInByName: 'Vera',
        },
      }),
    )
    expect(await scan(other)).toMatchObject(
      admitted('alreadyIn', { at: house.clock.now(), by: 'Vera', count: { in: 1, of: 2 } }),
    )
    expect(await scan(sale.organizer)).toMatchObject(admitted('alreadyIn'))
  })

  test('says "by you just now" to a scan that is repeated within two minutes, and "already in" after them', async () => {
    const at = house.clock.now()
    await scan(staff)
    house.later(justNowMs - 1)
    expect(await scan(staff)).toMatchObject(admitted('letInJustNow', { at, count: { in: 1, of: 2 } }))
    house.later(1)
    expect(await scan(staff)).toMatchObject(admitted('alreadyIn', { at, by: 'Vera' }))
  })

  test('shows a ticket to its holder, next to nothing to a stranger, and nothing of what is not there', async () => {
    expect(await scan(holder)).toEqual({ as: 'holder', ticketId: ticket.id })
    expect(await scan(stranger)).toEqual({ as: 'stranger', title: 'Jazz' })
    for (const code of [randomCodes.ticket(), '', "'; --", 'ж'.repeat(300)])
      expect(await scan(staff, { code })).toEqual({ as: 'nobody' })
    expect(await house.inspect.count('tickets', { checked_in_at: not(null) })).toBe(0)
  })

  test('lets a ticket that is to be paid in only when it is paid, and takes both back together', async () => {
    const paid = await house.sale({ title: 'Supper', price: 150_000 })
    await house.joins(staff, paid)
    const supper = first(await house.buys(holder, paid, 3))
    const due = { minor: 150_000, currency: 'RUB' }
    const act = { personId: staff, ticketId: supper.id }
    expect(await scan(staff, supper)).toMatchObject(
      admitted('toPay', { due, ticket: { due, checkedInAt: undefined }, count: { in: 0, of: 3 } }),
    )
    expect(await house.services.checkIn.letIn(act)).toMatchObject({ kind: 'toPay' })
    expect(await house.services.doorView.view({ personId: staff, eventId: paid.event.id })).toMatchObject({ toPay: 3 })
    expect(await house.services.checkIn.letInPaid(act)).toMatchObject({
      kind: 'letIn',
      paid: due,
      ticket: { due: undefined },
      count: { in: 1, of: 3 },
    })
    expect(await house.services.checkIn.letInPaid(act)).toMatchObject({ kind: 'letInJustNow' })
    expect(await house.services.doorView.view({ personId: staff, eventId: paid.event.id })).toMatchObject({
      toPay: 2,
      count: { in: 1, of: 3 },
    })
    expect(await house.services.checkIn.undo(act)).toMatchObject({
      kind: 'undone',
      ticket: { due, checkedInAt: undefined },
      count: { in: 0, of: 3 },
    })
    expect(await scan(staff, supper)).toMatchObject(admitted('toPay'))
  })

  test('undoes a check-in for five minutes, by anyone at the door', async () => {
    const act = { personId: other, ticketId: ticket.id }
    expect(await refused(house.services.checkIn.undo(act))).toBe('notCheckedIn')
    await scan(staff)
    expect(await house.services.checkIn.undo(act)).toMatchObject({
      kind: 'undone',
      count: { in: 0, of: 2 },
      ticket: { checkedInAt: undefined, checkedInByName: undefined },
    })
    expect(await scan(staff)).toMatchObject(admitted('letIn', { count: { in: 1, of: 2 } }))
    house.later(undoMs)
    expect(await refused(house.services.checkIn.undo(act))).toBe('undoTooLate')
  })

  test('says that the scanner stands at another door, and lets nobody in there', async () => {
    const elsewhere = await house.sale({ title: 'Chess', organizer: sale.organizer })
    await house.services.doorView.open({ personId: sale.organizer, eventId: elsewhere.event.id })
    expect(await scan(sale.organizer)).toMatchObject(
      admitted('wrongEvent', { at: { title: 'Chess' }, event: { title: 'Jazz' } }),
    )
    expect(await typed(sale.organizer, ticket.shortCode)).toMatchObject(admitted('wrongEvent'))
    await house.services.doorView.leave(sale.organizer)
    expect(await scan(sale.organizer)).toMatchObject(admitted('letIn'))
  })

  test('forgets a door that closed long ago', async () => {
    const elsewhere = await house.sale({ title: 'Chess', organizer: sale.organizer })
    await house.services.doorView.open({ personId: sale.organizer, eventId: elsewhere.event.id })
    await house.services.publishing.cancel(sale.organizer, elsewhere.event.id)
    expect(await scan(sale.organizer)).toMatchObject(admitted('letIn'))
  })

  test('tells that the event is cancelled, the ticket given back or given away; to others a former code is nothing', async () => {
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    await house.services.tickets.giveBack({ personId: holder, ticketId: ticket.id })
    expect(await scan(staff)).toMatchObject(admitted('returned', { count: { in: 0, of: 1 } }))
    expect(await scan(holder)).toMatchObject({ as: 'holder' })
    const given = await house.ticket(ticket.id + 1)
    const { token } = await house.services.gifts.create({ personId: holder, ticketId: given.id })
    house.later(5)
    await house.services.gifts.accept({ personId: stranger, token })
    const givenAway = { as: 'staff', givenAway: { event: { title: 'Jazz' }, at: house.clock.now() } }
    for (const personId of [staff, sale.organizer]) {
      expect(await scan(personId, given)).toMatchObject(givenAway)
      expect(await typed(personId, given.shortCode)).toMatchObject(givenAway)
    }
    const foreign = (await house.sale({ title: 'Chess' })).organizer
    for (const personId of [holder, stranger, foreign]) {
      expect(await scan(personId, given)).toEqual({ as: 'nobody' })
      expect(await typed(personId, given.shortCode)).toEqual({ as: 'nobody' })
    }
    const current = await house.ticket(given.id)
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await scan(staff, current)).toMatchObject(admitted('eventCancelled'))
    expect(await refused(house.services.checkIn.undo({ personId: staff, ticketId: given.id }))).toBe('eventCancelled')
  })

  test('reads a short code as people type it, in the events where they work; the holder finds their own', async () => {
    const { shortCode } = ticket
    expect(await typed(stranger, shortCode)).toEqual({ as: 'nobody' })
    expect(await typed(holder, spellShortCode(shortCode))).toEqual({ as: 'holder', ticketId: ticket.id })
    expect(await typed(staff, ` ${spellShortCode(shortCode).toLowerCase()} `)).toMatchObject(admitted('letIn'))
    expect(await typed(other, shortCode)).toMatchObject(admitted('alreadyIn'))
    const foreign = (await house.sale({ title: 'Chess' })).organizer
    expect(await typed(foreign, shortCode)).toEqual({ as: 'nobody' })
    for (const text of ['hello there', '', '12', 'UUUUUUUU']) expect(await typed(staff, text)).toEqual({ as: 'nobody' })
  })

  test('slows down whoever guesses, whatever they guess with, and does not hinder the door', async () => {
    const tries = Array.from({ length: guessLimit / 2 }, () => stranger)
    for (const [n, personId] of tries.entries()) {
      expect(await scan(personId, { code: randomCodes.ticket() })).toEqual({ as: 'nobody' })
      expect(await typed(personId, guessOf(n))).toEqual({ as: 'nobody' })
    }
    const refusal = { code: 'tooManyGuesses', facts: { minutes: 10 } }
    const { token } = await house.services.gifts.create({ personId: holder, ticketId: ticket.id })
    // The same answer to what is there and to what is not.
    await expect(scan(stranger, { code: randomCodes.ticket() })).rejects.toMatchObject(refusal)
    await expect(scan(stranger)).rejects.toMatchObject(refusal)
    await expect(typed(stranger, guessOf(98))).rejects.toMatchObject(refusal)
    await expect(typed(stranger, guessOf(99))).rejects.toMatchObject(refusal)
    await expect(house.services.gifts.view({ personId: stranger, token: randomCodes.ticket() })).rejects.toMatchObject(
      refusal,
    )
    await expect(
      house.services.staff.accept({ personId: stranger, token: randomCodes.ticket() }),
    ).rejects.toMatchObject(refusal)
    expect(await house.services.gifts.view({ personId: stranger, token })).toMatchObject({ state: 'open' })
    // Whoever was slowed down for typing at the door can still scan, and type what is there.
    for (let miss = 0; miss < guessLimit; miss += 1) await typed(staff, guessOf(miss))
    expect(await refused(typed(staff, guessOf(99)))).toBe('tooManyGuesses')
    expect(await typed(staff, ticket.shortCode)).toMatchObject(admitted('letIn'))
    expect(await scan(staff)).toMatchObject(admitted('letInJustNow'))
    expect(await typed(holder, ticket.shortCode)).toEqual({ as: 'holder', ticketId: ticket.id })
    house.later(guessWindowMs)
    expect(await scan(stranger)).toEqual({ as: 'stranger', title: 'Jazz' })
    expect(await typed(staff, ticket.shortCode)).toMatchObject(admitted('alreadyIn'))
  })

  test('counts one text once, and what is no code not at all', async () => {
    for (let miss = 0; miss < 3 * guessLimit; miss += 1) {
      expect(await typed(stranger, ['K7QF-2M9X', 'k7qf 2m9x', '«K7QF–2M9X».'][miss % 3] ?? '')).toEqual({
        as: 'nobody',
      })
      expect(await typed(stranger, `Ivan${1000 + miss}`)).toEqual({ as: 'nobody' })
      expect(await scan(stranger, { code: `short${miss}` })).toEqual({ as: 'nobody' })
    }
    // Negative control: what is a code, and another each time, does count.
    for (let miss = 1; miss < guessLimit; miss += 1)
      expect(await typed(stranger, guessOf(miss))).toEqual({ as: 'nobody' })
    expect(await refused(typed(stranger, guessOf(99)))).toBe('tooManyGuesses')
  })

  /*
   * A link code has 128 random bits: a million people who guess a million codes each at a million tickets find one with
   * a probability of
   * 10^18 / 2^128 < 10^-20. A short code has 40, and is looked for only in events where the guesser works at the door
   * and could search by name
   * anyway; 20 tries in ten minutes are 10^6 in a year. What is left to test is that a guess finds nothing, and is not
   * told from any other.
   */
  test('thousands of guessed codes find nothing, and a person who guesses all at once gets no more answers than one who guesses slowly', async () => {
    const answers = await Promise.all(
      Array.from({ length: 2000 }, (_, n) =>
        (n % 2 === 0 ? scan(stranger, { code: randomCodes.ticket() }) : typed(stranger, guessOf(n))).then(
          (found) => found.as,
          () => 'refused',
        ),
      ),
    )
    const told = new Map(
      [...new Set(answers)].map((answer) => [answer, answers.filter((one) => one === answer).length]),
    )
    expect(told).toEqual(
      new Map([
        ['nobody', guessLimit],
        ['refused', 2000 - guessLimit],
      ]),
    )
  })

  test('writes down who did what to which ticket, and no codes', async () => {
    await scan(staff)
    await house.services.checkIn.undo({ personId: other, ticketId: ticket.id })
    const entries = await house.store.transact((tx) => tx.audit.of(`ticket:${ticket.id}`, 5))
    expect(entries).toMatchObject([
      { actorId: other, action: 'ticket.checkInUndone' },
      { actorId: staff, action: 'ticket.checkedIn', details: { event: sale.event.id, number: 1 } },
    ])
    expect(JSON.stringify(entries)).not.toMatch(new RegExp(`${ticket.code}|${ticket.shortCode}`, 'u'))
  })
})
