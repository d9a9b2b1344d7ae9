import type { NewAnnouncement } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import type { Event } from '../../domain/event.js'
import { costsNothing, type Order, priceOfOne } from '../../domain/order.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { forgetTicket } from '../tickets/forgetTicket.js'

type Found = { readonly order: Order; readonly event: Event }

/**
 * An order that is about to be confirmed takes the seats of the tickets that stood for it: they die as if given back,
 * and their holders are told. Where one of them is not to be had any more, a free seat will do. False if there is none:
 * then nothing is changed. The order must be locked and held.
 */
export const takeBacked = async (tx: Tx, { order, event }: Found, clock: Clock): Promise<boolean> => {
  const { backed = 0 } = order
  if (backed === 0) return true
  const tickets = await tx.ticketsForLine.tiedTo(order.id)
  if (!(await takeMissing(tx, order, backed - tickets.length))) return false
  for (const ticket of tickets) await sell(tx, { order, event, ticket }, clock)
  await tx.ticketsForLine.settle(order.id)
  return true
}

const takeMissing = async (tx: Tx, { ticketTypeId, eventId }: Order, missing: number): Promise<boolean> => {
  if (missing <= 0) return true
  if (!(await tx.ticketTypes.takeForLine(ticketTypeId, missing))) return false
  const capacity = (await tx.events.lock(eventId))?.capacity
  if (capacity === undefined || (await tx.ticketTypes.takenOfEvent(eventId)) <= capacity) return true
  await tx.ticketTypes.giveBack(ticketTypeId, missing)
  return false
}

const sell = async (
  tx: Tx,
  { order, event, ticket }: Found & { readonly ticket: Ticket },
  clock: Clock,
): Promise<void> => {
  if (!(await tx.ticketsForLine.sell(ticket.id, order.id)) || !(await tx.orders.giveBack(ticket.orderId, clock.now())))
    throw new Error(`ticket ${ticket.id} could not be sold though its order was locked`)
  const before = await forgetTicket(tx, { ticket, event, actorId: order.buyerId }, clock)
  await tx.announcements.add(before ? [newsOf(event, ticket, before)] : [], clock.now())
}

// Who pays nothing beforehand, or holds what another one has paid for, gets nothing back.
const newsOf = (event: Event, { id, number, holderId }: Ticket, before: Order): NewAnnouncement => {
  const isPaid = !costsNothing(before.paymentMethod) && before.paymentMethod !== 'atDoor'
  return {
    to: holderId,
    key: `ticketSold:${id}`,
    eventId: event.id,
    message: {
      kind: 'ticketSold',
      number,
      ...(isPaid && { method: before.paymentMethod }),
      ...(isPaid && holderId === before.buyerId && { back: priceOfOne(before) }),
      ...eventFactsOf(event),
    },
  }
}
