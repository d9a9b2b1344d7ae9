import type { Event } from '../../domain/event.js'
import type { Tx } from '../../store/store.js'

/**
 * Who was at an event, in the order of ids, after a person: whoever holds a ticket with which they were let in. Its
 * organizer is no guest.
 */
export const guestsAfter = (tx: Tx, { id }: Pick<Event, 'id'>, after: number, limit: number): Promise<number[]> =>
  tx.guests.letInAfter(id, after, limit)

/** Whether a person was at an event as a guest: the same people as `guestsAfter`, but for its organizer. */
export const wasThere = async (
  tx: Tx,
  { id, organizerId }: Pick<Event, 'id' | 'organizerId'>,
  personId: number,
): Promise<boolean> => personId !== organizerId && (await tx.guests.wasLetIn(id, personId))
