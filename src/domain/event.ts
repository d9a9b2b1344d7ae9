import type { Money } from './money.js'
import { cleanLine, cleanText } from './person.js'
import { Refusal } from './refusal.js'

/** draft: not on sale (not yet, or taken off); published: on sale; cancelled: will not take place. That it ended follows from the clock. */
export type EventState = 'draft' | 'published' | 'cancelled'

/** One occasion. Times are UTC milliseconds; `zone` is the IANA zone its people live in. */
export type Event = {
  readonly id: number
  /** The public name in links: `?start=e_<slug>`. */
  readonly slug: string
  readonly organizerId: number
  readonly organizerName: string
  readonly title: string
  readonly description: string
  readonly startsAt: number
  readonly endsAt: number | undefined
  readonly zone: string
  readonly venue: string
  /** Telegram's file_id of the poster. */
  readonly poster: string | undefined
  readonly state: EventState
  readonly createdAt: number
  /** Until how many hours before the start a ticket may be given back; undefined: not at all. */
  readonly giveBackHours: number | undefined
}

/** What a ticket admits to and costs. `taken` of `capacity` are sold or held. */
export type TicketType = {
  readonly id: number
  readonly eventId: number
  readonly name: string
  readonly price: Money
  readonly capacity: number
  readonly taken: number
}

/** The limits of an event's answers, in UTF-16 units, tickets, and years ahead. */
export const eventLimits = { title: 100, description: 1000, venue: 200, capacity: 1_000_000, yearsAhead: 5 } as const

/** An answer's clean title. Refuses with textNeeded, titleTooLong. */
export const checkTitle = (text: string): string => checkLength(cleanLine(text), eventLimits.title, 'titleTooLong')

/** An answer's clean venue. Refuses with textNeeded, venueTooLong. */
export const checkVenue = (text: string): string => checkLength(cleanLine(text), eventLimits.venue, 'venueTooLong')

/** An answer's clean description; line breaks stay. Refuses with textNeeded, descriptionTooLong. */
export const checkDescription = (text: string): string => checkLength(cleanText(text), eventLimits.description, 'descriptionTooLong')

const checkLength = (clean: string, max: number, code: 'titleTooLong' | 'venueTooLong' | 'descriptionTooLong'): string => {
  if (!clean) throw new Refusal('textNeeded')
  if (clean.length > max) throw new Refusal(code, { max, length: clean.length })
  return clean
}

const yearMs = 366 * 86_400_000

/** A start in the future, at most five years ahead. Refuses with pastDate, tooFarAhead. */
export const checkStart = (startsAt: number, now: number): number => {
  if (startsAt <= now) throw new Refusal('pastDate')
  if (startsAt > now + eventLimits.yearsAhead * yearMs) throw new Refusal('tooFarAhead', { years: eventLimits.yearsAhead })
  return startsAt
}

/** An end after the start. Refuses with endBeforeStart, tooFarAhead. */
export const checkEnd = (endsAt: number, startsAt: number): number => {
  if (endsAt <= startsAt) throw new Refusal('endBeforeStart')
  if (endsAt > startsAt + yearMs) throw new Refusal('tooFarAhead', { years: 1 })
  return endsAt
}

/** Reads a number of tickets: whole, 1 to a million. Refuses with notANumber, capacityOutOfRange. */
export const parseCapacity = (text: string): number => {
  const digits = text.trim().replace(/(?<=\d)[ \u00a0\u202f'](?=\d{3})/gu, '')
  if (!/^-?\d+$/u.test(digits)) throw new Refusal('notANumber')
  const capacity = Number(digits)
  if (capacity < 1 || capacity > eventLimits.capacity) throw new Refusal('capacityOutOfRange', { max: eventLimits.capacity })
  return capacity
}

/** When selling stops: at the end, or at the start of an event without one (UTC milliseconds). */
export const closesAt = (event: Pick<Event, 'startsAt' | 'endsAt'>): number => event.endsAt ?? event.startsAt

/** Whether the event is over. */
export const hasEnded = (event: Pick<Event, 'startsAt' | 'endsAt'>, now: number): boolean => closesAt(event) <= now

/** Refuses with eventCancelled, eventNotOnSale or eventEnded unless the event sells tickets now. */
export const mustBeOnSale = (event: Event, now: number): void => {
  if (event.state === 'cancelled') throw new Refusal('eventCancelled', { title: event.title })
  if (event.state === 'draft') throw new Refusal('eventNotOnSale', { title: event.title })
  if (hasEnded(event, now)) throw new Refusal('eventEnded', { title: event.title })
}

const moves: Readonly<Record<EventState, readonly EventState[]>> = {
  draft: ['published', 'cancelled'],
  published: ['draft', 'cancelled'],
  cancelled: [],
}

/** The states from which an event may move to `to`. */
export const statesBefore = (to: EventState): readonly EventState[] =>
  (Object.keys(moves) as EventState[]).filter((from) => moves[from].includes(to))

/** How many tickets are left of a type. */
export const leftOf = (type: Pick<TicketType, 'capacity' | 'taken'>): number => type.capacity - type.taken
