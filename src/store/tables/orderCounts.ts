import type { Order } from '../../domain/order.js'
import type { Db } from '../engine/statements.js'
import { count } from './eventCounters.js'
import { countSold } from './eventDays.js'

/** What of an order its event's counters count. */
export type CountedOrder = Pick<
  Order,
  'eventId' | 'ticketTypeId' | 'paymentMethod' | 'state' | 'quantity' | 'returned'
> & { readonly currency: string; readonly totalMinor: number }

/** What an order adds to its event's counters as it is. */
const partOf = ({ state, quantity, returned, totalMinor }: CountedOrder) => {
  const left = quantity - returned
  const isSold = state === 'confirmed'
  return {
    orders: isSold && left > 0 ? 1 : 0,
    tickets: isSold ? left : 0,
    soldMinor: isSold ? (totalMinor / quantity) * left : 0,
    admissions: isSold || state === 'refunded' ? left : 0,
  }
}

/** Counts a hold that ended unpaid. Who let an offer pass has not ordered anything. */
export const countUnpaid = (
  db: Db,
  {
    eventId,
    paymentMethod: method,
    currency,
    quantity,
    offeredAt,
  }: Pick<CountedOrder, 'eventId' | 'paymentMethod' | 'currency' | 'quantity'> & Pick<Order, 'offeredAt'>,
): void => {
  if (offeredAt !== undefined) return db.scheduled()
  count(db, { eventId, method, currency, unpaidOrders: 1, unpaidSeats: quantity })
}

/** Counts what an order is now, since `at`, and no more what it was `before`. */
export const countMoved = (db: Db, now: CountedOrder, before: Partial<CountedOrder>, at: number): void => {
  const [part, lost] = [partOf(now), partOf({ ...now, ...before })]
  const isIssued = now.state === 'confirmed' && before.state !== undefined && before.state !== 'confirmed'
  const lostTickets = lost.tickets - part.tickets
  const sold = isIssued ? { issued: now.quantity } : { returned: lostTickets }
  // What is given away is not sold.
  if (now.paymentMethod !== 'guestList' && (isIssued || lostTickets > 0))
    countSold(db, { ...sold, eventId: now.eventId, ticketTypeId: now.ticketTypeId, at })
  count(db, {
    eventId: now.eventId,
    method: now.paymentMethod,
    currency: now.currency,
    orders: part.orders - lost.orders,
    tickets: part.tickets - lost.tickets,
    soldMinor: part.soldMinor - lost.soldMinor,
    admissions: part.admissions - lost.admissions,
    ...(isIssued && { issuedOrders: 1, issuedTickets: now.quantity, issuedMinor: now.totalMinor }),
  })
}
