import { mustOrganize } from '../../domain/access.js'
import { secondMs } from '../../domain/duration.js'
import type { Event, EventWithTypes } from '../../domain/event.js'
import type { Audience, GuestMessage, GuestMessageNumbers } from '../../domain/guestMessage.js'
import { Refusal } from '../../domain/refusal.js'
import type { Tx } from '../../store/store.js'
import { findEvent } from '../finders.js'
import { guestsOf, numbersOf } from './rounds.js'

/** Somebody, and an event. */
export type OfEvent = { readonly personId: number; readonly eventId: number }
/** Somebody, and a message. */
export type OfMessage = { readonly personId: number; readonly guestMessageId: number }
/** The preview that somebody decided by: its first copy, and the time that it named (UTC seconds, 0 without one). */
export type SeenPreview = { readonly copy: number; readonly at: number }
/** Somebody, and a message as they saw it; without `seen` it is taken as it is. */
export type OfPreview = OfMessage & { readonly seen?: SeenPreview | undefined }

/** A message with what it is about, for its organizer: `guests` is how many it is for as things stand. */
export type GuestMessageView = {
  readonly message: GuestMessage
  readonly event: Event
  readonly types: EventWithTypes['types']
  readonly guests: number
  /** The name of the one guest it is for. */
  readonly guestName: string | undefined
  readonly numbers: GuestMessageNumbers
}

/** Whom a message is for. */
export const audienceOf = ({ audience, audienceOf: of }: GuestMessage): Audience => ({ kind: audience, of })

/** Whether nobody hears it yet. */
export const isUnsent = ({ state }: GuestMessage): boolean => state === 'draft' || state === 'scheduled'

/** Refuses with guestMessageGone what was begun, or is not to be any more. */
export const mustBeUnsent = (message: GuestMessage): void => {
  if (!isUnsent(message)) throw new Refusal('guestMessageGone')
}

/** How the last preview of a message is told from those before it. */
export const seenOf = ({ copies, sendAt = 0 }: Pick<GuestMessage, 'copies' | 'sendAt'>): SeenPreview => ({
  copy: copies[0] ?? 0,
  at: Math.floor(sendAt / secondMs),
})

/** Refuses with guestMessageReplaced what was decided by a preview that is not the last one any more. */
export const mustBeLast = (message: GuestMessage, seen: SeenPreview | undefined): void => {
  const last = seenOf(message)
  if (seen && (seen.copy !== last.copy || seen.at !== last.at)) throw new Refusal('guestMessageReplaced')
}

/** Loads a message for its event's organizer. Refuses with guestMessageGone, notYours. */
export const findOwn = async (tx: Tx, personId: number, guestMessageId: number) => {
  const message = await tx.guestMessages.find(guestMessageId)
  if (!message) throw new Refusal('guestMessageGone')
  const { event } = await findEvent(tx, message.eventId)
  mustOrganize(personId, event)
  return { message, event }
}

/** The name of a single guest. */
export const nameOf = async (tx: Tx, { kind, of }: Audience): Promise<string | undefined> =>
  kind === 'one' ? (await tx.people.find(of))?.displayName : undefined

/** A message with what it is about. */
export const viewOf = async (
  tx: Tx,
  { message, event }: { readonly message: GuestMessage; readonly event: Event },
): Promise<GuestMessageView> => ({
  message,
  event,
  types: (await findEvent(tx, event.id)).types,
  guests: isUnsent(message) ? await tx.audiences.count(guestsOf(event, audienceOf(message))) : message.size,
  guestName: await nameOf(tx, audienceOf(message)),
  numbers: await numbersOf(tx, message),
})
