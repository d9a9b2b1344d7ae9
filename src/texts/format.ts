import { DateTime, type Zone } from 'luxon'
import { dayMs } from '../domain/duration.js'
import { exponentOf, type Money, stars } from '../domain/money.js'
import type { Language } from '../domain/person.js'
import { escapeHtml, trustedHtml, type Html } from './html.js'

// Signs that stand for one currency only. "$" or "kr" alone would leave a reader guessing, so the others stay as Intl
// writes them. Not the Kyrgyz som: hardly a phone has its sign.
const ownSign = new Set(['RUB', 'UAH', 'KZT', 'GEL', 'AMD', 'AZN', 'TRY', 'PLN', 'MNT'])

// The same few events are shown to thousands of people, and Intl takes its time.
const remembered = 500

/** The same function, but what it gave for the latest arguments is remembered. */
const remember = <Args extends readonly (string | number | undefined)[]>(
  make: (...args: Args) => string,
): ((...args: Args) => string) => {
  const known = new Map<string, string>()
  return (...args) => {
    const key = args.join('|')
    const text = known.get(key) ?? make(...args)
    if (known.size > remembered) known.clear()
    known.set(key, text)
    return text
  }
}

/**
 * An amount as people write it: "1 500 ₽", "$15.50", "KWD 1.500", "150 ⭐". All its spaces are no-break spaces; ",00" is
 * left out, but nothing else behind the comma: a dinar has a thousand fils, and 1.500 of them is not written 1.5, nor
 * two thousand of them "2,000", which could be two.
 */
export const money = ({ minor, currency }: Money, language: Language): string => moneyText(minor, currency, language)

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

/**
 * A UTC instant (milliseconds) as the clocks in `zone` show it. Throws for an unknown zone instead of showing "Invalid
 * DateTime".
 */
export const localTime = (at: number, zone: string | Zone, language: Language = 'en'): DateTime<true> => {
  const local = DateTime.fromMillis(at, { zone, locale: language })
  if (!local.isValid) throw new Error(`Not a time: ${at} in ${typeof zone === 'string' ? zone : zone.name}.`)
  return local
}

/** "пт, 25 декабря 2026, 19:00", "Fri, 25 December 2026, 19:00". */
export const dateTime = remember(
  (at: number, zone: string, language: Language): string => `${date(at, zone, language)}, ${clockTime(at, zone)}`,
)

/** "пт, 25 декабря 2026". */
export const date = (at: number, zone: string, language: Language): string =>
  localTime(at, zone, language).toFormat('ccc, d MMMM yyyy')

/** "25 дек.", "25 Dec". */
export const shortDate = remember((at: number, zone: string, language: Language): string =>
  localTime(at, zone, language).toFormat('d MMM'),
)

/** "19:00". */
export const clockTime = remember((at: number, zone: string): string => localTime(at, zone).toFormat('HH:mm'))

/** "GMT+3", "GMT−5", "GMT": the offset at that instant; with a minus sign, as a hyphen would let the line break. */
export const zoneOffset = remember((at: number, zone: string): string => {
  const local = localTime(at, zone)
  return local.offset === 0 ? 'GMT' : `GMT${local.toFormat('Z').replace('-', '−')}`
})

/** "пт, 25 декабря 2026, 19:00 (GMT+3)". */
export const dateTimeWithZone = (at: number, zone: string, language: Language): string =>
  `${dateTime(at, zone, language)} (${zoneOffset(at, zone)})`

/** "пт, 25 декабря 2026, 19:00–22:00"; both dates in full when they differ. Without an end like `dateTime`. */
export const timeRange = remember(
  (startsAt: number, endsAt: number | undefined, zone: string, language: Language): string => {
    const start = dateTime(startsAt, zone, language)
    if (endsAt === undefined) return start
    return localTime(startsAt, zone).hasSame(localTime(endsAt, zone), 'day')
      ? `${start}–${clockTime(endsAt, zone)}`
      : `${start} – ${dateTime(endsAt, zone, language)}`
  },
)

// core.telegram.org/constructor/messageEntityFormattedDate: a date from 0 to 1098 days from now.
const tgTimeReach = 1098 * dayMs

/**
 * A `date_time` entity: each reader's app shows the instant in the reader's own zone (w weekday, D long date, t short
 * time); older apps show the text inside, the local time with its offset. Telegram takes dates up to 1098 days ahead of
 * `now`: beyond, it is plain text.
 */
export const tgTime = (at: number, zone: string, language: Language, now: number): Html => {
  const text = escapeHtml(dateTimeWithZone(at, zone, language))
  if (at < 0 || at > now + tgTimeReach) return text
  return trustedHtml(`<tg-time unix="${Math.floor(at / 1000)}" format="wDt">${text.html}</tg-time>`)
}
