import type { Event } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { releaseCode } from '../ordering/seats.js'
import { refundTicket } from '../refunds/ticketRefund.js'

type Dead = { readonly ticket: Ticket; readonly event: Event; readonly actorId: number }

/**
 * What goes with a ticket that was just given back: what was paid for it, its order's promo code, a link that gives it
 * away. Gives its order as it is now. Refuses with starsAreWhole.
 */
export const forgetTicket = async (
  tx: Tx,
  { ticket, event, actorId }: Dead,
  clock: Clock,
): Promise<Order | undefined> => {
  const order = await tx.orders.find(ticket.orderId)
  if (order) await refundTicket(tx, { order, ticket, event }, clock.now())
  if (order && order.returned === order.quantity) await releaseCode(tx, order)
  await tx.gifts.close(ticket.id, clock.now())
  await tx.audit.add({
    at: clock.now(),
    actorId,
    action: 'ticket.givenBack',
    subject: `ticket:${ticket.id}`,
    details: { event: event.id, number: ticket.number },
  })
  if (order) tx.eventCounters.noteGivenBack(order)
  return order
}
