import type { Event } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import type { Payment } from '../../domain/payment.js'
import type { RefundReason } from '../../domain/refund.js'
import type { Money } from '../../domain/money.js'
import { Refusal } from '../../domain/refusal.js'
import type { Ticket } from '../../domain/ticket.js'
import type { NewRefund } from '../../store/tables/refunds.js'
import type { Tx } from '../../store/tables/tx.js'
import type { Clock } from '../../runtime/clock.js'
import { findOrder, findOwnEvent } from '../finders.js'
import { eventFactsOf } from '../../domain/announcement.js'
import type { Seats } from '../ordering/seats.js'

/** Which order an organizer refunds, and of which run it is. */
export type OrderRefund = { readonly personId: number; readonly orderId: number; readonly runId?: number | undefined }

/** A refund of what is left of a payment; undefined when nothing is. */
export const refundOf = (
  payment: Payment,
  alreadyMinor: number,
  about: { readonly reason: RefundReason; readonly key: string; readonly runId?: number | undefined },
): NewRefund | undefined => {
  const minor = payment.amount.minor - alreadyMinor
  return minor > 0
    ? {
        ...about,
        paymentId: payment.id,
        orderId: payment.orderId,
        eventId: payment.eventId,
        personId: payment.payerId,
        method: payment.method,
        amount: { ...payment.amount, minor },
      }
    : undefined
}

/**
 * The organizer gives an order's money back, inside a transaction. A repeat says 'before'. Refuses with orderNotFound,
 * notYours, orderNotOpen.
 */
export const createOrderRefund = ({ clock, seats }: { readonly clock: Clock; readonly seats: Seats }) => {
  const tellHolders = (tx: Tx, event: Event, order: Order, killed: readonly Ticket[], amount: Money): Promise<void> => {
    const facts = eventFactsOf(event)
    return tx.announcements.add(
      [
        {
          to: order.buyerId,
          key: `orderRefunded:${order.id}`,
          eventId: event.id,
          message: { kind: 'orderRefunded', orderId: order.id, amount, quantity: killed.length, ...facts },
        },
        ...killed
          .filter(({ holderId }) => holderId !== order.buyerId)
          .map(({ id, number, holderId }) => ({
            to: holderId,
            key: `ticketRefunded:${id}`,
            eventId: event.id,
            message: { kind: 'ticketRefunded' as const, number, ...facts },
          })),
      ],
      clock.now(),
    )
  }

  const kill = async (tx: Tx, order: Order): Promise<readonly Ticket[]> => {
    const killed = await tx.tickets.killOfOrder(order.id)
    await tx.orders.setReturned(order.id, order.returned + killed.length)
    for (const { id } of killed) await tx.gifts.close(id, clock.now())
    return killed
  }

  return async (tx: Tx, { personId, orderId, runId }: OrderRefund): Promise<'refunded' | 'before'> => {
    // Locked: until it is refunded, its holders could give tickets back.
    const { order, event } = await findOrder(tx, await tx.orders.lock(orderId))
    await findOwnEvent(tx, personId, event.id)
    if (order.state === 'refunded') return 'before'
    const payment = await tx.payments.appliedTo(orderId)
    if (!payment || order.state !== 'confirmed') throw new Refusal('orderNotOpen')
    if (!(await tx.orders.move(orderId, ['confirmed'], 'refunded'))) return 'before'
    const killed = await kill(tx, order)
    const refund = refundOf(payment, await tx.refunds.sumOfPayment(payment.id), {
      reason: 'organizer',
      key: `order:${orderId}`,
      runId,
    })
    if (refund) await tx.refunds.add([refund], clock.now())
    if (refund) await tellHolders(tx, event, order, killed, refund.amount)
    await tx.audit.add({
      at: clock.now(),
      actorId: personId,
      action: 'order.refunded',
      subject: `order:${orderId}`,
      details: { event: event.id, minor: refund?.amount.minor ?? 0, tickets: killed.length },
    })
    await seats.release(tx, order, killed.length)
    return 'refunded'
  }
}

/** What `createOrderRefund` gives. */
export type RefundOrder = ReturnType<typeof createOrderRefund>
