import { mayOrganize } from '../../domain/access.js'
import { bulkGapMs, eventFactsOf } from '../../domain/announcement.js'
import { type CompleteAnswers, type EventDraft, isComplete, typesIn } from '../../domain/draft.js'
import {
  capacityOf,
  checkStart,
  currencyOf,
  type Event,
  type EventWithTypes,
  hasEnded,
  priceSpan,
  mustTakePlace,
} from '../../domain/event.js'
import type { Money } from '../../domain/money.js'
import { firstPaymentMethods, type PaymentSetup } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import { checkGiveBackHours } from '../../domain/ticket.js'
import type { Store } from '../../store/store.js'
import type { Tx } from '../../store/tables/tx.js'
import type { Clock } from '../../runtime/clock.js'
import type { Codes } from '../codes.js'
import { findEvent, findOwnEvent, withTypesOf } from '../finders.js'
import { changesCurrency } from './otherCurrency.js'
import { refundEvent } from '../refunds/eventRefund.js'

type Needs = {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly organizerIds: readonly number[]
  readonly setup: PaymentSetup
}

/** What publishing came to: a new event, or a change of one that was there (which may stay off sale). */
export type Published = EventWithTypes & { readonly was: 'created' | 'changed' | 'published' }

/** Which draft to publish. `eventId` is that of the event being changed, if any. */
export type Publication = {
  readonly personId: number
  readonly key: string
  readonly eventId?: number | undefined
  readonly test?: boolean
}

/** Bringing events before the public and taking them off again. */
export const createPublishing = ({ store, clock, codes, organizerIds, setup }: Needs) => {
  const now = () => clock.now()

  const create = async (tx: Tx, draft: EventDraft, answers: CompleteAnswers, test: boolean): Promise<Published> => {
    mayOrganize(draft.personId, organizerIds)
    checkStart(answers.startsAt, now())
    const event = await tx.events.insert({
      ...fieldsOf(answers),
      slug: codes.slug(),
      organizerId: draft.personId,
      zone: draft.zone,
      state: 'published',
      createdAt: now(),
      requestKey: draft.key,
      paymentMethods: firstPaymentMethods(answers.price.currency, setup),
    })
    const [first, ...others] = typesIn(answers)
    const made: EventWithTypes = {
      event,
      types: [
        await tx.ticketTypes.insert({ eventId: event.id, ...first }),
        ...(await inTurn(others, (type) => tx.ticketTypes.insert({ eventId: event.id, ...type }))),
      ],
    }
    mustBeOneCurrency(made)
    await announce(tx, made, draft.key, test)
    return { ...made, was: 'created' }
  }

  const announce = (tx: Tx, { event, types }: EventWithTypes, key: string, test: boolean): Promise<void> =>
    tx.announcements.add(
      [
        {
          to: 'chat',
          key: `published:${event.id}:${key}`,
          eventId: event.id,
          actorId: event.organizerId,
          message: {
            kind: 'eventPublished',
            ...eventFactsOf(event),
            organizer: event.organizerName,
            ...priceSpan({ types }),
            capacity: capacityOf({ event, types }),
            ...(test && { test }),
          },
        },
      ],
      now(),
    )

  const change = async (tx: Tx, eventId: number, draft: EventDraft, answers: CompleteAnswers): Promise<Published> => {
    const before = await findOwnEvent(tx, draft.personId, eventId)
    if (answers.startsAt !== before.event.startsAt) checkStart(answers.startsAt, now())
    await changeOnlyType(tx, before, answers)
    await tx.events.change(eventId, fieldsOf(answers))
    const after = await findEvent(tx, eventId)
    await tellHolders(tx, before.event, after.event, draft.key)
    return { ...after, was: 'changed' }
  }

  // Several types are changed one by one, elsewhere; and what was not touched here may have been changed there
  // meanwhile.
  const changeOnlyType = async (
    tx: Tx,
    { event, types: [type, ...others] }: EventWithTypes,
    { price, capacity, changed = ['price', 'capacity'] }: CompleteAnswers,
  ): Promise<void> => {
    const after = {
      ...type,
      ...(changed.includes('price') && { price }),
      ...(changed.includes('capacity') && { capacity }),
    }
    if (others.length > 0 || (after.price === type.price && after.capacity === type.capacity)) return
    await tx.ticketTypes.lockOfEvent(event.id)
    const isOtherCurrency = await changesCurrency(tx, await findEvent(tx, event.id), after.price)
    if (!(await tx.ticketTypes.change(type.id, after))) throw new Refusal('capacityBelowTaken', { taken: type.taken })
    if (isOtherCurrency)
      await tx.events.change(event.id, { paymentMethods: firstPaymentMethods(after.price.currency, setup) })
  }

  const tellHolders = async (tx: Tx, before: Event, after: Event, key: string): Promise<void> => {
    if (before.startsAt === after.startsAt && before.venue === after.venue && before.title === after.title) return
    const holders = await tx.tickets.holdersOf(after.id)
    const was = { startsAt: before.startsAt, venue: before.venue, title: before.title }
    await tx.announcements.add(
      holders.map(({ holderId }, i) => ({
        to: holderId,
        afterMs: i * bulkGapMs,
        key: `changed:${after.id}:${key}:${holderId}`,
        eventId: after.id,
        message: { kind: 'yourEventChanged' as const, ...eventFactsOf(after), before: was },
      })),
      now(),
    )
  }

  const audit = (
    tx: Tx,
    actorId: number,
    action: string,
    eventId: number,
    details: Record<string, string | number> = {},
  ) => tx.audit.add({ at: now(), actorId, action, subject: `event:${eventId}`, details })

  return {
    /**
     * Publishes the person's draft. A repeat with the same key returns what the first call made.
     * Refuses with draftGone, pastDate, mayNotOrganize, capacityBelowTaken, priceOtherCurrency, notYours.
     */
    publish: ({ personId, key, eventId, test = false }: Publication): Promise<Published> =>
      store.transact(async (tx) => {
        const draft = await tx.drafts.find(personId)
        if (draft?.key !== key) return again(tx, personId, key, eventId)
        if (!isComplete(draft.answers)) throw new Refusal('draftGone')
        const made =
          draft.eventId === undefined
            ? await create(tx, draft, draft.answers, test)
            : await change(tx, draft.eventId, draft, draft.answers)
        await tx.drafts.remove(personId)
        await audit(tx, personId, `event.${made.was}`, made.event.id, { key })
        return made
      }),

    /** Puts an event that was taken off on sale again. Refuses with eventCancelled, eventEnded. */
    putOnSale: (personId: number, eventId: number): Promise<EventWithTypes> =>
      store.transact(async (tx) => {
        const found = await findOwnEvent(tx, personId, eventId)
        if (hasEnded(found.event, now())) throw new Refusal('eventEnded', { title: found.event.title })
        if (found.event.state === 'published') return found
        if (!(await tx.events.move(eventId, 'published')))
          throw new Refusal('eventCancelled', { title: found.event.title })
        await audit(tx, personId, 'event.published', eventId)
        return findEvent(tx, eventId)
      }),

    /** Takes an event off sale; tickets stay valid. Refuses with eventCancelled. */
    unpublish: (personId: number, eventId: number): Promise<EventWithTypes> =>
      store.transact(async (tx) => {
        const found = await findOwnEvent(tx, personId, eventId)
        if (found.event.state === 'draft') return found
        if (!(await tx.events.move(eventId, 'draft'))) throw new Refusal('eventCancelled', { title: found.event.title })
        await audit(tx, personId, 'event.unpublished', eventId)
        return findEvent(tx, eventId)
      }),

    /**
     * Sets until how many hours before the start tickets may be given back; undefined: not at all. Refuses with
     * notYours, eventNotFound, eventCancelled, notANumber.
     */
    setGiveBack: ({
      personId,
      eventId,
      hours,
    }: {
      readonly personId: number
      readonly eventId: number
      readonly hours: number | undefined
    }): Promise<Event> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        mustTakePlace(event)
        await tx.events.change(eventId, { giveBackHours: checkGiveBackHours(hours) })
        await audit(tx, personId, 'event.giveBackSet', eventId, hours === undefined ? {} : { hours })
        return { ...event, giveBackHours: hours }
      }),

    /**
     * Cancels an event for good: tickets die, what was paid goes back, holders and the notification chat are told. A
     * repeat changes nothing. Refuses with eventEnded.
     */
    cancel: (personId: number, eventId: number): Promise<EventWithTypes> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        if (event.state !== 'cancelled' && hasEnded(event, now()))
          throw new Refusal('eventEnded', { title: event.title })
        // The orders first: whoever gives a ticket back or pays at this moment goes the same way, and nobody waits for
        // the other in a circle.
        if (event.state !== 'cancelled') await tx.orders.lockOfEvent(eventId)
        if (await tx.events.move(eventId, 'cancelled')) {
          await callOff(tx, event)
          await audit(tx, personId, 'event.cancelled', eventId)
        }
        return findEvent(tx, eventId)
      }),

    /** Deletes an event nobody has an order for. Refuses with eventHasSales. */
    remove: (personId: number, eventId: number): Promise<void> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        if (!(await tx.events.remove(eventId))) throw new Refusal('eventHasSales', { title: event.title })
        await tx.announcements.retire(eventId)
        await audit(tx, personId, 'event.removed', eventId)
      }),
  }

  async function callOff(tx: Tx, event: Event): Promise<void> {
    const holders = await tx.tickets.holdersOf(event.id)
    const facts = eventFactsOf(event)
    const held = await tx.orders.cancelHeldOf(event.id)
    await tx.orders.cancelOfEvent(event.id)
    await tx.tickets.cancelOfEvent(event.id)
    // After the orders: no ticket can be given back any more, whose price would go back twice.
    const back = await refundEvent(tx, event.id, now())
    const told = concerned(holders, back)
    const ticketsIssued = holders.reduce((sum, { quantity }) => sum + quantity, 0)
    await tx.announcements.add(
      [
        {
          to: 'chat',
          key: `cancelled:${event.id}`,
          eventId: event.id,
          actorId: event.organizerId,
          message: { kind: 'eventCancelled', ...facts, organizer: event.organizerName, ticketsIssued },
        },
        ...told.map(({ personId, ...theirs }, i) => ({
          to: personId,
          afterMs: i * bulkGapMs,
          key: `cancelled:${event.id}:${personId}`,
          eventId: event.id,
          message: { kind: 'yourEventCancelled' as const, ...facts, ...theirs },
        })),
        ...held.map(({ id, buyerId, isUnderReview }, i) => ({
          to: buyerId,
          afterMs: (told.length + i) * bulkGapMs,
          key: `cancelled:${event.id}:order:${id}`,
          eventId: event.id,
          message: {
            kind: 'heldEventCancelled' as const,
            ...facts,
            ...(isUnderReview && { isLooking: true as const }),
          },
        })),
      ],
      now(),
    )
  }

  // The draft is gone: published by an earlier call with this key, or thrown away.
  async function again(tx: Tx, personId: number, key: string, eventId: number | undefined): Promise<Published> {
    const made = await tx.events.findByRequestKey(key)
    if (made) return { ...(await withTypesOf(tx, made)), was: 'created' }
    if (eventId === undefined) throw new Refusal('draftGone')
    return { ...(await findOwnEvent(tx, personId, eventId)), was: 'changed' }
  }
}

type Concerned = { readonly personId: number; readonly quantity: number; readonly back?: Money }

/** Who holds tickets, with what they had paid, and who paid for tickets that only others hold. */
const concerned = (
  holders: readonly { readonly holderId: number; readonly quantity: number }[],
  back: ReadonlyMap<number, Money>,
): readonly Concerned[] => {
  const withMoney = (personId: number, quantity: number): Concerned => {
    const sum = back.get(personId)
    return { personId, quantity, ...(sum && { back: sum }) }
  }
  const holderIds = new Set(holders.map(({ holderId }) => holderId))
  return [
    ...holders.map(({ holderId, quantity }) => withMoney(holderId, quantity)),
    ...[...back.keys()].filter((id) => !holderIds.has(id)).map((id) => withMoney(id, 0)),
  ]
}

const mustBeOneCurrency = (made: EventWithTypes): void => {
  const currency = currencyOf(made)
  if (made.types.some(({ price }) => price.currency !== currency)) throw new Refusal('priceOtherCurrency', { currency })
}

// One after the other, so that they keep their order.
const inTurn = async <T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = []
  for (const thing of things) results.push(await work(thing))
  return results
}

const fieldsOf = (answers: CompleteAnswers) => ({
  title: answers.title,
  description: answers.description ?? '',
  startsAt: answers.startsAt,
  endsAt: answers.endsAt ?? undefined,
  venue: answers.venue,
  poster: answers.poster ?? undefined,
})

/** What `createPublishing` gives. */
export type Publishing = ReturnType<typeof createPublishing>
