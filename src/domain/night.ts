import { dayMs, hourMs } from './duration.js'
import { clockTimeOf, dayOf, instantOf } from './localTime.js'

/** From the one hour to the other, by the clocks of an event, nobody is disturbed with what can wait. */
export const nightHours = { from: 23, until: 8 } as const

/** The morning that ends the night of an instant, by the clocks of a zone (UTC milliseconds); undefined by day. */
export const morningAfter = (at: number, zone: string): number | undefined => {
  const shown = clockTimeOf(at, zone)
  const hour = (shown - dayOf(shown)) / hourMs
  if (hour >= nightHours.until && hour < nightHours.from) return undefined
  return instantOf(dayOf(shown) + nightHours.until * hourMs + (hour >= nightHours.from ? dayMs : 0), zone)
}

/** For how many milliseconds still nobody is to be disturbed. */
export const quietMs = (now: number, zone: string): number => (morningAfter(now, zone) ?? now) - now
