import { checkCount, type EventWithTypes, mustTakePlace, takenOf } from '../../domain/event.js'
import type { PaymentMethod } from '../../domain/order.js'
import { mayUseOwnersAccount, type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { possibleMethodsFor, setPaymentMethod, setTransferDetails } from './paymentSettings.js'
import {
  addType,
  changeType,
  type Details,
  type Hiding,
  hideType,
  removeType,
  type TypeFields,
} from './ticketTypeSettings.js'

type Needs = {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly setup: PaymentSetup
}
type Act = { readonly personId: number; readonly eventId: number }

/**
 * An event as its organizer sets it up: `possibleMethods` could be chosen, by `openMethods` buyers can pay now;
 * `isNamed`: the bot's owner takes cards and Stars for this organizer; `held` are the seats of each ticket type that
 * somebody has not paid for yet.
 */
export type SaleSettings = EventWithTypes & {
  readonly possibleMethods: readonly PaymentMethod[]
  readonly openMethods: readonly PaymentMethod[]
  readonly isNamed: boolean
  readonly held: ReadonlyMap<number, number>
}

/** What an organizer sells and how it is paid: ticket types, the event's capacity, payment methods. */
export const createSaleSettings = (needs: Needs) => {
  const { store, setup } = needs
  return {
    /** What an event sells and how. Refuses with eventNotFound, notYours. */
    view: ({ personId, eventId }: Act): Promise<SaleSettings> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        return settingsOf(tx, eventId, setup)
      }),

    /**
     * Another ticket type, in the event's currency. Refuses with tooManyTypes, textNeeded, nameTooLong, typeNameTaken,
     * priceOtherCurrency, starsNotYours, capacityOutOfRange, eventCancelled, notYours.
     */
    addType: (act: Act & Pick<TypeFields, 'name' | 'price' | 'capacity'>): Promise<SaleSettings> =>
      change(needs, act, 'type.added', (tx, found) => addType(tx, found, act, setup)),

    /**
     * Changes a ticket type; orders that are there keep their prices. Refuses with capacityBelowTaken,
     * capacityOutOfRange, endBeforeStart, saleAfterEnd, textNeeded, nameTooLong, typeNameTaken, priceOtherCurrency,
     * starsNotYours, typeGone, eventNotFound, eventCancelled, notYours.
     */
    changeType: (
      act: Act & { readonly ticketTypeId: number; readonly fields: Partial<TypeFields> },
    ): Promise<SaleSettings> => change(needs, act, 'type.changed', (tx, found) => changeType(tx, found, act, setup)),

    /**
     * Hides a type from all who have neither its link nor a promo code for it, or shows it to everybody; orders stay.
     * Refuses with typeGone, eventCancelled, notYours.
     */
    hideType: (act: Act & Hiding): Promise<SaleSettings> =>
      change(needs, act, act.isHidden ? 'type.hidden' : 'type.shown', (tx, found) =>
        hideType(tx, found, act, needs.codes),
      ),

    /**
     * Removes a type that nobody ever ordered and that is not the last. Refuses with typeHasOrders, typeAwaited,
     * typeGone, eventCancelled, notYours.
     */
    removeType: (act: Act & { readonly ticketTypeId: number }): Promise<SaleSettings> =>
      change(needs, act, 'type.removed', (tx, found) => removeType(tx, found, act.ticketTypeId)),

    /**
     * Limits the seats over all types; undefined: no such limit. Refuses with capacityBelowTaken, capacityOutOfRange,
     * eventCancelled, notYours.
     */
    setCapacity: (act: Act & { readonly capacity: number | undefined }): Promise<SaleSettings> =>
      change(needs, act, 'event.capacitySet', (tx, found) => setCapacity(tx, found, act.capacity)),

    /**
     * Opens or closes a payment method; the last one stays. Open orders can still be paid by invoices that are there.
     * Refuses with wayClosed, lastWayStays, eventCancelled, notYours.
     */
    setPaymentMethod: (
      act: Act & { readonly method: PaymentMethod; readonly isOpen: boolean },
    ): Promise<SaleSettings> =>
      change(needs, act, 'event.waysSet', (tx, found) => setPaymentMethod(tx, found, act, setup)),

    /**
     * Where buyers transfer money to; opens that method. Refuses with textNeeded, descriptionTooLong, wayClosed,
     * eventCancelled, notYours.
     */
    setTransfer: (act: Act & { readonly details: string }): Promise<SaleSettings> =>
      change(needs, act, 'event.transferSet', (tx, found) => setTransferDetails(tx, found, act.details, setup)),
  }
}

/** One change of an event that takes place, by its organizer, written down. */
const change = (
  { store, clock, setup }: Needs,
  { personId, eventId }: Act,
  action: string,
  work: (tx: Tx, found: EventWithTypes) => Promise<Details>,
): Promise<SaleSettings> =>
  store.transact(async (tx) => {
    const details = await work(tx, await lockOwnEvent(tx, personId, eventId))
    await tx.audit.add({ at: clock.now(), actorId: personId, action, subject: `event:${eventId}`, details })
    return settingsOf(tx, eventId, setup)
  })

const lockOwnEvent = async (tx: Tx, personId: number, eventId: number): Promise<EventWithTypes> => {
  const { event } = await findOwnEvent(tx, personId, eventId)
  mustTakePlace(event)
  // Nobody takes seats, and nothing else is changed here, between the question and the answer.
  await tx.ticketTypes.lockOfEvent(eventId)
  return findEvent(tx, eventId)
}

const settingsOf = async (tx: Tx, eventId: number, setup: PaymentSetup): Promise<SaleSettings> => {
  const found = await findEvent(tx, eventId)
  return {
    ...found,
    possibleMethods: possibleMethodsFor(found, setup),
    openMethods: paymentMethodsFor(found, setup),
    isNamed: mayUseOwnersAccount(found.event.organizerId, setup),
    held: await tx.holds.byType(eventId),
  }
}

const setCapacity = async (
  tx: Tx,
  { event, types }: EventWithTypes,
  capacity: number | undefined,
): Promise<Details> => {
  if (capacity !== undefined) checkCount(capacity)
  const taken = takenOf(types)
  if (capacity !== undefined && taken > capacity) throw new Refusal('capacityBelowTaken', { taken })
  await tx.events.change(event.id, { capacity })
  return capacity === undefined ? {} : { capacity }
}
