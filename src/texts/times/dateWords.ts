import type { ParsedComponents } from 'chrono-node'
import * as english from 'chrono-node/en'
import * as russian from 'chrono-node/ru'
import { DateTime } from 'luxon'
import { yearlessDays } from '../../domain/duration.js'
import type { Language } from '../../domain/person.js'
import { dayAhead, feastDays } from './namedDays.js'
import { type Day, spokenWeekday, weekdayOf } from './weekdays.js'

/**
 * What a date is understood against. `from` is the first day that a date without a year may be; both look like
 * "2026-11-22".
 */
export type DateContext = { readonly today: string; readonly from: string; readonly language: Language }

/**
 * Reads a whole phrase as a date: "25.12.2026", "25.12", "2026-12-25", "25 декабря", "Friday, December 25th", "завтра",
 * "next friday". None when it is none, or one that does not exist. Without a year it is the next such date, `from`
 * included; 01.02 is the first of February, but 01/02 in English may be the second of January as well: then both.
 */
export const daysOf = (phrase: string, context: DateContext): readonly Day[] => {
  const whole = trimmed(phrase)
  const { weekday, rest } = withoutWeekday(whole)
  const written = writtenDates(trimmed(rest), context)
  if (written.length > 0) return fittingDays(written, trimmed(rest), { ...context, weekday })
  if (/\d[./-]\d/u.test(phrase)) return []
  const named = namedDays(withoutLead(phrase), context)
  if (named.length > 0) return named.map((day) => ({ day, weekly: false }))
  const day = spokenWeekday(whole, context.today) ?? spokenDate(whole, context)
  return day ? [day] : []
}

type Weekly = DateContext & { readonly weekday: number | undefined }

// The weekday has to agree, else one of them is a slip. Without a year the bot itself writes of days that are over.
const fittingDays = (written: readonly string[], date: string, { weekday, ...context }: Weekly): readonly Day[] => {
  const fits = (day: string): boolean =>
    weekday === undefined || DateTime.fromISO(day, { zone: 'utc' }).weekday === weekday
  const coming = written.filter(fits)
  const found =
    coming.length > 0 ? coming : writtenDates(date, { ...context, from: lastYearless(context) }).filter(fits)
  return found.map((day) => ({ day, weekly: false }))
}

const lastYearless = ({ today }: DateContext): string =>
  DateTime.fromISO(today, { zone: 'utc' })
    .minus({ days: yearlessDays + 1 })
    .toISODate() ?? today

const namedDays = (phrase: string, { today, from }: DateContext): readonly string[] => {
  const ahead = dayAhead(phrase, today)
  if (ahead !== undefined) return [ahead]
  return feastDays(phrase)
    .map(([day, month]) => nextSuch(day, month, from))
    .filter((day) => day !== undefined)
    .toSorted()
}

// Words and marks that lead into a date or close it without meaning anything.
const withoutLead = (phrase: string): string => phrase.replace(/^(?:(?:в|во|на|on|the) |[ ,])+/u, '')

const trimmed = (phrase: string): string =>
  withoutLead(phrase).replace(/(?:[ ,]|(?: (?:года|год|г\.?)|(?<=\d)г\.?))+$/u, '')

// "пт, 25 декабря", "25 декабря в пятницу": the weekday must agree with the date, else one of them is a slip.
const withoutWeekday = (phrase: string): { readonly weekday: number | undefined; readonly rest: string } => {
  const words = phrase.split(' ')
  const [first, last] = [weekdayOf(words[0] ?? ''), weekdayOf(words.at(-1) ?? '')]
  if (!/\d/u.test(phrase) || words.length < 2) return { weekday: undefined, rest: phrase }
  if (first !== undefined) return { weekday: first, rest: words.slice(1).join(' ') }
  if (last === undefined) return { weekday: undefined, rest: phrase }
  return {
    weekday: last,
    rest: words
      .slice(0, -1)
      .join(' ')
      .replace(/[ ,]+(?:в|во|on)$/u, ''),
  }
}

const months = [
  ['января', 'январь', 'january'],
  ['февраля', 'февраль', 'february'],
  ['марта', 'март', 'march'],
  ['апреля', 'апрель', 'april'],
  ['мая', 'май', 'may'],
  ['июня', 'июнь', 'june'],
  ['июля', 'июль', 'july'],
  ['августа', 'август', 'august'],
  ['сентября', 'сентябрь', 'september'],
  ['октября', 'октябрь', 'october'],
  ['ноября', 'ноябрь', 'november'],
  ['декабря', 'декабрь', 'december'],
] as const

const shortestMonth = 3

// A month may be cut: "дек", "sept.".
const monthNumber = (name: string): number =>
  1 + months.findIndex((names) => name.length >= shortestMonth && names.some((known) => known.startsWith(name)))

const dateShapes = [
  /^(?<year>\d{4})(?<mark>[-./])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})$/u,
  /^(?<day>\d{1,2})(?<sign>[./-])(?<month>\d{1,2})\k<sign>(?<year>\d{4}|\d{2})$/u,
  /^(?<day>\d{1,2}) (?<month>\d{1,2}) (?<year>\d{4})$/u,
  /^(?<day>\d{1,2})(?<sign>[./])(?<month>\d{1,2})\.?$/u,
  /^(?<day>\d{1,2})(?:-?(?:го|е|ое)|st|nd|rd|th)?(?: of)? (?<name>\p{L}+)\.?,?(?: (?<year>\d{4}))?$/u,
  /^(?<name>\p{L}+)\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,?(?: (?<year>\d{4}))?$/u,
] as const

const dayNumber = /^(?<day>\d{1,2})(?:(?:-?(?:го|е|ое))?(?: числа)?|st|nd|rd|th)$/u

const writtenDates = (phrase: string, context: DateContext): readonly string[] => {
  const { day } = dayNumber.exec(phrase)?.groups ?? {}
  if (day !== undefined) return day === phrase ? [] : nextDayNumber(Number(day), context.from)
  return dateShapes.map((shape) => datesIn(shape.exec(phrase)?.groups ?? {}, context)).find(isFound) ?? []
}

const isFound = (dates: readonly string[] | undefined): boolean => dates !== undefined

type Groups = Readonly<Record<string, string | undefined>>

const datesIn = ({ year, month, name, day, sign }: Groups, { from, language }: DateContext) => {
  const monthRead = name === undefined ? Number(month) : monthNumber(name)
  if (day === undefined || monthRead < 1) return undefined
  const isEither = language === 'en' && sign === '/'
  return monthsOf(monthRead, Number(day), isEither)
    .map(([number, date]) => dateIn(date, number, year, from))
    .filter((read) => read !== undefined)
}

// In English the month may stand first.
const monthsOf = (month: number, day: number, eitherWay: boolean): readonly (readonly [number, number])[] =>
  eitherWay && month !== day
    ? [
        [day, month],
        [month, day],
      ]
    : [[month, day]]

const dateIn = (day: number, month: number, year: string | undefined, from: string): string | undefined =>
  year === undefined ? nextSuch(day, month, from) : isoDay(fullYear(year), month, day)

const monthsToAnyDay = 3

const nextDayNumber = (day: number, from: string): readonly string[] => {
  const first = DateTime.fromISO(from, { zone: 'utc' }).startOf('month')
  const days = Array.from({ length: monthsToAnyDay }, (_, i) => first.plus({ months: i })).map(({ year, month }) =>
    isoDay(year, month, day),
  )
  return days.filter((candidate) => candidate !== undefined && candidate >= from).slice(0, 1) as string[]
}

const fullYear = (year: string): number => (year.length === 2 ? 2000 : 0) + Number(year)

const isoDay = (year: number, month: number, day: number): string | undefined =>
  DateTime.fromObject({ year, month, day }, { zone: 'utc' }).toISODate() ?? undefined

// 29 February may be up to eight years away (2096 → 2104).
const yearsToLeapDay = 8

const nextSuch = (day: number, month: number, from: string): string | undefined => {
  const firstYear = Number(from.slice(0, 4))
  const days = Array.from({ length: yearsToLeapDay + 1 }, (_, i) => isoDay(firstYear + i, month, day))
  return days.find((candidate) => candidate !== undefined && candidate >= from)
}

// chrono makes tomorrow of "день", the coming Saturday of "weekend": nobody knows whether that was meant.
const isVague = (phrase: string): boolean =>
  /weekend|выходн/u.test(phrase) ||
  (/(?<!\p{L})(?:день|дн[яей]|недел|месяц|days?|weeks?|months?)/u.test(phrase) &&
    !/(?<!\p{L})(?:через|назад|спустя|следующ|этой|прошл|in|from now|later|ago|next|this|last)(?!\p{Ll}{4})/u.test(
      phrase,
    ))

const chronos = { ru: russian.casual, en: english.casual } as const

// For "завтра", "через 3 дня", "next friday" and numbers in words there is chrono. It must have read the whole phrase,
// and a day, not a month.
const spokenDate = (phrase: string, context: DateContext): Day | undefined => {
  const asked = phrase === 'day after tomorrow' ? 'in 2 days' : phrase
  const order = context.language === 'ru' ? [chronos.ru, chronos.en] : [chronos.en, chronos.ru]
  for (const chrono of order) {
    const day = spokenIn(chrono, asked, context.today)
    if (day) return day
  }
  return undefined
}

const spokenIn = (chrono: (typeof chronos)[Language], phrase: string, today: string): Day | undefined => {
  if (isVague(phrase)) return undefined
  const past = /\b(?:last|past)\b|прошл/u.test(phrase)
  // With `forwardDate` chrono makes a coming day of "last friday", too.
  const [result, ...others] = chrono.parse(phrase, noonOf(today), { forwardDate: !past })
  if (!result || others.length > 0 || result.end || trimmed(result.text) !== phrase) return undefined
  const read = dayIn(result.start)
  return read && { day: read.day, weekly: read.weekly && !past }
}

const dayIn = (start: ParsedComponents): Day | undefined => {
  const weekly = start.isCertain('weekday') && !start.isCertain('day')
  if ((!weekly && !start.isCertain('day')) || start.isCertain('hour')) return undefined
  const day = isoDay(start.get('year') ?? 0, start.get('month') ?? 0, start.get('day') ?? 0)
  return day === undefined ? undefined : { day, weekly }
}

// chrono counts in the machine's zone: noon of the day stays that day there, whatever its clocks do.
const noonOf = (day: string): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date, 12)
}
