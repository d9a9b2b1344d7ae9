import { type Event, hasEnded } from '../../domain/event.js'
import { type GuestMessage, guestMessageDayMs, mostGuestMessages, mostToOneGuest } from '../../domain/guestMessage.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findEvent } from '../finders.js'
import {
  audienceOf,
  findIfOwn,
  findOwn,
  guestsOf,
  type GuestMessageView,
  isUnsent,
  mustBeLast,
  mustBeUnsent,
  type OfMessage,
  type OfPreview,
  viewOf,
} from './common.js'

type Needs = { readonly store: Store; readonly clock: Clock }

/** What a guest gets copies of. */
export type GuestCopy = { readonly message: GuestMessage; readonly event: Event }

/** A message goes out, waits for its time, or does neither. */
export const createSending = ({ store, clock }: Needs) => ({
  /**
   * Guests hear it from now on, or from `at` (UTC milliseconds). Refuses with guestMessageGone, guestMessageReplaced,
   * notYours, guestsNone, guestMessagesEnough, pastDate, eventCancelled a time ahead.
   */
  send: ({ personId, guestMessageId, seen, at }: OfPreview & { readonly at?: number }): Promise<GuestMessageView> =>
    store.transact(async (tx) => {
      const now = clock.now()
      const { message, event } = await findOwn(tx, personId, guestMessageId)
      mustBeUnsent(message)
      mustBeLast(message, seen)
      if (message.copies.length === 0) throw new Refusal('guestMessageGone')
      // Of two that are sent at once the second sees the first.
      await tx.events.lock(event.id)
      await mustBeAllowed(tx, message, at ?? now)
      const guests = await tx.audiences.count(guestsOf(event, audienceOf(message)))
      if (guests === 0) throw new Refusal('guestsNone')
      if (at !== undefined) mustBeAhead(event, at, now)
      const isDone = await (at === undefined
        ? tx.guestMessages.begin(message, guests, now)
        : tx.guestMessages.schedule(message, at))
      if (!isDone) throw new Refusal('guestMessageGone')
      await note(tx, { personId, message, now }, at === undefined ? 'sent' : 'scheduled')
      return viewOf(tx, await findOwn(tx, personId, guestMessageId))
    }),

  /** Nobody hears it. Refuses with guestMessageGone if it was begun, guestMessageReplaced, notYours. */
  discard: ({ personId, guestMessageId, seen }: OfPreview): Promise<Event> =>
    store.transact(async (tx) => {
      const { message, event } = await findOwn(tx, personId, guestMessageId)
      if (isUnsent(message)) mustBeLast(message, seen)
      if (!(await tx.guestMessages.end(message.id, ['draft', 'scheduled'], 'discarded')))
        throw new Refusal('guestMessageGone')
      return event
    }),

  /** Whoever has not heard it does not hear it. Refuses with guestMessageGone, notYours. */
  stop: ({ personId, guestMessageId }: OfMessage): Promise<GuestMessageView> =>
    store.transact(async (tx) => {
      const now = clock.now()
      const { message } = await findOwn(tx, personId, guestMessageId)
      if (await tx.guestMessages.end(message.id, ['sending'], 'stopped')) {
        await tx.guestMessages.retireRows(message, now)
        await note(tx, { personId, message, now }, 'stopped')
      }
      return viewOf(tx, await findOwn(tx, personId, guestMessageId))
    }),

  /** What was to be copied is not there any more: nobody else hears it. */
  lose: (guestMessageId: number): Promise<void> =>
    store.transact(async (tx) => {
      const message = await tx.guestMessages.find(guestMessageId)
      if (message && (await tx.guestMessages.end(message.id, ['sending'], 'lost')))
        await tx.guestMessages.retireRows(message, clock.now())
    }),

  /** What a guest is to hear now; undefined: nothing any more. */
  toSay: (personId: number, guestMessageId: number): Promise<GuestCopy | undefined> =>
    store.transact(async (tx) => {
      const message = await tx.guestMessages.find(guestMessageId)
      if (!message || !['sending', 'done'].includes(message.state)) return undefined
      const { event } = await findEvent(tx, message.eventId)
      if (isTooLate(message, event, clock.now())) return undefined
      if (await tx.mutedOrganizers.has({ personId, organizerId: event.organizerId })) return undefined
      const isMeant = await tx.audiences.include(guestsOf(event, audienceOf(message)), personId)
      return isMeant ? { message, event } : undefined
    }),

  /** What became of a message, for its organizer. */
  summary: (personId: number, guestMessageId: number): Promise<GuestMessageView | undefined> =>
    store.transact(async (tx) => {
      const found = await findIfOwn(tx, personId, guestMessageId)
      return found && viewOf(tx, found)
    }),
})

// Whoever could not be reached for so long, and comes back when all is over.
const isTooLate = ({ begunAt = 0 }: GuestMessage, event: Event, now: number): boolean =>
  hasEnded(event, now) && begunAt + guestMessageDayMs < now

const mustBeAhead = (event: Event, at: number, now: number): void => {
  if (at <= now) throw new Refusal('pastDate')
  if (event.state === 'cancelled') throw new Refusal('eventCancelled', { title: event.title })
}

const mustBeAllowed = async (tx: Tx, message: GuestMessage, at: number): Promise<void> => {
  const most = message.audience === 'one' ? mostToOneGuest : mostGuestMessages
  if ((await tx.guestMessages.countAround(message, at, guestMessageDayMs)) >= most)
    throw new Refusal('guestMessagesEnough', { most })
}

const note = (
  tx: Tx,
  { personId, message, now }: { readonly personId: number; readonly message: GuestMessage; readonly now: number },
  what: 'sent' | 'scheduled' | 'stopped',
): Promise<void> =>
  tx.audit.add({
    at: now,
    actorId: personId,
    action: `guestMessage.${what}`,
    subject: `event:${message.eventId}`,
    details: { guestMessageId: message.id },
  })
