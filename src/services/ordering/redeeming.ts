import { mayBeInvoiced, methodsFor } from '../../domain/cardAmounts.js'
import { catchRefusal } from '../../domain/catchRefusal.js'
import { codeReadings } from '../../domain/codeText.js'
import type { EventWithTypes, TicketType } from '../../domain/event.js'
import { type Money, times } from '../../domain/money.js'
import { isHeld, mustNotBeBeingPaid, type Order, type OrderPaymentMethod } from '../../domain/order.js'
import { type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import {
  discounted,
  foldCode,
  mayBeCode,
  mustBeGood,
  type PromoCode,
  typesOpenedBy,
  usesOf,
} from '../../domain/promoCode.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { findEvent, findOrder } from '../finders.js'
import { countMiss } from '../people/guessing.js'
import { releaseCode } from './seats.js'

type Needs = { readonly clock: Clock; readonly setup: PaymentSetup }

/** The code that a person means by what they typed, of all that it may mean the first that is switched on. */
export const findTypedCode = async (tx: Tx, eventId: number, text: string): Promise<PromoCode | undefined> => {
  for (const reading of codeReadings(text)) {
    const code = await tx.promoCodes.findByCode(eventId, reading)
    if (code?.isOn) return code
  }
  return undefined
}

/** Opens the hidden types that a code is for to whoever has it; which they are. */
export const openHidden = async (
  tx: Tx,
  { personId, types, code }: { readonly personId: number; readonly code: PromoCode } & Pick<EventWithTypes, 'types'>,
  now: number,
): Promise<readonly TicketType[]> => {
  const opened = typesOpenedBy(code, now)
  const hidden = types.filter(({ id, isHidden }) => isHidden && opened.includes(id))
  await tx.openings.add(
    { personId, eventId: code.eventId, at: now },
    hidden.map(({ id }) => id),
  )
  return hidden
}

/** Counts a code that is not there; gives the refusal of who has tried too many. What cannot be a code is no guess. */
export const countWrongCode = async (
  tx: Tx,
  { personId, text }: { readonly personId: number; readonly text: string },
  clock: Clock,
): Promise<Refusal | undefined> => {
  const folded = foldCode(text)
  return mayBeCode(folded) ? countMiss(tx, { personId, text: folded }, clock.now()) : undefined
}

/**
 * Redeems a promo code for a held order; an earlier one is given back. Whoever redeems a code has its row until the
 * end, so that nobody gets past the limits at the same moment; what is refused has changed nothing. Refuses as
 * promoCode.ts does, and with promoCodeForLine, promoCodeTooMuch, promoCodeUsedUp, promoCodeUsedByYou,
 * orderNotOpen.
 */
export const redeemCode = async (
  tx: Tx,
  { order, type, code }: { readonly order: Order; readonly type: TicketType; readonly code: PromoCode | undefined },
  { clock, setup }: Needs,
): Promise<void> => {
  mustBeGood(code, type, clock.now())
  if (code.forLine && order.offeredAt === undefined) throw new Refusal('promoCodeForLine')
  if (order.promoCodeId === code.id) return
  const total = totalWith(order, code)
  await mustStayPayable(tx, order, total, setup)
  const uses = usesOf({ total, quantity: order.quantity })
  if (!(await tx.promoCodes.redeem(code.id, uses))) throw new Refusal('promoCodeUsedUp')
  const before = code.perPerson === undefined ? 0 : await tx.orders.redeemedBy(order.buyerId, code.id)
  if (code.perPerson !== undefined && before + uses > code.perPerson) {
    await tx.promoCodes.release(code.id, uses)
    throw new Refusal('promoCodeUsedByYou')
  }
  await reprice(tx, order, code, setup)
}

// Nobody may be left with an order whose only button cannot take what is left to pay.
const mustStayPayable = async (tx: Tx, order: Order, total: Money, setup: PaymentSetup): Promise<void> => {
  if (total.minor === 0 || mayBeInvoiced(total)) return
  const methods = methodsFor(total, paymentMethodsFor(await findEvent(tx, order.eventId), setup))
  if (methods.length === 0) throw new Refusal('promoCodeTooMuch', { eventId: order.eventId })
}

/**
 * What somebody is offered, as they take it, gets the code that they brought along by a link. One that does not work
 * stays with them. The order must be locked.
 */
export const redeemBrought = async (tx: Tx, order: Order, needs: Needs): Promise<void> => {
  const now = needs.clock.now()
  if (order.offeredAt === undefined || order.promoCodeId !== undefined || order.proofAt !== undefined) return
  const text = isHeld(order, now) ? await tx.pendingPromoCodes.of(order.buyerId, order.eventId) : undefined
  if (text === undefined) return
  const { type } = await findOrder(tx, order)
  const code = await tx.promoCodes.findByCode(order.eventId, text)
  await catchRefusal(() => {
    mustNotBeBeingPaid(order, now)
    return redeemCode(tx, { order, type, code }, needs)
  })
}

/** Prices a held order with a promo code, or without any; gives the use of its earlier one back. */
export const reprice = async (
  tx: Tx,
  order: Order,
  code: PromoCode | undefined,
  setup: PaymentSetup,
): Promise<void> => {
  const total = totalWith(order, code)
  const paymentMethod = total.minor === 0 ? 'free' : await pricedMethod(tx, order, setup)
  if (!(await tx.orders.change(order.id, { total, full: order.full, paymentMethod, promoCodeId: code?.id })))
    throw new Refusal('orderNotOpen')
  await releaseCode(tx, order)
}

const totalWith = ({ full, quantity }: Order, code: PromoCode | undefined): Money => {
  const one = { ...full, minor: Math.round(full.minor / quantity) }
  return times(code ? discounted(one, code.discount) : one, quantity)
}

/** How an order is paid that costs something now. */
const pricedMethod = async (tx: Tx, order: Order, setup: PaymentSetup): Promise<OrderPaymentMethod> =>
  order.paymentMethod === 'free'
    ? (paymentMethodsFor(await findEvent(tx, order.eventId), setup)[0] ?? 'atDoor')
    : order.paymentMethod
