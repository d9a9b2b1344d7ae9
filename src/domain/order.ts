import type { Money } from './money.js'
import { Refusal } from './refusal.js'

/** confirmed: its tickets are issued, even if all were given back since; cancelled: the event will not take place. */
export type OrderState = 'confirmed' | 'cancelled'

/** How an order is paid: nothing to pay, or in cash or by card at the door. */
export type PaymentWay = 'free' | 'atDoor'

/** Some tickets of one type for one buyer. Prices are those of the moment of buying. */
export type Order = {
  readonly id: number
  readonly eventId: number
  readonly ticketTypeId: number
  readonly buyerId: number
  readonly buyerName: string
  readonly quantity: number
  readonly total: Money
  readonly paymentWay: PaymentWay
  readonly state: OrderState
  readonly createdAt: number
  /** One confirmation screen gives one order: a repeat with the same key returns the first. */
  readonly requestKey: string
  /** How many of its tickets were given back; `quantity` and `total` stay what was bought. */
  readonly returned: number
}

/** What one ticket of an order costs: its total divides evenly. */
export const priceOfOne = ({ total, quantity }: Pick<Order, 'total' | 'quantity'>): Money => ({ ...total, minor: Math.round(total.minor / quantity) })

/** How many tickets one order may have. */
export const quantityLimit = 10

/** Refuses with quantityOutOfRange unless 1 to 10. */
export const checkQuantity = (quantity: number): number => {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > quantityLimit) throw new Refusal('quantityOutOfRange', { max: quantityLimit })
  return quantity
}

/** How an order of this total is paid while no payment is set up. */
export const paymentWayOf = (total: Money): PaymentWay => (total.minor === 0 ? 'free' : 'atDoor')
