import { DateTime } from 'luxon'
import type { Language } from '../../domain/person.js'
import { daysOf, type DateContext } from './dateWords.js'
import { localTime } from '../format.js'
import { type Length, lengthOf } from './lengths.js'
import { type TimeOfDay, timesOf, withoutPartOfDay } from './timeOfDay.js'
import type { Day } from './weekdays.js'

/**
 * What was understood: an instant (UTC milliseconds), with `until` if an end was said with it, or a day "2026-12-25"
 * whose time is still to be asked.
 */
export type Moment =
  | { readonly kind: 'instant'; readonly at: number; readonly until?: number }
  | { readonly kind: 'day'; readonly day: string }

/** One way to read a phrase; where it has two meanings, both. */
export type Reading = readonly Moment[]

/** What a typed time is understood against. Times are UTC milliseconds. */
export type WhenContext = {
  readonly now: number
  /** The zone whose clocks are meant. */
  readonly zone: string
  /** Tried first; the other language is understood as well. */
  readonly language: Language
  /** A day that is already chosen, "2026-12-25": a time alone is meant on it. */
  readonly day?: string | undefined
  /** The start, when an end is asked: a time alone is the first such time after it. */
  readonly after?: number | undefined
}

/** Words without the commas and spaces around them. */
export const phraseOf = (words: readonly string[]): string => words.join(' ').replace(/^[, ]+|[, ]+$/gu, '')

/** Every way to read a date and a time, of which a good phrase has one. */
export const readingsOf = (all: readonly string[], context: WhenContext): readonly Reading[] => {
  const { words, part } = withoutPartOfDay(all)
  const whole = phraseOf(words)
  const length = lengthReading(phraseOf(all), context)
  if (length) return [length]
  const times = timesOf(whole, { bare: context.day !== undefined, until: context.after !== undefined, part })
  // On a day that is chosen "10.12" is a time; otherwise it is the tenth of December.
  if (times.length > 0 && context.day !== undefined) return [onDay(context.day, times, context)]
  const days = daysOf(whole, dateContext(context))
  if (days.length > 0) return [days.map(({ day }) => ({ kind: 'day', day }))]
  if (times.length > 0) return [timeAlone(times, context)]
  return splits(words).flatMap(([date, clock]) => bothOf(date, clock, part, context))
}

/** Two parts of a phrase, in either order: the time stands before the date or after it, and nothing between. */
export const splits = (words: readonly string[]): readonly (readonly [date: string, clock: string])[] =>
  words.slice(1).flatMap((_, i) => {
    const [left, right] = [phraseOf(words.slice(0, i + 1)), phraseOf(words.slice(i + 1))]
    return [
      [left, right],
      [right, left],
    ] as const
  })

/** The first day that a date may be: an end "on 2 January" without a year is the first after the start. */
export const dateContext = ({ now, zone, language, after = now }: WhenContext): DateContext => ({
  today: dayOf(now, zone),
  from: dayOf(Math.max(now, after), zone),
  language,
})

const bothOf = (date: string, clock: string, part: string | undefined, context: WhenContext): readonly Reading[] => {
  const times = timesOf(clock, { part, until: context.after !== undefined })
  const days = times.length === 0 ? [] : daysOf(date, dateContext(context))
  return days.length === 0 ? [] : [days.flatMap((day) => upcoming(instantsOn(day, times, context), context))]
}

const instantsOn = (day: Day, times: readonly TimeOfDay[], context: WhenContext): readonly Moment[] =>
  times.map((time) => instant(weeklyAt(day, time, context)))

// "On Friday at ten" said on a Friday at eleven is the Friday to come.
const weeklyAt = ({ day, weekly }: Day, time: TimeOfDay, { now, zone }: WhenContext): number => {
  const at = instantAt(day, time, zone)
  return weekly && at <= now ? instantAt(dayAfter(day, 7), time, zone) : at
}

// Of two nights or two halves of the day one may be over; of an end the next one is meant.
const upcoming = (moments: readonly Moment[], { now, after }: WhenContext): readonly Moment[] => {
  if (moments.length < 2) return moments
  const ahead = moments.filter((moment) => moment.kind === 'day' || moment.at > (after ?? now))
  if (ahead.length === 0) return moments.slice(-1)
  return after === undefined ? ahead : ahead.toSorted(byTime).slice(0, 1)
}

const byTime = (one: Moment, other: Moment): number =>
  (one.kind === 'day' ? 0 : one.at) - (other.kind === 'day' ? 0 : other.at)

const timeAlone = (times: readonly TimeOfDay[], context: WhenContext): Reading => {
  const { now, zone, after } = context
  const floor = after ?? now
  const today = dayOf(floor, zone)
  const next = times.map((time) => firstAfter(floor, today, time, zone))
  // Midnight is one, whichever day it is counted to.
  const all = next.map(instant).toSorted(byTime)
  return times.some(({ nextDay }) => nextDay) ? all.slice(0, 1) : upcoming(all, context)
}

const firstAfter = (floor: number, today: string, time: TimeOfDay, zone: string): number => {
  const plain = { ...time, nextDay: false }
  const at = instantAt(today, plain, zone)
  return at > floor ? at : instantAt(dayAfter(today), plain, zone)
}

const onDay = (day: string, times: readonly TimeOfDay[], context: WhenContext): Reading => {
  const { zone, after } = context
  const read = times.map((time) => instant(instantAt(day, time, zone)))
  if (after === undefined || day !== dayOf(after, zone)) return upcoming(read, context)
  if (read.some((moment) => moment.kind === 'instant' && moment.at > after)) return upcoming(read, context)
  return [instant(Math.min(...times.map((time) => instantAt(dayAfter(day), { ...time, nextDay: false }, zone))))]
}

const leads = /^(?:через|in|на|for|еще|длится|lasts|\+) ?/u
const trails = / (?:from now|later|спустя|long|(?:после|от) начала|(?:from|after) the start)$/u

// "Через 2 часа", "in 30 minutes": from now, or from the start where an end is asked; there a length needs no lead.
const lengthReading = (phrase: string, { now, zone, after }: WhenContext): Reading | undefined => {
  const bare = phrase.replace(leads, '').replace(trails, '')
  const length = lengthOf(bare)
  if (!length || (after === undefined && (bare === phrase || /^(?:на|for|еще|длится|lasts|\+)/u.test(phrase))))
    return undefined
  // "Через 3 дня" is a day, as long as it is not counted from a start.
  if (after === undefined && length.ms === 0) return undefined
  const end = instant(added(after ?? now, length, zone))
  return after !== undefined && bare === phrase ? [end, ...clockOf(bare, after, zone)] : [end]
}

/** An instant and a length after it: days are those of the calendar, the rest is counted, in whole minutes. */
export const added = (at: number, { days, ms }: Length, zone: string): number => {
  const local = localTime(at, zone).plus({ days }).toMillis()
  return Math.ceil((local + ms) / 60_000) * 60_000
}

// "22 часа" may be meant of the clock as well.
const clockOf = (phrase: string, after: number, zone: string): readonly Moment[] => {
  const { hour } = /^(?<hour>1[3-9]|2[0-3]) ?ч(?:ас(?:а|ов)?)?\.?$/u.exec(phrase)?.groups ?? {}
  if (hour === undefined) return []
  return [instant(firstAfter(after, dayOf(after, zone), { hour: Number(hour), minute: 0, second: 0 }, zone))]
}

const instant = (at: number): Moment => ({ kind: 'instant', at })

/** The day "2026-12-25" of an instant in `zone`. */
export const dayOf = (at: number, zone: string): string => localTime(at, zone).toISODate()

/** The day so many days after one, both as "2026-12-25". */
export const dayAfter = (day: string, days = 1): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate() ?? day

/**
 * The instant of a time on a day, which must exist. When clocks go forward, a time they skip is that much later (02:30
 * is 03:30); when they go back, a time they show twice is the first.
 */
export const instantAt = (day: string, { hour, minute, second, nextDay = false }: TimeOfDay, zone: string): number => {
  const { year, month, day: date } = DateTime.fromISO(nextDay ? dayAfter(day) : day, { zone: 'utc' })
  const local = DateTime.fromObject({ year, month, day: date, hour, minute, second }, { zone })
  return Math.min(...local.getPossibleOffsets().map((possible) => possible.toMillis()))
}
