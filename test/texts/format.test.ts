import { describe, expect, test } from 'vitest'
import {
  clockTime,
  date,
  dateTime,
  dateTimeWithZone,
  money,
  number,
  tgTime,
  timeRange,
} from '../../src/texts/format.js'
import { plainOf } from '../../src/texts/html.js'

const utc = (text: string): number => Date.parse(text)
const christmas = utc('2026-12-25T16:00:00Z')
const zone = 'Europe/Moscow'

// No-break spaces keep an amount on one line; here they are told as "_".
const visible = (text: string): string => text.replaceAll('\u00a0', '_').replaceAll('\u202f', '_')

describe('money', () => {
  test.each([
    [150_000, 'RUB', '1_500_₽', '₽1,500'],
    [150_050, 'RUB', '1_500,50_₽', '₽1,500.50'],
    [1550, 'USD', '15,50_$', '$15.50'],
    [1500, 'USD', '15_$', '$15'],
    [123_456_789, 'USD', '1_234_567,89_$', '$1,234,567.89'],
    [1, 'EUR', '0,01_€', '€0.01'],
    [2000, 'EUR', '20_€', '€20'],
    [1500, 'JPY', '1_500_¥', '¥1,500'],
    [1, 'JPY', '1_¥', '¥1'],
    // A dinar has a thousand fils: a half is written 1.500, as in its own shops.
    [1500, 'KWD', '1,500_KWD', 'KWD_1.500'],
    [1_250_005, 'KWD', '1_250,005_KWD', 'KWD_1,250.005'],
    [2000, 'KWD', '2_KWD', 'KWD_2'],
    [150, 'XTR', '150_⭐', '150_⭐'],
    [12_500, 'XTR', '12_500_⭐', '12,500_⭐'],
    [0, 'RUB', '0_₽', '₽0'],
    [100_000, 'KZT', '1_000_₸', '₸1,000'],
    [250_050, 'GEL', '2_500,50_₾', '₾2,500.50'],
    [250_050, 'KGS', '2_500,50_KGS', 'KGS_2,500.50'],
    [1_000_000_000_000_001, 'RUB', '10_000_000_000_000,01_₽', '₽10,000,000,000,000.01'],
  ])('%i minor units of %s', (minor, currency, russian, english) => {
    expect(visible(money({ minor, currency }, 'ru'))).toBe(russian)
    expect(visible(money({ minor, currency }, 'en'))).toBe(english)
  })
})

describe('numbers', () => {
  test('are grouped as the language does', () => {
    expect([visible(number(1_234_567, 'ru')), number(1_234_567, 'en')]).toEqual(['1_234_567', '1,234,567'])
  })
})

describe('times', () => {
  test('tell weekday, date and local time', () => {
    expect(dateTime(christmas, zone, 'ru')).toBe('пт, 25 декабря 2026, 19:00')
    expect(dateTime(christmas, zone, 'en')).toBe('Fri, 25 December 2026, 19:00')
    expect(clockTime(christmas, 'America/New_York')).toBe('11:00')
  })

  test.each([
    [zone, 'GMT+3'],
    ['Asia/Kolkata', 'GMT+5:30'],
    ['UTC', 'GMT'],
    ['America/New_York', 'GMT−5'],
  ])('tell the offset of %s', (of, offset) => {
    expect(dateTimeWithZone(christmas, of, 'ru')).toContain(`(${offset})`)
  })

  test('follow summer time', () => {
    expect(dateTimeWithZone(utc('2026-07-01T12:00:00Z'), 'Europe/Berlin', 'en')).toBe('Wed, 1 July 2026, 14:00 (GMT+2)')
    expect(dateTimeWithZone(utc('2026-12-01T12:00:00Z'), 'Europe/Berlin', 'en')).toBe(
      'Tue, 1 December 2026, 13:00 (GMT+1)',
    )
  })

  test('a range names the day once when it can', () => {
    const hour = 3_600_000
    expect(timeRange({ startsAt: christmas, endsAt: christmas + 3 * hour, zone }, 'ru')).toBe(
      'пт, 25 декабря 2026, 19:00–22:00',
    )
    expect(timeRange({ startsAt: christmas, endsAt: christmas + 8 * hour, zone }, 'en')).toBe(
      'Fri, 25 December 2026, 19:00 – Sat, 26 December 2026, 03:00',
    )
    expect(timeRange({ startsAt: christmas, endsAt: undefined, zone }, 'ru')).toBe('пт, 25 декабря 2026, 19:00')
  })

  test.each([
    ['2026-11-22T00:00:00Z', false],
    ['2026-02-28T16:00:00Z', false],
    ['2026-02-28T15:59:59Z', true],
    ['2027-10-21T16:00:00Z', false],
    ['2027-10-21T16:00:01Z', true],
  ])('have a year or not, told at %s', (now, hasYear) => {
    const year = hasYear ? ' 2026' : ''
    expect(dateTime(christmas, zone, 'en', utc(now))).toBe(`Fri, 25 December${year}, 19:00`)
    expect(dateTime(christmas, zone, 'ru', utc(now))).toBe(`пт, 25 декабря${year}, 19:00`)
    expect(date(christmas, zone, 'ru', utc(now))).toBe(`пт, 25 декабря${year}`)
    expect(dateTimeWithZone(christmas, zone, 'en', utc(now))).toBe(`Fri, 25 December${year}, 19:00 (GMT+3)`)
    expect(timeRange({ startsAt: christmas, zone }, 'en', utc(now))).toBe(`Fri, 25 December${year}, 19:00`)
  })

  test('of a range either both have a year or none', () => {
    const range = { startsAt: christmas, endsAt: christmas + 86_400_000, zone }
    const days = (count: number): number => christmas - count * 86_400_000
    expect(timeRange(range, 'en', days(299))).toBe('Fri, 25 December, 19:00 – Sat, 26 December, 19:00')
    const inFull = 'Fri, 25 December 2026, 19:00 – Sat, 26 December 2026, 19:00'
    expect([timeRange(range, 'en', days(299.5)), timeRange(range, 'en', days(-301))]).toEqual([inFull, inFull])
  })

  test('an unknown zone or instant is a defect, never "Invalid DateTime"', () => {
    expect(() => dateTime(christmas, 'Nowhere/City', 'ru')).toThrow('Not a time')
    expect(() => dateTime(NaN, zone, 'ru')).toThrow('Not a time')
  })
})

describe('the time entity', () => {
  test('carries the instant, the format and the local time for older apps', () => {
    const html = tgTime(christmas, zone, 'ru', utc('2026-11-22T00:00:00Z'))
    expect(html.html).toBe('<tg-time unix="1798214400" format="wDt">пт, 25 декабря, 19:00 (GMT+3)</tg-time>')
    expect(plainOf(html)).toBe('пт, 25 декабря, 19:00 (GMT+3)')
  })

  test('is plain text where Telegram would refuse it: more than 1098 days ahead', () => {
    const day = 86_400_000
    expect(tgTime(christmas, zone, 'ru', christmas - 1098 * day).html).toContain('<tg-time')
    expect(tgTime(christmas, zone, 'ru', christmas - 1099 * day).html).toBe('пт, 25 декабря 2026, 19:00 (GMT+3)')
    expect(tgTime(-1, zone, 'ru', 0).html).not.toContain('<tg-time')
  })
})
