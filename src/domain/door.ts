import { dayMs, hourMs, minuteMs } from './duration.js'
import { closesAt, type Event, mustTakePlace } from './event.js'
import { clockTimeOf, dayOf, instantOf } from './localTime.js'
import type { Money } from './money.js'
import { type Order, priceOfOne } from './order.js'
import { Refusal } from './refusal.js'
import type { Party } from './party.js'
import type { QuestionKind } from './buyerQuestion.js'
import type { Ticket } from './ticket.js'

/** A check-in can be undone for five minutes; by the organizer at any time. */
export const undoMs = 5 * minuteMs

/** A check-in repeated by the same person within two minutes is taken for one whose answer was lost. */
export const justNowMs = 2 * minuteMs

/** A door lets people in from three hours before the start, in minutes, unless its organizer says otherwise. */
export const usualDoorsBefore = 180

/** Of a door that lets people in at any time, in minutes: longer than an event is planned ahead. */
export const anyTimeBefore = 10 * 366 * 24 * 60

/** An invitation to the door works for 24 hours. */
export const invitationMs = 24 * hourMs

/** The door of an event stays open for twelve hours after it. */
export const doorClosesAfterMs = 12 * hourMs

/** How many are let in, of how many valid tickets. */
export type DoorCount = { readonly in: number; readonly of: number }

/** A ticket as the door sees it: without its code. */
export type DoorTicket = {
  readonly id: number
  readonly number: number
  readonly shortCode: string
  readonly typeName: string
  readonly holderName: string
  /** Whose name it is, to be written to; without "@". */
  readonly holderId?: number
  readonly holderUsername?: string | undefined
  readonly orderId: number
  /** What is to be paid at the door; undefined when nothing is, or already was. */
  readonly due: Money | undefined
  readonly checkedInAt: number | undefined
  readonly checkedInByName: string | undefined
  readonly party: Party
  /** What its guest answered that the door may see. */
  readonly answers?: readonly { readonly text: string; readonly kind: QuestionKind; readonly value: string }[]
}

type AtDoor = { readonly ticket: DoorTicket; readonly event: Event; readonly count: DoorCount }

/** What the door answers to a ticket. Only `letIn` let somebody in. */
export type Admission = AtDoor &
  (
    | { readonly kind: 'letIn'; /** What was paid at the door just now. */ readonly paid: Money | undefined }
    /** By this very person a moment ago: the answer was lost, or the camera saw it twice. Nothing changed. */
    | { readonly kind: 'letInJustNow'; readonly at: number }
    /** `again`: on another day of an event of several; who comes back may be let in again. */
    | { readonly kind: 'alreadyIn'; readonly at: number; readonly by: string; readonly again: boolean }
    | { readonly kind: 'toPay'; readonly due: Money }
    /** The door lets nobody in before `opensAt`, unless they mean it. */
    | { readonly kind: 'tooEarly'; readonly opensAt: number }
    /** Only tried: it would let in, once `due` is paid. */
    | { readonly kind: 'trial'; readonly due: Money | undefined }
    | { readonly kind: 'eventCancelled' }
    /** By its holder. */
    | { readonly kind: 'returned' }
    /** The organizer gave the money back. */
    | { readonly kind: 'refunded' }
    /** The organizer, who had given it away, took it back. */
    | { readonly kind: 'takenBack' }
    /** The asker is at the door of another event, `at`. */
    | { readonly kind: 'wrongEvent'; readonly at: Event }
  )

/** What an undone check-in leaves. */
export type Undone = AtDoor & { readonly kind: 'undone' }

/**
 * A code that the database does not know, at the door of an event: it may be a ticket that was sold after the backup
 * was made (`madeAt`) from which the database was restored. `letIn`: somebody was let in with it; `isNew`: just now.
 */
export type LostTicket = {
  readonly event: Event
  readonly code: string
  readonly madeAt: number
  readonly letIn: { readonly at: number; readonly by: string } | undefined
  readonly isNew?: boolean
}

/**
 * What a code answers, by who asks. A stranger learns nothing but the event's title; `nobody` is the one answer to
 * whatever is not there.
 */
export type CheckInResult =
  | { readonly as: 'staff'; readonly admission: Admission }
  | { readonly as: 'staff'; readonly givenAway: { readonly event: Event; readonly at: number } }
  | { readonly as: 'staff'; readonly lost: LostTicket }
  | { readonly as: 'holder'; readonly ticketId: number }
  | { readonly as: 'stranger'; readonly title: string }
  | { readonly as: 'nobody' }

/** Somebody who was let in. */
export type LetIn = {
  readonly holderName: string
  /** Whose name it is, to be written to; without "@". */
  readonly holderId?: number
  readonly holderUsername?: string | undefined
  readonly number: number
  readonly at: number
  readonly byName: string
}

/** An event's door at a glance. `version` changes whenever the rest does. */
export type DoorView = {
  readonly event: Event
  readonly count: DoorCount
  /** How many tickets are still to be paid for at the door. */
  readonly toPay: number
  /** The latest, newest first. */
  readonly lastIn: readonly LetIn[]
  readonly version: string
  /** The staff who keep the guest list, too. */
  readonly keepers: ReadonlySet<number>
  /** Until when whoever opened it stands there (UTC milliseconds), unless they leave before. */
  readonly endsAt: number
}

/** What is to be paid at the door for one ticket; undefined when nothing is, or already was. */
export const dueOf = (
  order: Pick<Order, 'paymentMethod' | 'total' | 'quantity'>,
  ticket: Pick<Ticket, 'doorPaidAt'>,
): Money | undefined =>
  order.paymentMethod === 'atDoor' && ticket.doorPaidAt === undefined ? priceOfOne(order) : undefined

/** What the verdict depends on. */
export type DoorFacts = {
  readonly state: Ticket['state']
  readonly isRefunded: boolean
  readonly isTakenBack: boolean
  readonly due: Money | undefined
  readonly checkedInAt: number | undefined
  /** The one who let it in is the one who asks. */
  readonly byMe: boolean
  /** The asker is at the door of another event. */
  readonly isElsewhere: boolean
  /** The asker says that it is paid now. */
  readonly isPaid: boolean
  /** When the door begins to let in, and whether the asker means to let in before. */
  readonly opensAt: number
  readonly evenEarly: boolean
}

const verdictOutside = (
  { due, isPaid, opensAt, evenEarly }: DoorFacts,
  now: number,
): 'mayEnter' | 'toPay' | 'tooEarly' => {
  // Whoever takes money for it means it.
  if (now < opensAt && !evenEarly && !isPaid) return 'tooEarly'
  return due && !isPaid ? 'toPay' : 'mayEnter'
}

const deadAs = ({ isRefunded, isTakenBack }: DoorFacts): 'refunded' | 'takenBack' | 'returned' => {
  if (isTakenBack) return 'takenBack'
  return isRefunded ? 'refunded' : 'returned'
}

/** Decides about a ticket at the door; `mayEnter` is the only one that lets in. */
export const verdictOf = (
  facts: DoorFacts,
  now: number,
): 'mayEnter' | Exclude<Admission['kind'], 'letIn' | 'trial'> => {
  if (facts.isElsewhere) return 'wrongEvent'
  if (facts.state === 'cancelled') return 'eventCancelled'
  if (facts.state === 'returned') return deadAs(facts)
  if (facts.checkedInAt !== undefined)
    return facts.byMe && now - facts.checkedInAt < justNowMs ? 'letInJustNow' : 'alreadyIn'
  return verdictOutside(facts, now)
}

// A night belongs to the day before it, until five in the morning.
const nightMs = 5 * hourMs

const nightlyDayOf = (at: number, zone: string): number => dayOf(clockTimeOf(at - nightMs, zone))

// People stay: for an hour after the end, and for an evening where nobody said when that is.
const stayMs = ({ endsAt }: Pick<Event, 'endsAt'>): number => (endsAt === undefined ? 6 * hourMs : hourMs)

/**
 * When whoever opened a door then stands there no more (UTC milliseconds): with the night after the event, at five in
 * the morning by its clocks; where that was before, or comes only after the door has closed, with the door.
 */
export const doorModeEndsAt = (event: Pick<Event, 'startsAt' | 'endsAt' | 'zone'>, openedAt: number): number => {
  const closes = closesAt(event) + doorClosesAfterMs
  const morning = instantOf(nightlyDayOf(closesAt(event) + stayMs(event), event.zone) + dayMs + nightMs, event.zone)
  return morning > openedAt ? Math.min(morning, closes) : closes
}

/** Whether the door of an event is near, or open: from the day before its start. */
export const isDoorNear = (event: Pick<Event, 'state' | 'startsAt' | 'endsAt'>, now: number): boolean =>
  isDoorOpen(event, now) && event.startsAt - dayMs <= now

/** Whether it is another day of an event of several days than the one on which somebody was let in. */
export const isAnotherDay = (
  { startsAt, endsAt, zone }: Pick<Event, 'startsAt' | 'endsAt' | 'zone'>,
  checkedInAt: number,
  now: number,
): boolean =>
  endsAt !== undefined &&
  nightlyDayOf(startsAt, zone) !== nightlyDayOf(endsAt, zone) &&
  checkedInAt < now &&
  nightlyDayOf(checkedInAt, zone) !== nightlyDayOf(now, zone)

/** From when on the door lets people in (UTC milliseconds). */
export const doorOpensAt = ({ startsAt, doorsBefore }: Pick<Event, 'startsAt' | 'doorsBefore'>): number =>
  startsAt - doorsBefore * minuteMs

/** Refuses with notANumber unless a whole number of minutes before the start. */
export const checkDoorsBefore = (minutes: number): number => {
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > anyTimeBefore) throw new Refusal('notANumber')
  return minutes
}

/** Whether the door may be open: the event takes place and is not over for long. */
export const isDoorOpen = (event: Pick<Event, 'state' | 'startsAt' | 'endsAt'>, now: number): boolean =>
  event.state !== 'cancelled' && closesAt(event) + doorClosesAfterMs > now

/** Refuses with eventCancelled or eventEnded unless the door may be open. */
export const mustHaveDoor = (event: Event, now: number): void => {
  mustTakePlace(event)
  if (!isDoorOpen(event, now)) throw new Refusal('eventEnded', { title: event.title })
}

/** Refuses with notCheckedIn or undoTooLate unless a check-in can be undone: by the organizer at any time. */
export const mustBeUndoable = (checkedInAt: number | undefined, now: number, isOrganizer = false): void => {
  if (checkedInAt === undefined) throw new Refusal('notCheckedIn')
  if (!isOrganizer && now - checkedInAt >= undoMs) throw new Refusal('undoTooLate')
}
