import { mustOrganize } from '../../domain/access.js'
import type { AnnouncementState } from '../../domain/announcement.js'
import { secondMs } from '../../domain/duration.js'
import type { Event, EventWithTypes } from '../../domain/event.js'
import type { Audience, GuestMessage, GuestMessageNumbers } from '../../domain/guestMessage.js'
import { Refusal } from '../../domain/refusal.js'
import type { Tx } from '../../store/store.js'
import { findEvent } from '../finders.js'

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

/** The guests of an event that an organizer writes to. */
export const guestsOf = ({ id, organizerId }: Pick<Event, 'id' | 'organizerId'>, audience: Audience) => ({
  ...audience,
  eventId: id,
  organizerId,
})

/** How far a message is. */
const numbersOf = async (tx: Tx, message: GuestMessage): Promise<GuestMessageNumbers> => {
  const rows = message.begunAt === undefined ? [] : await tx.guestMessages.unsaid(message)
  const count = (fits: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(fits).reduce((sum, row) => sum + row.count, 0)
  const waiting = count(({ state }) => state === 'waiting')
  const settledAs = (what: AnnouncementState, unsure: 0 | 1) =>
    count(({ state, isUnsure }) => state === what && isUnsure === unsure)
  const [unreachable, gone] = [settledAs('unreachable', 0), settledAs('obsolete', 0)]
  // It may have been heard, and it came to no repeat: the way stayed shut, or the guest was not meant any more.
  const unsure = settledAs('unreachable', 1) + settledAs('obsolete', 1)
  const failed = count(({ state }) => state === 'givenUp')
  const unsaid = waiting + unreachable + unsure + gone + failed
  const { size, told, muted } = message
  return { size, reached: told - unsaid, unreachable, muted, gone, unsure, failed, waiting }
}

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

/** A message with its event. */
export type FoundMessage = EventWithTypes & { readonly message: GuestMessage }

/** Loads a message for its event's organizer. Refuses with guestMessageGone, notYours. */
export const findOwn = async (tx: Tx, personId: number, guestMessageId: number): Promise<FoundMessage> => {
  const message = await tx.guestMessages.find(guestMessageId)
  if (!message) throw new Refusal('guestMessageGone')
  const found = await findEvent(tx, message.eventId)
  mustOrganize(personId, found.event)
  return { message, ...found }
}

/** The same, where a message that is gone, or not theirs, is none. */
export const findIfOwn = async (
  tx: Tx,
  personId: number,
  guestMessageId: number,
): Promise<FoundMessage | undefined> => {
  const message = await tx.guestMessages.find(guestMessageId)
  const found = message && (await findEvent(tx, message.eventId))
  return message && found?.event.organizerId === personId ? { message, ...found } : undefined
}

/** The name of a single guest. */
export const nameOf = async (tx: Tx, { kind, of }: Audience): Promise<string | undefined> =>
  kind === 'one' ? (await tx.people.find(of))?.displayName : undefined

/** A message with what it is about. */
export const viewOf = async (tx: Tx, { message, event, types }: FoundMessage): Promise<GuestMessageView> => ({
  message,
  event,
  types,
  guests: isUnsent(message) ? await tx.audiences.count(guestsOf(event, audienceOf(message))) : message.size,
  guestName: await nameOf(tx, audienceOf(message)),
  numbers: await numbersOf(tx, message),
})
