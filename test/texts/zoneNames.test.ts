import { describe, expect, test } from 'vitest'
import { isZone, zoneName } from '../../src/texts/zoneNames.js'

const december = Date.parse('2026-12-25T16:00:00Z')
const july = Date.parse('2026-07-25T16:00:00Z')

describe('a zone', () => {
  test.each([
    ['Europe/Moscow', december, 'Москва, GMT+3', 'Moscow, GMT+3'],
    ['Asia/Krasnoyarsk', december, 'Красноярск, GMT+7', 'Krasnoyarsk, GMT+7'],
    ['America/New_York', december, 'Нью-Йорк, GMT−5', 'New York, GMT−5'],
    ['America/New_York', july, 'Нью-Йорк, GMT−4', 'New York, GMT−4'],
    // Of a country with one zone Intl knows the country.
    ['Europe/Berlin', december, 'Германия, GMT+1', 'Berlin, GMT+1'],
    ['Asia/Kolkata', december, 'Индия, GMT+5:30', 'Kolkata, GMT+5:30'],
    ['Asia/Hong_Kong', december, 'Гонконг, GMT+8', 'Hong Kong, GMT+8'],
    ['UTC', december, 'GMT', 'GMT'],
    ['UTC+7', december, 'GMT+7', 'GMT+7'],
    ['Etc/GMT+5', december, 'GMT−5', 'GMT−5'],
  ])('%s is named by its place and its offset', (zone, at, russian, english) => {
    expect([zoneName(zone, at, 'ru'), zoneName(zone, at, 'en')]).toEqual([russian, english])
  })

  test.each(Intl.supportedValuesOf('timeZone'))('%s has a name in its own letters, or its offset', (zone) => {
    expect(zoneName(zone, december, 'ru')).toMatch(/^(?:(?:о-ва? )?[А-ЯЁ][^A-Za-z(]*, )?GMT/u)
    expect(zoneName(zone, december, 'en')).toMatch(/^[A-Z][\w' -]+, GMT/u)
  })

  test('is one where clocks can be set by it', () => {
    expect(['Europe/Moscow', 'UTC+5:30', 'UTC', 'Mars/Base', 'local time', ''].map(isZone)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})
