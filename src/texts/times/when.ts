import { DateTime, FixedOffsetZone } from 'luxon'
import { Refusal } from '../../domain/refusal.js'
import { folded } from '../../domain/text.js'
import { date, dateTime, localTime } from '../format.js'
import { type ClockChange, isTwice, skippedBefore } from './clockChanges.js'
import { rangesOf } from './timeRanges.js'
import { daysOf } from './dateWords.js'
import {
  dateContext,
  dayOf,
  instantAt,
  type Moment,
  phraseOf,
  type Reading,
  readingsOf,
  type WhenContext,
} from './whenReadings.js'
import { isSameTime, withoutZone } from './zoneWords.js'

export type { WhenContext } from './whenReadings.js'

/**
 * What was understood; `foreign` is the zone it was said in, where that shows another time than the event's. `clock`:
 * the time that was said is twice on the clock, and this is the first, or never, and this is as much later.
 */
export type When = Moment & { readonly foreign?: string; readonly clock?: ClockChange }

/** What was understood where a phrase has two meanings: both. */
export type Either = { readonly kind: 'either'; readonly options: readonly When[] }

/**
 * The instant (UTC milliseconds) when the clocks in `zone` show `time` ("1900" or "19:00") on `day`. Refuses with
 * whenNotUnderstood.
 */
export const instantOf = (day: string, time: string, zone: string): number => {
  const { hour, minute } = /^(?<hour>[01]\d|2[0-3]):?(?<minute>[0-5]\d)$/u.exec(time)?.groups ?? {}
  if (hour === undefined || !isDay(day)) throw notUnderstood()
  return instantAt(day, { hour: Number(hour), minute: Number(minute), second: 0 }, zone)
}

const isDay = (day: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/u.test(day) && DateTime.fromISO(day, { zone: 'utc' }).isValid

/**
 * Reads a date and time as people type it, in Russian or English, with the clocks of `zone` or of the zone that is
 * named. Every word must have a meaning: otherwise it refuses with whenNotUnderstood, rather than guess; what has two
 * meanings comes back with both. The past is understood, too: whether it is allowed is for others to say.
 */
export const understandWhen = (text: string, context: WhenContext): When | Either => {
  const { phrase, zones } = withoutZone(phraseOf(wordsOf(text)), context.zone)
  const words = phrase.split(' ').filter(Boolean)
  const found = readingIn(words, { ...context, zone: zones[0] ?? context.zone })
  const options = found.map((moment) => withOwnEnd(marked(moment, zones, context.zone), words, context))
  const [only, second] = options
  if (!only) throw notUnderstood()
  if (second) return { kind: 'either', options: twoOf(options, context.zone) }
  return zones.length > 0 ? only : withClock(only, words, context)
}

const withClock = (when: When, words: readonly string[], context: WhenContext): When => {
  if (when.kind === 'day') return when
  if (isTwice(when.at, context.zone)) return { ...when, clock: 'twice' }
  return isSkipped(when.at, words, context) ? { ...when, clock: 'skipped' } : when
}

// Clocks that are not changed would have shown the time that was said: so much earlier.
const isSkipped = (at: number, words: readonly string[], context: WhenContext): boolean => {
  const jump = skippedBefore(at, context.zone)
  if (jump === 0) return false
  const unchanged = FixedOffsetZone.instance(localTime(at, context.zone).offset).name
  const [read] = readingIn(words, { ...context, zone: unchanged })
  return read?.kind === 'instant' && read.at === at - jump
}

/** The same where nobody can be asked: what has two meanings is refused with whenAmbiguous, which names both. */
export const parseWhen = (text: string, context: WhenContext): When => {
  const when = understandWhen(text, context)
  if (when.kind !== 'either') return when
  const [first = '', second = ''] = when.options.map((option) => momentText(option, context))
  throw new Refusal('whenAmbiguous', { first, second })
}

type Reader = Pick<WhenContext, 'zone' | 'language'> & { readonly now?: number | undefined }

/** What was understood, as texts write it; near `now` without the year. */
export const momentText = (moment: Moment, { zone, language, now }: Reader): string =>
  moment.kind === 'instant'
    ? dateTime(moment.at, zone, language, now)
    : date(instantOf(moment.day, '1200', zone), zone, language, now)

/**
 * The same for an edge of a span of time: of a day alone its first minute ("from"), or its last ("until"). Refuses with
 * whenNotUnderstood, whenAmbiguous.
 */
export const parseEdge = (text: string, context: WhenContext, edge: 'from' | 'until'): number => {
  const when = parseWhen(text, context)
  if (when.kind === 'day') return instantOf(when.day, edge === 'from' ? '0000' : '2359', context.zone)
  if (when.until !== undefined) throw notUnderstood()
  return when.at
}

/**
 * The day "2026-12-25" that a phrase begins or ends with, whose rest was not understood; undefined without one, or
 * where another day is named beside it.
 */
export const dayWithin = (text: string, context: WhenContext): string | undefined => {
  const words = phraseOf(wordsOf(text)).split(' ').filter(Boolean)
  const parts = words.flatMap((_, from) => words.slice(from).map((__, i) => ({ from, to: from + i + 1 })))
  const found = parts.flatMap(({ from, to }) =>
    daysOf(phraseOf(words.slice(from, to)), dateContext(context)).map(({ day }) => ({ from, to, day })),
  )
  const longest = found.filter((one) => !found.some((other) => isWithin(one, other)))
  const [first] = longest.filter(({ from, to }) => from === 0 || to === words.length)
  return longest.every(({ day }) => day === first?.day) ? first?.day : undefined
}

type Part = { readonly from: number; readonly to: number }

const isWithin = (one: Part, other: Part): boolean =>
  other.from <= one.from && other.to >= one.to && other.to - other.from > one.to - one.from

const notUnderstood = (): Refusal => new Refusal('whenNotUnderstood')

// The longest that is printed: two dates with their years, and the zone of an island territory.
const limits = { text: 130, words: 18 }

const wordsOf = (text: string): readonly string[] => {
  if (text.length > limits.text) return []
  const words = folded(text)
    .replace(/[‐-―−]/gu, '-')
    .replace(/(?<=\d)t(?=\d)/u, ' ')
    .replace(/(?<=:\d{2}:\d{2})\.\d+/u, '')
    .replace(/[()[\]"«»“”\p{Extended_Pictographic}\uFE0F]/gu, ' ')
    .replace(/[!?;.]+$/u, '')
    .replace(/(?<=\d),(?=\d{1,2} ?(?:ч|h))/gu, '.')
    .replace(/(?<=\d)-(?:х|ти)(?= |$)/gu, '')
    .replace(/ноль[- ]ноль/gu, '00')
    .replace(/(?<!\p{L})(?:начало|конец|окончание|starts|ends|begins|starting)(?!\p{L}):?/gu, ' ')
    .replace(/,(?=\S)/gu, ', ')
    .split(/\s+/u)
    .filter(Boolean)
  return words.length <= limits.words ? words : []
}

// Where no time can be read, a span of time may be; an end may be counted from the start instead of from now.
const readingIn = (words: readonly string[], context: WhenContext): Reading => {
  const direct = single(readingsOf(words, context))
  if (direct && !isTooEarly(direct, context)) return direct
  const { after } = context
  const fromStart = after === undefined ? undefined : single(readingsOf(words, { ...context, now: after }))
  return fromStart ?? direct ?? endOf(single(rangesOf(words, context)), after) ?? []
}

const isTooEarly = (reading: Reading, { after, zone }: WhenContext): boolean =>
  after !== undefined &&
  reading.every((moment) => (moment.kind === 'instant' ? moment.at : instantOf(moment.day, '2359', zone)) <= after)

// The bot's own "19:00–22:00", sent where an end is asked, says the end if its start is the start.
const endOf = (range: Reading | undefined, after: number | undefined): Reading | undefined => {
  if (after === undefined || !range) return range
  const [moment] = range
  return moment?.kind === 'instant' && moment.at === after && moment.until !== undefined
    ? [{ kind: 'instant', at: moment.until }]
    : undefined
}

const single = (readings: readonly Reading[]): Reading | undefined => {
  const [only, ...others] = distinct(readings.filter((reading) => reading.length > 0).map(distinct))
  return others.length === 0 ? only : undefined
}

const distinct = <T>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
]

// The zones that are named must be one; a day is not the same one everywhere.
const marked = (moment: Moment, zones: readonly string[], own: string): When => {
  const [zone, ...more] = zones
  if (zone === undefined) return moment
  if (moment.kind === 'day') return dayWhere(moment, zones, own)
  if (!more.every((other) => isSameTime(zone, other, moment.at))) throw notUnderstood()
  return isSameTime(zone, own, moment.at) ? moment : { ...moment, foreign: zone }
}

// "(GMT+2)" behind a span of time is said of its start: clocks may change before its end.
const withOwnEnd = (when: When, words: readonly string[], context: WhenContext): When => {
  if (when.kind === 'day' || when.until === undefined || when.foreign !== undefined) return when
  const [own] = readingIn(words, context)
  return own?.kind === 'instant' && own.until !== undefined ? { ...when, until: own.until } : when
}

const dayWhere = (moment: Moment & { readonly kind: 'day' }, zones: readonly string[], own: string): When => {
  const noon = instantOf(moment.day, '1200', own)
  if (!zones.every((zone) => isSameTime(zone, own, noon))) throw notUnderstood()
  return moment
}

// Two dates and two halves of the day would be four: the date goes first.
const twoOf = (options: readonly When[], zone: string): readonly When[] =>
  options.length === 2 ? options : daysIn(options, zone).map((day) => ({ kind: 'day', day }))

const daysIn = (moments: readonly Moment[], zone: string): readonly string[] =>
  distinct(moments.map((moment) => (moment.kind === 'day' ? moment.day : dayOf(moment.at, zone)))).slice(0, 2)
