import { minuteMs } from '../../domain/duration.js'
import type { Money } from '../../domain/money.js'
import { priceOfOne, type Order } from '../../domain/order.js'
import type { Refund } from '../../domain/refund.js'
import { Refusal } from '../../domain/refusal.js'
import type { Ticket } from '../../domain/ticket.js'
import type { Store } from '../../store/store.js'
import type { Tx } from '../../store/tables/tx.js'
import type { Clock } from '../../runtime/clock.js'
import { type Page, pageOf } from '../../domain/page.js'
import { findEvent, findOrder, findOwnEvent, type OrderWithEvent } from '../finders.js'
import { createOrderRefund, refundOf } from './orderRefund.js'
import type { Seats } from '../ordering/seats.js'

/** A refund with the event it is of, if any. */
export type RefundView = { readonly refund: Refund; readonly order: OrderWithEvent | undefined }

/** What became of one try to give Stars back. */
export type RefundTry =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number; readonly error: string }
  | { readonly kind: 'failed'; readonly error: string }

type Needs = { readonly store: Store; readonly clock: Clock; readonly seats: Seats }

const leaseMs = minuteMs

/**
 * In a cancelled event everything that was paid goes back, and a run tells its organizer how far that is. Gives what
 * goes back, by person.
 */
export const refundEvent = async (tx: Tx, eventId: number, now: number): Promise<ReadonlyMap<number, Money>> => {
  const already = await tx.refunds.sumsOfEvent(eventId)
  const payments = await tx.payments.appliedOfEvent(eventId)
  const about = (orderId: number | undefined) =>
    ({ reason: 'eventCancelled', key: `order:${String(orderId)}` }) as const
  const refunds = payments.flatMap(
    (payment) => refundOf(payment, already.get(payment.id) ?? 0, about(payment.orderId)) ?? [],
  )
  if (refunds.length > 0) {
    const run = await tx.refundRuns.add({ eventId, kind: 'eventCancelled', orderIds: [] }, now)
    await tx.refunds.add(
      refunds.map((refund) => ({ ...refund, runId: run?.id })),
      now,
    )
  }
  const sums = new Map<number, Money>()
  for (const { personId, amount } of refunds)
    sums.set(personId, { ...amount, minor: amount.minor + (sums.get(personId)?.minor ?? 0) })
  return sums
}

/**
 * One ticket of a paid order was given back: its price goes back, too. Refuses with starsAreWhole where Telegram cannot
 * give back a part.
 */
export const refundTicket = async (
  tx: Tx,
  order: Order,
  ticket: Ticket,
  organizerId: number,
  now: number,
): Promise<void> => {
  const payment = await tx.payments.appliedTo(order.id)
  if (!payment) return
  if (payment.method === 'stars' && order.quantity > 1) throw new Refusal('starsAreWhole')
  const key = `ticket:${ticket.id}`
  await tx.refunds.add(
    [
      {
        key,
        paymentId: payment.id,
        orderId: order.id,
        eventId: order.eventId,
        personId: payment.payerId,
        method: payment.method,
        amount: priceOfOne(order),
        reason: 'givenBack',
      },
    ],
    now,
  )
  const refund = await tx.refunds.findByKey(key)
  if (refund && refund.method !== 'stars')
    await tx.announcements.add(
      [
        {
          to: organizerId,
          key: `task:${refund.id}`,
          eventId: order.eventId,
          message: { kind: 'refundDue', refundId: refund.id },
        },
      ],
      now,
    )
}

/** Money that goes back. */
export const createRefunds = ({ store, clock, seats }: Needs) => {
  const refundOrder = createOrderRefund({ clock, seats })

  const withOrder = async (tx: Tx, refund: Refund): Promise<RefundView> => ({
    refund,
    order: refund.orderId === undefined ? undefined : await findOrder(tx, await tx.orders.find(refund.orderId)),
  })

  const tellDone = async (tx: Tx, refund: Refund): Promise<void> => {
    const title = refund.eventId === undefined ? undefined : (await findEvent(tx, refund.eventId)).event.title
    await tx.announcements.add(
      [
        {
          to: refund.personId,
          key: `refunded:${refund.id}`,
          ...(refund.eventId !== undefined && { eventId: refund.eventId }),
          message: { kind: 'refunded', amount: refund.amount, title },
        },
      ],
      clock.now(),
    )
  }

  return {
    /**
     * The organizer gives an order's money back: its unused tickets die, their seats are free, holders are told; Stars
     * go back by themselves, all else
     * becomes a task. A repeat says 'before'. Refuses with orderNotFound, notYours, and orderNotOpen for an order
     * nobody paid for.
     */
    refund: ({
      personId,
      orderId,
    }: {
      readonly personId: number
      readonly orderId: number
    }): Promise<'refunded' | 'before'> => store.transact((tx) => refundOrder(tx, { personId, orderId })),

    /** An event's paid orders that can be given back, newest first. Refuses with eventNotFound, notYours. */
    refundable: (
      personId: number,
      eventId: number,
      { after, size }: { readonly after?: number | undefined; readonly size: number },
    ): Promise<Page<Order>> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        return pageOf(
          await tx.orders.prepaidOf(eventId, { limit: size + 1, ...(after !== undefined && { after }) }),
          size,
        )
      }),

    /** How many paid orders of an event can be given back. Refuses with eventNotFound, notYours. */
    countRefundable: (personId: number, eventId: number): Promise<number> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        return tx.orders.countPrepaidOf(eventId)
      }),

    /**
     * What the organizer has to give back by hand or to look at, oldest first. Refuses with eventNotFound, notYours.
     */
    tasks: (
      personId: number,
      eventId: number,
      { after, size }: { readonly after?: number | undefined; readonly size: number },
    ): Promise<Page<Refund>> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        return pageOf(
          await tx.refunds.tasksOf(eventId, { limit: size + 1, ...(after !== undefined && { after }) }),
          size,
        )
      }),

    /**
     * The organizer gave the money back: whoever paid is told. A repeat changes nothing. Refuses with refundNotFound,
     * notYours.
     */
    markDone: ({ personId, refundId }: { readonly personId: number; readonly refundId: number }): Promise<RefundView> =>
      store.transact(async (tx) => {
        const refund = await tx.refunds.find(refundId)
        if (refund?.eventId === undefined) throw new Refusal('refundNotFound')
        await findOwnEvent(tx, personId, refund.eventId)
        // Stars that are on their way go back by themselves; only what failed is anybody's to settle.
        if (refund.method === 'stars' && refund.state === 'due') throw new Refusal('refundNotFound')
        if (await tx.refunds.done(refundId, { now: clock.now(), by: personId })) {
          await tellDone(tx, refund)
          await tx.audit.add({
            at: clock.now(),
            actorId: personId,
            action: 'refund.done',
            subject: `refund:${refundId}`,
            details: { minor: refund.amount.minor },
          })
        }
        return withOrder(tx, { ...refund, state: 'done', doneAt: refund.doneAt ?? clock.now() })
      }),

    /** A refund as it is now, for what is said of it unasked; undefined when it is not there. */
    find: (refundId: number): Promise<RefundView | undefined> =>
      store.transact(async (tx) => {
        const refund = await tx.refunds.find(refundId)
        return refund && withOrder(tx, refund)
      }),

    /** Stars that are to be given back now, claimed for this process. */
    claim: (limit: number): Promise<readonly Refund[]> =>
      store.transact((tx) => tx.refunds.claim({ now: clock.now(), leaseMs, limit })),

    /** Records what became of one try to give Stars back. */
    recordTry: (refund: Refund, outcome: RefundTry): Promise<void> =>
      store.transact(async (tx) => {
        if (outcome.kind !== 'done') {
          await tx.refunds.postpone(refund.id, {
            dueAt: outcome.kind === 'again' ? clock.now() + outcome.afterMs : undefined,
            error: outcome.error,
          })
          if (outcome.kind === 'failed') await tellOrganizer(tx, refund)
          return
        }
        if (!(await tx.refunds.done(refund.id, { now: clock.now() }))) return
        await tellDone(tx, refund)
        await tx.audit.add({
          at: clock.now(),
          action: 'refund.done',
          subject: `refund:${refund.id}`,
          details: { minor: refund.amount.minor },
        })
      }),

    /** When Stars are to be given back next (UTC milliseconds); undefined if none are. */
    nextDue: (): Promise<number | undefined> => store.transact((tx) => tx.refunds.nextDue()),

    /** At the start of an only process: whoever had claimed something is dead. */
    expireLeases: (): Promise<void> => store.transact((tx) => tx.refunds.expireLeases()),
  }

  async function tellOrganizer(tx: Tx, refund: Refund): Promise<void> {
    if (refund.eventId === undefined) return
    const { event } = await findEvent(tx, refund.eventId)
    await tx.announcements.add(
      [
        {
          to: event.organizerId,
          key: `task:${refund.id}`,
          eventId: event.id,
          message: { kind: 'refundDue', refundId: refund.id },
        },
      ],
      clock.now(),
    )
  }
}

/** What `createRefunds` gives. */
export type Refunds = ReturnType<typeof createRefunds>
