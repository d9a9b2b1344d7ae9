import type { Event } from '../../domain/event.js'
import { type Order, priceOfOne } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Tx } from '../../store/store.js'
import { addRefund, refundOf, taskOf } from './newRefund.js'

/**
 * One ticket of a paid order was given back: its price goes back, too. Refuses with starsAreWhole where Telegram cannot
 * give back a part.
 */
export const refundTicket = async (
  tx: Tx,
  { order, ticket, event }: { readonly order: Order; readonly ticket: Ticket; readonly event: Event },
  now: number,
): Promise<void> => {
  const payment = await tx.payments.appliedTo(order.id)
  if (!payment) return
  if (payment.method === 'stars' && order.quantity > 1) throw new Refusal('starsAreWhole', { eventId: event.id })
  const about = { reason: 'givenBack', key: `ticket:${ticket.id}` } as const
  const refund = await addRefund(tx, refundOf(payment, priceOfOne(order).minor, about), now)
  await tx.announcements.add(taskOf(refund, event), now)
}
