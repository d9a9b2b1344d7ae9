import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { clockTimeOf, dayOf, instantOf } from '../../src/domain/localTime.js'

const hour = 3_600_000

describe.each([
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Europe/Moscow',
  'UTC+5:30',
  'UTC-3',
  'UTC',
])('the clocks of %s', (zone) => {
  const instants = Array.from({ length: 1500 }, (_, i) => Date.UTC(2026, 0, 1) + Math.round(i * 5.9 * hour))

  test('show what another library says that they show', () => {
    const wrong = instants.filter(
      (at) => clockTimeOf(at, zone) !== at + DateTime.fromMillis(at, { zone }).offset * 60_000,
    )
    expect(wrong).toEqual([])
  })

  test('are read back to an instant at which they show the same', () => {
    const wrong = instants.filter(
      (at) => clockTimeOf(instantOf(clockTimeOf(at, zone), zone), zone) !== clockTimeOf(at, zone),
    )
    expect(wrong).toEqual([])
  })
})

test('a time that clocks show twice is the first, and one that they skip is as late as it would have been', () => {
  const at = (text: string) => DateTime.fromISO(text, { zone: 'utc' }).toMillis()
  // Berlin went back on 25 October 2026 at 3:00, and goes forward on 28 March 2027 at 2:00.
  expect(instantOf(at('2026-10-25T02:30'), 'Europe/Berlin')).toBe(at('2026-10-25T00:30'))
  expect(instantOf(at('2027-03-28T02:30'), 'Europe/Berlin')).toBe(at('2027-03-28T01:30'))
})

test('a day begins at midnight, before 1970, too', () => {
  expect([dayOf(Date.UTC(2026, 10, 22, 23, 59)), dayOf(Date.UTC(1969, 11, 31, 5))]).toEqual([
    Date.UTC(2026, 10, 22),
    Date.UTC(1969, 11, 31),
  ])
})
