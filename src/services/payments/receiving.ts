import { hasEnded } from '../../domain/event.js'
import type { Order } from '../../domain/order.js'
import { type Charge, isAmountOf, type Payment, type PrepaidMethod, type SurplusReason } from '../../domain/payment.js'
import { usesOf } from '../../domain/promoCode.js'
import { mayTellChat } from '../../domain/sight.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { findOrder, type OrderWithEvent } from '../finders.js'
import { announceSale, issueTickets } from '../ordering/confirming.js'
import { type Blocked, fitsIntoEvent, isBlocked, takeSeatsPaid } from '../ordering/seats.js'
import { addRefund, refundOf, taskOf } from '../refunds/newRefund.js'
import { takeBacked } from '../waiting/backedOrders.js'

/** Money that came in: from whom, how much, how, and under which charge. */
export type PaidCharge = Charge & {
  readonly chargeId: string
  readonly providerChargeId: string | undefined
  readonly method: PrepaidMethod
}

/** What became of it: its order is confirmed, or it goes back. `isNew`: false for a charge that was known. */
export type PaymentResult =
  | { readonly kind: 'confirmed'; readonly isNew: boolean; readonly order: OrderWithEvent }
  | {
      readonly kind: 'surplus'
      readonly isNew: boolean
      readonly why: SurplusReason | undefined
      readonly payment: Payment
    }

type Needs = NewsPolicy & { readonly clock: Clock; readonly codes: Codes }

/**
 * What becomes of a charge for an order. Two at once that nobody has seen: the second waits for the order, and finds
 * what became of the first.
 */
export const receivePayment = async (
  tx: Tx,
  charge: PaidCharge,
  order: Order | undefined,
  needs: Needs,
): Promise<PaymentResult | Blocked> => {
  const locked = order && (await tx.orders.lock(order.id))
  const before = await tx.payments.findByCharge(charge.chargeId)
  if (before) return resultOf(tx, before)
  if (!locked) return sendBack(tx, charge, { why: 'noOrder', found: undefined }, needs.clock)
  // Its organizer found it at the provider before Telegram told of it.
  const same = charge.method === 'provider' ? await tx.payments.recognize(byHandOf(locked), charge) : undefined
  if (same) return resultOf(tx, same)
  const found = await findOrder(tx, locked)
  const why = await whyNot(tx, found, charge, needs.clock)
  if (isBlocked(why)) return why
  return why === undefined ? apply(tx, found, charge, needs) : sendBack(tx, charge, { why, found }, needs.clock)
}

/** The charge under which an order's payment is written down that its organizer found at the provider. */
export const byHandOf = ({ id }: Pick<Order, 'id'>): string => `byHand:${id}`

const resultOf = async (tx: Tx, payment: Payment): Promise<PaymentResult> => {
  if (payment.state === 'surplus') return { kind: 'surplus', isNew: false, why: undefined, payment }
  const order = payment.orderId === undefined ? undefined : await tx.orders.find(payment.orderId)
  return { kind: 'confirmed', isNew: false, order: await findOrder(tx, order) }
}

/**
 * Why money for an order, which must be locked, cannot be honoured. undefined: it can, the event is locked, and the
 * order has its seats.
 */
const whyNot = async (
  tx: Tx,
  { order, event }: OrderWithEvent,
  { amount }: PaidCharge,
  clock: Clock,
): Promise<SurplusReason | Blocked | undefined> => {
  if (order.state === 'confirmed' || order.state === 'refunded') return 'paidTwice'
  if (event.state === 'cancelled') return 'eventCancelled'
  if (!isAmountOf(order, amount)) return 'otherAmount'
  if (order.state === 'held') {
    if (!(await takeBacked(tx, { order, event }, clock))) return 'soldOut'
    return (await tx.events.lock(event.id))?.state === 'cancelled' ? 'eventCancelled' : undefined
  }
  return hasEnded(event, clock.now()) ? 'eventEnded' : takeSeatsAgain(tx, order, clock)
}

/**
 * Takes the seats of an order that has none any more, and locks the event. Why not, when they are not free: then
 * nothing is changed.
 */
const takeSeatsAgain = async (tx: Tx, order: Order, clock: Clock): Promise<SurplusReason | Blocked | undefined> => {
  const taken = await takeSeatsPaid(tx, order, clock)
  if (!taken) return 'soldOut'
  if (isBlocked(taken)) return taken
  const locked = await tx.events.lock(order.eventId)
  const isCancelled = locked?.state === 'cancelled'
  const fits = isCancelled || (await fitsIntoEvent(tx, { eventId: order.eventId, capacity: locked?.capacity }, clock))
  if (isBlocked(fits)) return fits
  if (fits && !isCancelled) return undefined
  await tx.ticketTypes.giveBack(order.ticketTypeId, order.quantity)
  return isCancelled ? 'eventCancelled' : 'soldOut'
}

/** Writes the payment and confirms its order. Both the order and the event must be locked. */
const apply = async (tx: Tx, found: OrderWithEvent, charge: PaidCharge, needs: Needs): Promise<PaymentResult> => {
  const { order, event } = found
  const { method } = charge
  const now = needs.clock.now()
  if (!(await tx.orders.confirm(order.id, order.state, { method, isTold: mayTellChat(event, needs), now })))
    throw new Error(`order ${order.id} moved though it was locked`)
  const paid = { ...found, order: { ...order, state: 'confirmed', paymentMethod: method, confirmedAt: now } as const }
  if (!(await issueTickets(tx, { ...paid, evenOffSale: true }, needs)))
    throw new Error(`order ${order.id} was confirmed for a cancelled event`)
  await tx.payments.insert({ ...charge, orderId: order.id, eventId: event.id, receivedAt: now, state: 'applied' })
  await announceSale(tx, paid, needs)
  // Its use was given back when the hold ended.
  if (order.state !== 'held' && order.promoCodeId !== undefined)
    await tx.promoCodes.redeem(order.promoCodeId, usesOf(order), { beyond: true })
  return { kind: 'confirmed', isNew: true, order: paid }
}

/** Writes the payment down as one that goes back, and tells whoever paid, and who has to give it back by hand. */
const sendBack = async (
  tx: Tx,
  charge: PaidCharge,
  { why, found }: { readonly why: SurplusReason; readonly found: OrderWithEvent | undefined },
  clock: Clock,
): Promise<PaymentResult> => {
  const now = clock.now()
  const [orderId, eventId] = [found?.order.id, found?.event.id]
  const payment = await tx.payments.insert({ ...charge, orderId, eventId, receivedAt: now, state: 'surplus' })
  const about = { reason: 'surplus', key: `surplus:${payment.id}` } as const
  const refund = await addRefund(tx, refundOf(payment, payment.amount.minor, about), now)
  await tx.announcements.add(
    [
      {
        to: charge.payerId,
        key: `returned:${payment.id}`,
        ...(eventId !== undefined && { eventId }),
        message: { kind: 'paymentReturned', refundId: refund.id, why, title: found?.event.title },
      },
      ...(found ? taskOf(refund, found.event) : []),
    ],
    now,
  )
  await tx.audit.add({
    at: now,
    actorId: charge.payerId,
    action: 'payment.surplus',
    subject: `payment:${payment.id}`,
    details: { why, minor: charge.amount.minor, ...(orderId !== undefined && { order: orderId }) },
  })
  return { kind: 'surplus', isNew: true, why, payment }
}
