import type { Event } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import type { Tx } from '../../store/store.js'

/** Refuses with guestBlocked whom the organizer wants neither to buy here nor to ask. */
export const mustNotBeBlocked = async (
  tx: Tx,
  personId: number,
  { id: eventId, title }: Pick<Event, 'id' | 'title'>,
): Promise<void> => {
  if (await tx.guestMarks.isBlocked({ eventId, personId })) throw new Refusal('guestBlocked', { title })
}
