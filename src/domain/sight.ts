import { capacityOf, type Event, type EventWithTypes, leftOfTypes, type TicketType } from './event.js'

/**
 * An event as somebody sees it: `shown` are the ticket types on their card. Hidden ones are there only for who has
 * opened them; seats are counted over all `types` nevertheless.
 */
export type SeenEvent = EventWithTypes & { readonly shown: readonly TicketType[] }

/**
 * Seats that are all that is left, and held by people who have not paid yet: until then at the latest. `isOwn`: all of
 * them by whoever looks.
 */
export type HeldSeats = { readonly seats: number; readonly until: number; readonly isOwn?: boolean }

/** An event with the types that everybody sees. */
export const seenByAll = (found: EventWithTypes): SeenEvent => seenWith(found, new Set())

/** An event for who has opened these of its hidden types. */
export const seenWith = (found: EventWithTypes, opened: ReadonlySet<number>): SeenEvent => ({
  ...found,
  shown: found.types.filter(({ id, isHidden }) => !isHidden || opened.has(id)),
})

/** Whether there are types that this person does not see. */
export const hidesTypes = ({ types, shown }: SeenEvent): boolean => shown.length < types.length

/** How many tickets are left over the types that are shown. */
export const leftOfShown = (seen: SeenEvent): number => leftOfTypes(seen, seen.shown)

/** Whether everything that is shown is taken: sold or held. */
export const isTaken = (seen: SeenEvent): boolean => seen.shown.length > 0 && leftOfShown(seen) === 0

/** How many tickets there are over the types that are shown. */
export const capacityOfShown = ({ event, shown }: SeenEvent): number => capacityOf({ event, types: shown })

/** Whether the notification chat may hear of an event: unlisted ones are told only where the bot's owner says so. */
export const mayTellChat = (
  { isUnlisted }: Pick<Event, 'isUnlisted'>,
  { announceUnlisted }: { readonly announceUnlisted: boolean },
): boolean => !isUnlisted || announceUnlisted
