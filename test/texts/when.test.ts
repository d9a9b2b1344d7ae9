import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../src/domain/refusal.js'
import { localTime } from '../../src/texts/format.js'
import { instantOf, parseEdge, parseWhen, type WhenContext } from '../../src/texts/when.js'

const zone = 'Europe/Moscow'
const localIn = (of: string, at: number): string => localTime(at, of).toFormat('yyyy-MM-dd HH:mm')

/** What the phrase is understood as: "2026-12-25 19:00", "2026-12-25" when its time is missing, "refused". */
const understood = (text: string, context: Partial<WhenContext> & { readonly at: string }): string => {
  const { at, ...rest } = context
  const used = { zone, language: 'ru' as const, now: Date.parse(at), ...rest }
  try {
    const when = parseWhen(text, used)
    return when.kind === 'day' ? when.day : localIn(used.zone, when.at)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'whenNotUnderstood') return 'refused'
    throw error
  }
}

// Sunday, noon in Moscow.
const sunday = '2026-11-22T09:00:00Z'

const phrases: readonly (readonly [text: string, meaning: string])[] = [
  ['25.12.2026 19:00', '2026-12-25 19:00'],
  ['25.12.2026, 19:00', '2026-12-25 19:00'],
  ['25.12.2026,19:00', '2026-12-25 19:00'],
  ['25.12.2026 в 19:00', '2026-12-25 19:00'],
  ['25.12.2026 19.30', '2026-12-25 19:30'],
  ['25.12.2026 19-30', '2026-12-25 19:30'],
  ['25.12.2026г. в 19:00', '2026-12-25 19:00'],
  ['25.12.26 19:00', '2026-12-25 19:00'],
  ['25.12 19:00', '2026-12-25 19:00'],
  ['19:00 25.12', '2026-12-25 19:00'],
  ['5.1 9:05', '2027-01-05 09:05'],
  ['25/12/2026 19:00', '2026-12-25 19:00'],
  ['25-12-2026 19:00', '2026-12-25 19:00'],
  ['01/02/2027 10:00', '2027-02-01 10:00'],
  ['2026-12-25 19:00', '2026-12-25 19:00'],
  ['2026-12-25 19:00:00', '2026-12-25 19:00'],
  ['2026-12-25T19:00', '2026-12-25 19:00'],
  ['29.02.2028 12:00', '2028-02-29 12:00'],
  ['29.02 12:00', '2028-02-29 12:00'],
  ['пт 25.12.2026 19:00', '2026-12-25 19:00'],
  ['25.12.2026 (пт) 19:00', '2026-12-25 19:00'],
  ['сегодня в 20:00', '2026-11-22 20:00'],
  ['завтра в 19:00', '2026-11-23 19:00'],
  ['ЗАВТРА  в  19:00!', '2026-11-23 19:00'],
  ['в 19:00 завтра', '2026-11-23 19:00'],
  ['завтра, 19:00', '2026-11-23 19:00'],
  ['завтра 19.00', '2026-11-23 19:00'],
  ['завтра в 7', '2026-11-23 07:00'],
  ['завтра в 7 вечера', '2026-11-23 19:00'],
  ['завтра вечером в 7', '2026-11-23 19:00'],
  ['завтра в 7 часов вечера', '2026-11-23 19:00'],
  ['завтра в 19 часов', '2026-11-23 19:00'],
  ['завтра в 7 утра', '2026-11-23 07:00'],
  ['завтра днём в 3', '2026-11-23 15:00'],
  ['завтра в полдень', '2026-11-23 12:00'],
  ['завтра в 11 ночи', '2026-11-23 23:00'],
  ['завтра в 1 ночи', '2026-11-23 01:00'],
  ['послезавтра в 7 вечера', '2026-11-24 19:00'],
  ['в пятницу в 19', '2026-11-27 19:00'],
  ['пт 19:00', '2026-11-27 19:00'],
  ['в субботу в 8 вечера', '2026-11-28 20:00'],
  ['в воскресенье в 20:00', '2026-11-22 20:00'],
  ['в воскресенье в 11:00', '2026-11-29 11:00'],
  ['в пятницу на следующей неделе в 19:00', '2026-11-27 19:00'],
  ['25 декабря 19:00', '2026-12-25 19:00'],
  ['25 дек. в 19:00', '2026-12-25 19:00'],
  ['25 декабря 2026 в 19:00', '2026-12-25 19:00'],
  ['25 декабря 2026 года в 19:00', '2026-12-25 19:00'],
  ['25-го декабря в 19:00', '2026-12-25 19:00'],
  ['пятница, 25 декабря, 19:00', '2026-12-25 19:00'],
  ['двадцать пятого декабря в 19:00', '2026-12-25 19:00'],
  ['5 мая в 18:30', '2027-05-05 18:30'],
  ['1 января 12:00', '2027-01-01 12:00'],
  ['29 февраля 19:00', '2028-02-29 19:00'],
  ['через 3 дня в 18:30', '2026-11-25 18:30'],
  ['через неделю в 18:30', '2026-11-29 18:30'],
  ['через две недели в 18:30', '2026-12-06 18:30'],
  ['через 2 часа', '2026-11-22 14:00'],
  ['через час', '2026-11-22 13:00'],
  ['через 30 минут', '2026-11-22 12:30'],
  ['19:00', '2026-11-22 19:00'],
  ['11:00', '2026-11-23 11:00'],
  ['12:00', '2026-11-23 12:00'],
  ['22.30', '2026-11-22 22:30'],
  ['в 7 вечера', '2026-11-22 19:00'],
  ['today at 8pm', '2026-11-22 20:00'],
  ['tonight at 8', '2026-11-22 20:00'],
  ['this evening at 7', '2026-11-22 19:00'],
  ['tomorrow at 7', '2026-11-23 07:00'],
  ['tomorrow evening at 7:30', '2026-11-23 19:30'],
  ['tomorrow at 7 in the evening', '2026-11-23 19:00'],
  ['tomorrow noon', '2026-11-23 12:00'],
  ['7pm tomorrow', '2026-11-23 19:00'],
  ['12am tomorrow', '2026-11-23 00:00'],
  ['12:30 pm tomorrow', '2026-11-23 12:30'],
  ['the day after tomorrow at 7 p.m.', '2026-11-24 19:00'],
  ['next friday 7pm', '2026-11-27 19:00'],
  ['friday at 19:00', '2026-11-27 19:00'],
  ['friday night at 9', '2026-11-27 21:00'],
  ['7 pm on friday', '2026-11-27 19:00'],
  ['December 25 7:30 pm', '2026-12-25 19:30'],
  ['December 25, 2026 7:30 PM', '2026-12-25 19:30'],
  ['on Dec 25th, at 7 p.m.', '2026-12-25 19:00'],
  ['25th of December at 7pm', '2026-12-25 19:00'],
  ['Saturday, November 28, 7 pm', '2026-11-28 19:00'],
  ['Sept. 1 18:00', '2027-09-01 18:00'],
  ['in 3 days at 18:30', '2026-11-25 18:30'],
  ['in two weeks at 6pm', '2026-12-06 18:00'],
  ['in 2 hours', '2026-11-22 14:00'],
  ['in an hour', '2026-11-22 13:00'],
]

const halves: readonly (readonly [text: string, day: string])[] = [
  ['25.12.2026', '2026-12-25'],
  ['25.12', '2026-12-25'],
  ['10.12', '2026-12-10'],
  ['завтра', '2026-11-23'],
  ['завтра вечером', '2026-11-23'],
  ['tonight', '2026-11-22'],
  ['25 декабря', '2026-12-25'],
  ['December 25', '2026-12-25'],
  ['в пятницу', '2026-11-27'],
  ['next friday', '2026-11-27'],
  ['через 3 дня', '2026-11-25'],
  ['2026-12-25', '2026-12-25'],
  ['22 ноября', '2026-11-22'],
  ['в 25.12', '2026-12-25'],
]

// Past, and told so by whoever asks: it must not be moved into the future.
const past: readonly (readonly [text: string, meaning: string])[] = [
  ['вчера в 19:00', '2026-11-21 19:00'],
  ['yesterday 7pm', '2026-11-21 19:00'],
  ['в прошлую пятницу в 19:00', '2026-11-20 19:00'],
  ['last friday 7pm', '2026-11-20 19:00'],
  ['25.12.2020 19:00', '2020-12-25 19:00'],
  ['сегодня в 10:00', '2026-11-22 10:00'],
  ['22.11 10:00', '2026-11-22 10:00'],
  ['3 days ago at 7pm', '2026-11-19 19:00'],
]

const garbage: readonly string[] = [
  '',
  ' ',
  '12',
  '2026',
  '1225',
  'привет',
  'hello',
  'скоро',
  'когда-нибудь в 19:00',
  'мой день рождения завтра в 19:00',
  'my birthday tomorrow at 7pm',
  '31.02.2026 19:00',
  '29.02.2027 12:00',
  '00.12.2026 19:00',
  '25.13.2026 19:00',
  '12/25/2026 19:00',
  '2026-02-30 19:00',
  '2026-13-01 19:00',
  '31 февраля 19:00',
  'February 30 7pm',
  '0 января 10:00',
  '32 декабря 10:00',
  '25.12.2026 25:00',
  '25.12.2026 19:60',
  '25.12.2026 24:00',
  'завтра в 25:00',
  'tomorrow 13pm',
  'tomorrow 0am',
  'завтра в 13 утра',
  'завтра в 9 дня',
  'завтра в 2 вечера',
  'завтра в 13 ночи',
  '25.12.2026 19:00 20:00',
  '25 декабря с 19:00 до 22:00',
  'tomorrow 7pm to 10pm',
  '10.12 11.12',
  'завтра послезавтра 19:00',
  '25.12.2026 завтра 19:00',
  'завтра вечером в 7 утра',
  'завтра в полночь',
  'завтра в 12 ночи',
  'tomorrow at midnight',
  'завтра ночью в 1',
  'tonight at 1',
  'чт 25.12.2026 19:00',
  'Thursday, December 25, 7pm',
  '25 декабря, суббота, 19:00',
  'декабрь 19:00',
  'march 7pm',
  'next month 7pm',
  'через год 19:00',
  'день 19:00',
  '2 дня 19:00',
  'week 7pm',
  'this weekend at 6pm',
  'в выходные в 19:00',
  '25 декабря 19',
  '25..12.2026 19:00',
  '25.12.2026.19:00',
  '1.2.3.4',
  '-5',
  '19:00:99',
  '10e5',
  '🎉',
  '<b>завтра</b>',
  '٢٥.١٢.٢٠٢٦ ١٩:٠٠',
  'x'.repeat(10_000),
  'завтра '.repeat(2000),
  '9'.repeat(5000),
]

// A machine somewhere else must understand the same: chrono works with the machine's clocks.
describe.each(['UTC', 'America/New_York', 'Pacific/Apia', 'Pacific/Pago_Pago', 'Europe/Moscow'])(
  'on a machine in %s',
  (machine) => {
    const before = process.env['TZ']
    beforeAll(() => {
      process.env['TZ'] = machine
    })
    afterAll(() => {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    })

    test('the machine is there', () => {
      const day = new Date(sunday)
      expect(
        `${day.getFullYear()}-${day.getMonth() + 1}-${String(day.getDate()).padStart(2, '0')} ${day.getHours()}`,
      ).toBe(localTime(day.getTime(), machine).toFormat('yyyy-M-dd H'))
    })

    test.each(['ru', 'en'] as const)('all phrases are understood by a reader of %s', (language) => {
      const all = [...phrases, ...halves, ...past]
      expect(all.map(([text]) => [text, understood(text, { at: sunday, language })])).toEqual(all)
    })

    test('whatever is impossible, ambiguous or has a word without a meaning is refused', () => {
      expect(garbage.filter((text) => understood(text, { at: sunday }) !== 'refused')).toEqual([])
      expect(garbage.filter((text) => understood(text, { at: sunday, language: 'en' }) !== 'refused')).toEqual([])
    })
  },
)

describe('the day of the week', () => {
  const wednesday = '2026-11-25T09:00:00Z'
  test.each([
    ['в пятницу в 19:00', '2026-11-27 19:00'],
    ['в следующую пятницу в 19:00', '2026-12-04 19:00'],
    ['next friday 7pm', '2026-12-04 19:00'],
    ['this friday 7pm', '2026-11-27 19:00'],
    ['в среду в 13:00', '2026-11-25 13:00'],
    ['в среду в 11:00', '2026-12-02 11:00'],
    ['friday next week at 7pm', '2026-12-04 19:00'],
    ['в прошлую среду в 13:00', '2026-11-18 13:00'],
  ])('on a Wednesday: %s', (text, meaning) => {
    expect(understood(text, { at: wednesday })).toBe(meaning)
  })
})

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

  test('a time that summer time skips is an hour later, one that comes twice is the first', () => {
    const now = Date.parse('2027-01-01T00:00:00Z')
    const berlin = { now, zone: 'Europe/Berlin', language: 'ru' } as const
    expect(parseWhen('28.03.2027 02:30', berlin)).toEqual({ kind: 'instant', at: Date.parse('2027-03-28T01:30:00Z') })
    expect(parseWhen('31.10.2027 02:30', berlin)).toEqual({ kind: 'instant', at: Date.parse('2027-10-31T00:30:00Z') })
    expect(parseWhen('31.10.2027 02:30', { ...berlin, now: Date.parse('2027-07-01T00:00:00Z') })).toEqual({
      kind: 'instant',
      at: Date.parse('2027-10-31T00:30:00Z'),
    })
    expect(parseWhen('07.11.2027 01:30', { ...berlin, zone: 'America/New_York' })).toEqual({
      kind: 'instant',
      at: Date.parse('2027-11-07T05:30:00Z'),
    })
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
