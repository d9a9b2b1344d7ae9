import { describe, expect, test } from 'vitest'
import { monthGrid, monthOf, nextMonth, previousMonth } from '../../src/texts/calendar.js'

const zone = 'Europe/Moscow'
const at = (text: string): number => Date.parse(text)
const grid = (month: string, first = '2020-01-01T00:00:00Z', language: 'ru' | 'en' = 'ru') =>
  monthGrid({ month, first: at(first), zone, language })
const days = (month: string, first?: string): readonly string[] =>
  grid(month, first)
    .weeks.flat()
    .flatMap(({ day }) => (day === undefined ? [] : [day]))

describe('a month', () => {
  test("is told in the reader's language and begins on Monday", () => {
    expect(grid('2026-12')).toMatchObject({
      title: 'Дек 2026',
      weekdays: ['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс'],
    })
    expect(grid('2026-12', undefined, 'en')).toMatchObject({
      title: 'Dec 2026',
      weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    })
  })

  test('has each of its days once, under its weekday', () => {
    expect(grid('2026-12').weeks.map((week) => week.map(({ label }) => label.padStart(2)).join(' '))).toEqual([
      '    1  2  3  4  5  6',
      ' 7  8  9 10 11 12 13',
      '14 15 16 17 18 19 20',
      '21 22 23 24 25 26 27',
      '28 29 30 31         ',
    ])
    expect(days('2026-12')).toHaveLength(31)
  })

  test.each([
    ['2027-02', 28, 4],
    ['2028-02', 29, 5],
    ['2026-08', 31, 6],
    ['2026-03', 31, 6],
  ])('%s has %i days in %i weeks of seven', (month, count, weeks) => {
    expect(days(month)).toHaveLength(count)
    expect(grid(month).weeks.map((week) => week.length)).toEqual(Array.from({ length: weeks }, () => 7))
  })

  test('no square is without a text: Telegram refuses such buttons', () => {
    expect(
      grid('2026-12', '2026-12-10T00:00:00Z')
        .weeks.flat()
        .filter(({ label }) => label === ''),
    ).toEqual([])
  })

  test('days before the first cannot be chosen, the first can', () => {
    expect(days('2026-12', '2026-12-30T12:00:00Z')).toEqual(['2026-12-30', '2026-12-31'])
    expect(days('2026-11', '2026-12-30T12:00:00Z')).toEqual([])
    expect(days('2027-01', '2026-12-30T12:00:00Z')).toHaveLength(31)
  })

  test('the first day is that of the zone', () => {
    expect(days('2026-12', '2026-12-30T22:00:00Z')).toEqual(['2026-12-31'])
  })
})

describe('months', () => {
  test('follow one another over the year', () => {
    expect([nextMonth('2026-11'), nextMonth('2026-12'), previousMonth('2027-01'), previousMonth('2026-12')]).toEqual([
      '2026-12',
      '2027-01',
      '2026-12',
      '2026-11',
    ])
  })

  test('are those of the zone', () => {
    expect(monthOf(at('2026-12-31T22:00:00Z'), zone)).toBe('2027-01')
    expect(monthOf(at('2026-12-31T22:00:00Z'), 'UTC')).toBe('2026-12')
  })

  test('what is no month is a defect', () => {
    expect(() => nextMonth('2026-13')).toThrow('Not a month')
  })
})
