import type { Event } from './event.js'
import { Refusal } from './refusal.js'

/** Refuses with mayNotOrganize unless the person may create events; an empty list lets anyone. */
export const mayOrganize = (personId: number, organizerIds: readonly number[]): void => {
  if (organizerIds.length > 0 && !organizerIds.includes(personId)) throw new Refusal('mayNotOrganize')
}

/** Refuses with notYours unless the person organizes the event. */
export const mustOrganize = (personId: number, event: Pick<Event, 'organizerId'>): void => {
  if (event.organizerId !== personId) throw new Refusal('notYours')
}

/** Refuses with staffOnly unless the person may work at an event's door: as its organizer, or as its staff. */
export const mustWorkAt = (personId: number, event: Pick<Event, 'organizerId'>, isStaff: boolean): void => {
  if (!isStaff && event.organizerId !== personId) throw new Refusal('staffOnly')
}

/** Whether a person may give tickets away: as the event's organizer, or as staff who were let. */
export const mayGiveTickets = (personId: number, event: Pick<Event, 'organizerId'>, isLet: boolean): boolean =>
  isLet || event.organizerId === personId

/** Refuses with guestListOnly who may not. */
export const mustGiveTickets = (...who: Parameters<typeof mayGiveTickets>): void => {
  if (!mayGiveTickets(...who)) throw new Refusal('guestListOnly')
}
