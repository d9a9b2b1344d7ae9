import { dayMs, minuteMs } from './duration.js'
import { clockTimeOf, dayOf, instantOf } from './localTime.js'

/** Orders of which something is wrong: how many, and the ids of the first of them. */
export type Strays = { readonly count: number; readonly ids: readonly number[] }

/**
 * The sales of a time (UTC milliseconds) as the orders have them, and what was said of them. `missing`: the chat was to
 * hear of these orders and did not; `surplus`: it heard of them, and no order says so.
 */
export type DayProved = {
  readonly kind: 'dayProved'
  readonly from: number
  readonly until: number
  readonly zone: string
  readonly sold: number
  readonly said: number
  readonly missing: Strays
  readonly surplus: Strays
}

/** Whether all that was sold was announced, and nothing else. */
export const isProved = ({ sold, said, missing, surplus }: DayProved): boolean =>
  sold === said && missing.count + surplus.count === 0

/** When of the day the sales of the day before are proved, by the clocks of a zone: minutes after midnight. */
type ProofTime = { readonly minutes: number; readonly zone: string }

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
