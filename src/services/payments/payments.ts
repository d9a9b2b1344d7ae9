import { isAmountOf, type PaymentSetup } from '../../domain/payment.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import type { Codes } from '../codes.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { findOrder, findOrderForOrganizer, type OrderWithEvent } from '../finders.js'
import { withRoom } from '../ordering/room.js'
import { confirmByHand, type PaidByHand } from './byHand.js'
import { createCheckouts } from './checkouts.js'
import {
  addProofWords,
  findAwaiting,
  rejectProof,
  type Rejection,
  type ShownProof,
  showProof,
  takeRejectionBack,
} from './proofs.js'
import { type PaymentResult, type PaidCharge, receivePayment } from './receiving.js'

type Needs = NewsPolicy & {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly setup: PaymentSetup
}
type OwnOrder = { readonly personId: number; readonly orderId: number }

/** Money that came in, as Telegram tells it. `payload` is that of the order's invoice. */
export type ReceivedPayment = Omit<PaidCharge, 'providerChargeId'> & {
  readonly providerChargeId?: string | undefined
  readonly payload: string
  /**
   * What an affiliate got of it, in minor units: whether `amount` still has that part in it Telegram does not say, so
   * the order decides.
   */
  readonly affiliateMinor?: number
}

/** Money: may it come, what became of it, and proofs of transfers that somebody has to look at. */
export const createPayments = (needs: Needs) => {
  const { store, clock } = needs
  const byHand = (paid: PaidByHand): Promise<OrderWithEvent> => withRoom(needs, (tx) => confirmByHand(tx, paid, needs))
  return {
    /** See createCheckouts. */
    checkOut: createCheckouts(needs),

    /**
     * Takes a payment that was made: confirms its order, also when it comes late and seats are free, else sends it
     * back. Never refuses; a charge that is known gives what it came to before.
     */
    receive: ({
      payload,
      chargeId,
      providerChargeId,
      payerId,
      amount,
      method,
      affiliateMinor = 0,
    }: ReceivedPayment): Promise<PaymentResult> =>
      withRoom(needs, async (tx) => {
        const order = await tx.orders.findByPayload(payload)
        const whole = { ...amount, minor: amount.minor + affiliateMinor }
        const paid = order && isAmountOf(order, whole) ? whole : amount
        return receivePayment(tx, { chargeId, providerChargeId, payerId, amount: paid, method }, order, needs)
      }),

    /** See showProof of proofs.ts. */
    showProof: (shown: ShownProof): Promise<OrderWithEvent> => store.transact((tx) => showProof(tx, shown, clock)),

    /** See findAwaiting of proofs.ts. */
    findAwaiting: (personId: number): Promise<number | undefined> =>
      store.transact((tx) => findAwaiting(tx, personId, clock.now())),

    /** See addProofWords of proofs.ts. */
    addProofWords: (said: OwnOrder & { readonly words: string }): Promise<OrderWithEvent> =>
      store.transact((tx) => addProofWords(tx, said, clock)),

    /**
     * The organizer has the money that was transferred. A repeat changes nothing. Refuses with orderNotFound, notYours,
     * orderPaid, soldOut, eventCancelled, eventEnded.
     */
    confirmTransfer: ({ personId, orderId }: OwnOrder): Promise<OrderWithEvent> =>
      byHand({ personId, orderId, method: 'transfer' }),

    /** The organizer found a payment at the provider that Telegram never told of. Refuses as confirmTransfer does. */
    confirmByHand: ({ personId, orderId }: OwnOrder): Promise<OrderWithEvent> =>
      byHand({ personId, orderId, method: 'provider' }),

    /**
     * The organizer has the money though it came too late, or by a second method: if seats are free again, it is
     * honoured; else it goes back by hand, and both are told. A repeat changes nothing. Refuses with orderNotFound,
     * notYours, orderPaid.
     */
    takeAnyway: ({ personId, orderId, method }: OwnOrder & Pick<PaidByHand, 'method'>): Promise<OrderWithEvent> =>
      byHand({ personId, orderId, method, mayGoBack: true }),

    /** See rejectProof of proofs.ts. */
    rejectProof: (said: Rejection): Promise<OrderWithEvent> => store.transact((tx) => rejectProof(tx, said, clock)),

    /** See takeRejectionBack of proofs.ts. */
    takeRejectionBack: (act: OwnOrder): Promise<OrderWithEvent> =>
      store.transact((tx) => takeRejectionBack(tx, act, clock)),

    /** An order for its event's organizer. Refuses with orderNotFound, notYours. */
    forOrganizer: (own: OwnOrder): Promise<OrderWithEvent> => store.transact((tx) => findOrderForOrganizer(tx, own)),

    /** An order for what is said of it unasked; undefined when it is not there. */
    find: (orderId: number): Promise<OrderWithEvent | undefined> =>
      store.transact(async (tx) => {
        const order = await tx.orders.find(orderId)
        return order && findOrder(tx, order)
      }),
  }
}
