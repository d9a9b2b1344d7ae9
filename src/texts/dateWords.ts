import type { ParsedComponents } from 'chrono-node'
import * as english from 'chrono-node/en'
import * as russian from 'chrono-node/ru'
import { DateTime } from 'luxon'
import type { Language } from '../domain/person.js'

/** A day that was understood. `weekly`: only a weekday was said, so the same day a week later fits as well. */
export type Day = { readonly day: string; readonly weekly: boolean }

/**
 * What a date is understood against. `from` is the first day that a date without a year may be; both look like
 * "2026-11-22".
 */
export type DateContext = { readonly today: string; readonly from: string; readonly language: Language }

/**
 * Reads a whole phrase as a date: "25.12.2026", "25.12", "2026-12-25", "25 декабря", "Friday, December 25th", "завтра",
 * "next friday". undefined when it is none, or one that does not exist. Without a year it is the next such date, `from`
 * included; 01/02 is the first of February.
 */
export const dateOf = (phrase: string, context: DateContext): Day | undefined => {
  const { weekday, rest } = withoutWeekday(trimmed(phrase))
  const written = writtenDate(rest, context.from)
  if (written !== undefined)
    return weekday === undefined || DateTime.fromISO(written, { zone: 'utc' }).weekday === weekday
      ? { day: written, weekly: false }
      : undefined
  return /\d[./-]\d/u.test(phrase) ? undefined : spokenDate(trimmed(phrase), context)
}

// Words and marks that lead into a date or close it without meaning anything.
const trimmed = (phrase: string): string =>
  phrase.replace(/^(?:(?:в|во|на|on|the) |[ ,])+/u, '').replace(/(?:[ ,]|(?: (?:года|год|г\.?)|(?<=\d)г\.?))+$/u, '')

const weekdays = [
  ['понедельник', 'пн', 'monday', 'mon'],
  ['вторник', 'вт', 'tuesday', 'tue', 'tues'],
  ['среда', 'среду', 'ср', 'wednesday', 'wed'],
  ['четверг', 'чт', 'thursday', 'thu', 'thurs'],
  ['пятница', 'пятницу', 'пт', 'friday', 'fri'],
  ['суббота', 'субботу', 'сб', 'saturday', 'sat'],
  ['воскресенье', 'вс', 'sunday', 'sun'],
] as const

// "пт, 25 декабря": the weekday must agree with the date, else one of them is a slip of the pen.
const withoutWeekday = (phrase: string): { readonly weekday: number | undefined; readonly rest: string } => {
  const { name = '', rest = '' } =
    (/^(?<name>\p{L}+)[.,]? (?<rest>.*\d.*)$/u.exec(phrase) ?? /^(?<rest>.*\d.*),? (?<name>\p{L}+)\.?$/u.exec(phrase))
      ?.groups ?? {}
  const index = weekdays.findIndex((names) => names.some((known) => known === name))
  return index < 0 ? { weekday: undefined, rest: phrase } : { weekday: index + 1, rest }
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
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/u,
  /^(?<day>\d{1,2})(?<sign>[./-])(?<month>\d{1,2})\k<sign>(?<year>\d{4}|\d{2})$/u,
  /^(?<day>\d{1,2})[./](?<month>\d{1,2})\.?$/u,
  /^(?<day>\d{1,2})(?:-?(?:го|е|ое)|st|nd|rd|th)?(?: of)? (?<name>\p{L}+)\.?,?(?: (?<year>\d{4}))?$/u,
  /^(?<name>\p{L}+)\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,?(?: (?<year>\d{4}))?$/u,
] as const

const writtenDate = (phrase: string, from: string): string | undefined => {
  for (const shape of dateShapes) {
    const { year, month, name, day } = shape.exec(phrase)?.groups ?? {}
    const monthRead = name === undefined ? Number(month) : monthNumber(name)
    if (day !== undefined && monthRead >= 1)
      return year === undefined
        ? nextSuch(Number(day), monthRead, from)
        : isoDay(fullYear(year), monthRead, Number(day))
  }
  return undefined
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
