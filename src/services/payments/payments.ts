import { type Charge, isAmountOf, type Payment, type PrepaidMethod, type SurplusReason } from '../../domain/payment.js'
import { hasEnded } from '../../domain/event.js'
import { isProofUnderReview, isPaidOtherwise, type Order, proofReviewMs } from '../../domain/order.js'
import { Refusal } from '../../domain/refusal.js'
import type { Store } from '../../store/store.js'
import type { Tx } from '../../store/tables/tx.js'
import { createCheckouts } from './checkouts.js'
import type { Clock } from '../../runtime/clock.js'
import { findOrder, findOwnEvent, type OrderWithEvent } from '../finders.js'
import { eventFactsOf } from '../../domain/announcement.js'
import type { Seats } from '../ordering/seats.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly seats: Seats; readonly holdMs: number }

/** Money that came in, as Telegram tells it. */
export type ReceivedPayment = Charge & {
  readonly chargeId: string
  readonly providerChargeId?: string | undefined
  readonly payload: string
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

/** What is known of the money of one order, wherever it came from. */
type Money = Charge & {
  readonly chargeId: string
  readonly providerChargeId: string | undefined
  readonly method: PrepaidMethod
}

/** Money: may it come, what became of it, and transfers that somebody has to look at. */
export const createPayments = ({ store, clock, seats, holdMs }: Needs) => {
  /** Writes the payment and confirms its order. Both the order and the event must be locked. */
  const apply = async (tx: Tx, found: OrderWithEvent, money: Money): Promise<PaymentResult> => {
    const { order, event } = found
    const now = clock.now()
    if (!(await tx.orders.confirm(order.id, [order.state], { method: money.method, now })))
      throw new Error(`order ${order.id} moved though it was locked`)
    const confirmed: Order = { ...order, state: 'confirmed', paymentMethod: money.method, confirmedAt: now }
    if (!(await seats.issue(tx, event, confirmed, { evenOffSale: true })))
      throw new Error(`order ${order.id} was confirmed for a cancelled event`)
    await tx.payments.insert({
      chargeId: money.chargeId,
      providerChargeId: money.providerChargeId,
      orderId: order.id,
      eventId: event.id,
      payerId: money.payerId,
      method: money.method,
      amount: money.amount,
      receivedAt: now,
      state: 'applied',
    })
    await seats.announce(tx, { ...found, order: confirmed })
    return { kind: 'confirmed', isNew: true, order: { ...found, order: confirmed } }
  }

  const sendBack = async (
    tx: Tx,
    found: OrderWithEvent | undefined,
    money: Money,
    why: SurplusReason,
  ): Promise<PaymentResult> => {
    const now = clock.now()
    const [orderId, eventId] = [found?.order.id, found?.event.id]
    const payment = await tx.payments.insert({ ...money, orderId, eventId, receivedAt: now, state: 'surplus' })
    const key = `surplus:${payment.id}`
    await tx.refunds.add(
      [
        {
          key,
          paymentId: payment.id,
          orderId,
          eventId,
          personId: money.payerId,
          method: money.method,
          amount: money.amount,
          reason: 'surplus',
        },
      ],
      now,
    )
    const refund = await tx.refunds.findByKey(key)
    if (!refund) throw new Error(`the refund ${key} was not written`)
    await tx.announcements.add(
      [
        {
          to: money.payerId,
          key: `returned:${payment.id}`,
          ...(eventId !== undefined && { eventId }),
          message: { kind: 'paymentReturned', refundId: refund.id, why, title: found?.event.title },
        },
        ...(found && money.method !== 'stars'
          ? [
              {
                to: found.event.organizerId,
                key: `task:${refund.id}`,
                eventId: found.event.id,
                message: { kind: 'refundDue' as const, refundId: refund.id },
              },
            ]
          : []),
      ],
      now,
    )
    await tx.audit.add({
      at: now,
      actorId: money.payerId,
      action: 'payment.surplus',
      subject: `payment:${payment.id}`,
      details: { why, minor: money.amount.minor, ...(orderId !== undefined && { order: orderId }) },
    })
    return { kind: 'surplus', isNew: true, why, payment }
  }

  /**
   * Takes the seats of an order that has none any more, and locks the event. Why not, when they are not free: then
   * nothing is changed.
   */
  const takeAgain = async (tx: Tx, { order, event }: OrderWithEvent): Promise<SurplusReason | undefined> => {
    if (!(await seats.takeOfType(tx, order.ticketTypeId, order.quantity))) return 'soldOut'
    const locked = await tx.events.lock(event.id)
    const why =
      locked?.state === 'cancelled'
        ? 'eventCancelled'
        : (await seats.fits(tx, event.id, locked?.capacity))
          ? undefined
          : 'soldOut'
    if (why) await tx.ticketTypes.giveBack(order.ticketTypeId, order.quantity)
    return why
  }

  /** Honours money for an order, which must be locked, if there is any way to; says why not. */
  const honour = async (tx: Tx, found: OrderWithEvent, money: Money): Promise<PaymentResult | SurplusReason> => {
    const { order, event } = found
    if (order.state === 'confirmed' || order.state === 'refunded') return 'paidTwice'
    if (event.state === 'cancelled') return 'eventCancelled'
    if (!isAmountOf(order, money.amount)) return 'otherAmount'
    if (order.state === 'held')
      return (await tx.events.lock(event.id))?.state === 'cancelled' ? 'eventCancelled' : apply(tx, found, money)
    if (hasEnded(event, clock.now())) return 'eventEnded'
    const why = await takeAgain(tx, found)
    if (why) return why
    const settled = await apply(tx, found, money)
    if (order.promoCodeId !== undefined) await tx.promoCodes.redeem(order.promoCodeId, { beyond: true })
    return settled
  }

  const known = async (tx: Tx, payment: Payment): Promise<PaymentResult> => {
    if (payment.state === 'surplus') return { kind: 'surplus', isNew: false, why: undefined, payment }
    return {
      kind: 'confirmed',
      isNew: false,
      order: await findOrder(tx, payment.orderId === undefined ? undefined : await tx.orders.find(payment.orderId)),
    }
  }

  /**
   * What becomes of a charge for an order. Two at once that nobody has seen: the second waits for the order, and finds
   * what became of the first.
   */
  const settle = async (tx: Tx, money: Money, order: Order | undefined): Promise<PaymentResult> => {
    const locked = order && (await tx.orders.lock(order.id))
    const before = await tx.payments.findByCharge(money.chargeId)
    if (before) return known(tx, before)
    if (!locked) return sendBack(tx, undefined, money, 'noOrder')
    const found = await findOrder(tx, locked)
    const settled = await honour(tx, found, money)
    return typeof settled === 'string' ? sendBack(tx, found, money, settled) : settled
  }

  /**
   * What the organizer of an order says came in. Refuses with orderNotFound, notYours, orderPaid, and with soldOut,
   * eventCancelled, eventEnded where it comes too late.
   */
  const byHand = (
    personId: number,
    orderId: number,
    method: PrepaidMethod,
    prefix: string,
    mayGoBack = false,
  ): Promise<OrderWithEvent> =>
    seats.withRoom(async (tx) => {
      const { event } = await loadOwnOrder(tx, personId, orderId)
      const found = await findOrder(tx, await tx.orders.lock(orderId))
      const { order } = found
      const chargeId = `${prefix}:${orderId}`
      if (await tx.payments.findByCharge(chargeId)) return found
      // Paid in another way, too: that goes back.
      if (isPaid(order) && !(mayGoBack && isPaidOtherwise(order, method))) throw new Refusal('orderPaid')
      const settled = await settle(
        tx,
        { chargeId, providerChargeId: undefined, payerId: order.buyerId, amount: order.total, method },
        order,
      )
      if (settled.kind === 'surplus' && mayGoBack) {
        await tx.orders.setProof(orderId, undefined)
        return found
      }
      // Thrown: it undoes the payment that would have gone back.
      if (settled.kind === 'surplus')
        throw new Refusal(settled.why === 'eventCancelled' || settled.why === 'eventEnded' ? settled.why : 'soldOut', {
          title: event.title,
        })
      await tx.audit.add({
        at: clock.now(),
        actorId: personId,
        action: `payment.${prefix}`,
        subject: `order:${orderId}`,
        details: { minor: order.total.minor },
      })
      return settled.order
    })

  const loadOwnOrder = async (tx: Tx, personId: number, orderId: number): Promise<OrderWithEvent> => {
    const found = await findOrder(tx, await tx.orders.find(orderId))
    await findOwnEvent(tx, personId, found.event.id)
    return found
  }

  return {
    /** See createCheckouts. */
    checkOut: createCheckouts({ store, clock }),

    /**
     * Takes a payment that was made: confirms its order, also when it comes late and seats are free, else sends it
     * back. Never refuses; a charge that is
     * known gives what it came to before.
     */
    receive: ({
      payload,
      chargeId,
      providerChargeId,
      payerId,
      amount,
      method,
    }: ReceivedPayment): Promise<PaymentResult> =>
      seats.withRoom(async (tx) =>
        settle(tx, { chargeId, providerChargeId, payerId, amount, method }, await tx.orders.findByPayload(payload)),
      ),

    /**
     * The buyer shows that the money is on its way: seats are kept while the organizer, who is told, looks. After the
     * hold is over it may be shown, too.
     * Refuses with orderNotFound, orderPaid, orderNotOpen, wayClosed.
     */
    showProof: ({
      personId,
      orderId,
      fileId,
    }: {
      readonly personId: number
      readonly orderId: number
      readonly fileId: string
    }): Promise<OrderWithEvent> =>
      store.transact(async (tx) => {
        const order = (await tx.orders.find(orderId))?.buyerId === personId ? await tx.orders.lock(orderId) : undefined
        if (!order) throw new Refusal('orderNotFound')
        if (order.state === 'confirmed') throw new Refusal('orderPaid')
        if (order.state !== 'held' && order.state !== 'expired') throw new Refusal('orderNotOpen')
        const { event } = await findOrder(tx, order)
        // It keeps seats for a day: only where money is transferred.
        if (order.paymentMethod !== 'transfer' && !event.paymentMethods.includes('transfer'))
          throw new Refusal('wayClosed')
        const now = clock.now()
        await tx.orders.setProof(orderId, { fileId, at: now })
        await tx.orders.extend(orderId, { until: now + proofReviewMs })
        await tx.announcements.add(
          [
            {
              to: event.organizerId,
              key: `proof:${orderId}:${now}`,
              eventId: event.id,
              message: { kind: 'proofWaits', orderId },
            },
          ],
          now,
        )
        await tx.audit.add({ at: now, actorId: personId, action: 'payment.shown', subject: `order:${orderId}` })
        return findOrder(tx, await tx.orders.find(orderId))
      }),

    /**
     * The organizer has the money that was transferred. A repeat changes nothing. Refuses with orderNotFound, notYours,
     * orderPaid, soldOut, eventCancelled, eventEnded.
     */
    confirmTransfer: ({
      personId,
      orderId,
    }: {
      readonly personId: number
      readonly orderId: number
    }): Promise<OrderWithEvent> => byHand(personId, orderId, 'transfer', 'transfer'),

    /** The organizer found a payment at the provider that Telegram never told of. Refuses as confirmTransfer does. */
    confirmByHand: ({
      personId,
      orderId,
    }: {
      readonly personId: number
      readonly orderId: number
    }): Promise<OrderWithEvent> => byHand(personId, orderId, 'provider', 'byHand'),

    /**
     * The organizer has the money though it came too late, or in a second way: if seats are free again, it is honoured;
     * else it goes back by hand, and both are told. A repeat changes
     * nothing. Refuses with orderNotFound, notYours, orderPaid.
     */
    takeAnyway: ({
      personId,
      orderId,
      method,
    }: {
      readonly personId: number
      readonly orderId: number
      readonly method: 'transfer' | 'provider'
    }): Promise<OrderWithEvent> =>
      byHand(personId, orderId, method, method === 'transfer' ? 'transfer' : 'byHand', true),

    /**
     * The organizer does not find the money: the buyer is told, and has the time of a hold to show it again. Refuses
     * with orderNotFound, notYours, orderPaid.
     */
    rejectTransfer: ({
      personId,
      orderId,
    }: {
      readonly personId: number
      readonly orderId: number
    }): Promise<OrderWithEvent> =>
      store.transact(async (tx) => {
        await loadOwnOrder(tx, personId, orderId)
        const { order, event } = await findOrder(tx, await tx.orders.lock(orderId))
        if (isPaid(order) && !isProofUnderReview(order)) throw new Refusal('orderPaid')
        if (order.proofAt !== undefined) {
          const now = clock.now()
          await tx.orders.setProof(orderId, undefined)
          await tx.orders.keepUntil(orderId, now + holdMs)
          if (!isPaid(order))
            await tx.announcements.add(
              [
                {
                  to: order.buyerId,
                  key: `rejected:${orderId}:${order.proofAt}`,
                  eventId: event.id,
                  message: {
                    kind: 'proofRejected',
                    orderId,
                    ...(order.state === 'cancelled' && { isOver: true as const }),
                    ...eventFactsOf(event),
                  },
                },
              ],
              now,
            )
          await tx.audit.add({ at: now, actorId: personId, action: 'payment.rejected', subject: `order:${orderId}` })
        }
        return findOrder(tx, await tx.orders.find(orderId))
      }),

    /** An order for its event's organizer. Refuses with orderNotFound, notYours. */
    forOrganizer: ({
      personId,
      orderId,
    }: {
      readonly personId: number
      readonly orderId: number
    }): Promise<OrderWithEvent> => store.transact((tx) => loadOwnOrder(tx, personId, orderId)),

    /** An order for what is said of it unasked; undefined when it is not there. */
    find: (orderId: number): Promise<OrderWithEvent | undefined> =>
      store.transact(async (tx) => {
        const order = await tx.orders.find(orderId)
        return order && findOrder(tx, order)
      }),
  }
}

const isPaid = ({ state }: Order): boolean => state === 'confirmed' || state === 'refunded'

/** What `createPayments` gives. */
export type Payments = ReturnType<typeof createPayments>
