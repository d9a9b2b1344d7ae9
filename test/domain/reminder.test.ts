import { describe, expect, it } from 'vitest'
import {
  type Beginning,
  reminderBeginsAt,
  reminderDueAt,
  reminderEndsAt,
  reminderTakesMs,
  type ReminderKind,
  reminderSaidFrom,
} from '../../src/domain/reminder.js'
import { instantOf } from '../../src/texts/times/when.js'
import { localTime } from '../../src/texts/format.js'

const hour = 3_600_000
const minute = 60_000

// "2026-12-05 19:00" by the clocks of a zone.
const at = (text: string, zone: string): number => {
  const [day = '', time = ''] = text.split(' ')
  return instantOf(day, time, zone)
}
const event = (starts: string, zone = 'Europe/Moscow'): Beginning => ({ startsAt: at(starts, zone), zone })
const shown = (instant: number, zone: string): string => localTime(instant, zone).toFormat('yyyy-MM-dd HH:mm')
const due = (kind: ReminderKind, starts: string, zone = 'Europe/Moscow'): string =>
  shown(reminderDueAt(kind, event(starts, zone)), zone)

describe('the reminder of the day before', () => {
  it('is due at the same time by the clocks of the event', () => {
    expect(due('day', '2026-12-05 19:00')).toBe('2026-12-04 19:00')
  })

  it.each([
    ['forward, 23 hours before', 'Europe/Berlin', '2027-03-28 19:00', '2027-03-27 19:00', 23],
    ['back, 25 hours before', 'Europe/Berlin', '2026-10-25 19:00', '2026-10-24 19:00', 25],
    ['by half an hour, forward', 'Australia/Lord_Howe', '2026-10-04 19:00', '2026-10-03 19:00', 23.5],
    ['by half an hour, back', 'Australia/Lord_Howe', '2027-04-04 19:00', '2027-04-03 19:00', 24.5],
    ['never', 'Asia/Kolkata', '2026-12-05 19:15', '2026-12-04 19:15', 24],
  ])('when the clocks are put %s', (_, zone, starts, before, hours) => {
    expect(due('day', starts, zone)).toBe(before)
    const beginning = event(starts, zone)
    expect(beginning.startsAt - reminderDueAt('day', beginning)).toBe(hours * hour)
  })

  it('comes in the morning where the night before is another one than the event’s', () => {
    expect(due('day', '2026-12-05 02:00')).toBe('2026-12-04 08:00')
    expect(due('day', '2026-12-05 23:30')).toBe('2026-12-05 08:00')
    // The night has an hour less, or one more.
    expect(due('day', '2027-03-29 02:30', 'Europe/Berlin')).toBe('2027-03-28 08:00')
    expect(due('day', '2026-10-26 02:30', 'Europe/Berlin')).toBe('2026-10-25 08:00')
  })
})

describe('the reminder of two hours before', () => {
  it.each([
    ['by day', '2026-12-05 19:00', '2026-12-05 17:00'],
    ['at eight', '2026-12-05 10:00', '2026-12-05 08:00'],
    ['in the morning, where that leaves an hour', '2026-12-05 09:00', '2026-12-05 08:00'],
    ['else on the evening before', '2026-12-05 08:59', '2026-12-04 22:59'],
    ['of an event at eight', '2026-12-05 08:00', '2026-12-04 22:59'],
    ['in the night of the event itself', '2026-12-05 01:30', '2026-12-04 23:30'],
    ['before midnight', '2026-12-05 00:30', '2026-12-04 22:30'],
    ['early in the morning of a night event', '2026-12-05 07:59', '2026-12-05 05:59'],
  ])('%s', (_, starts, expected) => {
    expect(due('hours', starts)).toBe(expected)
  })

  it.each([
    ['forward', '2027-03-28 04:00', '2027-03-28 01:00'],
    ['back', '2026-10-25 04:00', '2026-10-25 02:00'],
    ['back, on the evening before', '2026-10-25 08:30', '2026-10-24 22:59'],
  ])('counts hours, not clocks that are put %s', (_, starts, expected) => {
    expect(due('hours', starts, 'Europe/Berlin')).toBe(expected)
  })

  it.each(['Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/St_Johns', 'Europe/Moscow'])(
    'is never after the start nor in the night, in %s',
    (zone) => {
      for (let minutes = 0; minutes < 3 * 24 * 60; minutes += 7) {
        const beginning = { startsAt: Date.UTC(2027, 2, 26) + minutes * minute, zone }
        for (const kind of ['day', 'hours'] as const) {
          const dueAt = reminderDueAt(kind, beginning)
          expect(dueAt).toBeLessThanOrEqual(beginning.startsAt - hour)
          expect(reminderSaidFrom(kind, beginning, dueAt)).toBe(dueAt)
          const local = localTime(dueAt, zone).hour
          if (local >= 23 || local < 8) expect(localTime(beginning.startsAt, zone).hour % 23).toBeLessThan(8)
        }
      }
    },
  )
})

describe('a run', () => {
  it('begins so early that the last of them hears it in time', () => {
    const beginning = event('2026-12-05 19:00')
    const begins = reminderBeginsAt('hours', beginning, 10_000)
    expect(begins + 10_000 * reminderTakesMs).toBe(reminderDueAt('hours', beginning))
  })

  it('does not begin in the night', () => {
    const zone = 'Europe/Moscow'
    expect(shown(reminderBeginsAt('day', event('2026-12-05 08:02'), 100_000), zone)).toBe('2026-12-04 08:00')
    expect(shown(reminderBeginsAt('hours', event('2026-12-05 09:30'), 100_000), zone)).toBe('2026-12-05 08:00')
  })
})

describe('a reminder that is late', () => {
  const concert = event('2026-12-05 19:00')
  const zone = concert.zone

  it('is said as long as it is worth it', () => {
    for (const kind of ['day', 'hours'] as const) {
      const end = reminderEndsAt(kind, concert)
      expect(reminderSaidFrom(kind, concert, end)).toBe(end)
      expect(reminderSaidFrom(kind, concert, end + 1)).toBeUndefined()
      expect(end).toBeLessThan(concert.startsAt)
    }
  })

  it('waits for the morning', () => {
    const night = at('2026-12-05 03:00', zone)
    expect(reminderSaidFrom('day', concert, night)).toBe(at('2026-12-05 08:00', zone))
  })

  it('is still said a little after eleven', () => {
    const [soon, later] = [at('2026-12-04 23:14', zone), at('2026-12-04 23:15', zone)]
    expect(reminderSaidFrom('day', concert, soon)).toBe(soon)
    expect(reminderSaidFrom('day', concert, later)).toBe(at('2026-12-05 08:00', zone))
  })

  it('is not said at night where the morning is too late', () => {
    const early = event('2026-12-05 08:20')
    expect(reminderSaidFrom('hours', early, at('2026-12-05 03:00', zone))).toBeUndefined()
  })
})
