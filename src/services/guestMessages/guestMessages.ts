import type { Event } from '../../domain/event.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import { findEvent } from '../finders.js'
import type { GuestMessageView, OfEvent } from './common.js'
import { createComposing } from './composing.js'
import { tellSummary, workOn } from './rounds.js'
import { createSending } from './sending.js'

type Needs = { readonly store: Store; readonly clock: Clock }

/** What organizers write to their guests. Only an event's organizer writes, sees, stops and discards. */
export const createGuestMessages = ({ store, clock }: Needs) => ({
  ...createComposing({ store, clock }),
  ...createSending({ store, clock }),

  /** The person hears no more of whoever organizes an event, or hears them again. Refuses with eventNotFound. */
  mute: ({ personId, eventId, isOn }: OfEvent & { readonly isOn: boolean }): Promise<Event> =>
    store.transact(async (tx) => {
      const { event } = await findEvent(tx, eventId)
      const pair = { personId, organizerId: event.organizerId }
      if (personId === event.organizerId) return event
      await (isOn ? tx.mutedOrganizers.add(pair, clock.now()) : tx.mutedOrganizers.remove(pair))
      return event
    }),

  /** Whether a person wants to hear no messages of whoever organizes an event. */
  isMuted: (personId: number, organizerId: number): Promise<boolean> =>
    store.transact((tx) => tx.mutedOrganizers.has({ personId, organizerId })),

  /** Does what can be done now: begins what is due, and puts some more of it down. Gives what is not done. */
  work: (): Promise<{ readonly open: readonly GuestMessageView[]; readonly nextAt: number | undefined }> =>
    workOn(store, clock),

  /** It is over, and its organizer hears so; true if that was not known before. */
  finish: (guestMessageId: number): Promise<boolean> =>
    store.transact(async (tx) => {
      const message = await tx.guestMessages.find(guestMessageId)
      if (!message || !(await tx.guestMessages.finish(guestMessageId, clock.now()))) return false
      const { event } = await findEvent(tx, message.eventId)
      await tellSummary(tx, message, event, clock.now())
      return true
    }),

  /** A message of the organizer's chat shows how far it is. */
  showIn: (guestMessageId: number, messageId: number): Promise<void> =>
    store.transact((tx) => tx.guestMessages.showIn(guestMessageId, messageId)),

  /** Whether it is this process's turn to draw it. */
  claimDrawing: (guestMessageId: number, gapMs: number): Promise<boolean> =>
    store.transact((tx) => tx.guestMessages.claimDrawing(guestMessageId, clock.now(), gapMs)),
})
