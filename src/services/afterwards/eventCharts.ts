import { type Event, type EventWithTypes, mustTakePlace } from '../../domain/event.js'
import type { Store, Tx } from '../../store/store.js'
import type { ArrivalsAt } from '../../store/tables/arrivals.js'
import type { MoneyOnDay, SoldOnDay } from '../../store/tables/eventDays.js'
import { findOwnEvent } from '../finders.js'

/** The date of its series before an event, and what was sold of it by day. */
export type PreviousDate = { readonly event: Event; readonly sold: readonly SoldOnDay[] }

/**
 * What is drawn of an event: by the days of its clocks what was sold and came in, how many of each type are sold, when
 * people came (`came` are in now, of `admissions`), and what was sold of the date before it.
 */
export type EventCharts = EventWithTypes & {
  readonly sold: readonly SoldOnDay[]
  readonly byType: ReadonlyMap<number, number>
  readonly money: readonly MoneyOnDay[]
  readonly arrivals: readonly ArrivalsAt[]
  readonly came: number
  readonly admissions: number
  readonly previous: PreviousDate | undefined
}

/** How events sell and fill, for their organizers: read from counters, however many tickets there are. */
export const createEventCharts = ({ store }: { readonly store: Store }) => ({
  /** What is drawn of an event as it is now. Refuses with eventNotFound, notYours, eventCancelled. */
  ofEvent: (personId: number, eventId: number): Promise<EventCharts> =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      mustTakePlace(found.event)
      const { in: came, of: admissions } = await tx.doorViews.numbers(eventId)
      return {
        ...found,
        sold: await tx.eventDays.sold(eventId),
        byType: new Map((await tx.eventDays.byType(eventId)).map(({ ticketTypeId, sold }) => [ticketTypeId, sold])),
        money: await tx.eventDays.money(eventId),
        arrivals: await tx.arrivals.ofEvent(eventId),
        came,
        admissions,
        previous: await previousOf(tx, found.event),
      }
    }),
})

const previousOf = async (tx: Tx, event: Event): Promise<PreviousDate | undefined> => {
  const before = event.seriesId === undefined ? undefined : await tx.series.before(event.seriesId, event)
  if (!before) return undefined
  const sold = await tx.eventDays.sold(before.id)
  return sold.length === 0 ? undefined : { event: before, sold }
}
