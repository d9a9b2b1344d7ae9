import type { Event } from '../../domain/event.js'
import { isOnline } from '../../domain/place.js'
import type { Tx } from '../../store/store.js'

const guestsOf = ({ id, venue }: Pick<Event, 'id' | 'venue'>) => ({ eventId: id, isOnline: isOnline({ venue }) })

/**
 * Who was at an event, in the order of ids, after a person: whoever holds a ticket with which they were let in, and of
 * an event online whoever holds a ticket. Its organizer is no guest.
 */
export const guestsAfter = (
  tx: Tx,
  event: Pick<Event, 'id' | 'venue'>,
  after: number,
  limit: number,
): Promise<number[]> => tx.guests.after(guestsOf(event), after, limit)

/** Whether a person was at an event as a guest: the same people as `guestsAfter`, but for its organizer. */
export const wasThere = async (
  tx: Tx,
  event: Pick<Event, 'id' | 'organizerId' | 'venue'>,
  personId: number,
): Promise<boolean> => personId !== event.organizerId && (await tx.guests.include(guestsOf(event), personId))
