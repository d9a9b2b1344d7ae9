import type { EventWithTypes, TicketType } from '../domain/event.js'
import { Refusal } from '../domain/refusal.js'
import { type SeenEvent, seenByAll, seenWith } from '../domain/sight.js'
import type { Tx } from '../store/store.js'
import { findEvent, typeIn } from './finders.js'

/**
 * An event as this person sees it. Refuses with eventNotFound when it is unlisted and they have not come by its link
 * nor have anything to do with it: whoever guesses its number learns nothing.
 */
export const seenBy = async (tx: Tx, personId: number, found: EventWithTypes): Promise<SeenEvent> => {
  const { event, types } = found
  const isSecret = event.isUnlisted && event.organizerId !== personId
  if (!isSecret && types.every(({ isHidden }) => !isHidden)) return seenByAll(found)
  const opened = await tx.openings.of(personId, event.id)
  if (isSecret && opened.size === 0 && !(await tx.openings.isInvolved(personId, event.id)))
    throw new Refusal('eventNotFound')
  return seenWith(found, opened)
}

/** Loads an event as this person sees it. Refuses with eventNotFound. */
export const findSeen = async (
  tx: Tx,
  { personId, eventId }: { readonly personId: number; readonly eventId: number },
): Promise<SeenEvent> => seenBy(tx, personId, await findEvent(tx, eventId))

/** One of an event's types that this person sees. Refuses with typeGone what they do not, as if it were not there. */
export const seenTypeOf = async (
  tx: Tx,
  personId: number,
  found: EventWithTypes,
  ticketTypeId: number,
): Promise<TicketType> => typeIn({ types: (await seenBy(tx, personId, found)).shown }, ticketTypeId)

/**
 * Refuses with typeGone a hidden type that this person has not opened: asked once more of the row as it is when seats
 * of it are taken, which may have been hidden since it was read.
 */
export const mustHaveOpened = async (
  tx: Tx,
  personId: number,
  { id, eventId, isHidden }: TicketType,
): Promise<void> => {
  if (isHidden && !(await tx.openings.of(personId, eventId)).has(id)) throw new Refusal('typeGone')
}
