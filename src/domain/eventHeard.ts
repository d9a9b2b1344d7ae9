import type { Money } from './money.js'

/**
 * To the organizer: what an event came to since they last heard. `orderIds` are the orders where they are few; money is
 * that of the orders, paid or still to be paid at the door. `stock`: that few or none are left is news. `isDay`: it is
 * told once a day.
 */
export type EventHeard = {
  readonly kind: 'eventHeard'
  readonly eventId: number
  readonly title: string
  readonly orders: number
  readonly tickets: number
  readonly amounts: readonly Money[]
  readonly orderIds: readonly number[]
  readonly givenBack: number
  readonly unpaidOrders: number
  readonly unpaidSeats: number
  readonly left: number
  readonly capacity: number
  readonly stock?: 'low' | 'soldOut'
  readonly isDay?: true
  /** Who waits for tickets: how many people, and for how many seats; absent where nobody does. */
  readonly waiting?: { readonly people: number; readonly seats: number }
}
