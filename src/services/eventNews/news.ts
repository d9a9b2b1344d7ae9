import type { ChatMessage } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import { type Event, type EventWithTypes, priceSpan, type TicketType } from '../../domain/event.js'
import { capacityOfShown, mayTellChat, seenByAll } from '../../domain/sight.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'

/** Whether the notification chat hears of unlisted events, too: the bot's owner decides. */
export type NewsPolicy = { readonly announceUnlisted: boolean }

type Needs = NewsPolicy & { readonly clock: Clock }

/** Tells the notification chat of a new event, once, with what everybody sees of it; of an unlisted one nothing. */
export const announceEvent = async (tx: Tx, found: EventWithTypes, needs: Needs, test = false): Promise<void> => {
  if (!mayTellChat(found.event, needs)) return
  const message = { kind: 'eventPublished' as const, ...seenFactsOf(found), ...(test && { test }) }
  await addNews(tx, found.event, message, needs.clock)
}

/** Tells the notification chat of the new dates of a series in one message; of unlisted ones nothing. */
export const announceDates = async (
  tx: Tx,
  copies: readonly [EventWithTypes, ...EventWithTypes[]],
  needs: Needs,
): Promise<void> => {
  const [first, ...others] = copies
  if (others.length === 0) return announceEvent(tx, first, needs)
  if (!mayTellChat(first.event, needs)) return
  const dates = copies.map(({ event }) => event.startsAt)
  await addNews(tx, first.event, { kind: 'datesPublished', ...seenFactsOf(first), dates }, needs.clock)
}

const addNews = async (tx: Tx, event: Event, message: ChatMessage, clock: Clock): Promise<void> => {
  const { id: eventId, organizerId: actorId } = event
  const key = `published:${eventId}:${await tx.events.requestKeyOf(eventId)}`
  await tx.announcements.add([{ to: 'chat', key, eventId, actorId, message }], clock.now())
}

const seenFactsOf = (found: EventWithTypes) => {
  const { event } = found
  const seen = seenByAll(found)
  return {
    ...eventFactsOf(event),
    organizer: event.organizerName,
    ...pricesOf(seen.shown),
    capacity: capacityOfShown(seen),
  }
}

// Where all is hidden there is no price to tell.
const pricesOf = ([first, ...others]: readonly TicketType[]) => first && priceSpan({ types: [first, ...others] })
