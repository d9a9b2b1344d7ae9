import type { NewAnnouncement } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import { checkoutMs, isHeld, isProofUnderReview, type Order, wasPaid } from '../../domain/order.js'
import {
  isSeen,
  mayTakeBack,
  mostProofs,
  type Proof,
  proofGapMs,
  rejectionUndoMs,
  type SeenProof,
  transferKeptUntil,
  withMoreWords,
} from '../../domain/proof.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { findOrder, findOrderForOrganizer, type OrderWithEvent } from '../finders.js'

type OwnOrder = { readonly personId: number; readonly orderId: number }

/** A receipt as its buyer sent it; `words`: what they say with it, clean. */
export type ShownProof = OwnOrder & Proof & { readonly words?: string | undefined }

/**
 * The organizer's "not found". `seen`: the receipt that they looked at; undefined: whichever there is. `line`: what
 * they want to say to the buyer, as checkRejectionLine gives it.
 */
export type Rejection = OwnOrder & { readonly seen?: SeenProof; readonly line?: string }

/**
 * The buyer shows that a transfer is on its way: seats are kept while the organizer, who is told, looks for it. It may
 * be shown after the hold is over, too. Another receipt takes the place of the one before; it keeps the seats no longer
 * than the first. Refuses with orderNotFound, orderPaid, orderNotOpen, wayClosed, proofsEnough.
 */
export const showProof = async (
  tx: Tx,
  { personId, orderId, fileId, kind = 'photo', words }: ShownProof,
  clock: Clock,
): Promise<OrderWithEvent> => {
  const { order, event } = await lockTransferable(tx, { personId, orderId })
  const now = clock.now()
  const allWords = words === undefined ? order.proofWords : withMoreWords(order.proofWords, words)
  const shown = await tx.proofs.add(orderId, { fileId, kind, words: allWords, at: now, most: mostProofs })
  if (!shown) throw new Refusal('proofsEnough')
  const { proofAt: firstAt = now } = shown
  await tx.holds.extend(orderId, { until: transferKeptUntil(event, firstAt) })
  await tx.announcements.add([proofWaits(shown, event.organizerId, now)], now)
  await tx.audit.add({ at: now, actorId: personId, action: 'payment.shown', subject: `order:${orderId}` })
  return findOrder(tx, await tx.orders.find(orderId))
}

/**
 * The order of a person's for which a receipt would be meant, the newest: one that is held and shows where to transfer
 * to, or whose receipt was not found; undefined when there is none.
 */
export const findAwaiting = async (tx: Tx, personId: number, now: number): Promise<number | undefined> => {
  for (const order of await tx.holds.ofBuyers([personId])) {
    if (!isHeld(order, now) || order.proofAt !== undefined) continue
    if (order.rejectedAt !== undefined || (await tx.holdScreens.viewOf(order.id)) === 'transfer') return order.id
  }
  return undefined
}

/**
 * What the buyer says about a receipt, clean: before it, to be passed on with it; or after it, and the organizer is
 * told, once a minute. Refuses with orderNotFound, orderPaid, orderNotOpen, wayClosed.
 */
export const addProofWords = async (
  tx: Tx,
  { personId, orderId, words }: OwnOrder & { readonly words: string },
  clock: Clock,
): Promise<OrderWithEvent> => {
  const { order, event } = await lockTransferable(tx, { personId, orderId })
  await tx.proofs.putWords(orderId, withMoreWords(order.proofWords, words))
  const now = clock.now()
  if (order.proofAt !== undefined) await tx.announcements.add([wordsWait(order, order.proofAt, event, now)], now)
  return findOrder(tx, await tx.orders.find(orderId))
}

// It keeps seats for a day: only where money is transferred.
const lockTransferable = async (tx: Tx, { personId, orderId }: OwnOrder): Promise<OrderWithEvent> => {
  const order = (await tx.orders.find(orderId))?.buyerId === personId ? await tx.orders.lock(orderId) : undefined
  if (!order) throw new Refusal('orderNotFound')
  if (order.state === 'confirmed') throw new Refusal('orderPaid')
  if (order.state !== 'held' && order.state !== 'expired') throw new Refusal('orderNotOpen')
  const found = await findOrder(tx, order)
  if (order.paymentMethod !== 'transfer' && !found.event.paymentMethods.includes('transfer'))
    throw new Refusal('wayClosed')
  return found
}

/** The how-manieth minute of a review it is, and when it ends. */
const minuteOf = (proofAt: number, now: number): { readonly gap: number; readonly afterMs: number } => {
  const gap = Math.floor((now - proofAt) / proofGapMs) + 1
  return { gap, afterMs: proofAt + gap * proofGapMs - now }
}

/** The first receipt is told at once; those that follow within a minute are told together, by the last of them. */
const proofWaits = (
  { id: orderId, eventId, proofAt = 0, proofs }: Order,
  organizerId: number,
  now: number,
): NewAnnouncement => {
  const { gap, afterMs } = minuteOf(proofAt, now)
  return {
    to: organizerId,
    key: `proof:${orderId}:${proofAt}${proofs === 1 ? '' : `:${gap}`}`,
    eventId,
    message: { kind: 'proofWaits', orderId },
    ...(proofs > 1 && { afterMs }),
  }
}

const wordsWait = (
  { id: orderId, eventId }: Order,
  proofAt: number,
  { organizerId }: OrderWithEvent['event'],
  now: number,
): NewAnnouncement => {
  const { gap, afterMs } = minuteOf(proofAt, now)
  const message = { kind: 'proofWords' as const, orderId }
  return { to: organizerId, key: `proofWords:${orderId}:${proofAt}:${gap}`, eventId, message, afterMs }
}

/**
 * The organizer does not find the money of a proof: the buyer is told, and has as long as a receipt gives to show
 * another one. A repeat changes nothing. Refuses with orderNotFound, notYours, orderPaid; with proofNewer when it is
 * not the receipt that was seen.
 */
export const rejectProof = async (
  tx: Tx,
  { personId, orderId, seen, line }: Rejection,
  clock: Clock,
): Promise<OrderWithEvent> => {
  await findOrderForOrganizer(tx, { personId, orderId })
  const found = await findOrder(tx, await tx.orders.lock(orderId))
  const { order, event } = found
  if (wasPaid(order) && !isProofUnderReview(order)) throw new Refusal('orderPaid')
  if (order.proofAt === undefined) return found
  if (seen && !isSeen(order, seen)) throw new Refusal('proofNewer')
  const now = clock.now()
  await tx.proofs.reject(orderId, now)
  // A checkout that was approved keeps its seats all the same.
  await tx.holds.keepUntil(orderId, Math.max(transferKeptUntil(event, now), (order.checkoutAt ?? 0) + checkoutMs))
  const left = await findOrder(tx, await tx.orders.find(orderId))
  if (!wasPaid(order)) await tx.announcements.add([rejected(left, { proofAt: order.proofAt, line })], now)
  await tx.audit.add({ at: now, actorId: personId, action: 'payment.rejected', subject: `order:${orderId}` })
  return left
}

const rejected = (
  { order, event }: OrderWithEvent,
  { proofAt, line }: { readonly proofAt: number; readonly line: string | undefined },
): NewAnnouncement => ({
  to: order.buyerId,
  key: `rejected:${order.id}:${proofAt}`,
  eventId: event.id,
  message: {
    kind: 'proofRejected',
    orderId: order.id,
    ...(order.state === 'cancelled' && { isOver: true as const }),
    ...(order.state === 'held' && order.heldUntil !== undefined && { until: order.heldUntil }),
    ...(line !== undefined && { line }),
    ...eventFactsOf(event),
  },
})

/**
 * "Not found" was a slip, or the money came after all: the receipt is looked at again, and the buyer is told. Where
 * another one came meanwhile, nothing changes. Refuses with orderNotFound, notYours, orderPaid, rejectionOld.
 */
export const takeRejectionBack = async (
  tx: Tx,
  { personId, orderId }: OwnOrder,
  clock: Clock,
): Promise<OrderWithEvent> => {
  await findOrderForOrganizer(tx, { personId, orderId })
  const found = await findOrder(tx, await tx.orders.lock(orderId))
  const { order, event } = found
  if (order.proofAt !== undefined) return found
  if (wasPaid(order)) throw new Refusal('orderPaid')
  const now = clock.now()
  if (!mayTakeBack(order, now) || !(await tx.proofs.reviewAgain(orderId, now, now - rejectionUndoMs)))
    throw new Refusal('rejectionOld')
  await tx.holds.extend(orderId, { until: transferKeptUntil(event, now) })
  const message = { kind: 'proofTakenUp' as const, orderId, ...eventFactsOf(event) }
  await tx.announcements.add([{ to: order.buyerId, key: `takenUp:${orderId}:${now}`, eventId: event.id, message }], now)
  await tx.audit.add({ at: now, actorId: personId, action: 'payment.rejectionUndone', subject: `order:${orderId}` })
  return findOrder(tx, await tx.orders.find(orderId))
}
