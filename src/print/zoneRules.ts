import { dayMs, minuteMs } from '../domain/duration.js'
import { localTime } from '../texts/format.js'

const yearMs = 366 * dayMs

/** The clocks of a zone from one instant (UTC milliseconds) on; offsets are minutes. */
type Rule = { readonly at: number; readonly before: number; readonly after: number }

/**
 * A zone's rules for a calendar (a VTIMEZONE of RFC 5545), from a year before `from` until a year after `until`, as
 * this program's own clocks have them: a calendar then shows the time that stands on the ticket, whatever other rules
 * would say.
 */
export const zoneRules = (zone: string, from: number, until: number): string => {
  const [first, last] = [from - yearMs, until + yearMs]
  const offset = offsetAt(zone, first)
  const rules = [{ at: first, before: offset, after: offset }, ...changesOf(zone, first, last)]
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...rules.flatMap((rule) => linesOf(rule, zone)), 'END:VTIMEZONE'].join(
    '\r\n',
  )
}

const offsetAt = (zone: string, at: number): number => localTime(at, zone).offset

// No zone changes its clocks twice within a week.
const step = 7 * dayMs

const changesOf = (zone: string, first: number, last: number): readonly Rule[] => {
  const weeks = Array.from({ length: Math.ceil((last - first) / step) }, (_, i) => first + i * step)
  return weeks.flatMap((at) => {
    const [before, after] = [offsetAt(zone, at), offsetAt(zone, at + step)]
    return before === after ? [] : [{ at: changeWithin(zone, at, at + step), before, after }]
  })
}

// Halves until the minute is found.
const changeWithin = (zone: string, from: number, until: number): number => {
  const offset = offsetAt(zone, from)
  let [before, after] = [from, until]
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / 2 / minuteMs) * minuteMs
    if (offsetAt(zone, middle) === offset) before = middle
    else after = middle
  }
  return after
}

// A rule begins by the clocks as they were before it.
const linesOf = ({ at, before, after }: Rule, zone: string): readonly string[] => {
  const kind = localTime(at, zone).isInDST ? 'DAYLIGHT' : 'STANDARD'
  return [
    `BEGIN:${kind}`,
    `DTSTART:${localTime(at + before * minuteMs, 'UTC').toFormat("yyyyMMdd'T'HHmmss")}`,
    `TZOFFSETFROM:${offsetText(before)}`,
    `TZOFFSETTO:${offsetText(after)}`,
    `END:${kind}`,
  ]
}

const offsetText = (minutes: number): string => {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(rest).padStart(2, '0')}`
}
