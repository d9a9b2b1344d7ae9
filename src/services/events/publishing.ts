import { checkDoorsBefore } from '../../domain/door.js'
import { type Event, type EventWithTypes, hasEnded, mustTakePlace } from '../../domain/event.js'
import type { PaymentSetup } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import { checkGiveBackHours } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { beginTellingFollowers, endTellingFollowers } from '../following/tellingFollowers.js'
import { cancelEvent } from './cancelEvent.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { handChatNewsOn, standInOf } from '../eventNews/newDates.js'
import { type Publication, publishDraft, type Published } from './publishDraft.js'

type Needs = NewsPolicy & {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly organizerIds: readonly number[]
  readonly setup: PaymentSetup
}

type Act = { readonly personId: number; readonly eventId: number }

/** Bringing events before the public and taking them off again. */
export const createPublishing = (needs: Needs) => {
  const { store, clock } = needs
  return {
    /**
     * Publishes the person's draft. A repeat with the same key returns what the first call made. Refuses with
     * draftGone, pastDate, mayNotOrganize, capacityBelowTaken, priceOtherCurrency, starsNotYours, notYours.
     */
    publish: (publication: Publication): Promise<Published> =>
      store.transact((tx) => publishDraft(tx, publication, needs)),

    /** Puts an event that was taken off on sale again. Refuses with eventCancelled, eventEnded. */
    putOnSale: (personId: number, eventId: number): Promise<EventWithTypes> =>
      store.transact(async (tx) => {
        const found = await findOwnEvent(tx, personId, eventId)
        if (hasEnded(found.event, clock.now())) throw new Refusal('eventEnded', { title: found.event.title })
        const onSale = await move(tx, { personId, found, to: 'published', action: 'event.published' }, clock)
        await beginTellingFollowers(tx, onSale.event, clock.now())
        return onSale
      }),

    /** Takes an event off sale; tickets stay valid. Refuses with eventCancelled. */
    unpublish: (personId: number, eventId: number): Promise<EventWithTypes> =>
      store.transact(async (tx) => {
        const found = await findOwnEvent(tx, personId, eventId)
        await endTellingFollowers(tx, found.event, clock.now())
        return move(tx, { personId, found, to: 'draft', action: 'event.unpublished' }, clock)
      }),

    /**
     * Sets until how many hours before the start tickets may be given back; undefined: not at all. Refuses with
     * notYours, eventNotFound, eventCancelled, notANumber.
     */
    setGiveBack: (act: Act & { readonly hours: number | undefined }): Promise<Event> =>
      store.transact((tx) => setGiveBack(tx, act, clock)),

    /**
     * Sets from how many minutes before the start its door lets people in. Refuses with notYours, eventNotFound,
     * eventCancelled, notANumber.
     */
    setDoorTime: (act: Act & { readonly minutes: number }): Promise<Event> =>
      store.transact((tx) => setDoorTime(tx, act, clock)),

    /**
     * Cancels an event for good: tickets die, what was paid goes back, holders and the notification chat are told. A
     * repeat changes nothing. Refuses with eventEnded, textNeeded, descriptionTooLong.
     */
    cancel: (personId: number, eventId: number, reason?: string): Promise<EventWithTypes> =>
      store.transact((tx) => cancelEvent(tx, { personId, eventId, reason }, needs)),

    /** Deletes an event nobody has an order for. Refuses with eventHasSales. */
    remove: (personId: number, eventId: number): Promise<void> =>
      store.transact((tx) => remove(tx, { personId, eventId }, clock)),
  }
}

type Move = {
  readonly personId: number
  readonly found: EventWithTypes
  readonly to: 'draft' | 'published'
  readonly action: string
}

const move = async (tx: Tx, { personId, found, to, action }: Move, clock: Clock): Promise<EventWithTypes> => {
  const { id, state, title } = found.event
  if (state === to) return found
  if (!(await tx.events.move(id, to))) throw new Refusal('eventCancelled', { title })
  await tx.audit.add({ at: clock.now(), actorId: personId, action, subject: `event:${id}` })
  return findEvent(tx, id)
}

const setGiveBack = async (
  tx: Tx,
  { personId, eventId, hours }: Act & { readonly hours: number | undefined },
  clock: Clock,
): Promise<Event> => {
  const { event } = await findOwnEvent(tx, personId, eventId)
  mustTakePlace(event)
  await tx.events.change(eventId, { giveBackHours: checkGiveBackHours(hours) })
  await tx.audit.add({
    at: clock.now(),
    actorId: personId,
    action: 'event.giveBackSet',
    subject: `event:${eventId}`,
    details: hours === undefined ? {} : { hours },
  })
  return { ...event, giveBackHours: hours }
}

const setDoorTime = async (
  tx: Tx,
  { personId, eventId, minutes }: Act & { readonly minutes: number },
  clock: Clock,
): Promise<Event> => {
  const { event } = await findOwnEvent(tx, personId, eventId)
  mustTakePlace(event)
  await tx.events.change(eventId, { doorsBefore: checkDoorsBefore(minutes) })
  await tx.audit.add({
    at: clock.now(),
    actorId: personId,
    action: 'event.doorTimeSet',
    subject: `event:${eventId}`,
    details: { minutes },
  })
  return { ...event, doorsBefore: minutes }
}

const remove = async (tx: Tx, { personId, eventId }: Act, clock: Clock): Promise<void> => {
  const { event } = await findOwnEvent(tx, personId, eventId)
  await handOn(tx, event, clock.now())
  if (!(await tx.events.remove(eventId))) throw new Refusal('eventHasSales', { title: event.title })
  await tx.announcements.retire(eventId, clock.now())
  await tx.audit.add({ at: clock.now(), actorId: personId, action: 'event.removed', subject: `event:${eventId}` })
}

// What was told of several dates in the name of this one goes on in that of the next.
const handOn = async (tx: Tx, event: Event, now: number): Promise<void> => {
  const other = await standInOf(tx, event, now)
  if (!other) return
  await handChatNewsOn(tx, event, now)
  await tx.handingOn.followers({ from: event.id, to: other.id })
}

export type Publishing = ReturnType<typeof createPublishing>
