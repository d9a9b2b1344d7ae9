import { dayMs, hourMs, minuteMs } from './duration.js'
import type { Event } from './event.js'
import { clockTimeOf, dayOf, instantOf } from './localTime.js'
import { morningAfter, nightHours } from './night.js'

/** The day before, and two hours before. */
export const reminderKinds = ['day', 'hours'] as const

/** Which of the reminders of an event. */
export type ReminderKind = (typeof reminderKinds)[number]

/** When an event begins, by whose clocks. */
export type Beginning = Pick<Event, 'startsAt' | 'zone'>

/** A reminder takes so long: what Telegram allows, and a tenth more for all that comes between. */
export const reminderTakesMs = 37

/** Whoever bought so shortly before a reminder needs none. */
export const freshMs = 3 * hourMs

/** No reminder is due longer before the start: a day, a night by which it may be brought forward, and a long run. */
export const longestAheadMs = 2 * dayMs

const hoursBeforeMs = 2 * hourMs
// In the morning there is this much time left at least, or it is said on the evening before.
const leastInMorningMs = hourMs
// A run that is a little late is still ended in the evening.
const lateInEveningMs = 15 * minuteMs
// "Tomorrow" is not said any more on the day itself, and "in two hours" not to those who stand in line.
const latestMs: Readonly<Record<ReminderKind, number>> = { day: 6 * hourMs, hours: hourMs / 2 }

/** The same time on the clocks of a zone, so many days later (UTC milliseconds). */
const daysLater = (at: number, days: number, zone: string): number =>
  instantOf(clockTimeOf(at, zone) + days * dayMs, zone)

const eveningBefore = (morning: number, zone: string): number =>
  instantOf(dayOf(clockTimeOf(morning, zone)) - dayMs + nightHours.from * hourMs - minuteMs, zone)

/** The end of a night in which nobody is to be disturbed; undefined by day, and in the night of the event itself. */
const quietUntil = (at: number, { startsAt, zone }: Beginning): number | undefined => {
  const morning = morningAfter(at, zone)
  return morningAfter(startsAt, zone) === morning ? undefined : morning
}

/**
 * When the last holder should have heard a reminder (UTC milliseconds): at the same time by the event's clocks the day
 * before, or two hours before the start. What would fall into the night is said in the morning where that leaves an
 * hour, else on the evening before; not in the night of the event itself.
 */
export const reminderDueAt = (kind: ReminderKind, event: Beginning): number => {
  const { startsAt, zone } = event
  const at = kind === 'day' ? daysLater(startsAt, -1, zone) : startsAt - hoursBeforeMs
  const morning = quietUntil(at, event)
  if (morning === undefined) return at
  return morning <= startsAt - leastInMorningMs ? morning : eveningBefore(morning, zone)
}

/**
 * When the first of so many people may hear it, so that the last does in time (UTC milliseconds); not in the night
 * before.
 */
export const reminderBeginsAt = (kind: ReminderKind, event: Beginning, people: number): number => {
  const dueAt = reminderDueAt(kind, event)
  const at = dueAt - people * reminderTakesMs
  return Math.min(dueAt, quietUntil(at, event) ?? at)
}

/** Until when a reminder is worth hearing (UTC milliseconds). */
export const reminderEndsAt = (kind: ReminderKind, event: Beginning): number => event.startsAt - latestMs[kind]

/**
 * Whether a reminder may be said now: from which time on (UTC milliseconds), which is `now` or the end of the night;
 * undefined: not at all any more.
 */
export const reminderSaidFrom = (kind: ReminderKind, event: Beginning, now: number): number | undefined => {
  const at = quietUntil(now - lateInEveningMs, event) === undefined ? now : (quietUntil(now, event) ?? now)
  return at <= reminderEndsAt(kind, event) ? at : undefined
}
