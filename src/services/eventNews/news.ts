import { eventFactsOf } from '../../domain/announcement.js'
import { type EventWithTypes, priceSpan, type TicketType } from '../../domain/event.js'
import { capacityOfShown, mayTellChat, seenByAll } from '../../domain/sight.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'

/** Whether the notification chat hears of unlisted events, too: the bot's owner decides. */
export type NewsPolicy = { readonly announceUnlisted: boolean }

type Needs = NewsPolicy & { readonly clock: Clock }

/** Tells the notification chat of a new event, once, with what everybody sees of it; of an unlisted one nothing. */
export const announceEvent = async (
  tx: Tx,
  found: EventWithTypes,
  { clock, announceUnlisted }: Needs,
  test = false,
): Promise<void> => {
  const { event } = found
  if (!mayTellChat(event, { announceUnlisted })) return
  const seen = seenByAll(found)
  const key = await tx.events.requestKeyOf(event.id)
  await tx.announcements.add(
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
          ...pricesOf(seen.shown),
          capacity: capacityOfShown(seen),
          ...(test && { test }),
        },
      },
    ],
    clock.now(),
  )
}

// Where all is hidden there is no price to tell.
const pricesOf = ([first, ...others]: readonly TicketType[]) => first && priceSpan({ types: [first, ...others] })
