import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import {
  aftermathMs,
  checkWords,
  dueAfter,
  isDueAfter,
  longestWords,
  mustBeRatable,
  ratingMs,
  summaryOf,
} from '../../src/domain/afterwards.js'
import { quietMs } from '../../src/domain/night.js'
import { type Event, isPublic } from '../../src/domain/event.js'
import { mayFollow } from '../../src/domain/following.js'
import { Refusal } from '../../src/domain/refusal.js'

const berlin = 'Europe/Berlin'
const at = (text: string, zone = berlin) => DateTime.fromISO(text, { zone }).toMillis()
const shown = (ms: number, zone = berlin) => DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm")
const event = (from: string, until?: string, zone = berlin) => ({
  startsAt: at(from, zone),
  endsAt: until === undefined ? undefined : at(until, zone),
  zone,
  state: 'published' as const,
})
const refusedWith = (work: () => unknown): string => {
  try {
    work()
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

describe('the day after an event', () => {
  test.each([
    ['an evening', '2026-11-20T19:00', '2026-11-20T22:00', '2026-11-21'],
    ['a night until four', '2026-11-20T22:00', '2026-11-21T04:00', '2026-11-21'],
    ['a morning that began at five', '2026-11-20T04:00', '2026-11-20T05:00', '2026-11-21'],
    ['a festival of three days', '2026-11-20T10:00', '2026-11-22T23:00', '2026-11-23'],
    ['no end', '2026-11-20T19:00', undefined, '2026-11-21'],
    ['no end, after midnight', '2026-11-20T01:00', undefined, '2026-11-21'],
    ['the night in which clocks go forward', '2027-03-27T20:00', '2027-03-28T01:00', '2027-03-28'],
    ['the day before it', '2027-03-27T19:00', '2027-03-27T22:00', '2027-03-28'],
    ['the day on which they went back', '2026-10-24T19:00', '2026-10-24T22:00', '2026-10-25'],
  ])('is told at ten and asked at twelve by its clocks: %s', (_, from, until, day) => {
    const over = event(from, until)
    expect([shown(dueAfter(over, 'report')), shown(dueAfter(over, 'question'))]).toEqual([
      `${day}T10:00`,
      `${day}T12:00`,
    ])
  })

  test('is a day of 23 hours where the clocks go forward, and of 25 where they go back', () => {
    const hours = (over: ReturnType<typeof event>) => (dueAfter(over, 'question') - over.startsAt) / 3_600_000
    expect([
      hours(event('2027-03-27T12:00')),
      hours(event('2026-10-24T12:00')),
      hours(event('2026-11-20T12:00')),
    ]).toEqual([23, 25, 24])
  })

  test('is that of its zone', () => {
    for (const zone of ['Asia/Kathmandu', 'UTC+5:30', 'America/New_York'])
      expect(shown(dueAfter(event('2026-11-20T19:00', '2026-11-20T22:00', zone), 'question'), zone)).toBe(
        '2026-11-21T12:00',
      )
  })

  test('is due from that moment on, for a week; of a cancelled event never', () => {
    const over = event('2026-11-20T19:00', '2026-11-20T22:00')
    const due = dueAfter(over, 'report')
    expect(
      [due - 1, due, over.startsAt + 3 * 3_600_000 + aftermathMs - 1, over.startsAt + 3 * 3_600_000 + aftermathMs].map(
        (now) => isDueAfter(over, 'report', now),
      ),
    ).toEqual([false, true, true, false])
    expect(isDueAfter({ ...over, state: 'cancelled' }, 'report', due)).toBe(false)
  })
})

test('nobody is disturbed between 23 and 8 by the clocks of the event', () => {
  const wait = (text: string) => shown(at(text) + quietMs(at(text), berlin))
  expect(
    ['2026-11-20T22:59', '2026-11-20T23:00', '2026-11-21T03:00', '2026-11-21T07:59', '2026-11-21T08:00'].map(wait),
  ).toEqual(['2026-11-20T22:59', '2026-11-21T08:00', '2026-11-21T08:00', '2026-11-21T08:00', '2026-11-21T08:00'])
  // The night in which an hour is missing.
  expect(wait('2027-03-27T23:30')).toBe('2027-03-28T08:00')
})

describe('what ratings come to', () => {
  test('is told from three answers on: of one or two an average says what each of them said', () => {
    expect(summaryOf([])).toEqual({ answers: 0, shown: undefined })
    expect(summaryOf([{ stars: 5, count: 2 }])).toEqual({ answers: 2, shown: undefined })
    expect(
      summaryOf([
        { stars: 5, count: 2 },
        { stars: 1, count: 1 },
      ]).shown?.average,
    ).toBe(3.7)
  })

  test('has every number of stars', () => {
    expect(summaryOf([{ stars: 4, count: 3 }]).shown?.counts).toEqual(
      [1, 2, 3, 4, 5].map((stars) => ({ stars, count: stars === 4 ? 3 : 0 })),
    )
  })
})

test('words are clean, and not too long', () => {
  expect(checkWords('  So\u202e good!\n\n\nAgain, please. ')).toBe('So good!\nAgain, please.')
  expect(refusedWith(() => checkWords(' \n '))).toBe('textNeeded')
  expect(refusedWith(() => checkWords('a'.repeat(longestWords)))).toBe('done')
  expect(refusedWith(() => checkWords('a'.repeat(longestWords + 1)))).toBe('wordsTooLong')
})

test('an event may be rated from its end on, for ninety days, unless it is cancelled', () => {
  const over = { ...event('2026-11-20T19:00', '2026-11-20T22:00'), title: 'Jazz' } as Event
  const end = over.endsAt ?? 0
  const rated = (now: number, state: Event['state'] = 'published') =>
    refusedWith(() => mustBeRatable({ ...over, state }, now))
  expect([
    rated(end - 1),
    rated(end),
    rated(end + ratingMs - 1),
    rated(end + ratingMs),
    rated(end, 'cancelled'),
  ]).toEqual(['ratingClosed', 'done', 'done', 'ratingClosed', 'eventCancelled'])
})

test('followers hear of what is on sale and ahead; nobody follows themself', () => {
  const ahead = { ...event('2026-11-20T19:00'), isUnlisted: false }
  expect([
    isPublic(ahead, ahead.startsAt - 1),
    isPublic(ahead, ahead.startsAt),
    isPublic({ ...ahead, isUnlisted: true }, 0),
    ...(['draft', 'cancelled'] as const).map((state) => isPublic({ ...ahead, state }, 0)),
  ]).toEqual([true, false, false, false, false])
  expect([mayFollow(1, { organizerId: 2 }), mayFollow(2, { organizerId: 2 })]).toEqual([true, false])
})
