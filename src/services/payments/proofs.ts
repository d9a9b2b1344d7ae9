import { eventFactsOf, type NewAnnouncement } from '../../domain/announcement.js'
import {
  checkoutMs,
  isProofUnderReview,
  mostProofs,
  type Order,
  proofGapMs,
  proofReviewMs,
  wasPaid,
} from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { findOrder, findOrderForOrganizer, type OrderWithEvent } from '../finders.js'

type OwnOrder = { readonly personId: number; readonly orderId: number }

/**
 * The buyer shows that a transfer is on its way: seats are kept while the organizer, who is told, looks for it. It may
 * be shown after the hold is over, too. Another picture takes the place of the one before; it keeps the seats no longer
 * than the first. Refuses with orderNotFound, orderPaid, orderNotOpen, wayClosed, proofsEnough.
 */
export const showProof = async (
  tx: Tx,
  { personId, orderId, fileId }: OwnOrder & { readonly fileId: string },
  clock: Clock,
): Promise<OrderWithEvent> => {
  const { order, event } = await lockUnpaid(tx, { personId, orderId })
  // It keeps seats for a day: only where money is transferred.
  if (order.paymentMethod !== 'transfer' && !event.paymentMethods.includes('transfer')) throw new Refusal('wayClosed')
  const now = clock.now()
  const shown = await tx.orders.addProof(orderId, { fileId, at: now, most: mostProofs })
  if (!shown) throw new Refusal('proofsEnough')
  const { proofAt: firstAt = now } = shown
  await tx.holds.extend(orderId, { until: firstAt + proofReviewMs })
  await tx.announcements.add([proofWaits(shown, event.organizerId, now)], now)
  await tx.audit.add({ at: now, actorId: personId, action: 'payment.shown', subject: `order:${orderId}` })
  return findOrder(tx, await tx.orders.find(orderId))
}

const lockUnpaid = async (tx: Tx, { personId, orderId }: OwnOrder): Promise<OrderWithEvent> => {
  const order = (await tx.orders.find(orderId))?.buyerId === personId ? await tx.orders.lock(orderId) : undefined
  if (!order) throw new Refusal('orderNotFound')
  if (order.state === 'confirmed') throw new Refusal('orderPaid')
  if (order.state !== 'held' && order.state !== 'expired') throw new Refusal('orderNotOpen')
  return findOrder(tx, order)
}

/** The first picture is told at once; those that follow within a minute are told together, by the last of them. */
const proofWaits = (
  { id: orderId, eventId, proofAt = 0, proofs }: Order,
  organizerId: number,
  now: number,
): NewAnnouncement => {
  const gap = Math.floor((now - proofAt) / proofGapMs) + 1
  return {
    to: organizerId,
    key: `proof:${orderId}:${proofAt}${proofs === 1 ? '' : `:${gap}`}`,
    eventId,
    message: { kind: 'proofWaits', orderId },
    ...(proofs > 1 && { afterMs: proofAt + gap * proofGapMs - now }),
  }
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
  await tx.orders.dropProof(orderId)
  // A checkout that was approved keeps its seats all the same.
  await tx.holds.keepUntil(orderId, Math.max(now + holdMs, (order.checkoutAt ?? 0) + checkoutMs))
  if (!wasPaid(order)) await tellRejected(tx, found, now)
  await tx.audit.add({ at: now, actorId: personId, action: 'payment.rejected', subject: `order:${orderId}` })
  return findOrder(tx, await tx.orders.find(orderId))
}

/**
 * "Not found" was a slip: the organizer has the picture, which is looked at again, and the buyer is told. Where another
 * picture came meanwhile, nothing changes. Refuses with orderNotFound, notYours, orderPaid.
 */
export const takeRejectionBack = async (
  tx: Tx,
  { personId, orderId, fileId }: OwnOrder & { readonly fileId: string },
  clock: Clock,
): Promise<OrderWithEvent> => {
  await findOrderForOrganizer(tx, { personId, orderId })
  const found = await findOrder(tx, await tx.orders.lock(orderId))
  const { order, event } = found
  if (order.proofAt !== undefined) return found
  if (wasPaid(order)) throw new Refusal('orderPaid')
  const now = clock.now()
  await tx.orders.addProof(orderId, { fileId, at: now, most: mostProofs })
  await tx.holds.extend(orderId, { until: now + proofReviewMs })
  const message = { kind: 'proofTakenUp' as const, orderId, ...eventFactsOf(event) }
  await tx.announcements.add([{ to: order.buyerId, key: `takenUp:${orderId}:${now}`, eventId: event.id, message }], now)
  await tx.audit.add({ at: now, actorId: personId, action: 'payment.rejectionUndone', subject: `order:${orderId}` })
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
