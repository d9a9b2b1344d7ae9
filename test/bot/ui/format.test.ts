import { describe, expect, it } from 'vitest'
import { timeIn, timeInYear, whenIn, whenInYear } from '../../../src/bot/ui/format.js'
import { dayMs, hourMs } from '../../../src/domain/duration.js'
import { createTexts } from '../../../src/texts/texts.js'
import { createTestClock } from '../../support/clock.js'

const startsAt = Date.parse('2026-12-25T16:00:00Z')
const event = { startsAt, endsAt: startsAt + 3 * hourMs, zone: 'Europe/Moscow' }

describe('a date', () => {
  it.each([
    ['en', 'Fri, 25 December', ' 2026', 'Moscow'],
    ['ru', 'пт, 25 декабря', ' 2026', 'Москва'],
  ] as const)('in %s has its year as long as it is far, at the moment it is spoken', (language, day, year, place) => {
    const clock = createTestClock(startsAt - 301 * dayMs)
    const speech = createTexts(undefined, clock).in(language)
    const said = () => [timeIn(speech, startsAt, event), whenIn(speech, event)]
    const far = said()
    clock.set(startsAt - 30 * dayMs)
    expect([far, said()]).toEqual([
      [`${day}${year}, 19:00 (GMT+3)`, `${day}${year}, 19:00–22:00 (${place}, GMT+3)`],
      [`${day}, 19:00 (GMT+3)`, `${day}, 19:00–22:00 (${place}, GMT+3)`],
    ])
    clock.set(startsAt + 301 * dayMs)
    expect(said()).toEqual(far)
  })

  it('has its year always on what is kept for long: tickets and receipts', () => {
    const speech = createTexts(undefined, createTestClock(startsAt)).in('en')
    expect([whenInYear(speech, event), timeInYear(speech, startsAt, event)]).toEqual([
      'Fri, 25 December 2026, 19:00–22:00 (GMT+3)',
      'Fri, 25 December 2026, 19:00 (GMT+3)',
    ])
  })
})
