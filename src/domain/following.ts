import { type Event, hasEnded } from './event.js'

/** That somebody follows an organizer. */
export type Follow = { readonly id: number; readonly organizerName: string }

/**
 * Whether followers of its organizer are told of an event: it is public, and still ahead.
 */
export const isForFollowers = (
  event: Pick<Event, 'state' | 'isUnlisted' | 'startsAt' | 'endsAt'>,
  now: number,
): boolean => event.state === 'published' && !event.isUnlisted && !hasEnded(event, now)

/** Whether a person may follow the organizer of an event: everybody but themself. */
export const mayFollow = (personId: number, { organizerId }: Pick<Event, 'organizerId'>): boolean =>
  personId !== organizerId
