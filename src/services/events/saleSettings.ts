import {
  checkCount,
  checkSaleFrom,
  checkSpan,
  checkTypeName,
  currencyOf,
  type EventWithTypes,
  mustTakePlace,
  takenOf,
  type TicketType,
  typeLimit,
} from '../../domain/event.js'
import { cleanText } from '../../domain/text.js'
import { type PaymentMethod, paymentMethods as allWays } from '../../domain/order.js'
import { firstPaymentMethods, type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import type { Store } from '../../store/store.js'
import type { Tx } from '../../store/tables/tx.js'
import type { Clock } from '../../runtime/clock.js'
import { findEvent, findOwnEvent, typeIn } from '../finders.js'
import { changesCurrency } from './otherCurrency.js'

type Act = { readonly personId: number; readonly eventId: number }
type TypeFields = Pick<TicketType, 'name' | 'price' | 'capacity' | 'saleFrom' | 'saleUntil' | 'perPerson'>

/**
 * An event as its organizer sets it up: `possible` are the ways that could be chosen, `open` those in which buyers can
 * pay now;
 * `held` are the seats of each ticket type that somebody has not paid for yet.
 */
export type SaleSettings = EventWithTypes & {
  readonly possibleMethods: readonly PaymentMethod[]
  readonly openMethods: readonly PaymentMethod[]
  readonly held: ReadonlyMap<number, number>
}

const transferLength = 500

/** What an organizer sells and how it is paid: ticket types, the event's capacity, ways of payment. */
export const createSaleSettings = ({
  store,
  clock,
  setup,
}: {
  readonly store: Store
  readonly clock: Clock
  readonly setup: PaymentSetup
}) => {
  const offerOf = async (tx: Tx, eventId: number): Promise<SaleSettings> => {
    const found = await findEvent(tx, eventId)
    return {
      ...found,
      possibleMethods: possibleFor(found, setup),
      openMethods: paymentMethodsFor(found, setup),
      held: await tx.orders.heldByType(eventId),
    }
  }
  const own = async (tx: Tx, { personId, eventId }: Act): Promise<EventWithTypes> => {
    const { event } = await findOwnEvent(tx, personId, eventId)
    mustTakePlace(event)
    // Nobody takes seats, and nothing else is changed here, between the question and the answer.
    await tx.ticketTypes.lockOfEvent(eventId)
    return findEvent(tx, eventId)
  }
  const change = (
    act: Act,
    action: string,
    work: (tx: Tx, found: EventWithTypes) => Promise<Readonly<Record<string, string | number>>>,
  ): Promise<SaleSettings> =>
    store.transact(async (tx) => {
      const details = await work(tx, await own(tx, act))
      await tx.audit.add({ at: clock.now(), actorId: act.personId, action, subject: `event:${act.eventId}`, details })
      return offerOf(tx, act.eventId)
    })
  const mustBeOneCurrency = (found: EventWithTypes, price: TicketType['price']): void => {
    if (price.currency !== currencyOf(found)) throw new Refusal('priceOtherCurrency', { currency: currencyOf(found) })
  }

  return {
    /** What an event sells and how. Refuses with eventNotFound, notYours. */
    view: ({ personId, eventId }: Act): Promise<SaleSettings> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        return offerOf(tx, eventId)
      }),

    /**
     * Another ticket type, in the event's currency. Refuses with tooManyTypes, textNeeded, nameTooLong, typeNameTaken,
     * priceOtherCurrency, capacityOutOfRange, eventCancelled, notYours.
     */
    addType: ({
      name,
      price,
      capacity,
      ...act
    }: Act & Pick<TypeFields, 'name' | 'price' | 'capacity'>): Promise<SaleSettings> =>
      change(act, 'type.added', async (tx, found) => {
        if (found.types.length >= typeLimit) throw new Refusal('tooManyTypes', { max: typeLimit })
        mustBeOneCurrency(found, price)
        checkCount(capacity)
        const type = await tx.ticketTypes.insert({
          eventId: act.eventId,
          name: checkTypeName(name, namesIn(found)),
          price,
          capacity,
        })
        return { type: type.id, minor: price.minor, capacity }
      }),

    /**
     * Changes a ticket type; orders that are there keep their prices. Refuses with capacityBelowTaken,
     * capacityOutOfRange, endBeforeStart, saleAfterEnd, textNeeded, nameTooLong, typeNameTaken, priceOtherCurrency,
     * typeGone, eventNotFound, eventCancelled, notYours.
     */
    changeType: ({
      ticketTypeId,
      fields,
      ...act
    }: Act & { readonly ticketTypeId: number; readonly fields: Partial<TypeFields> }): Promise<SaleSettings> =>
      change(act, 'type.changed', async (tx, found) => {
        const before = typeIn(found, ticketTypeId)
        const after = {
          ...before,
          ...fields,
          ...(fields.name !== undefined && { name: checkTypeName(fields.name, namesIn(found, ticketTypeId)) }),
        }
        checkCount(after.capacity)
        if (after.perPerson !== undefined) checkCount(after.perPerson)
        checkSpan(after.saleFrom, after.saleUntil)
        checkSaleFrom(fields.saleFrom, found.event)
        const isOtherCurrency = await changesCurrency(tx, found, after.price)
        if (!(await tx.ticketTypes.change(ticketTypeId, after)))
          throw new Refusal('capacityBelowTaken', {
            taken: typeIn(await findEvent(tx, act.eventId), ticketTypeId).taken,
          })
        if (isOtherCurrency)
          await tx.events.change(act.eventId, { paymentMethods: firstPaymentMethods(after.price.currency, setup) })
        return { type: ticketTypeId, minor: after.price.minor, capacity: after.capacity }
      }),

    /**
     * Removes a type that nobody ever ordered and that is not the last. Refuses with typeHasOrders, typeGone,
     * eventCancelled, notYours.
     */
    removeType: ({ ticketTypeId, ...act }: Act & { readonly ticketTypeId: number }): Promise<SaleSettings> =>
      change(act, 'type.removed', async (tx, found) => {
        typeIn(found, ticketTypeId)
        if (found.types.length === 1 || !(await tx.ticketTypes.remove(ticketTypeId))) throw new Refusal('typeHasOrders')
        return { type: ticketTypeId }
      }),

    /**
     * Limits the seats over all types; undefined: no such limit. Refuses with capacityBelowTaken, capacityOutOfRange,
     * eventCancelled, notYours.
     */
    setCapacity: ({ capacity, ...act }: Act & { readonly capacity: number | undefined }): Promise<SaleSettings> =>
      change(act, 'event.capacitySet', async (tx, found) => {
        if (capacity !== undefined) checkCount(capacity)
        const taken = takenOf(found.types)
        if (capacity !== undefined && taken > capacity) throw new Refusal('capacityBelowTaken', { taken })
        await tx.events.change(act.eventId, { capacity })
        return capacity === undefined ? {} : { capacity }
      }),

    /**
     * Opens or closes a way of payment; the last one stays. Open orders can still be paid by invoices that are there.
     * Refuses with wayClosed, lastWayStays, eventCancelled, notYours.
     */
    setPaymentMethod: ({
      method,
      isOpen,
      ...act
    }: Act & { readonly method: PaymentMethod; readonly isOpen: boolean }): Promise<SaleSettings> =>
      change(act, 'event.waysSet', async (tx, found) => {
        if (isOpen && !possibleFor(found, setup).includes(method)) throw new Refusal('wayClosed')
        const chosen = allWays.filter((one) => (one === method ? isOpen : found.event.paymentMethods.includes(one)))
        if (chosen.length === 0) throw new Refusal('lastWayStays')
        await tx.events.change(act.eventId, { paymentMethods: chosen })
        return { ways: chosen.join(',') }
      }),

    /**
     * Where buyers transfer money to; opens that way. Refuses with textNeeded, descriptionTooLong, wayClosed,
     * eventCancelled, notYours.
     */
    setTransfer: ({ details, ...act }: Act & { readonly details: string }): Promise<SaleSettings> =>
      change(act, 'event.transferSet', async (tx, found) => {
        const clean = cleanText(details)
        if (!clean) throw new Refusal('textNeeded')
        if (clean.length > transferLength)
          throw new Refusal('descriptionTooLong', { max: transferLength, length: clean.length })
        if (!possibleFor(found, setup).includes('transfer')) throw new Refusal('wayClosed')
        await tx.events.change(act.eventId, {
          transferDetails: clean,
          paymentMethods: allWays.filter((one) => one === 'transfer' || found.event.paymentMethods.includes(one)),
        })
        return {}
      }),
  }
}

const namesIn = ({ types }: EventWithTypes, but?: number): readonly string[] =>
  types.filter(({ id }) => id !== but).map(({ name }) => name)

// A transfer needs no more than its details, which are asked for when it is chosen.
const possibleFor = ({ event, types }: EventWithTypes, setup: PaymentSetup): readonly PaymentMethod[] =>
  paymentMethodsFor(
    { event: { ...event, paymentMethods: allWays, transferDetails: event.transferDetails ?? '' }, types },
    setup,
  )

/** What `createOffers` gives. */
export type SaleSettingsService = ReturnType<typeof createSaleSettings>
