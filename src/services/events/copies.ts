import { mayOrganize } from '../../domain/access.js'
import type { Event, EventWithTypes } from '../../domain/event.js'
import type { PaymentMethod } from '../../domain/order.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { mustBeTakeable, paymentMethodsFor, type PaymentSetup } from '../../domain/payment.js'
import type { Store, Tx } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import type { Codes } from '../codes.js'
import { findOwnEvent } from '../finders.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { type Copies, type CopyRequest, methodsOfCopy, publishCopies, startsAhead } from './publishCopies.js'

type Needs = NewsPolicy & {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly organizerIds: readonly number[]
  readonly setup: PaymentSetup
}
type Act = { readonly personId: number; readonly eventId: number }

/** An event that may be copied, and what there is to say before. */
export type Copyable = EventWithTypes & {
  /** By what its copies can be paid. */
  readonly openMethods: readonly PaymentMethod[]
  readonly promoCodes: number
  readonly staff: number
  /** When it and the others of its series start that are ahead and take place (UTC milliseconds). */
  readonly startsAhead: ReadonlySet<number>
}

/** Copies of events to other dates, and the series that they make. */
export const createCopies = (needs: Needs) => {
  const { store, clock } = needs
  return {
    /**
     * What a copy would be made of, past and cancelled events too. Refuses with eventNotFound, notYours,
     * mayNotOrganize, starsNotYours.
     */
    view: (act: Act): Promise<Copyable> => store.transact((tx) => view(tx, act, needs)),

    /**
     * Publishes copies of an event on these dates, but for those on which its series has a date already. A repeat with
     * the same key returns what the first call made. Refuses with eventNotFound, notYours, mayNotOrganize,
     * starsNotYours, pastDate, tooFarAhead, datesTaken.
     */
    publish: (order: CopyRequest): Promise<Copies> => store.transact((tx) => publishCopies(tx, order, needs)),

    /** Other dates of the event's series that everybody may see, soonest first; none of an event that is alone. */
    otherDates: ({ id, seriesId }: Pick<Event, 'id' | 'seriesId'>, page: PageRequest): Promise<Page<Event>> =>
      seriesId === undefined
        ? Promise.resolve({ rows: [], hasMore: false })
        : store.transact(async (tx) =>
            pageOf(await tx.series.onSale({ seriesId, but: id, now: clock.now(), ...oneMoreThan(page) }), page.size),
          ),

    /**
     * The dates of an event's series that are not over, for their organizer, and how many there are with the others.
     * Refuses with eventNotFound, notYours.
     */
    series: ({ personId, eventId, ...page }: Act & PageRequest): Promise<Page<Event> & SeriesOf> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        const { seriesId } = event
        if (seriesId === undefined) return { event, size: 1, ...pageOf([event], page.size) }
        const rows = await tx.series.ahead({ seriesId, now: clock.now(), ...oneMoreThan(page) })
        return { event, size: await tx.series.sizeOf(seriesId), ...pageOf(rows, page.size) }
      }),
  }
}

/** An event and the size of its series: 1 when it is alone. */
export type SeriesOf = { readonly event: Event; readonly size: number }

const view = async (tx: Tx, { personId, eventId }: Act, needs: Needs): Promise<Copyable> => {
  const { clock, organizerIds, setup } = needs
  mayOrganize(personId, organizerIds)
  const found = await findOwnEvent(tx, personId, eventId)
  for (const { price } of found.types) mustBeTakeable(price, personId, setup)
  return {
    ...found,
    openMethods: paymentMethodsFor(withMethodsOfCopy(found, setup), setup),
    promoCodes: (await tx.promoCodes.ofEvent(eventId)).length,
    staff: (await tx.staff.ofEvent(eventId)).length,
    startsAhead: new Set(await startsAhead(tx, found.event, clock.now())),
  }
}

const withMethodsOfCopy = ({ event, types }: EventWithTypes, setup: PaymentSetup): EventWithTypes => ({
  types,
  event: { ...event, paymentMethods: methodsOfCopy({ event, types }, setup) ?? event.paymentMethods },
})
