import { type Event, hasEnded } from '../../domain/event.js'
import { changesBetween, type ToldFacts, toldFactsOf } from '../../domain/eventChange.js'
import { mayGiveBack } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { isKept, keepTicket } from './keeping.js'
import { datesForChat } from './newDates.js'
import type { NewsPolicy } from './news.js'

type Needs = NewsPolicy & { readonly store: Store; readonly clock: Clock }

/** How often an event was changed or cancelled, and when last (UTC milliseconds). */
export type Revision = { readonly changes: number; readonly changedAt: number }

/** An event as it is now, for a calendar. */
export type EventVersion = { readonly event: Event; readonly revision: Revision }

/** News of a change, for whom: a holder of tickets, or staff. */
type Told = ToldFacts & { readonly personId: number; readonly eventId: number; readonly as?: 'staff' | undefined }

type Held = {
  readonly quantity: number
  readonly mayGiveBack: boolean
  readonly change: number
  readonly isKept: boolean
}

/** What was told of an event, as it stands when it is said. */
export const createEventNews = ({ store, clock, announceUnlisted }: Needs) => ({
  /** How often an event was changed or cancelled, and when last. */
  revisionOf: (event: Pick<Event, 'id' | 'createdAt'>): Promise<Revision> =>
    store.transact((tx) => revisionIn(tx, event)),

  /** A holder comes although the event has changed: see keepTicket. */
  keep: (act: Parameters<typeof keepTicket>[1]): Promise<'kept' | 'outdated'> =>
    store.transact((tx) => keepTicket(tx, act, clock.now())),

  /** Whether a person said, after the last change of an event, that they come. */
  isKept: (act: Pick<Told, 'personId' | 'eventId'>): Promise<boolean> => store.transact((tx) => isKept(tx, act)),

  /** The event as it is now; undefined when it is not there. */
  version: (eventId: number): Promise<EventVersion | undefined> =>
    store.transact(async (tx) => {
      const event = await tx.events.find(eventId)
      return event && { event, revision: await revisionIn(tx, event) }
    }),

  /**
   * The dates that were published in one go with an event, as the notification chat may hear of them now; undefined
   * when it is not known which they were.
   */
  newDates: (eventId: number): Promise<readonly Event[] | undefined> =>
    store.transact(async (tx) => {
      const event = await tx.events.find(eventId)
      if (event?.seriesId === undefined) return undefined
      return datesForChat(tx, event, { announceUnlisted, now: clock.now() })
    }),

  /** The event as it is now for somebody's calendar; undefined when it is over, or they have no ticket any more. */
  forHolder: ({ personId, eventId }: Pick<Told, 'personId' | 'eventId'>): Promise<EventVersion | undefined> =>
    store.transact(async (tx) => {
      const event = await tx.events.find(eventId)
      if (!event || hasEnded(event, clock.now())) return undefined
      const holds = event.state === 'cancelled' || (await tx.tickets.validOf(personId, eventId)).length > 0
      return holds ? { event, revision: await revisionIn(tx, event) } : undefined
    }),

  /**
   * What somebody is to hear of a change; undefined when it is another by now, or they have no ticket any more.
   * `quantity`: of how many tickets; `mayGiveBack`: they may give one back now; `change`: which change it is by now;
   * `isKept`: they said already that they come.
   */
  changed: (told: Told): Promise<(EventVersion & Held) | undefined> =>
    store.transact(async (tx) => {
      const event = await tx.events.find(told.eventId)
      if (!event || event.state === 'cancelled' || changesBetween(told, toldFactsOf(event)).length > 0) return undefined
      const held = await tx.tickets.validOf(told.personId, event.id)
      const isTold = told.as === 'staff' ? await tx.staff.isAt(told.personId, event.id) : held.length > 0
      if (!isTold) return undefined
      const now = clock.now()
      return {
        event,
        revision: await revisionIn(tx, event),
        quantity: held.length,
        change: (await tx.keptChanges.last(event.id))?.change ?? 0,
        isKept: await isKept(tx, { personId: told.personId, eventId: event.id }),
        mayGiveBack: held.some((ticket) => mayGiveBack(event, ticket, now)),
      }
    }),
})

const revisionIn = async (tx: Tx, { id, createdAt }: Pick<Event, 'id' | 'createdAt'>): Promise<Revision> => {
  const { count, last } = await tx.audit.countOf(`event:${id}`, ['event.changed', 'event.cancelled'])
  return { changes: count, changedAt: last ?? createdAt }
}
