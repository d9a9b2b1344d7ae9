import { DateTime, Duration, type DurationLike } from 'luxon'
import { withDigits } from '../../domain/numberWords.js'

type Day = readonly [day: number, month: number]

const eve: Day = [31, 12]
const newYear: Day = [1, 1]

// "Новый год" is a night between two days, and Christmas is kept on two: both are meant.
const feasts: readonly (readonly [RegExp, readonly Day[]])[] = [
  [/^(?:new years? eve|nye|(?:канун|накануне) нового года|новогодн(?:яя|юю|ей) ноч[ьи]ю?)$/u, [eve]],
  [/^new years? day$/u, [newYear]],
  [/^(?:(?:the )?new years?|нов(?:ый|ого|ому|ым|ом) год[ау]?)$/u, [eve, newYear]],
  [/^(?:christmas|xmas) eve$/u, [[24, 12]]],
  [/^(?:christmas|xmas)(?: day)?$/u, [[25, 12]]],
  [
    /^рождеств(?:о|а|у|е)$/u,
    [
      [25, 12],
      [7, 1],
    ],
  ],
  [
    /^стар(?:ый|ого|ому|ом) нов(?:ый|ого|ому|ом) год[ау]?$/u,
    [
      [13, 1],
      [14, 1],
    ],
  ],
]

/** The days and months of a feast by its name, "New Year's Eve", "на Новый год"; none for another phrase. */
export const feastDays = (phrase: string): readonly Day[] => {
  const bare = phrase.replaceAll(/['’]/gu, '').replace(/^(?:в|на|at|on|for) /u, '')
  return feasts.find(([name]) => name.test(bare))?.[1] ?? []
}

// A bare "month" is none, but a bare "fortnight" means the one to come.
const led = /^(?:через|in) | (?:from now|from today|спустя)$/u
const lengths: readonly (readonly [RegExp, DurationLike])[] = [
  [/^(?:месяц(?:а|ев)?|months?)$/u, { months: 1 }],
  [/^(?:полгода|half a year)$/u, { months: 6 }],
  [/^(?:год(?:а|ик)?|лет|years?)$/u, { years: 1 }],
  [/^fortnights?$/u, { days: 14 }],
]

/**
 * The day so many months, years or fortnights from `today` ("2026-11-22"): "через месяц", "in two months", "через
 * полгода", "a fortnight". Of a month that has no such day its last one. undefined for another phrase.
 */
export const dayAhead = (phrase: string, today: string): string | undefined => {
  const digits = withDigits(phrase.replace(/(?<=^через |^)пар[уы] /u, '2 '))
  const bare = digits.replace(/^(?:через|in) /u, '').replace(/ (?:from now|from today|спустя)$/u, '')
  const { count = '1', unit = '' } = /^(?:an? |(?<count>\d{1,2}) )?(?<unit>.+)$/u.exec(bare)?.groups ?? {}
  const length = lengths.find(([name]) => name.test(unit))?.[1]
  if (!length || !(led.test(digits) || /^fortnight/u.test(unit))) return undefined
  const ahead = Duration.fromDurationLike(length).mapUnits((one) => one * Number(count))
  return DateTime.fromISO(today, { zone: 'utc' }).plus(ahead).toISODate() ?? undefined
}
