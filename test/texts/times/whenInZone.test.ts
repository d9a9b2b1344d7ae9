import { describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/domain/refusal.js'
import { localTime } from '../../../src/texts/format.js'
import { instantOf, parseEdge, parseWhen } from '../../../src/texts/times/when.js'
import { sunday, understood, zone } from '../../support/texts/whens.js'

const localIn = (of: string, at: number): string => localTime(at, of).toFormat('yyyy-MM-dd HH:mm')

// Past, and told so by whoever asks: it must not be moved into the future.

// A machine somewhere else must understand the same: chrono works with the machine's clocks.
describe("the zone is the event's", () => {
  test('its "today" counts, not that of UTC', () => {
    const lateInUtc = '2026-12-31T22:30:00Z'
    expect(understood('завтра в 19:00', { at: lateInUtc })).toBe('2027-01-02 19:00')
    expect(understood('завтра в 19:00', { at: lateInUtc, zone: 'America/New_York' })).toBe('2027-01-01 19:00')
    expect(understood('31.12 23:00', { at: lateInUtc })).toBe('2027-12-31 23:00')
    expect(understood('31.12 23:00', { at: lateInUtc, zone: 'America/New_York' })).toBe('2026-12-31 23:00')
  })

  test('the instant is that of its clocks', () => {
    expect(parseWhen('25.12.2026 19:00', { now: Date.parse(sunday), zone: 'Asia/Kolkata', language: 'ru' })).toEqual({
      kind: 'instant',
      at: Date.parse('2026-12-25T13:30:00Z'),
    })
  })

  test('a time that summer time skips is an hour later, one that comes twice is the first, and both are told', () => {
    const now = Date.parse('2027-01-01T00:00:00Z')
    const berlin = { now, zone: 'Europe/Berlin', language: 'ru' } as const
    const skipped = { kind: 'instant', at: Date.parse('2027-03-28T01:30:00Z'), clock: 'skipped' }
    const twice = { kind: 'instant', at: Date.parse('2027-10-31T00:30:00Z'), clock: 'twice' }
    expect(parseWhen('28.03.2027 02:30', berlin)).toEqual(skipped)
    expect(parseWhen('31.10.2027 02:30', berlin)).toEqual(twice)
    expect(parseWhen('31.10.2027 02:30', { ...berlin, now: Date.parse('2027-07-01T00:00:00Z') })).toEqual(twice)
    expect(parseWhen('2:30', { ...berlin, day: '2027-03-28' })).toEqual(skipped)
    expect(parseWhen('07.11.2027 01:30', { ...berlin, zone: 'America/New_York' })).toEqual({
      kind: 'instant',
      at: Date.parse('2027-11-07T05:30:00Z'),
      clock: 'twice',
    })
    expect(parseWhen('4.04.2027 1:45', { ...berlin, zone: 'Australia/Lord_Howe' })).toMatchObject({ clock: 'twice' })
    expect(parseWhen('3.10.2027 2:15', { ...berlin, zone: 'Australia/Lord_Howe' })).toMatchObject({ clock: 'skipped' })
  })

  test.each([
    '28.03.2027 01:59',
    '28.03.2027 03:30',
    '28.03.2027 04:30',
    '31.10.2027 03:00',
    '31.10.2027 02:30 GMT+2',
    '31.10.2027 02:30 GMT+1',
  ])('a time that is once on the clock is told without a word: %s', (text) => {
    const now = Date.parse('2027-01-01T00:00:00Z')
    expect(parseWhen(text, { now, zone: 'Europe/Berlin', language: 'en' })).not.toHaveProperty('clock')
  })

  test('an end after a night in which clocks are changed is by the clock, a length is in hours', () => {
    const berlin = { now: Date.parse('2027-01-01T00:00:00Z'), zone: 'Europe/Berlin', language: 'en' } as const
    const at = Date.parse('2027-03-27T21:00:00Z')
    expect(parseWhen('27.03.2027 22:00-05:00', berlin)).toEqual({
      kind: 'instant',
      at,
      until: Date.parse('2027-03-28T03:00:00Z'),
    })
    expect(parseWhen('5:00', { ...berlin, after: at })).toEqual({
      kind: 'instant',
      at: Date.parse('2027-03-28T03:00:00Z'),
    })
    expect(parseWhen('6 hours', { ...berlin, after: at })).toEqual({ kind: 'instant', at: at + 6 * 3_600_000 })
  })

  test('hours from now are hours, also over a change of the clocks', () => {
    expect(
      parseWhen('через 3 часа', { now: Date.parse('2027-03-28T00:00:00Z'), zone: 'Europe/Berlin', language: 'ru' }),
    ).toEqual({ kind: 'instant', at: Date.parse('2027-03-28T03:00:00Z') })
  })

  test('a week on is the same time on the clock, also over a change of the clocks', () => {
    expect(understood('в воскресенье в 01:00', { at: '2027-03-21T09:00:00Z', zone: 'Europe/Berlin' })).toBe(
      '2027-03-28 01:00',
    )
  })
})

describe('a time alone', () => {
  const start = instantOf('2026-12-25', '1900', zone)
  const after = { at: sunday, after: start }
  test.each([
    ['22:00', '2026-12-25 22:00'],
    ['в 22', '2026-12-25 22:00'],
    ['02:00', '2026-12-26 02:00'],
    ['19:00', '2026-12-26 19:00'],
    ['10 pm', '2026-12-25 22:00'],
    ['26.12 02:00', '2026-12-26 02:00'],
    ['2 января 03:00', '2027-01-02 03:00'],
    ['25.12', '2026-12-25'],
  ])('for an end after 25 December, 19:00: %s', (text, meaning) => {
    expect(understood(text, after)).toBe(meaning)
  })

  test('an end without a year is in the year of the start', () => {
    expect(understood('27.12 02:00', { at: sunday, after: instantOf('2028-12-26', '1900', zone) })).toBe(
      '2028-12-27 02:00',
    )
  })

  test.each([
    ['19:00', '2026-12-25 19:00'],
    ['19', '2026-12-25 19:00'],
    ['7 вечера', '2026-12-25 19:00'],
    ['10.12', '2026-12-25 10:12'],
    ['7pm', '2026-12-25 19:00'],
    ['26.12.2026 18:00', '2026-12-26 18:00'],
    ['завтра', '2026-11-23'],
    ['99', 'refused'],
    ['x', 'refused'],
  ])('on a chosen day: %s', (text, meaning) => {
    expect(understood(text, { at: sunday, day: '2026-12-25' })).toBe(meaning)
  })

  test('on the chosen day of the start, an earlier time is that of the night after it', () => {
    expect(understood('02:00', { ...after, day: '2026-12-25' })).toBe('2026-12-26 02:00')
    expect(understood('02:00', { ...after, day: '2026-12-27' })).toBe('2026-12-27 02:00')
  })
})

describe('a tapped day and time', () => {
  test('are an instant of the zone', () => {
    expect(instantOf('2026-12-25', '1900', zone)).toBe(Date.parse('2026-12-25T16:00:00Z'))
    expect(instantOf('2026-12-25', '19:00', 'UTC')).toBe(Date.parse('2026-12-25T19:00:00Z'))
  })

  test.each([
    ['2026-02-30', '1900'],
    ['2026-13-01', '1900'],
    ['2026-12-25', '2500'],
    ['2026-12-25', '1960'],
    ['2026-12-25', '2400'],
    ['2026-12-25', ''],
    ['', '1900'],
    ['2026-W50', '1900'],
    ['x', 'y'],
  ])('forged ones are refused: %s %s', (day, time) => {
    expect(() => instantOf(day, time, zone)).toThrow(Refusal)
  })
})

describe('an edge of a span of time', () => {
  const edge = (text: string, which: 'from' | 'until') =>
    localIn(zone, parseEdge(text, { now: Date.parse('2026-11-22T09:00:00Z'), zone, language: 'ru' }, which))
  test('is the first minute of a day, or its last, and otherwise what was said', () => {
    expect([
      edge('25.12.2026', 'from'),
      edge('завтра', 'until'),
      edge('25.12.2026 18:30', 'from'),
      edge('25.12.2026 18:30', 'until'),
    ]).toEqual(['2026-12-25 00:00', '2026-11-23 23:59', '2026-12-25 18:30', '2026-12-25 18:30'])
    expect(() => edge('whenever', 'from')).toThrow(Refusal)
  })
})
