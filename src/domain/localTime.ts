import { dayMs, hourMs, minuteMs, secondMs } from './duration.js'

// A zone without a place: "UTC", "UTC+3", "UTC-5:30".
const fixed = /^UTC(?:(?<sign>[+-])(?<hours>\d{1,2})(?::(?<minutes>\d{2}))?)?$/iu

const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  })
  formats.set(zone, made)
  return made
}

const shownBy = (zone: string, at: number): number => {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) +
    (((at % secondMs) + secondMs) % secondMs)
  )
}

const offsetOf = (zone: string, at: number): number => {
  const groups = fixed.exec(zone)?.groups
  if (!groups) return shownBy(zone, at) - at
  const { sign = '+', hours = '0', minutes = '0' } = groups
  return (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * minuteMs)
}

/** What the clocks of a zone show at an instant, as if it were UTC: in milliseconds. */
export const clockTimeOf = (at: number, zone: string): number => at + offsetOf(zone, at)

/**
 * The instant at which the clocks of a zone show this (as `clockTimeOf` gives it): the first where they show it twice,
 * and what the old offset makes of it where they skip it.
 */
export const instantOf = (shown: number, zone: string): number => {
  const offsets = [shown - dayMs, shown + dayMs].map((near) => offsetOf(zone, near - offsetOf(zone, near)))
  const candidates = offsets.map((offset) => shown - offset)
  const exact = candidates.filter((at) => clockTimeOf(at, zone) === shown)
  return exact.length > 0 ? Math.min(...exact) : (candidates[0] ?? shown)
}

/** The beginning of the day of what clocks show. */
export const dayOf = (shown: number): number => Math.floor(shown / dayMs) * dayMs
