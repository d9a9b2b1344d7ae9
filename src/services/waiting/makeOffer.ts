import { eventFactsOf } from '../../domain/eventFacts.js'
import type { EventWithTypes, TicketType } from '../../domain/event.js'
import { times } from '../../domain/money.js'
import type { Order } from '../../domain/order.js'
import type { PaymentSetup } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import { offeredUntil } from '../../domain/sellBack.js'
import type { WaitingEntry } from '../../domain/waitingList.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { givenUp, waysToPay } from './lanes.js'
import { offerKey } from './unheard.js'

/** What an offer needs beside the transaction; it is told after so many milliseconds, and its clock runs from then. */
export type OfferNeeds = {
  readonly now: number
  readonly setup: PaymentSetup
  readonly codes: Codes
  readonly afterMs: number
}

/** `seats` of what they are offered are free (all, if not told); for the others somebody gives a ticket up. */
type Offered = { readonly entry: WaitingEntry; readonly type: TicketType; readonly seats?: number }

/**
 * Keeps seats for somebody in line and tells them. The event and all its types must be locked, and the seats be free.
 */
export const makeOffer = async (
  tx: Tx,
  found: EventWithTypes,
  { entry, type, seats = entry.quantity }: Offered,
  needs: OfferNeeds,
): Promise<Order> => {
  if (seats > 0 && !(await tx.ticketTypes.takeForLine(type.id, seats)))
    throw new Error(`ticket type ${type.id} has no ${seats} seats to offer`)
  const order = await insertOffer(tx, found, { entry, type, seats }, needs)
  const tickets = (await givenUp(tx, found, type, needs.now)).slice(0, entry.quantity - seats)
  if ((await tx.ticketsForLine.tie(tickets, order.id)) < entry.quantity - seats) throw new Refusal('busy')
  await tx.waitingTypes.remove([entry])
  if (!(await tx.waitingEntries.offer(entry.id, order.id)))
    throw new Error(`entry ${entry.id} was offered something though its line was locked`)
  await tell(tx, found, { order, type }, needs)
  return order
}

const insertOffer = (
  tx: Tx,
  found: EventWithTypes,
  { entry: { id, eventId, personId: buyerId, quantity }, type, seats = quantity }: Offered,
  { now, setup, codes, afterMs }: OfferNeeds,
): Promise<Order> => {
  const total = times(type.price, quantity)
  const [method = 'atDoor'] = waysToPay(found, type, quantity, setup) ?? []
  return tx.orders.insert({
    ...{ eventId, ticketTypeId: type.id, buyerId, quantity, total },
    paymentMethod: total.minor === 0 ? 'free' : method,
    state: 'held',
    createdAt: now,
    offeredAt: now,
    requestKey: `offer:${id}`,
    backed: quantity - seats,
    heldUntil: offeredUntil(found.event, { now: now + afterMs, isBacked: seats < quantity }),
    payload: codes.ticket(),
  })
}

const tell = async (
  tx: Tx,
  { event, types }: EventWithTypes,
  { order, type }: { readonly order: Order; readonly type: TicketType },
  { now, afterMs }: OfferNeeds,
): Promise<void> => {
  const { id: orderId, buyerId: to, quantity, total, heldUntil: until = now } = order
  const message = {
    kind: 'offer',
    ...{ orderId, quantity, total, until },
    ...(types.length > 1 && type.name !== '' && { type: type.name }),
    ...eventFactsOf(event),
  } as const
  await tx.announcements.add([{ to, afterMs, key: offerKey(orderId), eventId: event.id, message }], now)
  await tx.audit.add({
    at: now,
    action: 'order.offered',
    subject: `order:${orderId}`,
    details: { event: event.id, quantity, person: to },
  })
}
