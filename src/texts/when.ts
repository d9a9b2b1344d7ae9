import { DateTime } from 'luxon'
import { dayMs, hourMs, minuteMs } from '../domain/duration.js'
import type { Language } from '../domain/person.js'
import { Refusal } from '../domain/refusal.js'
import { dateOf, type DateContext, type Day } from './dateWords.js'
import { localTime } from './format.js'
import { timeOf, type TimeOfDay, withoutPartOfDay } from './timeOfDay.js'

/** What was understood: an instant (UTC milliseconds), or a day "2026-12-25" whose time is still to be asked. */
export type When = { readonly kind: 'instant'; readonly at: number } | { readonly kind: 'day'; readonly day: string }

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

/**
 * The instant (UTC milliseconds) when the clocks in `zone` show `time` ("1900" or "19:00") on `day`. Refuses with
 * whenNotUnderstood.
 */
export const instantOf = (day: string, time: string, zone: string): number => {
  const { hour, minute } = /^(?<hour>\d{2}):?(?<minute>\d{2})$/u.exec(time)?.groups ?? {}
  return instantAt(day, { hour: Number(hour), minute: Number(minute), second: 0 }, zone)
}

/**
 * Reads a date and time as people type it, in Russian or English, with the clocks of `zone`. Every word must have a
 * meaning, and only one: otherwise it refuses with whenNotUnderstood, rather than guess. The past is understood, too:
 * whether it is allowed is for others to say.
 */
export const parseWhen = (text: string, context: WhenContext): When => {
  const readings = distinct(readingsOf(wordsOf(text), context))
  const [reading] = readings
  if (!reading || readings.length > 1) throw notUnderstood()
  return reading
}

/**
 * The same for an edge of a span of time: of a day alone its first minute ("from"), or its last ("until"). Refuses with
 * whenNotUnderstood.
 */
export const parseEdge = (text: string, context: WhenContext, edge: 'from' | 'until'): number => {
  const when = parseWhen(text, context)
  return when.kind === 'instant' ? when.at : instantOf(when.day, edge === 'from' ? '0000' : '2359', context.zone)
}

const notUnderstood = (): Refusal => new Refusal('whenNotUnderstood')

const longest = { text: 100, words: 12 }

const wordsOf = (text: string): readonly string[] => {
  if (text.length > longest.text) return []
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[‐-―−]/gu, '-')
    .replace(/(?<=\d)t(?=\d)/u, ' ')
    .replace(/[()]/gu, ' ')
    .replace(/[!?;]+$/u, '')
    .replace(/,(?=\S)/gu, ', ')
    .split(/\s+/u)
    .filter(Boolean)
  return words.length <= longest.words ? words : []
}

const readingsOf = (all: readonly string[], context: WhenContext): readonly When[] => {
  const { words, part } = withoutPartOfDay(all)
  const whole = phraseOf(words)
  const time = timeOf(whole, { bare: context.day !== undefined, part })
  // On a day that is chosen "10.12" is a time; otherwise it is the tenth of December.
  if (time && context.day !== undefined) return [onDay(context.day, time, context)]
  const day = dateOf(whole, dateContext(context))
  if (day) return [{ kind: 'day', day: day.day }]
  if (time) return [timeAlone(time, context)]
  return [
    ...fromNow(whole, context.now),
    ...splits(words).flatMap(([date, clock]) => bothOf(date, clock, part, context)),
  ]
}

const phraseOf = (words: readonly string[]): string => words.join(' ').replace(/^[, ]+|[, ]+$/gu, '')

// An end "on 2 January" without a year is the first after the start.
const dateContext = ({ now, zone, language, after = now }: WhenContext): DateContext => ({
  today: dayOf(now, zone),
  from: dayOf(Math.max(now, after), zone),
  language,
})

// The time stands before the date or after it, and nothing stands between.
const splits = (words: readonly string[]): readonly (readonly [date: string, clock: string])[] =>
  words.slice(1).flatMap((_, i) => {
    const [left, right] = [phraseOf(words.slice(0, i + 1)), phraseOf(words.slice(i + 1))]
    return [
      [left, right],
      [right, left],
    ] as const
  })

const bothOf = (date: string, clock: string, part: string | undefined, context: WhenContext): readonly When[] => {
  const time = timeOf(clock, { part })
  const day = time && dateOf(date, dateContext(context))
  return time && day ? [instant(weeklyAt(day, time, context))] : []
}

const weekMs = 7 * dayMs

// "On Friday at ten" said on a Friday at eleven is the Friday to come.
const weeklyAt = ({ day, weekly }: Day, time: TimeOfDay, { now, zone }: WhenContext): number => {
  const at = instantAt(day, time, zone)
  return weekly && at <= now ? instantAt(dayOf(at + weekMs, zone), time, zone) : at
}

const timeAlone = (time: TimeOfDay, { now, zone, after }: WhenContext): When => {
  const floor = after ?? now
  const today = dayOf(floor, zone)
  const at = instantAt(today, time, zone)
  return instant(at > floor ? at : instantAt(nextDay(today), time, zone))
}

const onDay = (day: string, time: TimeOfDay, { zone, after }: WhenContext): When => {
  const at = instantAt(day, time, zone)
  const isNextNight = after !== undefined && at <= after && day === dayOf(after, zone)
  return instant(isNextNight ? instantAt(nextDay(day), time, zone) : at)
}

const fromNowShape =
  /^(?:через|in) (?:(?<count>\d{1,3}|an?) )?(?:(?<hours>ч(?:\.|ас(?:а|ов)?)?|h(?:ours?)?)|мин(?:\.|ут[уы]?)?|min(?:ute)?s?)$/u

// "через 2 часа", "in 30 minutes": no calendar is needed, and no zone.
const fromNow = (phrase: string, now: number): readonly When[] => {
  const match = fromNowShape.exec(phrase)
  if (!match) return []
  const count = /^\d/u.test(match.groups?.['count'] ?? '') ? Number(match.groups?.['count']) : 1
  return [instant(Math.ceil((now + count * (match.groups?.['hours'] ? hourMs : minuteMs)) / minuteMs) * minuteMs)]
}

const instant = (at: number): When => ({ kind: 'instant', at })

const dayOf = (at: number, zone: string): string => localTime(at, zone).toISODate()

const nextDay = (day: string): string => DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 }).toISODate() ?? day

// When clocks go forward, a time they skip is that much later (02:30 is 03:30); when they go back, a time they show
// twice is the first.
const instantAt = (day: string, { hour, minute: minutes, second }: TimeOfDay, zone: string): number => {
  const date = DateTime.fromISO(day, { zone: 'utc' })
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day) || !date.isValid || Number.isNaN(hour + minutes)) throw notUnderstood()
  const local = DateTime.fromObject(
    { year: date.year, month: date.month, day: date.day, hour, minute: minutes, second },
    { zone },
  )
  if (!local.isValid || hour > 23) throw notUnderstood()
  return Math.min(...local.getPossibleOffsets().map((possible) => possible.toMillis()))
}

const distinct = (readings: readonly When[]): readonly When[] => [
  ...new Map(readings.map((reading) => [JSON.stringify(reading), reading])).values(),
]
