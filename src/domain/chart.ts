import { dayMs, hourMs, minuteMs } from './duration.js'

/** The charts of an event. */
export const chartKinds = ['sales', 'types', 'arrivals', 'money'] as const
/** One of them. */
export type ChartKind = (typeof chartKinds)[number]
/** On which ground a chart is drawn. */
export const chartLooks = ['light', 'dark'] as const
/** One of these. */
export type ChartLook = (typeof chartLooks)[number]

/** How long a bar of a chart is: so many days, a calendar month, or so many milliseconds of a day. */
type BarLength = 'day' | 'week' | 'month'

/** More bars are too thin to be told apart. */
export const mostBars = 62

const firstMonday = 4 * dayMs

/** The beginning of the week or month of a day, as clocks show it (as if it were UTC, milliseconds). */
const beginningOf = (day: number, length: BarLength): number => {
  if (length === 'day') return day
  if (length === 'week') return Math.floor((day - firstMonday) / (7 * dayMs)) * 7 * dayMs + firstMonday
  const shown = new Date(day)
  return Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth())
}

const nextOf = (start: number, length: BarLength): number => {
  if (length === 'day') return start + dayMs
  if (length === 'week') return start + 7 * dayMs
  const shown = new Date(start)
  return Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + 1)
}

/** The bars of a chart: when each begins, and where the last one ends; by the clocks, as if they showed UTC. */
export type Bars = { readonly length: BarLength; readonly starts: readonly number[]; readonly until: number }

/** Bars for the days from the first to the last: a day each, a week or a month, so that they are not too many. */
export const barsOf = (first: number, last: number): Bars => {
  const days = Math.max(0, last - first) / dayMs + 1
  const length = days <= mostBars ? 'day' : days <= 7 * (mostBars - 1) ? 'week' : 'month'
  const starts: number[] = []
  let start = beginningOf(first, length)
  for (; start <= Math.max(first, last); start = nextOf(start, length)) starts.push(start)
  return { length, starts, until: start }
}

/** In which bar a day is. */
const barOf = ({ starts }: Pick<Bars, 'starts'>, day: number): number =>
  Math.max(
    0,
    starts.findLastIndex((start) => start <= day),
  )

/** What rows come to in each bar. */
export const sumsIn = <Row extends { readonly day: number }>(
  bars: Bars,
  rows: readonly Row[],
  value: (row: Row) => number,
): readonly number[] => {
  const sums = bars.starts.map(() => 0)
  for (const row of rows) {
    const bar = barOf(bars, row.day)
    sums[bar] = (sums[bar] ?? 0) + value(row)
  }
  return sums
}

/** What it has come to at the end of each. */
export const runningTotal = (values: readonly number[]): readonly number[] => {
  let total = 0
  return values.map((value) => (total += value))
}

const lengthsOfDay = [15 * minuteMs, 30 * minuteMs, hourMs, 2 * hourMs, 4 * hourMs, 12 * hourMs, dayMs, 7 * dayMs]

/** The bars of arrivals: when each begins (UTC milliseconds), how long it is, and how many came. */
export type ArrivalBars = {
  readonly ms: number
  readonly bars: readonly { readonly at: number; readonly count: number }[]
}

/**
 * Arrivals by quarters of an hour, or longer, so that they are not too many; those between in which nobody came are
 * there as well. `shift` is what the clocks are ahead of UTC: bars of hours begin with theirs.
 */
export const arrivalBarsOf = (
  arrivals: readonly { readonly at: number; readonly count: number }[],
  shift: number,
): ArrivalBars => {
  const [first, last] = [arrivals[0]?.at ?? 0, arrivals.at(-1)?.at ?? 0]
  const fits = (ms: number): boolean => Math.floor((last - first) / ms) + 2 <= mostBars
  const ms = lengthsOfDay.find(fits) ?? Math.ceil((last - first) / (mostBars - 2) / dayMs) * dayMs
  const beginning = (at: number): number => Math.floor((at + shift) / ms) * ms - shift
  const counts = new Map<number, number>()
  for (const { at, count } of arrivals) counts.set(beginning(at), (counts.get(beginning(at)) ?? 0) + count)
  const start = beginning(first)
  const bars = Array.from({ length: arrivals.length === 0 ? 0 : (beginning(last) - start) / ms + 1 }, (_, index) => {
    const at = start + index * ms
    return { at, count: counts.get(at) ?? 0 }
  })
  return { ms, bars }
}
