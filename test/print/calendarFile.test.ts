import { describe, expect, it } from 'vitest'
import { calendarFile, type CalendarFacts } from '../../src/print/calendarFile.js'
import { localTime } from '../../src/texts/format.js'

const facts: CalendarFacts = {
  uid: 'ticket-3@levem',
  title: 'Ночь джаза, «живьём»; 🎷',
  description: 'Заказ № 12\nБилет 3',
  venue: 'Клуб, Лесная, 5',
  startsAt: Date.parse('2027-07-01T16:00:00Z'),
  endsAt: Date.parse('2027-07-01T22:30:00Z'),
  zone: 'Europe/Moscow',
  url: 'https://t.me/levem_bot?start=e_abcdefghij',
  language: 'ru',
  isCancelled: false,
  changedAt: Date.parse('2026-11-20T08:00:00Z'),
  changes: 2,
}
const now = Date.parse('2026-11-22T09:00:00Z')
const linesOf = (changes: Partial<CalendarFacts> = {}): readonly string[] =>
  calendarFile({ ...facts, ...changes }, now)
    .replace(/\r\n[ \t]/gu, '')
    .split('\r\n')

describe('the calendar file', () => {
  it("says when by the clocks of the event's zone, and brings that zone's rules", () => {
    const lines = linesOf()
    expect(lines).toEqual(
      expect.arrayContaining([
        'DTSTART;TZID=Europe/Moscow:20270701T190000',
        'DTEND;TZID=Europe/Moscow:20270702T013000',
        'TZID:Europe/Moscow',
        'DTSTAMP:20261122T090000Z',
        'UID:ticket-3@levem',
      ]),
    )
    expect(lines.indexOf('END:VTIMEZONE')).toBeLessThan(lines.indexOf('BEGIN:VEVENT'))
  })

  it.each([
    ['America/New_York', '20270701T120000'],
    ['Asia/Kolkata', '20270701T213000'],
    ['Europe/Kiev', '20270701T190000'],
    ['Europe/Kyiv', '20270701T190000'],
    ['Pacific/Apia', '20270702T050000'],
    ['Europe/Berlin', '20270701T180000'],
  ])('in %s, too', (zone, start) => {
    const lines = linesOf({ zone })
    expect(lines).toEqual(expect.arrayContaining([`DTSTART;TZID=${zone}:${start}`, `TZID:${zone}`]))
  })

  it('is in UTC where there is no zone', () => {
    expect(linesOf({ zone: 'UTC' })).toEqual(
      expect.arrayContaining(['DTSTART:20270701T160000Z', 'DTEND:20270701T223000Z']),
    )
  })

  it('lasts two hours when nobody knows', () => {
    expect(linesOf({ endsAt: undefined })).toContain('DTEND;TZID=Europe/Moscow:20270701T210000')
  })

  it("reminds three hours before, behind all that is the event's own", () => {
    const lines = linesOf()
    expect(lines).toEqual(expect.arrayContaining(['ACTION:DISPLAY', 'TRIGGER:-PT3H']))
    expect(lines.slice(lines.indexOf('END:VALARM') + 1)).toEqual(['END:VEVENT', 'END:VCALENDAR'])
  })

  it("writes texts so that no sign of theirs is one of the file's, in lines of at most 75 bytes", () => {
    expect(linesOf()).toEqual(
      expect.arrayContaining([
        'SUMMARY:Ночь джаза\\, «живьём»\\; 🎷',
        'DESCRIPTION:Заказ № 12\\nБилет 3\\n\\nhttps://t.me/levem_bot?start=e_abcdefghij',
        'LOCATION:Клуб\\, Лесная\\, 5',
        'URL;VALUE=URI:https://t.me/levem_bot?start=e_abcdefghij',
      ]),
    )
    expect(linesOf({ title: 'x\r\nBEGIN:VEVENT' })).not.toContain('BEGIN:VEVENT\r\nBEGIN:VEVENT')
    expect(linesOf({ title: 'x\r\nEND:VCALENDAR' }).filter((line) => line === 'END:VCALENDAR')).toHaveLength(1)
    const long = calendarFile({ ...facts, title: 'Ночь '.repeat(40), description: '🎷'.repeat(400) }, now)
    expect(long.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([])
  })
})

// What a calendar does with a zone's rules (RFC 5545, 3.6.5): the latest rule before the time on the clock counts.
const instantIn = (lines: readonly string[], property: string): number => {
  const clock =
    lines
      .find((line) => line.startsWith(`${property};TZID=`))
      ?.split(':')
      .at(-1) ?? ''
  const rules = lines.flatMap((line, i) =>
    /^BEGIN:(?:STANDARD|DAYLIGHT)$/u.test(line)
      ? [{ from: valueOf(lines[i + 1]), offset: offsetOf(valueOf(lines[i + 3])) }]
      : [],
  )
  const rule = rules
    .filter(({ from }) => from <= clock)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1)
  const [, year, month, day, hour, minute] = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})/u.exec(clock) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) - (rule?.offset ?? Number.NaN) * 60_000
}

const valueOf = (line = ''): string => line.slice(line.indexOf(':') + 1)

const offsetOf = (text: string): number =>
  (text.startsWith('-') ? -1 : 1) * (Number(text.slice(1, 3)) * 60 + Number(text.slice(3)))

describe('the calendar file and the card', () => {
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')
  const moments = ['2026-12-25T16:00', '2027-02-15T09:00', '2027-07-01T16:00']
  const starts = moments.map((moment) => Date.parse(`${moment}:00Z`))
  const lasting = 30 * 3_600_000
  const misdated = (of: readonly string[], written = (lines: readonly string[]): readonly string[] => lines) =>
    of.filter((zone) =>
      starts.some((startsAt) => {
        const endsAt = startsAt + lasting
        if (localTime(endsAt, zone).getPossibleOffsets().length > 1) return false
        const lines = written(linesOf({ zone, startsAt, endsAt }))
        return instantIn(lines, 'DTSTART') !== startsAt || instantIn(lines, 'DTEND') !== endsAt
      }),
    )

  it('name the same instant in every zone', () => {
    expect(misdated(zones)).toEqual([])
  })

  it('would not, were the rules of summer left out', () => {
    const withoutSummer = (lines: readonly string[]) =>
      lines.filter((_, i) => !lines.slice(i - 4, i + 1).includes('BEGIN:DAYLIGHT'))
    expect(misdated(['Europe/Berlin'], withoutSummer)).toEqual(['Europe/Berlin'])
  })

  it.each(['Africa/Casablanca', 'America/Vancouver', 'Africa/El_Aaiun', 'Australia/Lord_Howe', 'America/St_Johns'])(
    'show the same clock in %s',
    (zone) => {
      for (const startsAt of starts)
        expect(linesOf({ zone, startsAt, endsAt: undefined })).toContain(
          `DTSTART;TZID=${zone}:${localTime(startsAt, zone).toFormat("yyyyMMdd'T'HHmmss")}`,
        )
    },
  )

  it('say which version of the event it is, and whether it takes place', () => {
    expect(linesOf()).toEqual(
      expect.arrayContaining(['SEQUENCE:2', 'LAST-MODIFIED:20261120T080000Z', 'STATUS:CONFIRMED']),
    )
    expect(linesOf({ isCancelled: true })).toContain('STATUS:CANCELLED')
  })
})
