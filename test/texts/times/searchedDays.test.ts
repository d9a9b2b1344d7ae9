import { describe, expect, it } from 'vitest'
import { spanWithin } from '../../../src/texts/times/searchedDays.js'

// Sunday, 22 November 2026, 12:00 in Moscow.
const now = Date.UTC(2026, 10, 22, 9)
const within = (text: string, language: 'ru' | 'en' = 'ru', at = now) =>
  spanWithin(text, { now: at, zone: 'Europe/Moscow', language })

const shown = (ms: number): string => new Date(ms).toISOString().slice(0, 13).replace('T', ' ')
const spanOf = (text: string, language: 'ru' | 'en' = 'ru', at = now): string | undefined => {
  const found = within(text, language, at)
  return found && `${shown(found.span.from)} – ${shown(found.span.until)}`
}

describe('days that are searched', () => {
  it.each([
    ['сегодня', '2026-11-22 00 – 2026-11-23 00'],
    ['today', '2026-11-22 00 – 2026-11-23 00'],
    ['завтра', '2026-11-23 00 – 2026-11-24 00'],
    ['tomorrow', '2026-11-23 00 – 2026-11-24 00'],
    ['послезавтра', '2026-11-24 00 – 2026-11-25 00'],
    ['пятница', '2026-11-27 00 – 2026-11-28 00'],
    ['в пятницу', '2026-11-27 00 – 2026-11-28 00'],
    ['Friday', '2026-11-27 00 – 2026-11-28 00'],
    ['on Friday', '2026-11-27 00 – 2026-11-28 00'],
    ['в следующую пятницу', '2026-11-27 00 – 2026-11-28 00'],
    ['пт', '2026-11-27 00 – 2026-11-28 00'],
    ['12 декабря', '2026-12-12 00 – 2026-12-13 00'],
    ['12 dec', '2026-12-12 00 – 2026-12-13 00'],
    ['December 12th', '2026-12-12 00 – 2026-12-13 00'],
    ['12.12', '2026-12-12 00 – 2026-12-13 00'],
    ['12.12.2026', '2026-12-12 00 – 2026-12-13 00'],
    ['на выходных', '2026-11-22 00 – 2026-11-23 00'],
    ['в следующие выходные', '2026-11-28 00 – 2026-11-30 00'],
    ['this weekend', '2026-11-22 00 – 2026-11-23 00'],
    ['next weekend', '2026-11-28 00 – 2026-11-30 00'],
    ['на этой неделе', '2026-11-22 00 – 2026-11-23 00'],
    ['next week', '2026-11-23 00 – 2026-11-30 00'],
    ['на следующей неделе', '2026-11-23 00 – 2026-11-30 00'],
    ['сегодня вечером', '2026-11-22 17 – 2026-11-23 00'],
    ['вечером', '2026-11-22 17 – 2026-11-23 00'],
    ['tonight', '2026-11-22 18 – 2026-11-23 06'],
    ['tomorrow evening', '2026-11-23 17 – 2026-11-24 00'],
    ['friday night', '2026-11-27 18 – 2026-11-28 06'],
    ['утром в пятницу', '2026-11-27 04 – 2026-11-27 12'],
    ['in June', '2027-06-01 00 – 2027-07-01 00'],
    ['в июне', '2027-06-01 00 – 2027-07-01 00'],
    ['июнь', '2027-06-01 00 – 2027-07-01 00'],
    ['в декабре', '2026-12-01 00 – 2027-01-01 00'],
    ['в ноябре', '2026-11-22 00 – 2026-12-01 00'],
    ['декабрь 2027', '2027-12-01 00 – 2028-01-01 00'],
    ['12-14 декабря', '2026-12-12 00 – 2026-12-15 00'],
    ['с 12 по 14 декабря', '2026-12-12 00 – 2026-12-15 00'],
    ['12–14 Dec', '2026-12-12 00 – 2026-12-15 00'],
    ['на новый год', '2026-12-31 00 – 2027-01-02 00'],
    ['рождество', '2026-12-25 00 – 2026-12-26 00'],
  ])('"%s" are %s', (text, span) => {
    expect(spanOf(text)).toBe(span)
    expect(spanOf(text, 'en')).toBe(span)
  })

  it('on a Monday the weekend is the one to come', () => {
    expect(spanOf('на выходных', 'ru', now + 86_400_000)).toBe('2026-11-28 00 – 2026-11-30 00')
  })

  it('are those of the clocks of the zone', () => {
    // 23:30 in Moscow, and the next day further east.
    const late = Date.UTC(2026, 10, 22, 20, 30)
    expect(spanWithin('today', { now: late, zone: 'Asia/Vladivostok', language: 'en' })?.span.from).toBe(
      Date.UTC(2026, 10, 23),
    )
  })

  it.each([
    ['джаз в пятницу', 'джаз', 'в пятницу'],
    ['в пятницу джаз', 'джаз', 'в пятницу'],
    ['Jazz this weekend', 'jazz', 'this weekend'],
    ['концерт 12 декабря в москве', 'концерт в москве', '12 декабря'],
    ['«Джаз», завтра!', 'джаз', 'завтра'],
  ])('stand among other words: "%s"', (text, others, named) => {
    expect(within(text)).toMatchObject({ others, named })
  })

  it.each([
    'джаз',
    'крис театр',
    '12',
    '2027',
    'маша и медведь',
    'средневековье и рыцари',
    'sunny',
    '',
    'a '.repeat(60),
  ])('are not named by "%s"', (text) => {
    expect([within(text), within(text, 'en')]).toEqual([undefined, undefined])
  })
})
