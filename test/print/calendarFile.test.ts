import { describe, expect, it } from 'vitest'
import { calendarFile, type CalendarFacts } from '../../src/print/calendarFile.js'

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
        'DESCRIPTION:Заказ № 12\\nБилет 3',
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
