import { currencyOf, type Event, type EventWithTypes } from './event.js'
import { invoiceCurrencies, isSameMoney, type Money, stars } from './money.js'
import { isHeld, type Order, type PaymentMethod, paymentMethods } from './order.js'
import { Refusal } from './refusal.js'

/** The methods by which orders are paid before the event: what is paid at the door is noted on the ticket. */
export type PrepaidMethod = Exclude<PaymentMethod, 'atDoor'>

/**
 * Money that came in. `chargeId` is Telegram's (telegram_payment_charge_id), "transfer:<order>" or "byHand:<order>":
 * one row a charge. What was taken at the door becomes one when its event is cancelled, so that it can go back:
 * "atDoor:<order>:<holder>".
 */
export type Payment = {
  readonly id: number
  readonly chargeId: string
  /** Telegram's id of what its organizer had found by hand, once Telegram told of it after all. */
  readonly toldAs: string | undefined
  /** The provider's own id, for the organizer who looks it up there. */
  readonly providerChargeId: string | undefined
  /** undefined: no order has its payload. */
  readonly orderId: number | undefined
  readonly eventId: number | undefined
  readonly payerId: number
  readonly method: PaymentMethod
  readonly amount: Money
  readonly receivedAt: number
  /** applied: it confirmed its order; surplus: it has to go back. */
  readonly state: 'applied' | 'surplus'
}

/** All reasons for which a payment goes back. */
export const surplusReasons = [
  'paidTwice',
  'soldOut',
  'eventCancelled',
  'eventEnded',
  'otherAmount',
  'noOrder',
] as const

/**
 * Why a payment could not be honoured. paidTwice: its order was paid already, or is over; noOrder: it belongs to none.
 */
export type SurplusReason = (typeof surplusReasons)[number]

/** What is set up outside of the events: whether there is a provider's token, and whom the owner named. */
export type PaymentSetup = { readonly hasProvider: boolean; readonly organizerIds: readonly number[] }

/**
 * Whether an organizer's events may be paid by card and in Stars. That money comes to the account of the bot's owner,
 * who has to name whom they take it for: an empty list names nobody.
 */
export const mayUseOwnersAccount = (
  organizerId: number,
  { organizerIds }: Pick<PaymentSetup, 'organizerIds'>,
): boolean => organizerIds.includes(organizerId)

/** Refuses with starsNotYours a price in Stars that nobody could pay: its organizer is not named. */
export const mustBeTakeable = (price: Money, organizerId: number, setup: Pick<PaymentSetup, 'organizerIds'>): void => {
  if (price.currency === stars && price.minor > 0 && !mayUseOwnersAccount(organizerId, setup))
    throw new Refusal('starsNotYours')
}

/**
 * By what an event's tickets can be paid now, in the order in which buyers see it. Prices in Stars are paid in Stars
 * only, and no other ones are (https://core.telegram.org/bots/payments-stars: digital goods in Stars, all else not).
 */
export const paymentMethodsFor = ({ event, types }: EventWithTypes, setup: PaymentSetup): readonly PaymentMethod[] =>
  paymentMethods.filter(
    (method) => event.paymentMethods.includes(method) && isPossible(method, { event, types }, setup),
  )

const isPossible = (method: PaymentMethod, { event, types }: EventWithTypes, setup: PaymentSetup): boolean => {
  const currency = currencyOf({ types })
  const isOwners = method === 'stars' || method === 'provider'
  if (isOwners && !mayUseOwnersAccount(event.organizerId, setup)) return false
  if (method === 'stars') return currency === stars
  if (currency === stars) return false
  if (method === 'provider') return setup.hasProvider && invoiceCurrencies.has(currency)
  return method === 'atDoor' || event.transferDetails !== undefined
}

/** The payment methods an event begins with whose prices are in this currency. */
export const firstPaymentMethods = (
  currency: string,
  { organizerId }: Pick<Event, 'organizerId'>,
  setup: PaymentSetup,
): readonly PaymentMethod[] => {
  if (currency === stars) return ['stars']
  const takesCards = setup.hasProvider && mayUseOwnersAccount(organizerId, setup) && invoiceCurrencies.has(currency)
  return takesCards ? ['provider'] : ['atDoor']
}

/** Whether tickets of this price are held until they are paid; otherwise buying is one step. */
export const isPrepaid = (price: Money, possible: readonly PaymentMethod[]): boolean =>
  price.minor > 0 && (possible.length !== 1 || possible[0] !== 'atDoor')

/** What a checkout or a payment says. */
export type Charge = { readonly payerId: number; readonly amount: Money }

/**
 * Refuses with orderNotFound, orderForeign, orderPaid, orderNotOpen, holdOver or amountChanged unless this may be paid
 * now. `order` is the one of the invoice's payload.
 */
export function mayPay(order: Order | undefined, { payerId, amount }: Charge, now: number): asserts order is Order {
  if (!order) throw new Refusal('orderNotFound')
  if (order.buyerId !== payerId) throw new Refusal('orderForeign')
  if (order.state === 'confirmed') throw new Refusal('orderPaid')
  if (order.state !== 'held' && order.state !== 'expired') throw new Refusal('orderNotOpen')
  if (!isHeld(order, now)) throw new Refusal('holdOver')
  if (!isAmountOf(order, amount)) throw new Refusal('amountChanged')
}

/** Whether an amount is what the order asks for. */
export const isAmountOf = ({ total }: Pick<Order, 'total'>, amount: Money): boolean => isSameMoney(total, amount)
