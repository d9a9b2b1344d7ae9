import { eventFactsOf } from '../../domain/announcement.js'
import { checkoutMs, isProofUnderReview, proofReviewMs, wasPaid } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { findOrder, findOrderForOrganizer, type OrderWithEvent } from '../finders.js'

type OwnOrder = { readonly personId: number; readonly orderId: number }

/**
 * The buyer shows that a transfer is on its way: seats are kept while the organizer, who is told, looks for it. It may
 * be shown after the hold is over, too. Refuses with orderNotFound, orderPaid, orderNotOpen, wayClosed.
 */
export const showProof = async (
  tx: Tx,
  { personId, orderId, fileId }: OwnOrder & { readonly fileId: string },
  clock: Clock,
): Promise<OrderWithEvent> => {
  const order = (await tx.orders.find(orderId))?.buyerId === personId ? await tx.orders.lock(orderId) : undefined
  if (!order) throw new Refusal('orderNotFound')
  if (order.state === 'confirmed') throw new Refusal('orderPaid')
  if (order.state !== 'held' && order.state !== 'expired') throw new Refusal('orderNotOpen')
  const { event } = await findOrder(tx, order)
  // It keeps seats for a day: only where money is transferred.
  if (order.paymentMethod !== 'transfer' && !event.paymentMethods.includes('transfer')) throw new Refusal('wayClosed')
  const now = clock.now()
  await tx.orders.setProof(orderId, { fileId, at: now })
  await tx.holds.extend(orderId, { until: now + proofReviewMs })
  await tx.announcements.add(
    [
      {
        to: event.organizerId,
        key: `proof:${orderId}:${now}`,
        eventId: event.id,
        message: { kind: 'proofWaits', orderId },
      },
    ],
    now,
  )
  await tx.audit.add({ at: now, actorId: personId, action: 'payment.shown', subject: `order:${orderId}` })
  return findOrder(tx, await tx.orders.find(orderId))
}

/**
 * The organizer does not find the money of a proof: the buyer is told, and has `holdMs` to show another one. Refuses
 * with orderNotFound, notYours, orderPaid.
 */
export const rejectProof = async (
  tx: Tx,
  { personId, orderId }: OwnOrder,
  { clock, holdMs }: { readonly clock: Clock; readonly holdMs: number },
): Promise<OrderWithEvent> => {
  await findOrderForOrganizer(tx, { personId, orderId })
  const found = await findOrder(tx, await tx.orders.lock(orderId))
  const { order } = found
  if (wasPaid(order) && !isProofUnderReview(order)) throw new Refusal('orderPaid')
  if (order.proofAt === undefined) return found
  const now = clock.now()
  await tx.orders.setProof(orderId, undefined)
  // A checkout that was approved keeps its seats all the same.
  await tx.holds.keepUntil(orderId, Math.max(now + holdMs, (order.checkoutAt ?? 0) + checkoutMs))
  if (!wasPaid(order)) await tellRejected(tx, found, now)
  await tx.audit.add({ at: now, actorId: personId, action: 'payment.rejected', subject: `order:${orderId}` })
  return findOrder(tx, await tx.orders.find(orderId))
}

const tellRejected = (tx: Tx, { order, event }: OrderWithEvent, now: number): Promise<void> =>
  tx.announcements.add(
    [
      {
        to: order.buyerId,
        key: `rejected:${order.id}:${String(order.proofAt)}`,
        eventId: event.id,
        message: {
          kind: 'proofRejected',
          orderId: order.id,
          ...(order.state === 'cancelled' && { isOver: true as const }),
          ...eventFactsOf(event),
        },
      },
    ],
    now,
  )
