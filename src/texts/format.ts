import { DateTime, type Zone } from 'luxon'
import { dayMs, yearlessDays } from '../domain/duration.js'
import { exponentOf, type Money, stars } from '../domain/money.js'
import type { Language } from '../domain/person.js'
import { remember } from '../domain/remember.js'
import { escapeHtml, trustedHtml, type Html } from './html.js'

// Signs that stand for one currency only. "$" or "kr" alone would leave a reader guessing, so the others stay as Intl
// writes them. Not the Kyrgyz som: hardly a phone has its sign.
const ownSign = new Set(['RUB', 'UAH', 'KZT', 'GEL', 'AMD', 'AZN', 'TRY', 'PLN', 'MNT'])

/**
 * An amount as people write it: "1 500 ₽", "$15.50", "KWD 1.500", "150 ⭐". All its spaces are no-break spaces; ",00" is
 * left out, but nothing else behind the comma: a dinar has a thousand fils, and 1.500 of them is not written 1.5, nor
 * two thousand of them "2,000", which could be two.
 */
export const money = ({ minor, currency }: Money, language: Language): string => moneyText(minor, currency, language)

// The same few events are shown to thousands of people, and Intl takes its time.
const moneyText = remember((minor: number, currency: string, language: Language): string => {
  if (currency === stars) return `${number(minor, language)}\u00a0⭐`
  const digits = exponentOf(currency)
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: ownSign.has(currency) ? 'narrowSymbol' : 'symbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    trailingZeroDisplay: digits === 3 && minor >= 1_000_000 ? 'auto' : 'stripIfInteger',
  })
  // Intl's Russian writes the lari with a letter of the alphabet instead of its sign.
  return format.format(minor / 10 ** digits).replace('\u10da', '₾')
})

/** A number with its groups: "1 000" (no-break space), "1,000". */
export const number = (value: number, language: Language): string => new Intl.NumberFormat(language).format(value)

const englishOrdinals = new Intl.PluralRules('en', { type: 'ordinal' })
const englishEndings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }

/** "Balcony, stalls or gallery": any of these. */
export const anyOf = (names: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: 'disjunction' }).format(names)

/** A place in a line: "3rd" in English; in Russian the number alone, which stands behind "номер". */
export const ordinal = (place: number, language: Language): string =>
  language === 'en'
    ? `${number(place, language)}${englishEndings[englishOrdinals.select(place)] ?? ''}`
    : number(place, language)

/**
 * A UTC instant (milliseconds) as the clocks in `zone` show it. Throws for an unknown zone instead of showing "Invalid
 * DateTime".
 */
export const localTime = (at: number, zone: string | Zone, language: Language = 'en'): DateTime<true> => {
  const local = DateTime.fromMillis(at, { zone, locale: language })
  if (!local.isValid) throw new Error(`Not a time: ${at} in ${typeof zone === 'string' ? zone : zone.name}.`)
  return local
}

// So near on either side of now nobody asks which year it is.
const yearlessMs = yearlessDays * dayMs

/** Whether a date is told with its year: not within 300 days of `now`; always, where now is not known. */
const hasYear = (at: number, now: number | undefined): boolean => now === undefined || Math.abs(at - now) > yearlessMs

type YearShown = 'year' | 'no year'

const yearOf = (isShown: boolean): YearShown => (isShown ? 'year' : 'no year')

/** "пт, 25 декабря 2026, 19:00", "Fri, 25 December 2026, 19:00"; near `now` without the year. */
export const dateTime = (at: number, zone: string, language: Language, now?: number): string =>
  dateTimeText(at, zone, language, yearOf(hasYear(at, now)))

const dateTimeText = remember(
  (at: number, zone: string, language: Language, year: YearShown): string =>
    `${dateText(at, zone, language, year)}, ${clockTime(at, zone)}`,
)

/** "пт, 25 декабря 2026"; near `now` without the year. */
export const date = (at: number, zone: string, language: Language, now?: number): string =>
  dateText(at, zone, language, yearOf(hasYear(at, now)))

const dateText = (at: number, zone: string, language: Language, year: YearShown): string =>
  localTime(at, zone, language).toFormat(year === 'year' ? 'ccc, d MMMM yyyy' : 'ccc, d MMMM')

/** "25 дек.", "25 Dec". */
export const shortDate = remember((at: number, zone: string, language: Language): string =>
  localTime(at, zone, language).toFormat('d MMM'),
)

/** "дек. 2026", "Dec 2026": the month of what clocks show (as if it were UTC, milliseconds). */
export const shortMonth = remember((shown: number, language: Language): string =>
  localTime(shown, 'UTC', language).toFormat('LLL yyyy'),
)

/** "19:00". */
export const clockTime = remember((at: number, zone: string): string => localTime(at, zone).toFormat('HH:mm'))

/** "GMT+3", "GMT−5", "GMT": the offset at that instant; with a minus sign, as a hyphen would let the line break. */
export const zoneOffset = remember((at: number, zone: string): string => {
  const local = localTime(at, zone)
  return local.offset === 0 ? 'GMT' : `GMT${local.toFormat('Z').replace('-', '−')}`
})

/** "пт, 25 декабря 2026, 19:00 (GMT+3)"; near `now` without the year. */
export const dateTimeWithZone = (at: number, zone: string, language: Language, now?: number): string =>
  `${dateTime(at, zone, language, now)} (${zoneOffset(at, zone)})`

type Span = { readonly startsAt: number; readonly endsAt?: number | undefined; readonly zone: string }

/**
 * "пт, 25 декабря 2026, 19:00–22:00"; both dates in full when they differ. Without an end like `dateTime`. Near `now`
 * without the year, where both ends are.
 */
export const timeRange = ({ startsAt, endsAt = startsAt, zone }: Span, language: Language, now?: number): string => {
  const year = yearOf(hasYear(startsAt, now) || hasYear(endsAt, now))
  const [start, end] = [startsAt, endsAt].map((at) => dateTimeText(at, zone, language, year))
  if (endsAt === startsAt) return `${start}`
  const isOneDay = localTime(startsAt, zone).hasSame(localTime(endsAt, zone), 'day')
  return isOneDay ? `${start}–${clockTime(endsAt, zone)}` : `${start} – ${end}`
}

// core.telegram.org/constructor/messageEntityFormattedDate: a date from 0 to 1098 days from now.
const tgTimeReach = 1098 * dayMs

/**
 * A `date_time` entity: each reader's app shows the instant in the reader's own zone (w weekday, D long date, t short
 * time); older apps show the text inside, the local time with its offset. Telegram takes dates up to 1098 days ahead of
 * `now`: beyond, it is plain text.
 */
export const tgTime = (at: number, zone: string, language: Language, now: number): Html => {
  const text = escapeHtml(dateTimeWithZone(at, zone, language, now))
  if (at < 0 || at > now + tgTimeReach) return text
  return trustedHtml(`<tg-time unix="${Math.floor(at / 1000)}" format="wDt">${text.html}</tg-time>`)
}
