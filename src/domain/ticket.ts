import { hourMs } from './duration.js'
import { closesAt, type Event, hasEnded, mustTakePlace } from './event.js'
import { Refusal } from './refusal.js'

/**
 * valid: admits one person; cancelled: the event will not take place; returned: its holder gave it back and its seat is
 * free again.
 */
export type TicketState = 'valid' | 'cancelled' | 'returned'

/**
 * One admission. `code` is the secret (128 random bits) that stands for it; `number` counts within the event from 1.
 * Given to somebody, it gets another holder, code and short code; what it had before answers that it was given away.
 */
export type Ticket = {
  readonly id: number
  readonly orderId: number
  readonly eventId: number
  readonly ticketTypeId: number
  readonly holderId: number
  readonly number: number
  readonly code: string
  /** What the door types when no camera helps: 8 characters, without the dash it is shown with. */
  readonly shortCode: string
  readonly state: TicketState
  readonly issuedAt: number
  /** CheckIn: when it was let in, and by whom. */
  readonly checkedInAt: number | undefined
  readonly checkedInBy: number | undefined
  readonly checkedInByName: string | undefined
  /** When it was paid at the door. */
  readonly doorPaidAt: number | undefined
  /** Its picture as last sent: a mark of what stood on it, and Telegram's file_id. */
  readonly picture: string | undefined
  /** Since when its holder gives it up if somebody waits for it; undefined: they do not. */
  readonly forLineAt?: number | undefined
  /** The order that is offered in its place. */
  readonly lineOrderId?: number | undefined
}

/** A ticket as it is issued. */
export type NewTicket = Omit<
  Ticket,
  'id' | 'checkedInAt' | 'checkedInBy' | 'checkedInByName' | 'doorPaidAt' | 'picture' | 'forLineAt' | 'lineOrderId'
>

/** A link that gives a ticket to somebody works for 48 hours … */
export const giftMs = 48 * hourMs

/** … and not beyond the event's end (UTC milliseconds). */
export const giftUntil = (event: Pick<Event, 'startsAt' | 'endsAt'>, now: number): number =>
  Math.min(now + giftMs, closesAt(event))

/** The longest time before the start that an organizer may ask for, in hours: a year. */
const mostGiveBackHours = 8784

/** Refuses with notANumber unless a whole number of hours, 0 to a year, or undefined for "not at all". */
export const checkGiveBackHours = (hours: number | undefined): number | undefined => {
  if (hours !== undefined && (!Number.isInteger(hours) || hours < 0 || hours > mostGiveBackHours))
    throw new Refusal('notANumber')
  return hours
}

/** Until when the event's tickets may be given back (UTC milliseconds); undefined: not at all. */
export const giveBackUntil = ({
  giveBackHours,
  startsAt,
}: Partial<Pick<Event, 'giveBackHours'>> & Pick<Event, 'startsAt'>): number | undefined =>
  giveBackHours === undefined ? undefined : startsAt - giveBackHours * hourMs

/** Refuses with notHolder unless the person holds the ticket. */
export const mustHold = (personId: number, ticket: Pick<Ticket, 'holderId'>): void => {
  if (ticket.holderId !== personId) throw new Refusal('notHolder')
}

/** Refuses with eventCancelled, ticketReturned or ticketUsed unless the ticket can still be used. */
const mustBeUnused = (event: Pick<Event, 'title'>, ticket: Pick<Ticket, 'state' | 'checkedInAt'>): void => {
  if (ticket.state === 'cancelled') throw new Refusal('eventCancelled', { title: event.title })
  if (ticket.state === 'returned') throw new Refusal('ticketReturned')
  if (ticket.checkedInAt !== undefined) throw new Refusal('ticketUsed')
}

/**
 * Refuses as mustBeUnused, and with giveBackClosed, unless the ticket may be given back now. Taken off sale or not
 * makes no difference.
 */
export const mustBeReturnable = (event: Event, ticket: Ticket, now: number): void => {
  mustBeUnused(event, ticket)
  const until = giveBackUntil(event)
  if (until === undefined || now >= until) throw new Refusal('giveBackClosed', { eventId: event.id })
}

/** Refuses as mustBeUnused, and with eventEnded, unless the ticket may be given to somebody now. */
export const mustBeGivable = (event: Event, ticket: Ticket, now: number): void => {
  mustBeUnused(event, ticket)
  if (hasEnded(event, now)) throw new Refusal('eventEnded', { title: event.title })
}

/** Refuses with eventCancelled or eventEnded when there is nothing to come to any more. */
export const mustBeAhead = (event: Event, now: number): void => {
  mustTakePlace(event)
  if (hasEnded(event, now)) throw new Refusal('eventEnded', { title: event.title })
}

/** Whether it is good to come in with. */
export const isUnused = ({ state, checkedInAt }: Pick<Ticket, 'state' | 'checkedInAt'>): boolean =>
  state === 'valid' && checkedInAt === undefined

/** Whether the ticket may be given back now. */
export const mayGiveBack = (event: Event, ticket: Ticket, now: number): boolean => {
  const until = giveBackUntil(event)
  return isUnused(ticket) && until !== undefined && now < until
}
