import { dayMs } from '../../domain/duration.js'
import { lengthOf } from './lengths.js'
import { daysOf } from './dateWords.js'
import { withDigits } from '../../domain/numberWords.js'
import { type TimeOfDay, timesOf, withoutPartOfDay } from './timeOfDay.js'
import {
  added,
  dateContext,
  dayOf,
  instantAt,
  type Moment,
  phraseOf,
  type Reading,
  readingsOf,
  splits,
  type WhenContext,
} from './whenReadings.js'

/**
 * Every way to read a phrase as a start and an end: "20 декабря с 18:00 до 22:00", "Dec 12, 7-11pm", "25.12.2026
 * 19:00-22:00", two dates with times and a dash between, "завтра в 19:00 на 3 часа".
 */
export const rangesOf = (words: readonly string[], context: WhenContext): readonly Reading[] => {
  const ofTimes = onOneDay(words, context)
  if (ofTimes.length > 0) return ofTimes
  const start = { ...context, after: undefined }
  return [...betweenMoments(words, start), ...withLength(words, start)]
}

const onOneDay = (all: readonly string[], context: WhenContext): readonly Reading[] => {
  const { words, part } = withoutPartOfDay(all)
  const alone = spansOf(phraseOf(words), part)
  if (alone.length > 0) return onDay(dayMeant(alone, context), alone, context)
  return splits(words).flatMap(([date, clock]) => {
    const spans = spansOf(clock, part)
    if (spans.length === 0) return []
    return daysOf(date, dateContext(context)).flatMap(({ day, weekly }) => {
      const isOver = weekly && startsOf(day, spans, context) <= context.now
      return onDay(isOver ? weekAfter(day) : day, spans, context)
    })
  })
}

const weekAfter = (day: string): string => dayOf(instantAt(day, noon, 'UTC') + 7 * dayMs, 'UTC')

const noon: TimeOfDay = { hour: 12, minute: 0, second: 0 }

type Span = { readonly from: TimeOfDay; readonly until: TimeOfDay }

const startsOf = (day: string, spans: readonly Span[], { zone }: WhenContext): number =>
  Math.min(...spans.map(({ from }) => instantAt(day, from, zone)))

// The times alone are those of the day that is chosen, of the start's, or the next ones.
const dayMeant = (spans: readonly Span[], context: WhenContext): string => {
  const { day, after, now, zone } = context
  if (day !== undefined) return day
  const today = dayOf(after ?? now, zone)
  return after === undefined && startsOf(today, spans, context) <= now ? dayOf(now + dayMs, zone) : today
}

const onDay = (day: string, spans: readonly Span[], { zone }: WhenContext): readonly Reading[] => {
  const ranges = spans.map(({ from, until }) => {
    const at = instantAt(day, from, zone)
    const same = instantAt(day, until, zone)
    return { kind: 'instant', at, until: same > at ? same : instantAt(day, { ...until, nextDay: true }, zone) } as const
  })
  // Of "7-11pm" that is meant which takes the shortest.
  const [shortest] = ranges.toSorted((one, other) => one.until - one.at - (other.until - other.at))
  return shortest ? [[shortest]] : []
}

const separator = /(?: ?- ?| (?:до|по|to|till?|until|and|и) )/gu

// "с 18:00 до 22:00", "7-11pm", "from 7 to 11", "19:00-22:00".
const spansOf = (phrase: string, part: string | undefined): readonly Span[] => {
  const bare = phrase.replace(/^(?:с|со|from|between) /u, '')
  return [...bare.matchAll(separator)].flatMap(({ 0: sign, index }) =>
    pairs(bare.slice(0, index), bare.slice(index + sign.length), part),
  )
}

const named = /(?:утра|дня|вечера|ночи|morning|afternoon|evening|night|[ap]\.?m\.?)$/u

const pairs = (from: string, until: string, part: string | undefined): readonly Span[] => {
  const [isFromNamed, isUntilNamed] = [named.test(from), named.test(until)]
  const starts = sideOf(from, isUntilNamed && !isFromNamed, part)
  const ends = sideOf(until, isFromNamed && !isUntilNamed, isUntilNamed ? undefined : part)
  return starts.flatMap((start) => ends.map((end) => ({ from: start, until: end })))
}

// A side without a part of the day, beside one that has it, is on a clock of twelve hours.
const sideOf = (side: string, twelve: boolean, part: string | undefined): readonly TimeOfDay[] => {
  const times = timesOf(side, { bare: true, part })
  const isOpen = twelve && /^(?:[1-9]|1[0-2])(?!\d)/u.test(withDigits(side))
  if (!isOpen) return times
  return times.flatMap((time) => [
    { ...time, hour: time.hour % 12 },
    { ...time, hour: (time.hour % 12) + 12 },
  ])
}

const betweenMoments = (words: readonly string[], context: WhenContext): readonly Reading[] =>
  words.flatMap((word, i) => {
    if (!/^(?:-|до|по|to|till?|until)$/u.test(word)) return []
    const first = words.slice(0, i).filter((one, j) => j > 0 || !/^(?:с|со|from)$/u.test(one))
    return ended(readingsOf(first, context), (at) =>
      readingsOf(words.slice(i + 1), { ...context, day: undefined, after: at }),
    )
  })

const withLength = (words: readonly string[], context: WhenContext): readonly Reading[] =>
  words.flatMap((word, i) => {
    const length = /^(?:на|for|длится|длительность|lasts)$/u.test(word)
      ? lengthOf(phraseOf(words.slice(i + 1)))
      : undefined
    if (!length) return []
    return ended(readingsOf(words.slice(0, i), context), (at) => [
      [{ kind: 'instant', at: added(at, length, context.zone) }],
    ])
  })

// Only a start and an end of which each has one meaning.
const ended = (starts: readonly Reading[], endsOf: (at: number) => readonly Reading[]): readonly Reading[] => {
  const start = single(starts)
  const end = start && single(endsOf(start.at))
  return start && end && end.at > start.at ? [[{ kind: 'instant', at: start.at, until: end.at }]] : []
}

const single = ([reading, ...others]: readonly Reading[]): (Moment & { readonly kind: 'instant' }) | undefined => {
  const [moment, ...alternatives] = reading ?? []
  return others.length === 0 && alternatives.length === 0 && moment?.kind === 'instant' ? moment : undefined
}
