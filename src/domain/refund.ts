import type { Money } from './money.js'
import type { Order, PaymentMethod } from './order.js'
import { Refusal } from './refusal.js'

/**
 * Why money goes back: surplus: it could not be honoured; organizer: they gave it back; eventCancelled; givenBack: a
 * ticket was.
 */
export type RefundReason = 'surplus' | 'organizer' | 'eventCancelled' | 'givenBack'

/** All states of refunds. */
export const refundStates = ['due', 'done', 'failed'] as const

/**
 * due: Stars that the bot gives back, or a task for the organizer; done; failed: Telegram refuses, and somebody has to
 * look.
 */
export type RefundState = (typeof refundStates)[number]

/** Money that goes back. Stars are given back by the bot, all else by the organizer. */
export type Refund = {
  readonly id: number
  readonly paymentId: number
  readonly orderId: number | undefined
  readonly eventId: number | undefined
  readonly personId: number
  readonly personName: string
  /** Without "@"; empty or undefined where there is none. */
  readonly personUsername?: string | undefined
  readonly method: PaymentMethod
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
 * already, and only Stars are waited for. `next` of its orders were looked at so far.
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

/**
 * Refuses with starsAreWhole where Telegram gives back all or nothing
 * (https://core.telegram.org/bots/api#refundstarpayment).
 */
export const mustBeDivisible = ({
  paymentMethod,
  quantity,
  eventId,
}: Pick<Order, 'paymentMethod' | 'quantity' | 'eventId'>): void => {
  if (paymentMethod === 'stars' && quantity > 1) throw new Refusal('starsAreWhole', { eventId })
}
