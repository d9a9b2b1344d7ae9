import type { AskedQuestion } from '../../domain/buyerQuestion.js'
import { methodsFor } from '../../domain/cardAmounts.js'
import type { TicketType } from '../../domain/event.js'
import { isHeld, type Order, type PaymentMethod } from '../../domain/order.js'
import { type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { Refusal, type RefusalCode } from '../../domain/refusal.js'
import type { Tx } from '../../store/store.js'
import { askedOfOrder } from '../buyerQuestions/asked.js'
import { findOrder, type OrderWithEvent } from '../finders.js'

/** An order as its buyer sees it. `paymentMethods`: how it can be paid; empty when there is nothing to pay. */
export type OrderView = OrderWithEvent & {
  readonly paymentMethods: readonly PaymentMethod[]
  /** Whether its event has any promo code that is switched on; asked only while it is held. */
  readonly hasCodes: boolean
  /** False: the person had it before, and was given it instead of another. */
  readonly isNew: boolean
  /** Why the promo code that was brought along does not work. */
  readonly codeRefused: RefusalCode | undefined
  /** Hidden types besides its own that the promo code which was redeemed now has opened. */
  readonly opened?: readonly TicketType[]
  /** What its event asks who buys, with what was answered; only while it is held. */
  readonly asked?: readonly AskedQuestion[]
}

/** Which order of whose. */
export type OwnOrder = { readonly personId: number; readonly orderId: number }

/** An order as its buyer sees it, not new. Refuses with orderNotFound. */
export const orderViewOf = async (tx: Tx, order: Order | undefined, setup: PaymentSetup): Promise<OrderView> => {
  const found = await findOrder(tx, order)
  const isHolding = found.order.state === 'held'
  const hasCodes = isHolding && (await tx.promoCodes.withAnyOn([found.event.id])).size > 0
  return {
    ...found,
    paymentMethods: found.order.total.minor === 0 ? [] : methodsFor(found.order.total, paymentMethodsFor(found, setup)),
    hasCodes,
    isNew: false,
    codeRefused: undefined,
    asked: isHolding ? await askedOfOrder(tx, found) : [],
  }
}

/** The person's own order. Refuses with orderNotFound. */
export const findOwnOrder = async (tx: Tx, { personId, orderId }: OwnOrder): Promise<Order> => {
  const order = await tx.orders.find(orderId)
  if (order?.buyerId !== personId) throw new Refusal('orderNotFound')
  return order
}

/** The person's own order, which nobody else changes until the end. Refuses with orderNotFound. */
export const lockOwnOrder = async (tx: Tx, own: OwnOrder): Promise<Order> =>
  (await tx.orders.lock((await findOwnOrder(tx, own)).id)) ?? findOwnOrder(tx, own)

/**
 * Refuses with orderPaid, orderNotOpen or holdOver unless the order may be changed and paid, and with proofLookedAt
 * while somebody looks for its money: what was transferred for stays as it is.
 */
export const mustBeOpen = (order: Order, now: number): Order => {
  if (order.state === 'confirmed') throw new Refusal('orderPaid')
  if (order.state === 'expired' || (order.state === 'held' && !isHeld(order, now))) throw new Refusal('holdOver')
  if (order.state !== 'held') throw new Refusal('orderNotOpen')
  if (order.proofAt !== undefined) throw new Refusal('proofLookedAt')
  return order
}
