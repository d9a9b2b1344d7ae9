import type { Event, TicketType } from '../../../../domain/event.js'

/** What somebody may wait for: the types that `would` do, among all of the event's; how many at `most`. */
export type AskedTypes = {
  readonly event: Event
  readonly types: readonly TicketType[]
  readonly would: readonly TicketType[]
  readonly most: number
}

/** A wish as its buttons carry it: see `ofWish` in the routes. */
export type WishOfButton = {
  readonly eventId: number
  readonly mask: number
  readonly of: number
  readonly upTo: number
}

/** The mark of these types: a bit for each, in the order of the event's types. */
export const maskOf = ({ types }: Pick<AskedTypes, 'types'>, ids: readonly number[]): number =>
  types.reduce((mask, { id }, i) => (ids.includes(id) ? mask | (1 << i) : mask), 0)

/** The types of a mark that would do now. */
export const idsIn = ({ types, would }: Pick<AskedTypes, 'types' | 'would'>, mask: number): readonly number[] =>
  types.filter(({ id }, i) => (mask & (1 << i)) !== 0 && would.some((one) => one.id === id)).map(({ id }) => id)

/**
 * Whether the event has the same types as when the button was drawn, and some of those that were ticked would do still:
 * ids only grow, so none took another's place.
 */
export const isAsDrawn = (asked: Pick<AskedTypes, 'types' | 'would'>, { mask, of, upTo }: WishOfButton): boolean =>
  asked.types.length === of && (asked.types.at(-1)?.id ?? 0) === upTo && (mask === 0 || idsIn(asked, mask).length > 0)
