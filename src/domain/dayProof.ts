import { dayMs, minuteMs } from './duration.js'
import { clockTimeOf, dayOf, instantOf } from './localTime.js'

/** When of the day the sales of the day before are proved, by the clocks of a zone: minutes after midnight. */
export type ProofTime = { readonly minutes: number; readonly zone: string }

// What was begun before midnight is written by then.
const settledMs = 5 * minuteMs

/** What is kept for long enough to be proved after a downtime. */
const longestMs = 30 * dayMs

/** The end of the last day whose proof is due (UTC milliseconds). */
const provableUntil = ({ minutes, zone }: ProofTime, now: number): number => {
  const today = dayOf(clockTimeOf(now, zone))
  const midnight = instantOf(today, zone)
  const due = Math.max(instantOf(today + minutes * minuteMs, zone), midnight + settledMs)
  return now >= due ? midnight : instantOf(today - dayMs, zone)
}

/** What is to be proved now, where all before `proved` is: whole days, several after a downtime; undefined: nothing. */
export const toProve = (
  at: ProofTime,
  proved: number,
  now: number,
): { readonly from: number; readonly until: number } | undefined => {
  const until = provableUntil(at, now)
  return proved < until ? { from: Math.max(proved, until - longestMs), until } : undefined
}
