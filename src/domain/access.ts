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
