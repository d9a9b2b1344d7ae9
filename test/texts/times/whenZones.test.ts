import { describe, expect, test } from 'vitest'
import { zoneAlone } from '../../../src/texts/times/zoneWords.js'
import { sunday, understood } from '../../support/texts/whens.js'

type Rows = readonly (readonly [text: string, meaning: string])[]

const meanings = (rows: Rows, context: Partial<Parameters<typeof understood>[1]> = {}) =>
  rows.map(([text]) => [text, understood(text, { at: sunday, ...context })])

const own: readonly string[] = [
  '25.12.2026 19:00 МСК',
  '25.12.2026 19:00 мск',
  '25.12.2026 в 19:00 (МСК)',
  '25.12.2026 19:00 MSK',
  '25.12.2026 19:00 GMT+3',
  '25.12.2026 19:00 (GMT+3)',
  '25.12.2026 19:00 GMT+03:00',
  '25.12.2026 19:00 UTC+3',
  '25.12.2026 19:00 UTC +3',
  '25.12.2026 19:00+03:00',
  '25.12.2026 19:00 +03:00',
  '25.12.2026 19:00 +3',
  '25.12.2026 19:00 по Москве',
  '25.12.2026 по Москве 19:00',
  '25.12.2026 19:00 по московскому времени',
  '25.12.2026 19:00 по мск',
  '25.12.2026 19:00 московское время',
  '25.12.2026 19:00 московского времени',
  '25.12.2026 19:00 по местному времени',
  '25.12.2026 19:00 по местному',
  '25.12.2026 19:00 по Питеру',
  '25 декабря в 19:00 мск',
  '19:00 мск 25 декабря',
  'December 25, 7pm Moscow time',
  'December 25, 7pm Moscow',
  '25.12.2026 19:00 local time',
  '25.12.2026 19:00 Europe/Moscow',
  '25.12.2026 19:00 (Europe/Moscow, GMT+3)',
  '2026-12-25T19:00+03:00',
  '2026-12-25T19:00:00+0300',
  'пт, 25 декабря 2026, 19:00 (GMT+3)',
  'Fri, 25 December 2026, 19:00 (GMT+3)',
]

const others: Rows = [
  ['25.12.2026 19:00 GMT', '2026-12-25 22:00 (converted)'],
  ['25.12.2026 19:00 UTC', '2026-12-25 22:00 (converted)'],
  ['2026-12-25T19:00:00Z', '2026-12-25 22:00 (converted)'],
  ['2026-12-25T19:00:00.000Z', '2026-12-25 22:00 (converted)'],
  ['2026-12-25T19:00Z', '2026-12-25 22:00 (converted)'],
  ['2026-12-25 19:00Z', '2026-12-25 22:00 (converted)'],
  ['2026-12-25T19:00-05:00', '2026-12-26 03:00 (converted)'],
  ['25.12.2026 19:00 GMT-5', '2026-12-26 03:00 (converted)'],
  ['25.12.2026 19:00 GMT−5', '2026-12-26 03:00 (converted)'],
  ['25.12.2026 19:00 UTC+5:30', '2026-12-25 16:30 (converted)'],
  ['25.12.2026 19:00 мск+2', '2026-12-25 17:00 (converted)'],
  ['25.12.2026 19:00 по Берлину', '2026-12-25 21:00 (converted)'],
  ['25.12.2026 19:00 по Екатеринбургу', '2026-12-25 17:00 (converted)'],
  ['25.12.2026 19:00 по лондонскому времени', '2026-12-25 22:00 (converted)'],
  ['25.12.2026 19:00 по Гринвичу', '2026-12-25 22:00 (converted)'],
  ['25.12.2026 19:00 CET', '2026-12-25 21:00 (converted)'],
  ['25.12.2026 7pm EST', '2026-12-26 03:00 (converted)'],
  ['25.12.2026 7pm Berlin time', '2026-12-25 21:00 (converted)'],
  ['25.12.2026 7pm New York time', '2026-12-26 03:00 (converted)'],
  ['25.12.2026 7pm Eastern time', '2026-12-26 03:00 (converted)'],
  ['25.12.2026 19:00 Europe/Berlin', '2026-12-25 21:00 (converted)'],
  ['25.12.2026 19:00 CET - 22:00 CET', '2026-12-25 21:00 – 2026-12-26 00:00 (converted)'],
  ['25.12.2026 19:00 CET - 22:00 МСК', 'refused'],
  ['25.12.2026 19:00–22:00 CET', '2026-12-25 21:00 – 2026-12-26 00:00 (converted)'],
  ['25.12.2026 19:00 GMT+25', 'refused'],
  ['25.12.2026 19:00 XYZ', 'refused'],
  ['25.12.2026 19:00 по Марсу', 'refused'],
  ['25.12.2026 19:00 Mars time', 'refused'],
  ['25.12.2026 GMT', 'refused'],
]

describe('a zone that is named', () => {
  test.each(['ru', 'en'] as const)("is accepted without a word where it is the event's: %s", (language) => {
    expect(own.map((text) => [text, understood(text, { at: sunday, language })])).toEqual(
      own.map((text) => [text, '2026-12-25 19:00']),
    )
  })

  test.each(['ru', 'en'] as const)('is converted where it is another: %s', (language) => {
    expect(meanings(others, { language })).toEqual(others)
  })

  test("of several that share an abbreviation the event's own is meant", () => {
    expect(understood('25.12.2026 19:00 IST', { at: sunday, zone: 'Asia/Jerusalem' })).toBe('2026-12-25 19:00')
    expect(understood('25.12.2026 19:00 IST', { at: sunday, zone: 'Asia/Kolkata' })).toBe('2026-12-25 19:00')
    expect(understood('25.12.2026 19:00 CST', { at: sunday, zone: 'Asia/Shanghai' })).toBe('2026-12-25 19:00')
  })

  test('tells two hours apart that the clocks show twice', () => {
    const context = { at: '2027-10-01T00:00:00Z', zone: 'Europe/Berlin' }
    expect(understood('31.10.2027 02:30 (GMT+2)', context)).toBe('2027-10-31 02:30')
    expect(understood('31.10.2027 00:30 UTC', context)).toBe('2027-10-31 02:30 (converted)')
  })
})

describe('a zone alone', () => {
  test.each([
    ['по Красноярску', 'Asia/Krasnoyarsk'],
    ['Красноярск', 'Asia/Krasnoyarsk'],
    ['Часовой пояс: Красноярск', 'Asia/Krasnoyarsk'],
    ['московское время', 'Europe/Moscow'],
    ['GMT+7', 'UTC+7'],
    ['UTC+05:30', 'UTC+5:30'],
    ['мск+4', 'UTC+7'],
    ['Berlin time', 'Europe/Berlin'],
    ['time zone: Asia/Krasnoyarsk', 'Asia/Krasnoyarsk'],
    ['CET', 'Europe/Berlin'],
    ['Москва, GMT+3', 'Europe/Moscow'],
    ['Moscow, GMT+3', 'Europe/Moscow'],
    ['19:00 по Красноярску', undefined],
    ['завтра', undefined],
    ['22:00', undefined],
    ['+3', undefined],
    ['+3 часа', undefined],
    ['Москва, GMT+7', undefined],
    ['по Марсу', undefined],
    ['', undefined],
  ])('is read as it is typed: %s', (text, zone) => {
    expect(zoneAlone(text, 'Europe/Moscow')).toBe(zone)
  })
})
