import { describe, expect, it } from 'vitest'
import {
  checkDescription,
  checkEnd,
  checkStart,
  checkTitle,
  checkVenue,
  closesAt,
  dearestOf,
  type Event,
  type EventState,
  hasEnded,
  leftOf,
  leftOfAll,
  mustBeOnSale,
  parseCapacity,
  priceSpan,
  statesBefore,
  type TicketType,
} from '../../src/domain/event.js'
import { mayOrganize, mustOrganize } from '../../src/domain/access.js'
import { checkQuantity, paymentMethodOf } from '../../src/domain/order.js'
import { refusalOf } from '../support/fixtures.js'

const now = Date.UTC(2026, 10, 22, 9)
const hour = 3_600_000
const day = 24 * hour
const event: Event = {
  id: 1,
  slug: 'abc',
  organizerId: 7,
  organizerName: 'Ann',
  title: 'Jazz',
  description: '',
  startsAt: now + hour,
  endsAt: undefined,
  zone: 'Europe/Moscow',
  venue: 'Club',
  poster: undefined,
  state: 'published',
  createdAt: now,
  giveBackHours: undefined,
  capacity: undefined,
  paymentMethods: ['atDoor'],
  transferDetails: undefined,
  doorsBefore: 180,
  isUnlisted: false,
  saleFrom: undefined,
  hasReminders: true,
  hearing: 'each',
  seriesId: undefined,
}

describe('words', () => {
  it.each([
    ['  Jazz  night ', 'Jazz night'],
    ['Jazz\nnight', 'Jazz night'],
    ['Jazz\u202e\u200b night', 'Jazz night'],
    ['<b>&', '<b>&'],
    ['x'.repeat(100), 'x'.repeat(100)],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
  ])('the title "%.20s" is kept clean', (text, title) => {
    expect(checkTitle(text)).toBe(title)
  })

  it.each(['11pm', '11 p.m.', '23:00', 'until 11pm', 'до 23:00', 'at 7:30 pm'])('the venue "%s" is a time', (text) => {
    expect(refusalOf(() => checkVenue(text))).toMatchObject({ code: 'venueIsTime' })
  })

  it.each(['1930', 'Bar 11', 'Studio 54', '11pm Club', '23:00 Bar', '12.30', 'Platform 9:30 East'])(
    'the venue "%s" is no time',
    (text) => {
      expect(checkVenue(text)).toBe(text)
    },
  )

  it('a description keeps its lines, with at most one empty one between', () => {
    expect(checkDescription(' one \r\n\n\n\n two\u200b\rthree  ')).toBe('one\n\ntwo\nthree')
  })

  it.each([
    [() => checkTitle('x'.repeat(101)), 'titleTooLong', { max: 100, length: 101 }],
    [() => checkVenue('x'.repeat(201)), 'venueTooLong', { max: 200, length: 201 }],
    [() => checkDescription('x'.repeat(1001)), 'descriptionTooLong', { max: 1000, length: 1001 }],
    [() => checkTitle(' \u200b\n'), 'textNeeded', {}],
    [() => checkVenue(''), 'textNeeded', {}],
    [() => checkDescription('\n\n'), 'textNeeded', {}],
  ])('%s is refused with %s', (work, code, facts) => {
    expect(refusalOf(work)).toMatchObject({ code, facts })
  })
})

describe('times', () => {
  it.each([
    [1, undefined],
    [0, 'pastDate'],
    [-1, 'pastDate'],
    [5 * 366 * day, undefined],
    [5 * 366 * day + 1, 'tooFarAhead'],
  ])('a start %i ms from now: %s', (ahead, code) => {
    expect(refusalOf(() => checkStart(now + ahead, now))?.code).toBe(code)
  })

  it.each([
    [1, undefined],
    [0, 'endBeforeStart'],
    [-day, 'endBeforeStart'],
    [366 * day, undefined],
    [366 * day + 1, 'tooFarAhead'],
  ])('an end %i ms after the start: %s', (after, code) => {
    expect(refusalOf(() => checkEnd(now + after, now))?.code).toBe(code)
  })

  it('selling stops at the end, or at the start where there is no end', () => {
    expect(closesAt(event)).toBe(event.startsAt)
    expect(closesAt({ ...event, endsAt: now + 5 * hour })).toBe(now + 5 * hour)
    expect([hasEnded(event, event.startsAt - 1), hasEnded(event, event.startsAt)]).toEqual([false, true])
  })
})

describe('a number of tickets', () => {
  it.each([
    ['1', 1],
    ['100', 100],
    [' 1 000 ', 1000],
    ['1\u00a0000\u00a0000', 1_000_000],
    ["1'000", 1000],
    ['007', 7],
  ])('"%s" is %i', (text, capacity) => {
    expect(parseCapacity(text)).toBe(capacity)
  })

  it.each([
    ['0', 'capacityOutOfRange'],
    ['-5', 'capacityOutOfRange'],
    ['1000001', 'capacityOutOfRange'],
    ['9'.repeat(400), 'capacityOutOfRange'],
    ['1.5', 'notANumber'],
    ['tenfold', 'notANumber'],
    ['', 'notANumber'],
    ['12abc', 'notANumber'],
    ['1e3', 'notANumber'],
    ['10 0', 'notANumber'],
  ])('"%.12s" is refused with %s', (text, code) => {
    expect(refusalOf(() => parseCapacity(text))?.code).toBe(code)
  })
})

describe('an event on sale', () => {
  it.each<[EventState, number, string | undefined]>([
    ['published', 0, undefined],
    ['published', hour, 'eventEnded'],
    ['draft', 0, 'eventNotOnSale'],
    ['draft', hour, 'eventNotOnSale'],
    ['cancelled', 0, 'eventCancelled'],
    ['cancelled', hour, 'eventCancelled'],
  ])('%s, %i ms later: %s', (state, later, code) => {
    expect(refusalOf(() => mustBeOnSale({ ...event, state }, now + later))?.code).toBe(code)
  })

  it('moves only where it may: nothing leads out of "cancelled"', () => {
    expect(statesBefore('published')).toEqual(['draft'])
    expect(statesBefore('draft')).toEqual(['published'])
    expect(statesBefore('cancelled')).toEqual(['draft', 'published'])
  })

  it('costs from its lowest price to its highest, whatever the order of its types', () => {
    const type = (minor: number): TicketType => ({
      id: minor,
      eventId: 1,
      name: '',
      price: { minor, currency: 'RUB' },
      capacity: 1,
      taken: 0,
      saleFrom: undefined,
      saleUntil: undefined,
      perPerson: undefined,
      isHidden: false,
      linkKey: undefined,
    })
    expect([priceSpan({ types: [type(7)] }), priceSpan({ types: [type(7), type(7)] })]).toEqual([
      { price: { minor: 7, currency: 'RUB' } },
      { price: { minor: 7, currency: 'RUB' } },
    ])
    expect([priceSpan({ types: [type(7), type(5), type(9)] }), priceSpan({ types: [type(5), type(9)] })]).toEqual([
      { price: { minor: 5, currency: 'RUB' }, isFrom: true },
      { price: { minor: 5, currency: 'RUB' }, isFrom: true },
    ])
    expect([dearestOf({ types: [type(7), type(9), type(5)] }).minor, dearestOf({ types: [type(7)] }).minor]).toEqual([
      9, 7,
    ])
  })

  it('has left what is not taken', () => {
    const type = (capacity: number, taken: number): TicketType => ({
      id: capacity,
      eventId: 1,
      name: '',
      price: { minor: 0, currency: 'RUB' },
      capacity,
      taken,
      saleFrom: undefined,
      saleUntil: undefined,
      perPerson: undefined,
      isHidden: false,
      linkKey: undefined,
    })
    const [first, second] = [type(10, 4), type(20, 1)]
    expect(leftOf({ event, types: [first] }, first)).toBe(6)
    expect(leftOf({ event: { ...event, capacity: 12 }, types: [first, second] }, second)).toBe(7)
    expect(leftOfAll({ event, types: [first, second] })).toBe(25)
    expect(leftOfAll({ event: { ...event, capacity: 12 }, types: [first, second] })).toBe(7)
  })
})

describe('an order', () => {
  it.each([
    [1, undefined],
    [10, undefined],
    [0, 'quantityOutOfRange'],
    [11, 'quantityOutOfRange'],
    [-1, 'quantityOutOfRange'],
    [1.5, 'quantityOutOfRange'],
    [NaN, 'quantityOutOfRange'],
  ])('of %d tickets: %s', (quantity, code) => {
    expect(refusalOf(() => checkQuantity(quantity))?.code).toBe(code)
  })

  it('is free, or paid at the door', () => {
    expect(paymentMethodOf({ minor: 0, currency: 'RUB' })).toBe('free')
    expect(paymentMethodOf({ minor: 1, currency: 'RUB' })).toBe('atDoor')
  })
})

describe('access', () => {
  it.each([
    [[], undefined],
    [[7], undefined],
    [[8, 7], undefined],
    [[8], 'mayNotOrganize'],
  ])('person 7 with organizers %j: %s', (ids, code) => {
    expect(refusalOf(() => mayOrganize(7, ids))?.code).toBe(code)
  })

  it('to an event is its organizer’s', () => {
    expect(refusalOf(() => mustOrganize(7, event))).toBeUndefined()
    expect(refusalOf(() => mustOrganize(8, event))?.code).toBe('notYours')
  })
})
