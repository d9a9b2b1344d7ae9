import { currencyOf, type EventWithTypes } from './event.js'
import { invoiceCurrencies, type Money, stars } from './money.js'
import { isHeld, type Order, type PaymentMethod, paymentMethods } from './order.js'
import { Refusal } from './refusal.js'

/** Which ways of payment a Payment can have: what is paid at the door is noted on the ticket. */
export type PrepaidMethod = Exclude<PaymentMethod, 'atDoor'>

/**
 * Money that came in. `chargeId` is Telegram's (telegram_payment_charge_id), "transfer:<order>" or "byHand:<order>":
 * one row a charge.
 */
export type Payment = {
  readonly id: number
  readonly chargeId: string
  /** The provider's own id, for the organizer who looks it up there. */
  readonly providerChargeId: string | undefined
  /** undefined: no order has its payload. */
  readonly orderId: number | undefined
  readonly eventId: number | undefined
  readonly payerId: number
  readonly method: PrepaidMethod
  readonly amount: Money
  readonly receivedAt: number
  /** applied: it confirmed its order; surplus: it has to go back. */
  readonly state: 'applied' | 'surplus'
}

/**
 * Why money goes back: surplus: it could not be honoured; organizer: they gave it back; eventCancelled; givenBack: a
 * ticket was.
 */
export type RefundReason = 'surplus' | 'organizer' | 'eventCancelled' | 'givenBack'

/**
 * due: Stars that the bot gives back, or a task for the organizer; done; failed: Telegram refuses, and somebody has to
 * look.
 */
export type RefundState = 'due' | 'done' | 'failed'

/** Money that goes back. Stars are given back by the bot, all else by the organizer. */
export type Refund = {
  readonly id: number
  readonly paymentId: number
  readonly orderId: number | undefined
  readonly eventId: number | undefined
  readonly personId: number
  readonly personName: string
  readonly method: PrepaidMethod
  readonly amount: Money
  readonly reason: RefundReason
  readonly state: RefundState
  readonly chargeId: string
  readonly providerChargeId: string | undefined
  readonly attempts: number
  readonly createdAt: number
  readonly doneAt: number | undefined
}

/**
 * Many refunds that are made one after another. organizer: they chose the orders; eventCancelled: the refunds are there
 * already, and only Stars are waited for.
 * `next` of its orders were looked at so far.
 */
export type RefundRun = {
  readonly id: number
  readonly eventId: number
  readonly kind: 'organizer' | 'eventCancelled'
  readonly orderIds: readonly number[]
  readonly next: number
  /** The message in the organizer's chat that shows how far it is, and what it shows. */
  readonly messageId: number | undefined
  readonly drawn: string | undefined
  readonly createdAt: number
  readonly doneAt: number | undefined
}

/** What is set up outside of the events: whether there is a provider's token. */
export type PaymentSetup = { readonly hasProvider: boolean }

/**
 * The ways in which an event's tickets can be paid now, in the order in which buyers see them. Prices in Stars are paid
 * in Stars only, and no other ones are
 * (https://core.telegram.org/bots/payments-stars: digital goods in Stars, all else not).
 */
export const paymentMethodsFor = ({ event, types }: EventWithTypes, setup: PaymentSetup): readonly PaymentMethod[] =>
  paymentMethods.filter((way) => event.paymentMethods.includes(way) && isPossible(way, { event, types }, setup))

const isPossible = (way: PaymentMethod, { event, types }: EventWithTypes, { hasProvider }: PaymentSetup): boolean => {
  const currency = currencyOf({ types })
  if (way === 'stars') return currency === stars
  if (currency === stars) return false
  if (way === 'provider') return hasProvider && invoiceCurrencies.has(currency)
  return way === 'atDoor' || event.transferDetails !== undefined
}

/** The ways a new event begins with. */
export const firstPaymentMethods = (currency: string, { hasProvider }: PaymentSetup): readonly PaymentMethod[] => {
  if (currency === stars) return ['stars']
  return hasProvider && invoiceCurrencies.has(currency) ? ['provider'] : ['atDoor']
}

/** Whether tickets of this price are held until they are paid; otherwise buying is one step. */
export const isPrepaid = (price: Money, possible: readonly PaymentMethod[]): boolean =>
  price.minor > 0 && (possible.length !== 1 || possible[0] !== 'atDoor')

/** What a checkout or a payment says. */
export type Charge = { readonly payerId: number; readonly amount: Money }

/**
 * Refuses with orderNotFound, orderForeign, orderPaid, orderNotOpen, holdOver or amountChanged unless this may be paid
 * now.
 * `order` is the one of the invoice's payload.
 */
export function mayPay(order: Order | undefined, { payerId, amount }: Charge, now: number): asserts order is Order {
  if (!order) throw new Refusal('orderNotFound')
  if (order.buyerId !== payerId) throw new Refusal('orderForeign')
  if (order.state === 'confirmed') throw new Refusal('orderPaid')
  if (order.state !== 'held' && order.state !== 'expired') throw new Refusal('orderNotOpen')
  if (!isHeld(order, now)) throw new Refusal('holdOver')
  if (!isAmountOf(order, amount)) throw new Refusal('amountChanged')
}

/**
 * Refuses with starsAreWhole where Telegram gives back all or nothing
 * (https://core.telegram.org/bots/api#refundstarpayment).
 */
export const mustBeDivisible = ({ paymentMethod, quantity }: Pick<Order, 'paymentMethod' | 'quantity'>): void => {
  if (paymentMethod === 'stars' && quantity > 1) throw new Refusal('starsAreWhole')
}

/** Whether an amount is what the order asks for. */
export const isAmountOf = ({ total }: Pick<Order, 'total'>, amount: Money): boolean =>
  total.minor === amount.minor && total.currency === amount.currency
