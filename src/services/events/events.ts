import type { Event, EventWithTypes } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { type SeenEvent, seenByAll } from '../../domain/sight.js'
import type { OneOfOrganizer } from '../../store/tables/events.js'
import type { Store } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import { createBatcher } from '../../runtime/batcher.js'
import { findOwnEvent, mustExist, withTypes } from '../finders.js'

/**
 * What an event brought in: confirmed orders, their tickets and their money (minor units of the event's currency);
 * `guests` are tickets that were given away, which count nowhere else.
 */
type Sales = { readonly orders: number; readonly tickets: number; readonly total: number; readonly guests: number }

/** An event with what it brought in. */
export type EventWithSales = EventWithTypes & { readonly sales: Sales }

/**
 * An event as its organizer sees it: `late` and `givenUp` count its announcements that are not delivered, `seriesSize`
 * is 1 for one that is alone; `answers`: what holders said and did since they heard of its last change.
 */
export type OwnEvent = EventWithSales & {
  readonly troubled: { readonly late: number; readonly givenUp: number }
  readonly seriesSize: number
  readonly answers: { readonly kept: number; readonly givenBack: number } | undefined
}

const none: Sales = { orders: 0, tickets: 0, total: 0, guests: 0 }

/**
 * Makes the function that finds an event by its id; it refuses with eventNotFound. Many who look at once are one
 * question to the database.
 */
const createFinding = (store: Store) => {
  const look = createBatcher((ids: readonly number[]): Promise<readonly (EventWithTypes | undefined)[]> =>
    store.transact(async (tx) => {
      const found = new Map(
        (await withTypes(tx, await tx.events.ofIds([...new Set(ids)]))).map((each) => [each.event.id, each]),
      )
      return ids.map((id) => found.get(id))
    }),
  )
  return async (id: number): Promise<EventWithTypes> => mustExist(await look(id))
}

/** Makes the function that says whether an organizer has others: many who ask of one event at once ask once. */
const createAskingForOthers = (store: Store, clock: Clock): ((event: OneOfOrganizer) => Promise<boolean>) =>
  createBatcher((events) =>
    store.transact(async (tx) => {
      const answers = new Map<number, boolean>()
      for (const event of events)
        if (!answers.has(event.id))
          answers.set(event.id, (await tx.events.othersOf(event, { now: clock.now(), limit: 1 })).length > 0)
      return events.map(({ id }) => answers.get(id) ?? false)
    }),
  )

/** Looking at events. */
export const createEvents = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  find: createFinding(store),

  /** What is on sale and listed, soonest first, after the given event, as everybody sees it. */
  onSale: (page: PageRequest<Pick<Event, 'startsAt' | 'id'>>): Promise<Page<SeenEvent>> =>
    store.transact(async (tx) => {
      const events = await tx.events.onSale({ now: clock.now(), ...oneMoreThan(page) })
      return pageOf((await withTypes(tx, events)).map(seenByAll), page.size)
    }),

  /** What the organizer of an event has on sale and listed besides it and its other dates, soonest first. */
  othersOf: (event: OneOfOrganizer, page: PageRequest<Pick<Event, 'startsAt' | 'id'>>): Promise<Page<SeenEvent>> =>
    store.transact(async (tx) => {
      const events = await tx.events.othersOf(event, { now: clock.now(), ...oneMoreThan(page) })
      return pageOf((await withTypes(tx, events)).map(seenByAll), page.size)
    }),

  /** Whether they have any: see `othersOf`. */
  hasOthers: createAskingForOthers(store, clock),

  /** The organizer's events: still ahead, soonest first, or over, latest first. */
  ofOrganizer: (
    personId: number,
    { when, ...page }: PageRequest & { readonly when: 'upcoming' | 'past' },
  ): Promise<Page<EventWithSales>> =>
    store.transact(async (tx) => {
      const wanted = { when, now: clock.now(), ...oneMoreThan(page) }
      const all = await withTypes(tx, await tx.events.ofOrganizer(personId, wanted))
      const sums = await tx.sales.sums(all.map(({ event }) => event.id))
      return pageOf(
        all.map((found) => ({ ...found, sales: sums.get(found.event.id) ?? none })),
        page.size,
      )
    }),

  /**
   * One event for its organizer. Refuses with eventNotFound, notYours.
   */
  forOrganizer: (personId: number, eventId: number): Promise<OwnEvent> =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      const { seriesId } = found.event
      return {
        ...found,
        sales: (await tx.sales.sums([eventId])).get(eventId) ?? none,
        troubled: await tx.announcements.troubled(eventId),
        answers: await tx.keptChanges.last(eventId),
        seriesSize: seriesId === undefined ? 1 : await tx.series.sizeOf(seriesId),
      }
    }),

  /** Who bought, newest first. Refuses with eventNotFound, notYours. */
  buyers: (personId: number, eventId: number, page: PageRequest): Promise<Page<Order> & EventWithTypes> =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      return { ...found, ...pageOf(await tx.orderLists.ofBuyersOf(eventId, oneMoreThan(page)), page.size) }
    }),

  /** Lets what was given up be said again. Gives how many there were. Refuses with eventNotFound, notYours. */
  resend: (personId: number, eventId: number): Promise<number> =>
    store.transact(async (tx) => {
      await findOwnEvent(tx, personId, eventId)
      const resent = await tx.announcements.resend(eventId, clock.now())
      await tx.audit.add({
        at: clock.now(),
        actorId: personId,
        action: 'announcements.resent',
        subject: `event:${eventId}`,
        details: { resent },
      })
      return resent
    }),
})
