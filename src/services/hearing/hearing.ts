import { minuteMs } from '../../domain/duration.js'
import type { EventHeard } from '../../domain/eventHeard.js'
import { type Event, mustTakePlace } from '../../domain/event.js'
import { heardAt } from '../../domain/hearing.js'
import type { Hearing } from '../../domain/hearingChoice.js'
import type { Order } from '../../domain/order.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { tellOrganizer } from './telling.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type Act = { readonly personId: number; readonly eventId: number }

/** An order of which an organizer hears: the ticket type's name is empty where there is only one type. */
export type HeardOrder = { readonly order: Order; readonly typeName: string }

const mostAtOnce = 50
// What cannot be told of one event is tried again so late.
const tryAgainMs = minuteMs

/** How organizers hear that their events sell. */
export const createHearing = ({ store, clock }: Needs) => ({
  /**
   * How often the organizer hears how an event sells; their next events begin with it. What was sold while they wanted
   * to hear nothing is not told later. Refuses with eventNotFound, notYours, eventCancelled.
   */
  set: (act: Act & { readonly to: Hearing }): Promise<Event> => store.transact((tx) => set(tx, act, clock.now())),

  /**
   * Writes what is due into the outbox. When something is due next (UTC milliseconds); undefined: nothing is. An event
   * of which it cannot be written is tried again later, and holds up no other: `failed` hears of it.
   */
  work: async (failed: (error: unknown, eventId: number) => void): Promise<number | undefined> => {
    const due = await store.transact((tx) => tx.hearings.due(clock.now(), mostAtOnce))
    for (const eventId of due)
      try {
        await store.transact((tx) => tellOrganizer(tx, eventId, clock.now()))
      } catch (error) {
        await store.transact((tx) => tx.hearings.putOff(eventId, clock.now(), tryAgainMs))
        failed(error, eventId)
      }
    return store.transact((tx) => tx.hearings.nextDue())
  },

  /** The orders that a message names, as they are now; undefined if the person does not organize the event any more. */
  orders: (personId: number, { eventId, orderIds }: EventHeard): Promise<readonly HeardOrder[] | undefined> =>
    store.transact(async (tx) => {
      const event = await tx.events.find(eventId)
      return event?.organizerId === personId ? ordersOf(tx, eventId, orderIds) : undefined
    }),
})

const ordersOf = async (tx: Tx, eventId: number, orderIds: readonly number[]): Promise<readonly HeardOrder[]> => {
  const { types } = await findEvent(tx, eventId)
  const orders = [...(await tx.orders.ofIds(orderIds))].sort((a, b) => a.id - b.id)
  return orders.map((order) => ({
    order,
    typeName: types.length > 1 ? (types.find(({ id }) => id === order.ticketTypeId)?.name ?? '') : '',
  }))
}

const set = async (tx: Tx, { personId, eventId, to }: Act & { readonly to: Hearing }, now: number): Promise<Event> => {
  mustTakePlace((await findOwnEvent(tx, personId, eventId)).event)
  await tx.events.lock(eventId)
  const { event } = await findEvent(tx, eventId)
  await tx.events.change(eventId, { hearing: to })
  await tx.people.chooseHearing(personId, to)
  const unheard = await tx.eventCounters.unheard(eventId)
  if (to === 'never' || event.hearing === 'never') {
    await tx.hearings.drop(eventId)
    await tx.eventCounters.hear(eventId, unheard)
  } else if (unheard.length > 0) {
    const at = heardAt({ ...event, hearing: to }, 0, now)
    await tx.hearings.note(eventId, at)
  }
  const details = { to }
  await tx.audit.add({ at: now, actorId: personId, action: 'event.hearingSet', subject: `event:${eventId}`, details })
  return { ...event, hearing: to }
}
