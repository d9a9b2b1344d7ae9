import { DateTime } from 'luxon'
import type { Language } from '../domain/person.js'
import { localTime } from './format.js'

/**
 * One square of the calendar: what it shows (never empty: a button needs text), and its day "2026-12-25" when it may be
 * chosen.
 */
type CalendarCell = { readonly label: string; readonly day: string | undefined }

/**
 * A month to show: "Дек 2026" (its button has a third of a row), seven names of weekdays from Monday, and 4 to 6 weeks
 * of seven squares.
 */
export type MonthGrid = {
  readonly title: string
  readonly weekdays: readonly string[]
  readonly weeks: readonly (readonly CalendarCell[])[]
}

const daysAWeek = 7
const blank: CalendarCell = { label: ' ', day: undefined }
const over: CalendarCell = { label: '·', day: undefined }

/** The month "2026-12" in which an instant (UTC milliseconds) falls in `zone`. */
export const monthOf = (at: number, zone: string): string => localTime(at, zone).toFormat('yyyy-MM')

/** The month after "2026-12". */
export const nextMonth = (month: string): string => startOf(month).plus({ months: 1 }).toFormat('yyyy-MM')

/** The month before "2027-01". */
export const previousMonth = (month: string): string => startOf(month).minus({ months: 1 }).toFormat('yyyy-MM')

/**
 * The squares of `month` ("2026-12"). Days before the one in which `first` (UTC milliseconds) falls in `zone` cannot be
 * chosen.
 */
export const monthGrid = ({
  month,
  first,
  zone,
  language,
}: {
  readonly month: string
  readonly first: number
  readonly zone: string
  readonly language: Language
}): MonthGrid => {
  const start = startOf(month, language)
  const firstDay = localTime(first, zone).toISODate()
  const days = Array.from({ length: start.daysInMonth }, (_, i) => cellOf(start.plus({ days: i }), firstDay))
  const cells = [...Array.from({ length: start.weekday - 1 }, () => blank), ...days]
  const weeks = Array.from({ length: Math.ceil(cells.length / daysAWeek) }, (_, i) =>
    cells.slice(i * daysAWeek, (i + 1) * daysAWeek),
  )
  return { title: shortMonth(start), weekdays: weekdayNames(language), weeks: weeks.map(filled) }
}

// Days and months are counted in UTC: the calendar has no hours, so no zone's clock change can shift it.
const startOf = (month: string, language: Language = 'en'): DateTime<true> => {
  const start = DateTime.fromFormat(month, 'yyyy-MM', { zone: 'utc', locale: language })
  if (!start.isValid) throw new Error(`Not a month: "${month}".`)
  return start
}

const cellOf = (date: DateTime<true>, firstDay: string): CalendarCell => {
  const day = date.toISODate()
  return day < firstDay ? over : { label: String(date.day), day }
}

const filled = (week: readonly CalendarCell[]): readonly CalendarCell[] => [
  ...week,
  ...Array.from({ length: daysAWeek - week.length }, () => blank),
]

/** "Пн" … "Вс", "Mon" … "Sun". */
const weekdayNames = (language: Language): readonly string[] =>
  Array.from({ length: daysAWeek }, (_, i) =>
    capitalized(DateTime.utc(2024, 1, 1 + i, { locale: language }).toFormat('ccc')),
  )

// The same three letters as of dates on buttons, without the point that Russian puts behind them.
const shortMonth = (month: DateTime<true>): string =>
  `${capitalized(month.toFormat('LLLL')).slice(0, 3)} ${month.toFormat('yyyy')}`

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
