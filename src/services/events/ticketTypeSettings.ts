import {
  checkCount,
  checkSpan,
  checkTypeName,
  currencyOf,
  type EventWithTypes,
  type TicketType,
  typeLimit,
} from '../../domain/event.js'
import { firstPaymentMethods, mustBeTakeable, type PaymentSetup } from '../../domain/payment.js'
import { checkSaleFrom } from '../../domain/sale.js'
import { Refusal } from '../../domain/refusal.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { findEvent, typeIn } from '../finders.js'
import { changesCurrency } from './otherCurrency.js'

/** What an organizer may say of a ticket type. */
export type TypeFields = Pick<TicketType, 'name' | 'price' | 'capacity' | 'saleFrom' | 'saleUntil' | 'perPerson'>

/** Whether a type is hidden, and whether it gets a new link. */
export type Hiding = { readonly ticketTypeId: number; readonly isHidden: boolean; readonly isNewLink?: boolean }

/** What is written down about a change. */
export type Details = Readonly<Record<string, string | number>>

/**
 * Another ticket type, in the event's currency. Refuses with tooManyTypes, textNeeded, nameTooLong, typeNameTaken,
 * priceOtherCurrency, starsNotYours, capacityOutOfRange.
 */
export const addType = async (
  tx: Tx,
  found: EventWithTypes,
  { name, price, capacity }: Pick<TypeFields, 'name' | 'price' | 'capacity'>,
  setup: PaymentSetup,
): Promise<Details> => {
  if (found.types.length >= typeLimit) throw new Refusal('tooManyTypes', { max: typeLimit })
  const currency = currencyOf(found)
  if (price.currency !== currency) throw new Refusal('priceOtherCurrency', { currency })
  mustBeTakeable(price, found.event.organizerId, setup)
  checkCount(capacity)
  const type = await tx.ticketTypes.insert({
    eventId: found.event.id,
    name: checkTypeName(name, namesIn(found)),
    price,
    capacity,
  })
  await tx.waitingTypes.open(type, seatsOf(found, type))
  return { type: type.id, minor: price.minor, capacity }
}

/**
 * Changes a ticket type; orders that are there keep their prices. Refuses with capacityBelowTaken, capacityOutOfRange,
 * endBeforeStart, saleAfterEnd, textNeeded, nameTooLong, typeNameTaken, priceOtherCurrency, starsNotYours, typeGone.
 */
export const changeType = async (
  tx: Tx,
  found: EventWithTypes,
  { ticketTypeId, fields }: { readonly ticketTypeId: number; readonly fields: Partial<TypeFields> },
  setup: PaymentSetup,
): Promise<Details> => {
  const eventId = found.event.id
  const after = checkedType(found, ticketTypeId, fields)
  if (fields.price) mustBeTakeable(fields.price, found.event.organizerId, setup)
  const isOtherCurrency = await changesCurrency(tx, found, after.price)
  if (!(await tx.ticketTypes.change(ticketTypeId, after)))
    throw new Refusal('capacityBelowTaken', { taken: typeIn(await findEvent(tx, eventId), ticketTypeId).taken })
  if (isOtherCurrency)
    await tx.events.change(eventId, { paymentMethods: firstPaymentMethods(after.price.currency, found.event, setup) })
  return { type: ticketTypeId, minor: after.price.minor, capacity: after.capacity }
}

const checkedType = (found: EventWithTypes, ticketTypeId: number, fields: Partial<TypeFields>): TicketType => {
  const after = {
    ...typeIn(found, ticketTypeId),
    ...fields,
    ...(fields.name !== undefined && { name: checkTypeName(fields.name, namesIn(found, ticketTypeId)) }),
  }
  checkCount(after.capacity)
  if (after.perPerson !== undefined) checkCount(after.perPerson)
  checkSpan(after.saleFrom, after.saleUntil)
  checkSaleFrom(fields.saleFrom, found.event)
  return after
}

/**
 * Hides a type, or shows it to everybody; `isNewLink`: its link so far opens nothing any more for who comes by it.
 * Refuses with typeGone.
 */
export const hideType = async (
  tx: Tx,
  found: EventWithTypes,
  { ticketTypeId, isHidden, isNewLink = false }: Hiding,
  codes: Codes,
): Promise<Details> => {
  const type = typeIn(found, ticketTypeId)
  const { linkKey } = type
  const isMade = isNewLink || (isHidden && linkKey === undefined)
  await tx.ticketTypes.hide(ticketTypeId, { isHidden, linkKey: isMade ? codes.ticket() : linkKey })
  if (!isHidden) await tx.waitingTypes.open(type, seatsOf(found, type))
  return { type: ticketTypeId }
}

/** How many seats of a type one person can be offered together at most. */
const seatsOf = ({ event }: EventWithTypes, { capacity, perPerson = capacity }: TicketType): number =>
  Math.min(capacity, perPerson, event.capacity ?? capacity)

/**
 * Removes a type that nobody ever ordered or waits for, and that is not the last; who waits for any type waits for the
 * others. Refuses with typeHasOrders, typeAwaited, typeGone.
 */
export const removeType = async (tx: Tx, found: EventWithTypes, ticketTypeId: number): Promise<Details> => {
  const { waiting = 0, ...type } = typeIn(found, ticketTypeId)
  if (waiting > 0) await tx.waitingTypes.close(type)
  const { waiting: left = 0 } = typeIn(await findEvent(tx, found.event.id), ticketTypeId)
  if (left > 0) throw new Refusal('typeAwaited')
  await tx.openings.forgetType(found.event.id, ticketTypeId)
  await tx.openingReminders.forgetType(ticketTypeId)
  if (found.types.length === 1 || !(await tx.ticketTypes.remove(ticketTypeId))) throw new Refusal('typeHasOrders')
  return { type: ticketTypeId }
}

const namesIn = ({ types }: EventWithTypes, but?: number): readonly string[] =>
  types.filter(({ id }) => id !== but).map(({ name }) => name)
