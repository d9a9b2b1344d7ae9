import { minuteMs } from './duration.js'
import { type Event, eventLimits } from './event.js'
import { isOnline } from './place.js'
import { Refusal } from './refusal.js'
import { cleanStyled, wordsOf } from './styledText.js'

/**
 * What only holders may read of an event: how to get in online. A ticket type may have one of its own, which takes the
 * place of the event's.
 */
export type OnlineAccess = {
  readonly id: number
  readonly eventId: number
  /** undefined: for all types that have none of their own. */
  readonly ticketTypeId: number | undefined
  /** Shown so many minutes before the start; undefined: as soon as somebody holds a ticket. */
  readonly minutesBefore: number | undefined
  /** Rises with all that makes what was said about it out of date. */
  readonly version: number
  /** A styled text. */
  readonly text: string
}

/** An access without its text: what may be told to anybody who holds a ticket. */
export type AccessTerms = Omit<OnlineAccess, 'text'>

/** How many minutes before the start an access may be shown; undefined: with the ticket. */
export const accessMinutes: readonly (number | undefined)[] = [undefined, 60, 30, 15]

/** Refuses with notANumber what is none of `accessMinutes`. */
export const checkAccessMinutes = (minutes: number | undefined): number | undefined => {
  if (!accessMinutes.includes(minutes)) throw new Refusal('notANumber')
  return minutes
}

/** A clean access, a styled text. Refuses with textNeeded, descriptionTooLong. */
export const checkAccess = (text: string): string => {
  const styled = cleanStyled(text)
  const { length } = wordsOf(styled)
  if (length === 0) throw new Refusal('textNeeded')
  if (length > eventLimits.description)
    throw new Refusal('descriptionTooLong', { max: eventLimits.description, length })
  return styled
}

type Shown = Pick<OnlineAccess, 'minutesBefore'>

/** From when on holders see it (UTC milliseconds); undefined: with the ticket. */
export const accessOpensAt = ({ startsAt }: Pick<Event, 'startsAt'>, { minutesBefore }: Shown): number | undefined =>
  minutesBefore === undefined ? undefined : startsAt - minutesBefore * minuteMs

/** Whether holders see it now. */
export const isAccessOpen = (event: Pick<Event, 'startsAt'>, access: Shown, now: number): boolean =>
  (accessOpensAt(event, access) ?? -Infinity) <= now

/** Which of an event's accesses is that of a ticket type: its own, or the event's. */
export const accessOf = <T extends Pick<OnlineAccess, 'ticketTypeId'>>(
  all: readonly T[],
  ticketTypeId: number,
): T | undefined =>
  all.find((access) => access.ticketTypeId === ticketTypeId) ?? all.find((access) => access.ticketTypeId === undefined)

/** Whether a ticket is for no door: its event is online, or its type has an access of its own. */
export const isOnlineTicket = (
  event: Pick<Event, 'venue'>,
  access: Pick<OnlineAccess, 'ticketTypeId'> | undefined,
): boolean => isOnline(event) || access?.ticketTypeId !== undefined
