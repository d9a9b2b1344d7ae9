import type { Event } from './event.js'

/** That somebody follows an organizer. */
export type Follow = { readonly id: number; readonly organizerName: string }

/** Whether a person may follow the organizer of an event: everybody but themself. */
export const mayFollow = (personId: number, { organizerId }: Pick<Event, 'organizerId'>): boolean =>
  personId !== organizerId
