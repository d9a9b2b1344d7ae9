import { methodsFor, notInvoiced } from '../../domain/cardAmounts.js'
import { catchRefusal } from '../../domain/catchRefusal.js'
import { mustBeOnSale, type TicketType, withType } from '../../domain/event.js'
import { type Money, times } from '../../domain/money.js'
import { isHeld, type Order, type PaymentMethod } from '../../domain/order.js'
import { type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { mustBeInSale } from '../../domain/sale.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { findEventOfType } from '../finders.js'
import { mustNotBeBlocked } from '../guests/blocking.js'
import { seenTypeOf } from '../sight.js'
import { offSale, type Purchase } from './buying.js'
import { type OrderView, orderViewOf } from './orderView.js'
import { redeemCode } from './redeeming.js'
import { type Blocked, isBlocked, mustFitIntoEvent, takeSeats } from './seats.js'

type Needs = {
  readonly clock: Clock
  readonly codes: Codes
  readonly setup: PaymentSetup
  readonly holdMs: number
}

/** Keeps seats for somebody; whoever holds an order of the event already is given that one. */
export const holdSeats = async (tx: Tx, purchase: Purchase, needs: Needs): Promise<OrderView | Blocked> => {
  const { clock, setup } = needs
  const { buyerId, ticketTypeId, quantity } = purchase
  const found = await findEventOfType(tx, ticketTypeId)
  const { event } = found
  const before = await seenTypeOf(tx, buyerId, found, ticketTypeId)
  mustBeOnSale(event, clock.now())
  const earlier = await tx.holds.find(buyerId, event.id)
  if (earlier) return isHeld(earlier, clock.now()) ? orderViewOf(tx, earlier, setup) : { blockedBy: [earlier.id] }
  await mustNotBeBlocked(tx, buyerId, event)
  mustBeInSale(event, before, clock.now())
  mustBePayable(event.id, times(before.price, quantity), paymentMethodsFor(found, setup))
  const type = await takeSeats(tx, { event, type: before, buyerId, quantity }, clock)
  if (isBlocked(type)) return type
  const methods = mustBePayable(event.id, times(type.price, quantity), paymentMethodsFor(withType(found, type), setup))
  const locked = await tx.events.lock(event.id)
  if (locked?.state !== 'published') throw await offSale(tx, event)
  mustBeInSale(locked, type, clock.now())
  const blocked = await mustFitIntoEvent(tx, { event, type, quantity, capacity: locked.capacity }, clock)
  if (blocked) return blocked
  return withBroughtCode(tx, await insertHeld(tx, purchase, { type, method: methods[0] }, needs), type, needs)
}

/** By what an amount can be paid. Refuses with noWayToPay, totalTooSmall or totalTooLarge what cannot be. */
const mustBePayable = (eventId: number, total: Money, methods: readonly PaymentMethod[]): readonly PaymentMethod[] => {
  const possible = methodsFor(total, methods)
  if (total.minor === 0 || possible.length > 0) return possible
  throw methods.length === 0 ? new Refusal('noWayToPay', { eventId }) : notInvoiced(total, eventId)
}

const insertHeld = async (
  tx: Tx,
  { buyerId, quantity, requestKey }: Purchase,
  { type, method = 'atDoor' }: { readonly type: TicketType; readonly method: PaymentMethod | undefined },
  { clock, codes, holdMs }: Needs,
): Promise<Order> => {
  const [now, total] = [clock.now(), times(type.price, quantity)]
  const order = await tx.orders.insert({
    eventId: type.eventId,
    ticketTypeId: type.id,
    buyerId,
    quantity,
    total,
    paymentMethod: total.minor === 0 ? 'free' : method,
    state: 'held',
    createdAt: now,
    requestKey,
    heldUntil: now + holdMs,
    payload: codes.ticket(),
  })
  await tx.audit.add({
    at: now,
    actorId: buyerId,
    action: 'order.held',
    subject: `order:${order.id}`,
    details: { event: type.eventId, quantity, minor: total.minor },
  })
  return order
}

/** Redeems the code that the person brought along by a link; one that does not work is said and thrown away. */
const withBroughtCode = async (tx: Tx, order: Order, type: TicketType, needs: Needs): Promise<OrderView> => {
  const text = await tx.pendingPromoCodes.of(order.buyerId, order.eventId)
  if (text === undefined) return { ...(await orderViewOf(tx, order, needs.setup)), isNew: true }
  const code = await tx.promoCodes.findByCode(order.eventId, text)
  const result = await catchRefusal(() => redeemCode(tx, { order, type, code }, needs))
  if (!result.ok) await tx.pendingPromoCodes.empty(order.buyerId, order.eventId)
  return {
    ...(await orderViewOf(tx, await tx.orders.find(order.id), needs.setup)),
    isNew: true,
    codeRefused: result.ok ? undefined : result.refusal.code,
  }
}
