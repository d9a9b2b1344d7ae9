import { DateTime } from 'luxon'
import { localTime } from '../format.js'

/** How often something comes again. */
export type Every = 'day' | 'week' | 'twoWeeks' | 'month'

// What clocks show, as if they were those of UTC.
const shown = (at: number, zone: string): number => at + localTime(at, zone).offset * 60_000

const whenShown = (wall: number, zone: string): number =>
  DateTime.fromMillis(wall, { zone: 'utc' }).setZone(zone, { keepLocalTime: true }).toMillis()

/**
 * Where an instant goes when what was at `from` is at `to` (UTC milliseconds): as far by the clocks of the zone, so
 * that 19:00 stays 19:00 across a change of clocks. A time they skip is an hour later.
 */
export const movedWith = (from: number, to: number, zone: string): ((at: number) => number) => {
  const distance = shown(to, zone) - shown(from, zone)
  return (at) => whenShown(shown(at, zone) + distance, zone)
}

/**
 * So many dates at the same time of day by the clocks of the zone, the first included. "month" is the same weekday of
 * its month: the second Friday, or the last one where the first date is in a fifth week.
 */
export const datesFrom = (first: number, every: Every, count: number, zone: string): readonly number[] =>
  Array.from({ length: count }, (_, i) => dateAfter(localTime(first, zone), every, i).toMillis())

const dateAfter = (first: DateTime<true>, every: Every, steps: number): DateTime<true> => {
  if (every === 'month') return sameWeekday(first, steps)
  const days = { day: 1, week: 7, twoWeeks: 14 }[every]
  return first.plus({ days: days * steps })
}

const sameWeekday = (first: DateTime<true>, months: number): DateTime<true> => {
  if (months === 0) return first
  const month = first.startOf('month').plus({ months })
  const nth = Math.ceil(first.day / 7)
  const earliest = 1 + ((first.weekday - month.weekday + 7) % 7)
  const weeks = nth === 5 ? Math.floor((month.daysInMonth - earliest) / 7) : nth - 1
  // The day is set in one go with the hour, as clocks show it on that day.
  const { hour, minute, second } = first
  return month.set({ day: earliest + 7 * weeks, hour, minute, second })
}

const mostWeeks = 520

/** The first weekday and time like `at` some weeks later that is after `now` and not among `taken`. */
export const nextSameWeekday = (
  at: number,
  zone: string,
  { now, taken }: { readonly now: number; readonly taken: ReadonlySet<number> },
): number => {
  const local = localTime(at, zone)
  const past = Math.max(0, Math.floor((now - at) / (7 * 86_400_000)) - 1)
  for (let weeks = past + 1; ; weeks += 1) {
    const next = local.plus({ weeks }).toMillis()
    if ((next > now && !taken.has(next)) || weeks > past + mostWeeks) return next
  }
}
