import { dayMs, hourMs, minuteMs, secondMs } from './duration.js'
import { capacityOf, type Event, type EventWithTypes, leftOfAll } from './event.js'
import { clockTimeOf, dayOf, instantOf } from './localTime.js'

/** What was told of how an event sells: how often so far, when, how long nothing more is told, and of which stock. */
export type HearingState = {
  readonly told: number
  readonly toldAt: number
  readonly gapMs: number
  readonly stock: Stock
}

/** Whether there are tickets enough, few, or none. */
export type Stock = 'plenty' | 'low' | 'soldOut'

// A sale is told when its buyer has their tickets, together with what else is bought in the same breath.
const breathMs = 3 * secondMs
/** Holds that ended unpaid are told together, so long after the first, unless something else is told before. */
const unpaidTogetherMs = hourMs
/** An organizer hears no two of these messages sooner after each other, whatever they are about: three a minute. */
export const shortestGapMs = 20 * secondMs
const longestGapMs = 15 * minuteMs

/** By the clocks of the event: when an organizer hears who wants to hear once a day, and until when at the latest. */
const hoursOfDay = { from: 20, until: 23 } as const

/** The hour of the day at which it is told, of today or tomorrow: the next one after now (UTC milliseconds). */
export const nextHearing = (now: number, zone: string): number => {
  const today = dayOf(clockTimeOf(now, zone))
  const at = instantOf(today + hoursOfDay.from * hourMs, zone)
  return at > now ? at : instantOf(today + dayMs + hoursOfDay.from * hourMs, zone)
}

/** Whether it is the time of the day to tell what the day brought, and it was not told today. */
export const isHearingHour = (now: number, zone: string, toldAt: number): boolean => {
  const shown = clockTimeOf(now, zone)
  const hour = (shown - dayOf(shown)) / hourMs
  const from = instantOf(dayOf(shown) + hoursOfDay.from * hourMs, zone)
  return hour >= hoursOfDay.from && hour < hoursOfDay.until && toldAt < from
}

/**
 * How long nothing more of an event is told after a message: what comes one by one is told one by one; the longer it
 * goes on coming, the longer the pauses, up to a quarter of an hour.
 */
export const gapAfter = ({ toldAt, gapMs }: Pick<HearingState, 'toldAt' | 'gapMs'>, now: number): number =>
  now - toldAt >= 4 * gapMs ? shortestGapMs : Math.min(longestGapMs, Math.round(1.5 * gapMs))

// Of so few seats a tenth is less than one.
const fewestSeats = 10

/** How many tickets are left: plenty, a tenth or fewer, or none, and nobody has any `held`, who may not pay. */
const stockOf = (found: EventWithTypes, held: number): Stock => {
  const [left, capacity] = [leftOfAll(found), capacityOf(found)]
  if (left === 0 && held === 0) return 'soldOut'
  return capacity >= fewestSeats && left * 10 <= capacity ? 'low' : 'plenty'
}

const ranks: Readonly<Record<Stock, number>> = { plenty: 0, low: 1, soldOut: 2 }

/**
 * What is to be told of an event's stock, and what counts as told then. A level is told once; it may come again when
 * more than a fifth of the seats was free in between: one that is given back and bought again is no news.
 */
export const stockNews = (
  found: EventWithTypes,
  held: number,
  told: Stock,
): { readonly news: Stock | undefined; readonly told: Stock } => {
  const stock = stockOf(found, held)
  if (ranks[stock] > ranks[told]) return { news: stock, told: stock }
  return { news: undefined, told: leftOfAll(found) * 5 > capacityOf(found) ? 'plenty' : told }
}

// Nearly: whoever looks closer decides.
const isScarce = (found: EventWithTypes): boolean => leftOfAll(found) <= Math.max(20, capacityOf(found) / 10)

type Heard = Pick<Event, 'hearing' | 'organizerId' | 'zone'>

/**
 * When an organizer is to hear of what `personId` did (UTC milliseconds); undefined: not because of it. What they did
 * themselves is counted, and wakes nobody.
 */
export const heardAt = ({ hearing, organizerId, zone }: Heard, personId: number, now: number): number | undefined => {
  if (hearing === 'never' || personId === organizerId) return undefined
  return hearing === 'each' ? now + breathMs : nextHearing(now, zone)
}

/** The same of a sale: where few tickets are left somebody looks at once. */
export const saleHeardAt = (found: EventWithTypes, buyerId: number, now: number): number | undefined => {
  const at = heardAt(found.event, buyerId, now)
  return at !== undefined && isScarce(found) ? now + breathMs : at
}

/** The same of a hold that ended unpaid. */
export const unpaidHeardAt = (event: Heard, buyerId: number, now: number): number | undefined => {
  const at = heardAt(event, buyerId, now)
  return at !== undefined && event.hearing === 'each' ? now + unpaidTogetherMs : at
}
