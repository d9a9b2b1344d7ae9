import type { NewAnnouncement } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import type { Money } from '../../domain/money.js'
import type { Order } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { findOrder, findOwnEvent, type OrderWithEvent } from '../finders.js'
import { releaseSeats } from '../ordering/seats.js'
import { refundOf } from './newRefund.js'

/** Which order an organizer refunds, and of which run it is. */
export type OrderRefund = { readonly personId: number; readonly orderId: number; readonly runId?: number | undefined }

/**
 * The organizer gives an order's money back: its unused tickets die, their seats are free, their holders are told. A
 * repeat says 'before'. Refuses with orderNotFound, notYours, orderNotOpen.
 */
export const refundOrder = async (
  tx: Tx,
  { personId, orderId, runId }: OrderRefund,
  clock: Clock,
): Promise<'refunded' | 'before'> => {
  // Locked: until it is refunded, its holders could give tickets back.
  const found = await findOrder(tx, await tx.orders.lock(orderId))
  const { order, event } = found
  await findOwnEvent(tx, personId, event.id)
  if (order.state === 'refunded') return 'before'
  const payment = await tx.payments.appliedTo(orderId)
  if (!payment || order.state !== 'confirmed') throw new Refusal('orderNotOpen')
  if (!(await tx.orders.move(orderId, 'confirmed', 'refunded', clock.now()))) return 'before'
  const killed = await killTickets(tx, order, clock)
  const left = payment.amount.minor - (await tx.refunds.sumOfPayment(payment.id))
  if (left > 0) {
    const refund = refundOf(payment, left, { reason: 'organizer', key: `order:${orderId}`, runId })
    await tx.refunds.add([refund], clock.now())
    await tx.announcements.add(messagesFor(found, killed, refund.amount), clock.now())
  }
  await tx.audit.add({
    at: clock.now(),
    actorId: personId,
    action: 'order.refunded',
    subject: `order:${orderId}`,
    details: { event: event.id, minor: Math.max(0, left), tickets: killed.length },
  })
  await releaseSeats(tx, order, killed.length - (await handOver(tx, killed)))
  return 'refunded'
}

/** Seats that somebody is offered are theirs; how many they are. */
const handOver = async (tx: Tx, killed: readonly Ticket[]): Promise<number> => {
  let handed = 0
  for (const { lineOrderId } of killed)
    if (lineOrderId !== undefined && (await tx.ticketsForLine.handOver(lineOrderId))) handed += 1
  return handed
}

/** The unused tickets of a refunded order die; gives them as they were. */
export const killTickets = async (tx: Tx, order: Order, clock: Clock): Promise<readonly Ticket[]> => {
  const killed = await tx.tickets.killOfOrder(order.id)
  await tx.orders.noteDead(order.id, killed.length, clock.now())
  for (const { id } of killed) await tx.gifts.close(id, clock.now())
  return killed
}

/** What the buyer hears, and whoever else holds a ticket of the order. */
const messagesFor = (
  { order, event }: OrderWithEvent,
  killed: readonly Ticket[],
  amount: Money,
): readonly NewAnnouncement[] => [
  {
    to: order.buyerId,
    key: `orderRefunded:${order.id}`,
    eventId: event.id,
    message: {
      kind: 'orderRefunded',
      orderId: order.id,
      amount,
      quantity: killed.length,
      ...eventFactsOf(event),
    },
  },
  ...killed
    .filter(({ holderId }) => holderId !== order.buyerId)
    .map(({ id, number, holderId }) => ({
      to: holderId,
      key: `ticketRefunded:${id}`,
      eventId: event.id,
      message: { kind: 'ticketRefunded' as const, number, ...eventFactsOf(event) },
    })),
]
