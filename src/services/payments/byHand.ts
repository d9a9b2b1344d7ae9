import { isPaidOtherwise, wasPaid } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { findOrder, findOrderForOrganizer, type OrderWithEvent } from '../finders.js'
import { type Blocked, isBlocked } from '../ordering/seats.js'
import { byHandOf, receivePayment } from './receiving.js'

/** An order's money that its event's organizer says they have. */
export type PaidByHand = {
  readonly personId: number
  readonly orderId: number
  /** provider: found there, though Telegram never told of it. */
  readonly method: 'transfer' | 'provider'
  /** It may have come too late, or by a second method: then it goes back, instead of being refused. */
  readonly mayGoBack?: boolean
}

/**
 * Confirms an order by the word of its event's organizer. A repeat changes nothing. Refuses with orderNotFound,
 * notYours, orderPaid, and, unless it may go back, with soldOut, eventCancelled, eventEnded.
 */
export const confirmByHand = async (
  tx: Tx,
  { personId, orderId, method, mayGoBack = false }: PaidByHand,
  needs: NewsPolicy & { readonly clock: Clock; readonly codes: Codes },
): Promise<OrderWithEvent | Blocked> => {
  await findOrderForOrganizer(tx, { personId, orderId })
  const found = await findOrder(tx, await tx.orders.lock(orderId))
  const { order, event } = found
  const chargeId = method === 'transfer' ? `transfer:${orderId}` : byHandOf(order)
  if (await tx.payments.findByCharge(chargeId)) return found
  // Paid by another method, too: that goes back.
  if (wasPaid(order) && !(mayGoBack && isPaidOtherwise(order, method))) throw new Refusal('orderPaid')
  const charge = { chargeId, providerChargeId: undefined, payerId: order.buyerId, amount: order.total, method }
  const result = await receivePayment(tx, charge, order, needs)
  if (isBlocked(result)) return result
  if (result.kind === 'surplus') {
    // Thrown, it undoes the payment that would have gone back.
    if (!mayGoBack) throw tooLate(result.why, event.title)
    await tx.proofs.drop(orderId)
    return found
  }
  await tx.audit.add({
    at: needs.clock.now(),
    actorId: personId,
    action: actions[method],
    subject: `order:${orderId}`,
    details: { minor: order.total.minor },
  })
  return result.order
}

const actions = { transfer: 'payment.transfer', provider: 'payment.byHand' } as const

const tooLate = (why: string | undefined, title: string): Refusal =>
  new Refusal(why === 'eventCancelled' || why === 'eventEnded' ? why : 'soldOut', { title })
