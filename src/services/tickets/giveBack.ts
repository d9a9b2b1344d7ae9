import type { Event } from '../../domain/event.js'
import { heardAt } from '../../domain/hearing.js'
import { Refusal } from '../../domain/refusal.js'
import { mustBeReturnable, mustHold, type Ticket } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { forgetKept } from '../eventNews/keeping.js'
import { findTicket } from '../finders.js'
import { mustBeFreeOfOffers } from '../waiting/onOffer.js'
import { forgetTicket } from './forgetTicket.js'

type Act = { readonly personId: number; readonly ticketId: number }

/**
 * Gives a ticket back: its seat is free again, a link that gives it away ends, and what was paid for it goes back to
 * whoever paid. Refuses with ticketNotFound, notHolder, ticketUsed, ticketReturned, eventCancelled, giveBackClosed,
 * starsAreWhole, ticketOnOffer.
 */
export const giveTicketBack = async (tx: Tx, act: Act, clock: Clock): Promise<void> => {
  const { ticket, event } = await findTicket(tx, act.ticketId)
  mustHold(act.personId, ticket)
  mustBeReturnable(event, ticket, clock.now())
  await mustBeFreeOfOffers(tx, ticket, clock.now())
  // The order first: whoever cancels the event goes the same way, and nobody waits for the other in a circle.
  if (!(await tx.orders.giveBack(ticket.orderId, clock.now()))) throw await notAnyMore(tx, ticket, event)
  if (!(await tx.tickets.giveBack(ticket))) throw await tooLate(tx, act, event, clock)
  await forgetTicket(tx, { ticket, event, actorId: act.personId }, clock)
  if (!(await tx.ticketTypes.giveBack(ticket.ticketTypeId, 1)))
    throw new Error(`ticket type ${ticket.ticketTypeId} has fewer seats taken than tickets`)
  await tx.hearings.note(event.id, heardAt(event, act.personId, clock.now()))
  // After the event, which whoever changes it has locked before they begin to count the answers anew.
  await tx.keptChanges.countReturned(event.id)
  await forgetKept(tx, { personId: act.personId, eventId: event.id })
}

// Its money went back already, or the event was cancelled at this very moment.
const notAnyMore = async (tx: Tx, ticket: Ticket, event: Event): Promise<Refusal> => {
  const order = await tx.orders.find(ticket.orderId)
  return order?.state === 'refunded'
    ? new Refusal('ticketReturned')
    : new Refusal('eventCancelled', { title: event.title })
}

// Somebody was quicker: the door, the receiver of a gift, or a second press.
const tooLate = async (tx: Tx, { personId, ticketId }: Act, event: Event, clock: Clock): Promise<Refusal> => {
  const { ticket } = await findTicket(tx, ticketId)
  mustHold(personId, ticket)
  mustBeReturnable(event, ticket, clock.now())
  await mustBeFreeOfOffers(tx, ticket, clock.now())
  return new Refusal('busy')
}
