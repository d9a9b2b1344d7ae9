import { DateTime } from 'luxon'
import { dayMs, hourMs } from '../../domain/duration.js'
import type { ClockSpan } from '../../domain/eventSearch.js'
import type { Language } from '../../domain/person.js'
import { folded } from '../../domain/text.js'
import { daysOf } from './dateWords.js'
import { dayAfter, dayOf } from './whenReadings.js'

/** What a search is understood against; `now` in UTC milliseconds. */
export type SearchContext = { readonly now: number; readonly zone: string; readonly language: Language }

/** Days that a text names, the words that name them, and the others. */
export type NamedSpan = { readonly span: ClockSpan; readonly named: string; readonly others: string }

type Days = { readonly from: string; readonly until: string }

const longestText = 80
const mostWords = 8

// Only where one of these is heard the calendar is asked: it takes its time.
const mayName =
  /\d[./-]\d|\d{1,2}(?:-?(?:го|ое|е)|st|nd|rd|th)?(?: of)? \p{L}|(?:сегод|завтр|недел|выходн|уикенд|понед|вторн|сред|четв|пятн|субб|воскр|январ|феврал|март|апрел|июн|июл|август|сентяб|октяб|ноябр|декабр|новый год|нового года|рождеств|вечер|утр|ноч|через|ближайш|today|tomorrow|tonight|week|month|mon|tue|wed|thu|fri|sat|sun|januar|februar|march|april|june|july|august|septem|octob|novem|decem|new year|christmas|evening|morning|night)|(?<!\p{L})(?:ма[йяе]|may|пн|вт|ср|чт|пт|сб|вс|(?:янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\.?)(?!\p{L})/u

/**
 * The days that a text names somewhere in it, as many of its words as can be read together: "джаз в пятницу", "this
 * weekend", "12 декабря", "сегодня вечером", "in June", "12–14 декабря". undefined when it names none.
 */
export const spanWithin = (text: string, context: SearchContext): NamedSpan | undefined => {
  const words = wordsOf(text)
  if (words.length === 0 || words.length > mostWords || !mayName.test(words.join(' '))) return undefined
  for (let length = words.length; length > 0; length -= 1)
    for (let start = 0; start + length <= words.length; start += 1) {
      const named = words.slice(start, start + length).join(' ')
      const span = mayName.test(named) ? spanOf(named, context) : undefined
      if (span) return { span, named, others: [...words.slice(0, start), ...words.slice(start + length)].join(' ') }
    }
  return undefined
}

const wordsOf = (text: string): readonly string[] =>
  text.length > longestText
    ? []
    : folded(text)
        .replace(/[‐-―−]/gu, '-')
        .replace(/[()[\]"«»“”„!?;,]/gu, ' ')
        .replace(/\.(?= |$)/gu, ' ')
        .split(/\s+/u)
        .filter(Boolean)

// From which hour to which: a night ends on the next morning.
const partsOfDay: readonly (readonly [RegExp, from: number, until: number])[] = [
  [/(?:^| )(?:утром|(?:in the )?mornings?)$/u, 4, 12],
  [/(?:^| )(?:днем|(?:in the )?afternoons?)$/u, 12, 17],
  [/(?:^| )(?:вечером|(?:in the )?evenings?)$/u, 17, 24],
  [/(?:^| )(?:ночью|(?:at )?nights?)$/u, 18, 30],
]
const partFirst = /^(?<part>утром|днем|вечером|ночью) (?<rest>.+)$/u
const lead = /^(?:(?:в|во|на|за|on|in|at|for|over|during|the) )+/u

/** A whole phrase as days and hours. */
const spanOf = (phrase: string, context: SearchContext): ClockSpan | undefined => {
  const turned = phrase
    .replace(partFirst, '$<rest> $<part>')
    .replace(/(?:^| )tonight$/u, ' today night')
    .trim()
  const part = partsOfDay.find(([shape]) => shape.test(turned))
  const days = daysIn(part ? turned.replace(part[0], '') : turned, context)
  if (!days) return undefined
  if (!part) return { from: clockOf(days.from), until: clockOf(days.until) + dayMs }
  // "Weekend in the morning" would be two mornings.
  if (days.from !== days.until) return undefined
  return { from: clockOf(days.from) + part[1] * hourMs, until: clockOf(days.from) + part[2] * hourMs }
}

/** What clocks show when a day begins, as if they were those of UTC. */
const clockOf = (day: string): number => DateTime.fromISO(day, { zone: 'utc' }).toMillis()

const daysIn = (phrase: string, { now, zone, language }: SearchContext): Days | undefined => {
  const today = dayOf(now, zone)
  // "Вечером" alone is this evening.
  if (phrase.trim() === '') return { from: today, until: today }
  const context = { today, from: today, language }
  const bare = phrase.replace(lead, '').trim()
  const several = weekendIn(bare, today) ?? weekIn(bare, today) ?? monthIn(bare, today) ?? fromTo(bare, context)
  return several ?? nearDays(daysOf(phrase, context).map(({ day }) => day))
}

// A feast of two days in a row is both; of a date that may be two the first is meant.
const nearDays = (days: readonly string[]): Days | undefined => {
  const [from, ...others] = days.toSorted()
  if (from === undefined) return undefined
  const until = others.findLast((day) => clockOf(day) - clockOf(from) <= dayMs)
  return { from, until: until ?? from }
}

const weekdayOf = (day: string): number => DateTime.fromISO(day, { zone: 'utc' }).weekday

const next = /^(?:следующ\p{L}+|next) /u
const coming = /^(?:эт(?:и|их|ой|у|а)|ближайш\p{L}+|this|coming) /u
const ofWhich = (phrase: string): string => phrase.replace(next, '').replace(coming, '')

const weekendIn = (phrase: string, today: string): Days | undefined => {
  if (!/^(?:выходны[ех]|weekends?|уикенд\p{L}*)$/u.test(ofWhich(phrase))) return undefined
  const saturday = dayAfter(today, 6 - weekdayOf(today))
  const first = next.test(phrase) ? dayAfter(saturday, 7) : saturday
  const sunday = dayAfter(first, 1)
  return { from: first < today ? today : first, until: sunday }
}

const weekIn = (phrase: string, today: string): Days | undefined => {
  if (!/^(?:недел[яеюи]|week)$/u.test(ofWhich(phrase)) || ofWhich(phrase) === phrase) return undefined
  const monday = dayAfter(today, 1 - weekdayOf(today) + (next.test(phrase) ? 7 : 0))
  return { from: monday < today ? today : monday, until: dayAfter(monday, 6) }
}

const months: readonly RegExp[] = [
  /^(?:январ[ьяе]|янв|january|jan)$/u,
  /^(?:феврал[ьяе]|фев|february|feb)$/u,
  /^(?:март[ае]?|мар|march|mar)$/u,
  /^(?:апрел[ьяе]|апр|april|apr)$/u,
  /^(?:ма[йяе]|may)$/u,
  /^(?:июн[ьяе]|june?)$/u,
  /^(?:июл[ьяе]|july?)$/u,
  /^(?:август[ае]?|авг|august|aug)$/u,
  /^(?:сентябр[ьяе]|сент?|september|sept?)$/u,
  /^(?:октябр[ьяе]|окт|october|oct)$/u,
  /^(?:ноябр[ьяе]|ноя|november|nov)$/u,
  /^(?:декабр[ьяе]|дек|december|dec)$/u,
]

const monthIn = (phrase: string, today: string): Days | undefined => {
  const { name = '', year } = monthShape.exec(ofWhich(phrase))?.groups ?? {}
  const month = months.findIndex((one) => one.test(name)) + 1
  if (month === 0) return undefined
  const now = DateTime.fromISO(today, { zone: 'utc' })
  const nextYear = month < now.month ? now.year + 1 : now.year
  const first = isoDay(year === undefined ? nextYear : Number(year), month)
  return { from: first < today ? today : first, until: dayAfter(first, daysInMonth(first) - 1) }
}

const monthShape = /^(?<name>\p{L}+)(?: (?<year>20\d\d))?(?: года?)?$/u

const isoDay = (year: number, month: number): string => `${year}-${String(month).padStart(2, '0')}-01`

const daysInMonth = (day: string): number => DateTime.fromISO(day, { zone: 'utc' }).daysInMonth ?? 0

const fromToShape = /^(?:с |from )?(?<first>\d{1,2}) ?(?:-|по|до|to|and|и) ?(?<last>\d{1,2}) (?<month>\p{L}+)$/u

const fromTo = (phrase: string, context: Parameters<typeof daysOf>[1]): Days | undefined => {
  const { first, last, month } = fromToShape.exec(phrase)?.groups ?? {}
  if (first === undefined || last === undefined || month === undefined) return undefined
  const [from] = daysOf(`${first} ${month}`, context)
  const [until] = daysOf(`${last} ${month}`, context)
  return from && until && from.day <= until.day ? { from: from.day, until: until.day } : undefined
}
