import { bulkGapMs, type NewAnnouncement } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import { type Event, type EventWithTypes, hasEnded } from '../../domain/event.js'
import type { Money } from '../../domain/money.js'
import { checkReason } from '../../domain/eventChange.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { takeDoorPayments } from '../payments/doorPayments.js'
import { findEvent, findOwnEvent } from '../finders.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { refundEvent } from '../refunds/eventRefund.js'
import { chatNews } from '../eventNews/chatNews.js'

/** Whose event is cancelled by whom, and why; that is told. */
export type Cancelling = {
  readonly personId: number
  readonly eventId: number
  readonly reason?: string | undefined
}

/**
 * Cancels an event for good: tickets die, what was paid goes back, holders and the notification chat are told. A repeat
 * changes nothing. Refuses with eventNotFound, notYours, eventEnded, textNeeded, descriptionTooLong.
 */
export const cancelEvent = async (
  tx: Tx,
  { personId, eventId, reason }: Cancelling,
  needs: NewsPolicy & { readonly clock: Clock },
): Promise<EventWithTypes> => {
  const { clock } = needs
  const { event } = await findOwnEvent(tx, personId, eventId)
  if (event.state !== 'cancelled' && hasEnded(event, clock.now()))
    throw new Refusal('eventEnded', { title: event.title })
  // The orders first: whoever gives a ticket back or pays at this moment goes the same way, and nobody waits for the
  // other in a circle.
  if (event.state !== 'cancelled') await tx.orders.lockOfEvent(eventId)
  if (await tx.events.move(eventId, 'cancelled')) {
    await callOff(tx, event, needs, reason === undefined ? {} : { reason: checkReason(reason) })
    await tx.audit.add({
      at: clock.now(),
      actorId: personId,
      action: 'event.cancelled',
      subject: `event:${eventId}`,
    })
  }
  return findEvent(tx, eventId)
}

type Why = { readonly reason?: string }

const callOff = async (
  tx: Tx,
  event: Event,
  { clock, ...policy }: NewsPolicy & { readonly clock: Clock },
  why: Why,
): Promise<void> => {
  const now = clock.now()
  const holders = await tx.tickets.holdersOf(event.id)
  const held = await tx.holds.cancelOfEvent(event.id)
  await tx.orders.cancelOfEvent(event.id)
  await tx.tickets.cancelOfEvent(event.id)
  await takeDoorPayments(tx, event.id, now)
  // After the orders: no ticket can be given back any more, whose price would go back twice.
  const affected = affectedBy(holders, await refundEvent(tx, event.id, now))
  const ticketsIssued = holders.reduce((sum, { quantity }) => sum + quantity, 0)
  const staff = toStaff(event, await tx.staff.ofEvent(event.id), affected)
  await tx.announcements.add(
    [
      ...inChat(event, ticketsIssued, policy),
      ...[...toHolders(event, affected), ...toBuyers(event, held), ...staff].map((announcement, i) => ({
        ...announcement,
        afterMs: i * bulkGapMs,
      })),
    ].map((announcement) => withReason(announcement, why)),
    now,
  )
}

/** Somebody who holds so many tickets, and gets back what they paid. */
type Affected = { readonly personId: number; readonly quantity: number; readonly back?: Money }

/** Who holds tickets, with what they had paid, and who paid for tickets that only others hold. */
const affectedBy = (
  holders: readonly { readonly holderId: number; readonly quantity: number }[],
  back: ReadonlyMap<number, Money>,
): readonly Affected[] => {
  const withMoney = (personId: number, quantity: number): Affected => {
    const sum = back.get(personId)
    return { personId, quantity, ...(sum && { back: sum }) }
  }
  const holderIds = new Set(holders.map(({ holderId }) => holderId))
  return [
    ...holders.map(({ holderId, quantity }) => withMoney(holderId, quantity)),
    ...[...back.keys()].filter((id) => !holderIds.has(id)).map((id) => withMoney(id, 0)),
  ]
}

const inChat = (event: Event, ticketsIssued: number, policy: NewsPolicy): readonly NewAnnouncement[] =>
  chatNews(
    event,
    {
      key: `cancelled:${event.id}`,
      message: { kind: 'eventCancelled', ...eventFactsOf(event), organizer: event.organizerName, ticketsIssued },
    },
    policy,
  )

const toHolders = (event: Event, affected: readonly Affected[]): readonly NewAnnouncement[] =>
  affected.map(({ personId, ...theirs }) => ({
    to: personId,
    key: `cancelled:${event.id}:${personId}`,
    eventId: event.id,
    message: { kind: 'yourEventCancelled', ...eventFactsOf(event), ...theirs },
  }))

const toBuyers = (
  event: Event,
  held: readonly { readonly id: number; readonly buyerId: number; readonly isUnderReview: boolean }[],
): readonly NewAnnouncement[] =>
  held.map(({ id, buyerId, isUnderReview }) => ({
    to: buyerId,
    key: `cancelled:${event.id}:order:${id}`,
    eventId: event.id,
    message: { kind: 'heldEventCancelled', ...eventFactsOf(event), ...(isUnderReview && { isLooking: true as const }) },
  }))

// Who holds tickets hears of those.
const toStaff = (
  event: Event,
  staff: readonly { readonly personId: number }[],
  affected: readonly Affected[],
): readonly NewAnnouncement[] => {
  const told = new Set(affected.map(({ personId }) => personId))
  return staff
    .filter(({ personId }) => !told.has(personId))
    .map(({ personId }) => ({
      to: personId,
      key: `cancelled:${event.id}:${personId}`,
      eventId: event.id,
      message: { kind: 'yourEventCancelled', ...eventFactsOf(event), quantity: 0, as: 'staff' },
    }))
}

const withReason = (announcement: NewAnnouncement, why: Why): NewAnnouncement => {
  const { message } = announcement
  switch (message.kind) {
    case 'eventCancelled':
    case 'yourEventCancelled':
    case 'heldEventCancelled':
      return { ...announcement, message: { ...message, ...why } }
    default:
      return announcement
  }
}
