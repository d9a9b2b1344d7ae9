import { dueAfter, fewestRatings, isDueAfter, type RatingSummary, summaryOf } from '../../domain/afterwards.js'
import { quietMs } from '../../domain/night.js'
import { mustTakePlace, type EventWithTypes } from '../../domain/event.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { type ToSay, toSay } from '../messaging/toSay.js'
import {
  byMethodOf,
  guestTicketsOf,
  type MoneyByMethod,
  type MoneyTotal,
  ticketsOf,
  totalsOf,
} from '../payments/moneyReports.js'

type Needs = { readonly store: Store; readonly clock: Clock }

/**
 * What an event came to. `came` are tickets that were let in, `noShows` those that were not: undefined where nobody
 * was let in, so that nobody knows. `hasWords`: there is something to read.
 */
export type EventReport = EventWithTypes & {
  readonly sold: number
  /** Tickets that were given away, which are not among those sold. */
  readonly guests: number
  readonly came: number
  readonly noShows: number | undefined
  readonly byMethod: readonly MoneyByMethod[]
  readonly totals: readonly MoneyTotal[]
  readonly rating: RatingSummary
  /** Whether its guests were asked how it was by now. */
  readonly isAsked: boolean
  readonly hasWords: boolean
  readonly followers: number
}

/** Something that somebody wrote about an event, and its place in an order by chance. */
export type Words = { readonly words: string; readonly place: number }

/** What events came to, for their organizers. */
export const createEventReports = ({ store, clock }: Needs) => ({
  /** What an event came to so far. Refuses with eventNotFound, notYours, eventCancelled. */
  ofEvent: (personId: number, eventId: number): Promise<EventReport> =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      mustTakePlace(found.event)
      return reportOf(tx, found, clock.now())
    }),

  /**
   * What guests wrote, without names and in no order; nothing while fewer than three people answered. Refuses with
   * eventNotFound, notYours.
   */
  words: (personId: number, eventId: number, page: PageRequest): Promise<Page<Words> & EventWithTypes> =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      const { answers } = summaryOf(await tx.ratings.counts(eventId))
      const rows = answers < fewestRatings ? [] : await tx.ratings.wordsOf(eventId, oneMoreThan(page))
      return { ...found, ...pageOf(rows, page.size) }
    }),

  /** What to tell an organizer the day after; undefined: the event was moved or cancelled, or is over for too long. */
  news: (personId: number, eventId: number): Promise<ToSay<EventReport> | undefined> =>
    store.transact(async (tx) => {
      const now = clock.now()
      const event = await tx.events.find(eventId)
      if (event?.organizerId !== personId || !isDueAfter(event, 'report', now)) return undefined
      return toSay(await reportOf(tx, await findEvent(tx, eventId), now), quietMs(now, event.zone))
    }),
})

const reportOf = async (tx: Tx, found: EventWithTypes, now: number): Promise<EventReport> => {
  const { id, organizerId } = found.event
  const counters = await tx.eventCounters.ofEvent(id)
  const { in: came, of: admissions } = await tx.doorViews.numbers(id)
  const byMethod = byMethodOf(counters)
  const rating = summaryOf(await tx.ratings.counts(id))
  return {
    ...found,
    sold: ticketsOf(counters, (method) => method !== 'guestList'),
    guests: guestTicketsOf(counters),
    came,
    noShows: came === 0 ? undefined : Math.max(0, admissions - came),
    byMethod,
    totals: totalsOf(byMethod),
    rating,
    isAsked: dueAfter(found.event, 'question') <= now,
    hasWords: rating.shown !== undefined && (await tx.ratings.wordsOf(id, { limit: 1 })).length > 0,
    followers: await tx.follows.count(organizerId),
  }
}
