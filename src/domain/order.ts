import { minuteMs } from './duration.js'
import type { Money } from './money.js'
import { Refusal } from './refusal.js'

/**
 * held: its seats are kept until `heldUntil` for somebody who has not paid yet; confirmed: its tickets are issued, even
 * if all were given back since; refunded: its organizer gave the money back and its unused tickets are dead; expired:
 * not paid in time; cancelled: by the buyer before paying, or the event will not take place.
 */
export type OrderState = 'held' | 'confirmed' | 'refunded' | 'expired' | 'cancelled'

/**
 * How money comes in. atDoor: in cash or by card at the door; provider: by an invoice of a payment provider
 * (BotFather); stars: by an invoice in Telegram Stars; transfer: to the organizer's account, who confirms that it came.
 */
export type PaymentMethod = 'atDoor' | 'provider' | 'stars' | 'transfer'

/** How an order is paid; free: there is nothing to pay; guestList: its organizer gave the tickets away. */
export type OrderPaymentMethod = PaymentMethod | 'free' | 'guestList'

/** Whether nothing is paid for an order, now or later. */
export const costsNothing = (method: OrderPaymentMethod): method is 'free' | 'guestList' =>
  method === 'free' || method === 'guestList'

/** How a receipt of a transfer was sent: as a picture, or as a PDF. */
export type ProofKind = 'photo' | 'document'

/** All payment methods, in the order in which buyers see them. */
export const paymentMethods = ['provider', 'stars', 'transfer', 'atDoor'] as const satisfies readonly PaymentMethod[]

/** Some tickets of one type for one buyer. Prices are those of the moment of buying: every ticket costs the same. */
export type Order = {
  readonly id: number
  readonly eventId: number
  readonly ticketTypeId: number
  readonly buyerId: number
  readonly buyerName: string
  /** Without "@"; empty or undefined where there is none. For who organizes the event. */
  readonly buyerUsername?: string | undefined
  readonly quantity: number
  /** What is to be paid, or was: the price of a ticket less its discount, times the quantity. */
  readonly total: Money
  /** What it would come to without a promo code. */
  readonly full: Money
  /** While it is held: the method that was chosen last. */
  readonly paymentMethod: OrderPaymentMethod
  readonly state: OrderState
  readonly createdAt: number
  /** One confirmation screen gives one order: a repeat with the same key returns the first. */
  readonly requestKey: string
  /** How many of its tickets were given back; `quantity` and `total` stay what was bought. */
  readonly returned: number
  /**
   * Until when its seats are kept (UTC milliseconds); undefined for what never was held. It stays as it was when the
   * hold ended.
   */
  readonly heldUntil: number | undefined
  /** What its invoices carry: 128 random bits as base64url; undefined for what never was held. */
  readonly payload: string | undefined
  readonly promoCodeId: number | undefined
  /** The promo code as its organizer wrote it. */
  readonly promoCode: string | undefined
  /** When Telegram was last told that it may be paid. */
  readonly checkoutAt: number | undefined
  /**
   * The receipt that the buyer sent to show that the money is on its way, as Telegram's file_id, and what it is; since
   * when the organizer may look at one; and how many were sent so far, each instead of the one before.
   */
  readonly proof: string | undefined
  readonly proofKind: ProofKind | undefined
  readonly proofAt: number | undefined
  readonly proofs: number
  /** What the buyer says about it. */
  readonly proofWords: string | undefined
  /** When the organizer said that the money of `proof` was not found; undefined while nothing like that is said. */
  readonly rejectedAt: number | undefined
  readonly confirmedAt: number | undefined
  /** When it was offered to its buyer, who had waited for it; undefined: they chose it themselves. */
  readonly offeredAt?: number | undefined
  /** For so many of its tickets others still hold theirs, and give them up when it is paid. */
  readonly backed?: number
}

/** What one ticket of an order costs: its total divides evenly. */
export const priceOfOne = ({ total, quantity }: Pick<Order, 'total' | 'quantity'>): Money => ({
  ...total,
  minor: Math.round(total.minor / quantity),
})

/** How many tickets one order may have. */
export const quantityLimit = 10

/** Refuses with quantityOutOfRange unless 1 to 10. */
export const checkQuantity = (quantity: number): number => {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > quantityLimit)
    throw new Refusal('quantityOutOfRange', { max: quantityLimit })
  return quantity
}

/** How an order of this total is paid where nothing is paid beforehand. */
export const paymentMethodOf = (total: Money): OrderPaymentMethod => (total.minor === 0 ? 'free' : 'atDoor')

/** An approved checkout keeps its seats at least so long: the payer is typing the card's code. */
export const checkoutMs = 10 * minuteMs

/**
 * Refuses with beingPaid while an approved checkout may still become a payment: what it is for stays as it is, so that
 * the money finds it.
 */
export const mustNotBeBeingPaid = ({ checkoutAt }: Pick<Order, 'checkoutAt'>, now: number): void => {
  if (checkoutAt !== undefined && now < checkoutAt + checkoutMs)
    throw new Refusal('beingPaid', { minutes: Math.ceil((checkoutAt + checkoutMs - now) / minuteMs) })
}

/**
 * Whether its organizer has to say if a transfer came that its buyer showed: also when it was cancelled or paid in
 * another way since, for then the money goes back.
 */
export const isProofUnderReview = ({
  proofAt,
  confirmedAt,
  paymentMethod,
}: Pick<Order, 'proofAt' | 'confirmedAt' | 'paymentMethod'>): boolean =>
  proofAt !== undefined && (confirmedAt === undefined || paymentMethod !== 'transfer')

/** Whether it was paid, even if the money went back since. */
export const wasPaid = ({ state }: Pick<Order, 'state'>): boolean => state === 'confirmed' || state === 'refunded'

/** Whether money that comes for a paid order by this method is not the same money once more. */
export const isPaidOtherwise = ({ paymentMethod }: Pick<Order, 'paymentMethod'>, method: PaymentMethod): boolean =>
  !costsNothing(paymentMethod) && paymentMethod !== method

/** Whether seats are kept for this order now. */
export const isHeld = ({ state, heldUntil }: Pick<Order, 'state' | 'heldUntil'>, now: number): boolean =>
  state === 'held' && heldUntil !== undefined && heldUntil > now
