import { minuteMs, secondMs } from '../../../domain/duration.js'
import { createEvenPace } from './evenPace.js'

// Bulk that goes out is taken for one more message a second after it.
const bulkLastsMs = secondMs
// Who would be answered so soon waits; for more than that it is worth to find out whether Telegram bears it.
const shortWaitSeconds = 2
// So long answers were kept waiting by a limit that nobody has stated: it is tried whether it is one.
const patienceMs = 10 * secondMs
// More than this times the rate was borne in a second, or is tried: no limit is believed in for a while.
const clearlyMore = 1.5
const doubtMs = 10 * minuteMs
// However much else is said, bulk has one of so many turns at its own rate.
const bulkShare = 40

/**
 * While many are told something at the published rate, other messages take the place of theirs: nobody is told to wait
 * by Telegram because both went out at once. Only for as long as Telegram has not shown by 429 what it bears. Times are
 * milliseconds that never go back.
 */
export const createBesideBulk = (perSecond: number) => {
  const all = createEvenPace(perSecond, secondMs)
  let mine = perSecond
  let bulkAt = -Infinity
  let keptSince: number | undefined
  let doubtedUntil = -Infinity
  let borne = { since: -Infinity, messages: 0 }

  /** Whether so many that wait have waited for long enough. */
  const isTooLong = (now: number): boolean => {
    keptSince ??= now
    if (now - keptSince <= patienceMs) return false
    doubtedUntil = now + doubtMs
    return true
  }

  return {
    /** Milliseconds until one of so many messages that are no bulk may go out; 0 now. */
    wait: (waiting: number, now: number): number => {
      const isBulkUnderWay = now - bulkAt < bulkLastsMs
      if (waiting === 0 || !isBulkUnderWay) keptSince = undefined
      if (waiting === 0 || !isBulkUnderWay || waiting > mine * shortWaitSeconds || now < doubtedUntil) return 0
      const ms = all.wait(now)
      return ms > 0 && isTooLong(now) ? 0 : ms
    },
    /** Milliseconds until bulk may go out, as far as the others are concerned; 0 now. */
    bulkWait: (now: number): number =>
      Math.max(0, Math.min(all.wait(now), bulkAt + (bulkShare / mine) * secondMs - now)),
    /** Counts so many messages. */
    count: (messages: number, isBulk: boolean, now: number): void => {
      all.count(messages, now)
      if (isBulk) bulkAt = now
    },
    /** So many messages were carried out. */
    carriedOut: (messages: number, now: number): void => {
      if (now - borne.since >= secondMs) borne = { since: now, messages: 0 }
      borne.messages += messages
      if (borne.messages > mine * clearlyMore) doubtedUntil = now + doubtMs
    },
    /** So many processes speak for the bot: each has its share. */
    shareAmong: (processes: number): void => {
      mine = perSecond / processes
      all.shareAmong(processes)
    },
  }
}
