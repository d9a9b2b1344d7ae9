import { hourMs, minuteMs } from '../../domain/duration.js'
import { localTime } from '../format.js'

/** What a change of the clocks does to a time on them: it comes `twice` that night, or is `skipped`. */
export type ClockChange = 'twice' | 'skipped'

/** Whether the clocks show this time twice: of two such instants (UTC milliseconds) this may be either. */
export const isTwice = (at: number, zone: string): boolean => localTime(at, zone).getPossibleOffsets().length > 1

/**
 * How far the clocks went forward shortly before an instant: a time that stands so long before it on the clock was
 * skipped. 0 mostly.
 */
export const skippedBefore = (at: number, zone: string): number => {
  const jump = (offsetAt(at, zone) - offsetAt(at - hourMs, zone)) * minuteMs
  return jump > 0 && offsetAt(at - jump, zone) < offsetAt(at, zone) ? jump : 0
}

/** The other of two instants that the clocks show alike; the same where there is none. */
export const otherInstant = (at: number, zone: string): number =>
  localTime(at, zone)
    .getPossibleOffsets()
    .map((one) => one.toMillis())
    .find((one) => one !== at) ?? at

const offsetAt = (at: number, zone: string): number => localTime(at, zone).offset
