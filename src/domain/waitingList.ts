import { dayMs, minuteMs } from './duration.js'
import type { Event } from './event.js'
import { morningAfter } from './night.js'

/** How long an offer may last, in minutes; an organizer chooses one of them. */
export const offerMinuteChoices = [10, 30, 60, 180, 1440] as const

/** How long an offer lasts unless the organizer said otherwise, in minutes. */
export const usualOfferMinutes = 30

// Who is told has to see it, and to pay.
const shortestOfferMs = 5 * minuteMs

/** So many places of a line are counted; behind them somebody is "further behind". */
export const placesCounted = 1000

/** For so long seats are kept together for a wish that was passed by (milliseconds). */
const gatherMs = dayMs

/** Why nobody waits any more. */
export type LineOverReason = 'started' | 'cancelled' | 'closed'

/** Somebody who waits for tickets of an event. Times are UTC milliseconds. */
export type WaitingEntry = {
  readonly id: number
  readonly eventId: number
  readonly personId: number
  readonly quantity: number
  /** The types that would do. */
  readonly ticketTypeIds: readonly number[]
  /** Any type would do, one that is added later too. */
  readonly isAny: boolean
  readonly createdAt: number
  /** So many seats went to others behind them while they were the first. */
  readonly passed: number
  /** Until then what comes free is kept together for them; undefined: it is not. */
  readonly gatherUntil: number | undefined
  /** What they are offered; undefined: they are in line. */
  readonly orderId: number | undefined
}

type Dated = Pick<Event, 'startsAt' | 'zone'> & Partial<Pick<Event, 'offerMinutes'>>

/**
 * Until when an offer stands that is told at `now` (UTC milliseconds): as long as the organizer says, no longer than a
 * quarter of the time that is left until the start, but five minutes; never beyond the start.
 */
export const offerUntil = ({ startsAt, offerMinutes }: Dated, now: number): number => {
  const quarter = Math.max((startsAt - now) / 4, shortestOfferMs)
  return Math.floor(Math.min(now + (offerMinutes ?? usualOfferMinutes) * minuteMs, now + quarter, startsAt))
}

/**
 * From when on offers may be made (UTC milliseconds): now, or in the morning; at night only of what begins within a
 * day.
 */
export const offersFrom = ({ startsAt, zone }: Dated, now: number): number => {
  if (startsAt - now <= dayMs) return now
  return Math.min(morningAfter(now, zone) ?? now, startsAt - dayMs)
}

/** Whether somebody may be offered something at this hour. */
export const mayOfferNow = (event: Dated, now: number): boolean => offersFrom(event, now) <= now

/** Whether seats are kept together for this wish now: not on the last day. */
export const isGathering = (
  { startsAt }: Pick<Event, 'startsAt'>,
  { gatherUntil }: Pick<WaitingEntry, 'gatherUntil'>,
  now: number,
): boolean => gatherUntil !== undefined && now < gatherUntil && startsAt - now > dayMs

/**
 * What a first in line is after so many seats went past them: when as many did as they want, seats are kept together
 * for them for a day; when that day was for nothing, it begins anew.
 */
export const passedBy = (
  { quantity, passed, gatherUntil }: Pick<WaitingEntry, 'quantity' | 'passed' | 'gatherUntil'>,
  seats: number,
  now: number,
): Pick<WaitingEntry, 'passed' | 'gatherUntil'> => {
  if (gatherUntil !== undefined && gatherUntil > now) return { passed: passed + seats, gatherUntil }
  const sum = (gatherUntil === undefined ? passed : 0) + seats
  return { passed: sum, gatherUntil: sum >= quantity ? now + gatherMs : undefined }
}

/** Why nobody can wait for an event any more; undefined: one can. */
export const lineOverReason = (
  { state, startsAt, line }: Pick<Event, 'state' | 'startsAt'> & Partial<Pick<Event, 'line'>>,
  now: number,
): LineOverReason | undefined => {
  if (state === 'cancelled') return 'cancelled'
  if (startsAt <= now) return 'started'
  return line === 'closed' ? 'closed' : undefined
}

/**
 * The line of a type: `free` seats of its own, `backed` tickets that their holders would give up, and for each quantity
 * the first who wants so many and can be offered them.
 */
export type TypeLine = {
  readonly ticketTypeId: number
  readonly free: number
  readonly backed: number
  readonly firsts: readonly WaitingEntry[]
}

/** Whose turn it is, of which type; `passed` are the first ones in line past whom it goes. */
export type Turn = {
  readonly entry: WaitingEntry
  readonly lane: TypeLine
  /** So many of the seats are free; for the others somebody gives a ticket up. */
  readonly seats: number
  readonly passed: readonly WaitingEntry[]
}

type Hour = { readonly event: Pick<Event, 'startsAt'>; readonly now: number }

/**
 * Whose turn it is: the first in line whose wish fits into what is free of a type, and of the whole event (`room`,
 * undefined: it has no limit). Where seats are kept together for the first of a type nobody else is served of it, and
 * of the event's room so much is theirs.
 */
export const nextTurn = (lanes: readonly TypeLine[], room: number | undefined, hour: Hour): Turn | undefined => {
  const turns = lanes.flatMap((lane) => {
    const seats = freeOf(lane, lanes, room, hour)
    const [head] = byPlace(lane.firsts)
    const served = head && isGathering(hour.event, head, hour.now) ? [head] : lane.firsts
    return served
      .filter(({ quantity }) => quantity <= seats + lane.backed)
      .map((entry) => ({ entry, lane, seats: Math.min(seats, entry.quantity) }))
  })
  const turn = turns.reduce<(typeof turns)[number] | undefined>(
    (first, next) => (first && first.entry.id <= next.entry.id ? first : next),
    undefined,
  )
  return turn && { ...turn, passed: passedOver(turn, lanes, room) }
}

const byPlace = (entries: readonly WaitingEntry[]): readonly WaitingEntry[] => [...entries].sort((a, b) => a.id - b.id)

/** How many free seats of a type its line may be offered. */
const freeOf = (lane: TypeLine, lanes: readonly TypeLine[], room: number | undefined, hour: Hour): number => {
  const free = room === undefined ? lane.free : Math.min(lane.free, room - keptFromOthers(lane, lanes, hour))
  return Math.max(0, free)
}

// What of the event's room is kept together for the first of other types.
const keptFromOthers = (lane: TypeLine, lanes: readonly TypeLine[], { event, now }: Hour): number => {
  const [own] = byPlace(lane.firsts)
  const kept = new Map<number, number>()
  for (const other of lanes) {
    const [head] = byPlace(other.firsts)
    if (head && head.id !== own?.id && isGathering(event, head, now))
      kept.set(head.id, Math.max(kept.get(head.id) ?? 0, Math.min(other.free, head.quantity)))
  }
  return [...kept.values()].reduce((sum, seats) => sum + seats, 0)
}

// The first of the same type; and of any other that lacks nothing but the event's room.
const passedOver = (
  { entry, lane }: Pick<Turn, 'entry' | 'lane'>,
  lanes: readonly TypeLine[],
  room: number | undefined,
): readonly WaitingEntry[] => {
  const heads = lanes.flatMap((other) => {
    const [head] = byPlace(other.firsts)
    const isPassed = other === lane || (room !== undefined && head !== undefined && other.free >= head.quantity)
    return head && isPassed && head.id < entry.id ? [head] : []
  })
  return heads.filter(({ id }, i) => heads.findIndex((head) => head.id === id) === i)
}
