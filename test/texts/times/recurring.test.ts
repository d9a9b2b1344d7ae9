import { describe, expect, test } from 'vitest'
import { dateTime, localTime } from '../../../src/texts/format.js'
import { datesFrom, movedWith, nextSameWeekday } from '../../../src/texts/times/recurring.js'

const berlin = 'Europe/Berlin'
const at = (iso: string, zone = berlin): number =>
  Date.parse(`${iso}Z`) - localTime(Date.parse(`${iso}Z`), zone).offset * 60_000
const shown = (instant: number): string => dateTime(instant, berlin, 'en')

describe('dates that come again', () => {
  // Clocks in Berlin go forward on 28 March 2027.
  const friday = at('2027-03-19T19:00')

  test('keep the time of day across a change of clocks', () => {
    expect(datesFrom(friday, 'week', 3, berlin).map(shown)).toEqual([
      'Fri, 19 March 2027, 19:00',
      'Fri, 26 March 2027, 19:00',
      'Fri, 2 April 2027, 19:00',
    ])
    expect(datesFrom(friday, 'twoWeeks', 2, berlin).map(shown).at(-1)).toBe('Fri, 2 April 2027, 19:00')
    expect(datesFrom(friday, 'day', 11, berlin).map(shown).at(-1)).toBe('Mon, 29 March 2027, 19:00')
  })

  test('negative control: so many hours later it would be another time', () => {
    expect(shown(friday + 14 * 86_400_000)).toBe('Fri, 2 April 2027, 20:00')
  })

  test('are on the same weekday of each month', () => {
    expect(datesFrom(friday, 'month', 3, berlin).map(shown)).toEqual([
      'Fri, 19 March 2027, 19:00',
      'Fri, 16 April 2027, 19:00',
      'Fri, 21 May 2027, 19:00',
    ])
  })

  test('are the last of the month after one in a fifth week', () => {
    expect(datesFrom(at('2027-01-29T19:00'), 'month', 4, berlin).map(shown)).toEqual([
      'Fri, 29 January 2027, 19:00',
      'Fri, 26 February 2027, 19:00',
      'Fri, 26 March 2027, 19:00',
      'Fri, 30 April 2027, 19:00',
    ])
  })

  test('take along what belongs to them, by the clocks', () => {
    const move = movedWith(friday, friday + 13 * 86_400_000 + 23 * 3_600_000, berlin)
    expect(shown(move(friday))).toBe('Fri, 2 April 2027, 19:00')
    expect(shown(move(at('2027-03-12T10:00')))).toBe('Fri, 26 March 2027, 10:00')
    expect(shown(move(at('2027-03-19T22:30')))).toBe('Fri, 2 April 2027, 22:30')
  })
})

describe('the same weekday and time', () => {
  const friday = at('2027-03-19T19:00')
  const next = (now: number, ...taken: readonly number[]) =>
    shown(nextSameWeekday(friday, berlin, { now, taken: new Set(taken) }))

  test('is a week later', () => {
    expect(next(friday - 86_400_000)).toBe('Fri, 26 March 2027, 19:00')
  })

  test('is never in the past', () => {
    expect(next(at('2028-01-01T00:00'))).toBe('Fri, 7 January 2028, 19:00')
    expect(next(at('2028-01-07T19:00'))).toBe('Fri, 14 January 2028, 19:00')
  })

  test('is none on which there is one already', () => {
    expect(next(friday, at('2027-03-26T19:00'), at('2027-04-02T19:00'))).toBe('Fri, 9 April 2027, 19:00')
  })
})
