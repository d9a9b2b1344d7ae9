import { isUnlimited, readCount } from './count.js'
import { dayMs } from './duration.js'
import type { Hearing } from './hearingChoice.js'
import type { Money } from './money.js'
import type { PaymentMethod } from './order.js'
import { cleanStyled, wordsOf } from './styledText.js'
import { cleanLine } from './text.js'
import type { LineState } from './lineState.js'
import type { Pin } from './place.js'
import { Refusal } from './refusal.js'

/**
 * draft: not on sale (not yet, or taken off); published: on sale; cancelled: will not take place. That it ended follows
 * from the clock.
 */
export type EventState = 'draft' | 'published' | 'cancelled'

/** One occasion. Times are UTC milliseconds; `zone` is the IANA zone its people live in. */
export type Event = {
  readonly id: number
  /** The public name in links: `?start=e_<slug>`. */
  readonly slug: string
  readonly organizerId: number
  readonly organizerName: string
  readonly title: string
  /** A styled text. */
  readonly description: string
  readonly startsAt: number
  readonly endsAt: number | undefined
  readonly zone: string
  /** Where it takes place, in words; none where it is online. */
  readonly venue: string
  /** Where that is on the map, if its organizer has said. */
  readonly pin?: Pin | undefined
  /** Telegram's file_id of the poster. */
  readonly poster: string | undefined
  readonly state: EventState
  readonly createdAt: number
  /** Until how many hours before the start a ticket may be given back; undefined: not at all. */
  readonly giveBackHours: number | undefined
  /** Seats over all ticket types together; undefined: only the types have limits. */
  readonly capacity: number | undefined
  /** How its organizer takes money; which of them work now says paymentMethodsFor. */
  readonly paymentMethods: readonly PaymentMethod[]
  /** Where to transfer money to, as the organizer wrote it for the buyers. */
  /** A styled text. */
  readonly transferDetails: string | undefined
  /** From so many minutes before the start its door lets people in. */
  readonly doorsBefore: number
  /** Whether its staff may sell at the door; otherwise only its organizer. */
  readonly staffSells?: boolean
  /** Only who has its link sees it. */
  readonly isUnlisted: boolean
  /** Nothing of it is on sale before then (UTC milliseconds); undefined: at once. */
  readonly saleFrom: number | undefined
  /** Whether holders of its tickets are reminded of it. */
  readonly hasReminders: boolean
  /** How often its organizer hears how it sells. */
  readonly hearing: Hearing
  /** The id of the first event of its series; undefined: it is alone. */
  readonly seriesId: number | undefined
  /** Where guests reach its organizer instead of through the bot, as an address; undefined: the bot carries words. */
  readonly contact?: string | undefined
  /** Whether one may wait for its tickets. */
  readonly line?: LineState
  /** How long what comes free is kept for who waited, in minutes; undefined: as usual. */
  readonly offerMinutes?: number | undefined
  /** Whether its organizer ever wanted to know anything of who buys. */
  readonly hasQuestions?: boolean
  /** Until how many hours before the start guests may change their answers; undefined: until the start; -1: never. */
  readonly answerHours?: number | undefined
}

/** What a ticket admits to and costs. `taken` of `capacity` are sold or held. Times are UTC milliseconds. */
export type TicketType = {
  readonly id: number
  readonly eventId: number
  readonly name: string
  readonly price: Money
  readonly capacity: number
  readonly taken: number
  /** On sale from then on, and until then; undefined: as long as the event is. */
  readonly saleFrom: number | undefined
  readonly saleUntil: number | undefined
  /** How many one person may have of it, over all orders; undefined: no limit but that of an order. */
  readonly perPerson: number | undefined
  /** Only who has its link, or a promo code for it, sees it. */
  readonly isHidden: boolean
  /** The secret of its link; undefined until it is hidden for the first time. */
  readonly linkKey: string | undefined
  /** How many seats of it people wait for: while there are any, nobody else gets what comes free. */
  readonly waiting?: number
  /** It is sold to who waits only. */
  readonly forLine?: boolean
}

/** What of a ticket type says how many there are for everybody. */
export type Seats = Pick<TicketType, 'capacity' | 'taken' | 'waiting' | 'forLine'>

/** The limits of an event's answers, in UTF-16 units, tickets, and years ahead. */
export const eventLimits = {
  title: 100,
  description: 1000,
  venue: 200,
  typeName: 40,
  capacity: 1_000_000,
  yearsAhead: 5,
} as const

/** An answer's clean title. Refuses with textNeeded, titleTooLong. */
export const checkTitle = (text: string): string => checkLength(cleanLine(text), eventLimits.title, 'titleTooLong')

// "11pm", "до 23:00": whoever corrects the time one question late.
const timeAlone = /^(?:(?:до|в|с|at|until|till|from) )?\d{1,2}(?::\d{2}(?: ?[ap]\.?m\.?)?| ?[ap]\.?m\.?)$/iu

/** An answer's clean venue. Refuses with textNeeded, venueTooLong, venueIsTime. */
export const checkVenue = (text: string): string => {
  const venue = checkLength(cleanLine(text), eventLimits.venue, 'venueTooLong')
  if (timeAlone.test(venue)) throw new Refusal('venueIsTime')
  return venue
}

/** An answer's clean description, a styled text; line breaks stay. Refuses with textNeeded, descriptionTooLong. */
export const checkDescription = (text: string): string => {
  const styled = cleanStyled(text)
  checkLength(wordsOf(styled), eventLimits.description, 'descriptionTooLong')
  return styled
}

/** How many ticket types an event may have. */
export const typeLimit = 12

/**
 * A ticket type's clean name, which none of the event's `others` has: buyers could not tell them apart. Refuses with
 * textNeeded, nameTooLong, typeNameTaken.
 */
export const checkTypeName = (text: string, others: readonly string[]): string => {
  const name = checkLength(cleanLine(text), eventLimits.typeName, 'nameTooLong')
  if (others.some((other) => folded(other) === folded(name))) throw new Refusal('typeNameTaken', { name })
  return name
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase()

const checkLength = (
  clean: string,
  max: number,
  code: 'titleTooLong' | 'venueTooLong' | 'descriptionTooLong' | 'nameTooLong',
): string => {
  if (!clean) throw new Refusal('textNeeded')
  if (clean.length > max) throw new Refusal(code, { max, length: clean.length })
  return clean
}

const yearMs = 366 * dayMs

/** A start in the future, at most five years ahead. Refuses with pastDate, tooFarAhead. */
export const checkStart = (startsAt: number, now: number): number => {
  if (startsAt <= now) throw new Refusal('pastDate')
  if (startsAt > now + eventLimits.yearsAhead * yearMs)
    throw new Refusal('tooFarAhead', { years: eventLimits.yearsAhead })
  return startsAt
}

/** An end after the start. Refuses with endBeforeStart, tooFarAhead. */
export const checkEnd = (endsAt: number, startsAt: number): number => {
  if (endsAt <= startsAt) throw new Refusal('endBeforeStart')
  if (endsAt > startsAt + yearMs) throw new Refusal('tooFarAhead', { years: 1 })
  return endsAt
}

/** Refuses with endBeforeStart when a span of time that has both ends ends before it starts. */
export const checkSpan = (from: number | undefined, until: number | undefined): void => {
  if (from !== undefined && until !== undefined && until <= from) throw new Refusal('endBeforeStart')
}

/**
 * Reads a number of tickets: whole, 1 to a million, which is what "unlimited" means as well. Refuses with notANumber,
 * capacityOutOfRange.
 */
export const parseCapacity = (text: string): number => parseLimit(text) ?? eventLimits.capacity

/** Reads a limit: a number as parseCapacity does, or undefined for none ("без ограничений"). Refuses as it does. */
export const parseLimit = (text: string): number | undefined => {
  if (isUnlimited(text)) return undefined
  const count = readCount(text)
  if (count === undefined) throw new Refusal('notANumber')
  return checkCount(count)
}

/** A number of tickets or orders: whole, 1 to a million. Refuses with capacityOutOfRange. */
export const checkCount = (count: number): number => {
  if (!Number.isInteger(count) || count < 1 || count > eventLimits.capacity)
    throw new Refusal('capacityOutOfRange', { max: eventLimits.capacity })
  return count
}

/** When selling stops: at the end, or at the start of an event without one (UTC milliseconds). */
export const closesAt = (event: Pick<Event, 'startsAt' | 'endsAt'>): number => event.endsAt ?? event.startsAt

/** Whether the event is over. */
export const hasEnded = (event: Pick<Event, 'startsAt' | 'endsAt'>, now: number): boolean => closesAt(event) <= now

/** Whether everybody may come across it: it is on sale, listed, and not over. */
export const isPublic = (event: Pick<Event, 'state' | 'isUnlisted' | 'startsAt' | 'endsAt'>, now: number): boolean =>
  event.state === 'published' && !event.isUnlisted && !hasEnded(event, now)

/** Refuses with eventCancelled. */
export const mustTakePlace = ({ state, title }: Pick<Event, 'state' | 'title'>): void => {
  if (state === 'cancelled') throw new Refusal('eventCancelled', { title })
}

/** Refuses with eventCancelled, eventNotOnSale or eventEnded unless the event sells tickets now. */
export const mustBeOnSale = (event: Event, now: number): void => {
  mustTakePlace(event)
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

/** An event with what can be bought for it, in the order in which it was made; there is always a first type. */
export type EventWithTypes = { readonly event: Event; readonly types: readonly [TicketType, ...TicketType[]] }

/**
 * How many tickets are left of a type for everybody: as many as it has itself, and as the whole event has. None while
 * people wait for it: what comes free is theirs.
 */
export const leftOf = ({ event, types }: EventWithTypes, type: Seats): number =>
  Math.max(0, Math.min(publicSeatsOf(type), seatsLeft(event, types)))

/** How many seats of a type itself anybody may take. */
export const publicSeatsOf = ({ capacity, taken, waiting = 0, forLine = false }: Seats): number =>
  waiting > 0 || forLine ? 0 : Math.max(0, capacity - taken)

/** How many tickets are left over all types. */
export const leftOfAll = (found: EventWithTypes): number => leftOfTypes(found, found.types)

/** How many tickets are left over some of an event's types. */
export const leftOfTypes = ({ event, types }: EventWithTypes, some: readonly Seats[]): number =>
  Math.max(
    0,
    Math.min(
      some.reduce((sum, type) => sum + publicSeatsOf(type), 0),
      seatsLeft(event, types),
    ),
  )

// What those who wait may still be offered counts as taken.
const seatsLeft = ({ capacity }: Pick<Event, 'capacity'>, types: readonly Seats[]): number =>
  capacity === undefined ? Number.MAX_SAFE_INTEGER : capacity - takenOf(types) - claimedOf(types)

const claimedOf = (types: readonly Seats[]): number =>
  types.reduce((sum, { capacity, taken, waiting = 0 }) => sum + Math.min(waiting, Math.max(0, capacity - taken)), 0)

/** How many seats are sold or held over these types. */
export const takenOf = (types: readonly Pick<TicketType, 'taken'>[]): number =>
  types.reduce((sum, { taken }) => sum + taken, 0)

/** The same with a type as it is by now. */
export const withType = ({ event, types: [first, ...others] }: EventWithTypes, type: TicketType): EventWithTypes => {
  const now = (one: TicketType): TicketType => (one.id === type.id ? type : one)
  return { event, types: [now(first), ...others.map(now)] }
}

/** How many tickets there are, over these types. */
export const capacityOf = ({
  event,
  types,
}: {
  readonly event: Pick<Event, 'capacity'>
  readonly types: readonly Pick<TicketType, 'capacity'>[]
}): number =>
  Math.min(
    event.capacity ?? Number.MAX_SAFE_INTEGER,
    types.reduce((sum, { capacity }) => sum + capacity, 0),
  )

/** The currency of all an event's prices. */
export const currencyOf = ({ types }: Pick<EventWithTypes, 'types'>): string => types[0].price.currency

/** The lowest of an event's prices, whether there are others, and where it is nothing the highest of them. */
export const priceSpan = ({
  types: [first, ...others],
}: Pick<EventWithTypes, 'types'>): { readonly price: Money; readonly isFrom?: true; readonly highest?: Money } => {
  const price = others.reduce((low, type) => (type.price.minor < low.minor ? type.price : low), first.price)
  const highest = dearestOf({ types: [first, ...others] })
  if (highest.minor === price.minor) return { price }
  return { price, isFrom: true, ...(price.minor === 0 && { highest }) }
}

/** The highest of an event's prices. */
export const dearestOf = ({ types: [first, ...others] }: Pick<EventWithTypes, 'types'>): Money =>
  others.reduce((high, { price }) => (price.minor > high.minor ? price : high), first.price)
