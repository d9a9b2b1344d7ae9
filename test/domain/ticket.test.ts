import { describe, expect, it, test } from 'vitest'
import {
  checkGiveBackHours,
  giftMs,
  mayGiveBack,
  mustBeGivable,
  mustBeReturnable,
  mustHold,
  type Ticket,
} from '../../src/domain/ticket.js'
import { anEvent, aTicket, now } from '../support/domain.js'
import { refusalOf } from '../support/fixtures.js'

const hour = 3_600_000
const returnable = anEvent({ giveBackHours: 1, startsAt: now + 2 * hour })

describe('a ticket', () => {
  it('is its holder’s', () => {
    expect([refusalOf(() => mustHold(5, aTicket())), refusalOf(() => mustHold(6, aTicket()))?.code]).toEqual([
      undefined,
      'notHolder',
    ])
  })

  test.each<[string, Partial<Ticket>, string | undefined]>([
    ['unused', {}, undefined],
    ['of a cancelled event', { state: 'cancelled' }, 'eventCancelled'],
    ['of a cancelled event, once let in', { state: 'cancelled', checkedInAt: now }, 'eventCancelled'],
    ['given back', { state: 'returned' }, 'ticketReturned'],
    ['let in', { checkedInAt: now }, 'ticketUsed'],
  ])('%s can be given away and back, or says why not', (_, fields, code) => {
    const ticket = aTicket(fields)
    expect([
      refusalOf(() => mustBeReturnable(returnable, ticket, now))?.code,
      refusalOf(() => mustBeGivable(returnable, ticket, now))?.code,
      mayGiveBack(returnable, ticket, now),
    ]).toEqual([code, code, code === undefined])
  })

  it('names the event that will not take place, or is over', () => {
    expect([
      refusalOf(() => mustBeGivable(returnable, aTicket({ state: 'cancelled' }), now))?.facts,
      refusalOf(() => mustBeGivable(returnable, aTicket(), now + 2 * hour)),
    ]).toMatchObject([{ title: 'Jazz' }, { code: 'eventEnded', facts: { title: 'Jazz' } }])
  })

  it('can be given away until the event is over', () => {
    expect(refusalOf(() => mustBeGivable(returnable, aTicket(), now + 2 * hour - 1))).toBeUndefined()
  })

  it('can be given back until the moment that its organizer set, and not where none is set', () => {
    const code = (event: typeof returnable, at: number) => [
      refusalOf(() => mustBeReturnable(event, aTicket(), at))?.code,
      mayGiveBack(event, aTicket(), at),
    ]
    expect(code(returnable, now + hour - 1)).toEqual([undefined, true])
    expect(code(returnable, now + hour)).toEqual(['giveBackClosed', false])
    expect(code(anEvent(), now)).toEqual(['giveBackClosed', false])
  })

  it('waits two days for who takes it', () => {
    expect(giftMs).toBe(48 * hour)
  })
})

describe('hours before the start', () => {
  test.each([0, 1, 8784, undefined])('%s are taken', (hours) => {
    expect(checkGiveBackHours(hours)).toBe(hours)
  })

  test.each([-1, 0.5, 8785, NaN, Infinity])('%s are refused', (hours) => {
    expect(refusalOf(() => checkGiveBackHours(hours))?.code).toBe('notANumber')
  })
})
