import { describe, expect, test } from 'vitest'
import {
  isGathering,
  lineOverReason,
  nextTurn,
  offersFrom,
  offerUntil,
  passedBy,
  type TypeLine,
  type WaitingEntry,
} from '../../src/domain/waitingList.js'

const now = Date.UTC(2026, 10, 22, 12)
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const event = { startsAt: now + 10 * day, zone: 'Europe/Moscow' }

const entry = (id: number, quantity: number, more: Partial<WaitingEntry> = {}): WaitingEntry => ({
  ...{ id, quantity, eventId: 1, personId: id, ticketTypeIds: [1], createdAt: now, passed: 0, isAny: false },
  gatherUntil: undefined,
  orderId: undefined,
  ...more,
})
const lane = (free: number, firsts: readonly WaitingEntry[], more: Partial<TypeLine> = {}): TypeLine => ({
  ...{ ticketTypeId: 1, free, backed: 0, firsts },
  ...more,
})
const turn = (lanes: readonly TypeLine[], room?: number) => {
  const next = nextTurn(lanes, room, { event, now })
  return next && [next.entry.id, next.lane.ticketTypeId, next.seats, next.passed.map(({ id }) => id)]
}

describe('whose turn it is', () => {
  test('the first whose wish fits', () => {
    expect(turn([lane(1, [entry(2, 1), entry(1, 3), entry(3, 2)])])).toEqual([2, 1, 1, [1]])
    expect(turn([lane(3, [entry(2, 1), entry(1, 3)])])).toEqual([1, 1, 3, []])
    expect(turn([lane(0, [entry(1, 1)])])).toBeUndefined()
    expect(turn([])).toBeUndefined()
  })

  test('nobody but the first while seats are kept together for them', () => {
    const first = entry(1, 3, { passed: 3, gatherUntil: now + day })
    expect(turn([lane(2, [first, entry(2, 1)])])).toBeUndefined()
    expect(turn([lane(3, [first, entry(2, 1)])])).toEqual([1, 1, 3, []])
    expect(turn([lane(2, [{ ...first, gatherUntil: now }, entry(2, 1)])])).toEqual([2, 1, 1, [1]])
  })

  test('of several types the one that has something; of both the first', () => {
    const both = entry(2, 1, { ticketTypeIds: [1, 2] })
    const second = { ticketTypeId: 2 }
    expect(turn([lane(0, [entry(1, 1), both]), lane(1, [both], second)])).toEqual([2, 2, 1, []])
    expect(turn([lane(1, [both]), lane(1, [both], second)])).toEqual([2, 1, 1, []])
  })

  test('within the limit of the whole event, of which the first of another type has their share', () => {
    const pair = entry(1, 2)
    const other = lane(5, [entry(2, 1)], { ticketTypeId: 2 })
    expect(turn([lane(5, [pair]), other], 0)).toBeUndefined()
    expect(turn([lane(5, [pair]), other], 1)).toEqual([2, 2, 1, [1]])
    expect(turn([lane(1, [pair]), other], 1)).toEqual([2, 2, 1, []])
    const kept = { ...pair, gatherUntil: now + day }
    expect(turn([lane(5, [kept]), other], 1)).toBeUndefined()
    expect(turn([lane(5, [kept]), other], 2)).toEqual([1, 1, 2, []])
    expect(turn([lane(0, [kept]), other], 1)).toEqual([2, 2, 1, []])
  })

  test('what others give up counts beside what is free, whatever the limit of the event', () => {
    expect(turn([lane(1, [entry(1, 3)], { backed: 2 })], 0)).toBeUndefined()
    expect(turn([lane(1, [entry(1, 3)], { backed: 2 })], 1)).toEqual([1, 1, 1, []])
    expect(turn([lane(0, [entry(1, 2)], { backed: 2 })], 0)).toEqual([1, 1, 0, []])
  })
})

test('who was passed by as many seats as they want has the next ones kept together, for a day', () => {
  const pair = entry(1, 2)
  const once = passedBy(pair, 1, now)
  expect(once).toEqual({ passed: 1, gatherUntil: undefined })
  const twice = passedBy({ ...pair, ...once }, 1, now)
  expect(twice).toEqual({ passed: 2, gatherUntil: now + day })
  expect(passedBy({ ...pair, ...twice }, 1, now + hour)).toEqual({ passed: 3, gatherUntil: now + day })
  expect(passedBy({ ...pair, ...twice }, 1, now + day)).toEqual({ passed: 1, gatherUntil: undefined })
  expect(isGathering(event, twice, now)).toBe(true)
  expect(isGathering({ startsAt: now + day }, twice, now)).toBe(false)
})

test.each([
  [now, now],
  [now + 7.9 * hour, now + 7.9 * hour],
  [now + 8 * hour, now + 17 * hour],
  [now + 16.9 * hour, now + 17 * hour],
  [now + 17 * hour, now + 17 * hour],
])('offers may be made by day: at %d from %d on', (at, from) => {
  expect(offersFrom(event, at)).toBe(from)
})

test('and at night of what begins within a day', () => {
  const at = now + 9 * hour
  expect(offersFrom({ ...event, startsAt: at + day }, at)).toBe(at)
  expect(offersFrom({ ...event, startsAt: at + day + hour }, at)).toBe(at + hour)
})

test('an offer lasts as the organizer says, shorter near the start, and never beyond it', () => {
  expect(offerUntil(event, now)).toBe(now + 30 * minute)
  expect(offerUntil({ ...event, offerMinutes: 180 }, now)).toBe(now + 3 * hour)
  expect(offerUntil({ ...event, startsAt: now + hour }, now)).toBe(now + 15 * minute)
  expect(offerUntil({ ...event, startsAt: now + 8 * minute }, now)).toBe(now + 5 * minute)
  expect(offerUntil({ ...event, startsAt: now + minute }, now)).toBe(now + minute)
})

test('why nobody waits any more', () => {
  const open = { state: 'published', startsAt: now + 1, line: 'open' } as const
  expect(lineOverReason(open, now)).toBeUndefined()
  expect(lineOverReason({ ...open, line: 'paused' }, now)).toBeUndefined()
  expect(lineOverReason({ ...open, line: 'closed' }, now)).toBe('closed')
  expect(lineOverReason({ ...open, line: 'closed' }, now + 1)).toBe('started')
  expect(lineOverReason({ ...open, state: 'cancelled' }, now + 1)).toBe('cancelled')
})
