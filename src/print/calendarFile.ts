import { ICalAlarmType, ICalCalendar, ICalEventStatus } from 'ical-generator'
import { hourMs, secondMs } from '../domain/duration.js'
import type { Language } from '../domain/person.js'
import { localTime } from '../texts/format.js'
import { zoneRules } from './zoneRules.js'

/**
 * An event for a calendar. Times are UTC milliseconds, `zone` is an IANA zone. The same `uid` makes a calendar replace
 * what it has.
 */
export type CalendarFacts = {
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly venue: string
  /** Where that is on the map, in degrees. */
  readonly geo?: { readonly latitude: number; readonly longitude: number } | undefined
  readonly startsAt: number
  readonly endsAt: number | undefined
  readonly zone: string
  readonly url: string
  readonly isCancelled: boolean
  /** When it was last changed, and how often: a calendar keeps the latest version. */
  readonly changedAt: number
  readonly changes: number
  readonly language: Language
}

// Without an end calendars show a moment of no length, or none at all.
const usualMs = 2 * hourMs
const alarmSeconds = (3 * hourMs) / secondMs

// The zone stands at the event: at the calendar, the library would write floating times and a stamp that is not in UTC.
/**
 * An .ics file with one event, its zone and an alarm three hours before; `now` (UTC milliseconds) is when it was
 * written.
 */
export const calendarFile = (facts: CalendarFacts, now = Date.now()): string => {
  const { title, startsAt, endsAt = startsAt + usualMs, zone, url, language } = facts
  const calendar = new ICalCalendar({
    prodId: { company: 'Levem', product: 'Tickets', language: language.toUpperCase() },
    timezone: { name: null, generator: (name) => zoneRules(name, startsAt, endsAt) },
  })
  const event = calendar.createEvent({
    id: facts.uid,
    stamp: localTime(now, 'UTC'),
    start: localTime(startsAt, zone),
    end: localTime(endsAt, zone),
    timezone: zone,
    summary: title,
    description: [facts.description, url].filter(Boolean).join('\n\n'),
    location: facts.geo
      ? { title: facts.venue, geo: { lat: facts.geo.latitude, lon: facts.geo.longitude } }
      : facts.venue,
    url,
    status: facts.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    sequence: facts.changes,
    lastModified: localTime(facts.changedAt, 'UTC'),
  })
  if (!facts.isCancelled) event.createAlarm({ type: ICalAlarmType.display, trigger: alarmSeconds, description: title })
  return alarmLast(calendar.toString())
}

// The library writes the address behind the alarm, where RFC 5545 (3.6.1) allows no properties.
const alarmLast = (file: string): string => file.replace(/(BEGIN:VALARM.*END:VALARM\r\n)(.*)(?=END:VEVENT)/su, '$2$1')
