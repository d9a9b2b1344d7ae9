import { minuteMs } from '../../domain/duration.js'
import type { Event } from '../../domain/event.js'
import type { Money } from '../../domain/money.js'
import type { Order } from '../../domain/order.js'
import type { Payment } from '../../domain/payment.js'
import type { RefundRun } from '../../domain/refund.js'
import { Refusal } from '../../domain/refusal.js'
import type { SumByMethod } from '../../store/tables/payments.js'
import type { Standing } from '../../store/tables/refunds.js'
import type { Store } from '../../store/store.js'
import type { Tx } from '../../store/tables/tx.js'
import { catchRefusal } from '../../domain/catchRefusal.js'
import type { Clock } from '../../runtime/clock.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { createOrderRefund } from './orderRefund.js'
import type { Seats } from '../ordering/seats.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly seats: Seats }

/**
 * How far a run is: its refunds by way and state. `isDone`: every order was looked at, and no Stars are on their way.
 */
export type RunProgress = {
  readonly run: RefundRun
  readonly event: Event
  readonly standing: readonly Standing[]
  readonly isDone: boolean
}

/** Orders to refund: these, or all that can be. */
export type RefundChoice = {
  readonly personId: number
  readonly eventId: number
  readonly orderIds: readonly number[] | 'all'
}

/** An order with what is left of its payment. */
type OrderLeft = { readonly order: Order; readonly left: Money }

/**
 * What giving orders back comes to, before it is done: what is left of their payments. The first of them are told one
 * by one.
 */
export type RefundPlan = {
  readonly event: Event
  readonly orderIds: readonly number[]
  readonly orders: readonly OrderLeft[]
  readonly sums: readonly SumByMethod[]
}

/** The run that refunds them. `isOther`: one that was at work already and leaves some of them out. */
export type Started = { readonly run: RefundRun; readonly isOther: boolean }

// So many orders are named in a plan; the others are only counted.
const mostNamed = 10
// So long the Money screen tells what a run that is done came to.
const rememberedMs = 10 * minuteMs

/** Refunding many orders, one after another, so that a restart in the middle loses nothing. */
export const createRefundRuns = ({ store, clock, seats }: Needs) => {
  const refundOrder = createOrderRefund({ clock, seats })

  const refundable = async (
    tx: Tx,
    eventId: number,
    orderIds: RefundChoice['orderIds'],
  ): Promise<readonly number[]> => {
    const wanted = orderIds === 'all' ? undefined : new Set(orderIds)
    return (await tx.orders.prepaidIds(eventId)).filter((id) => wanted?.has(id) ?? true)
  }

  const plan = async (tx: Tx, { personId, eventId, orderIds }: RefundChoice): Promise<RefundPlan> => {
    const { event } = await findOwnEvent(tx, personId, eventId)
    const ids = await refundable(tx, eventId, orderIds)
    if (ids.length === 0) throw new Refusal('refundDone')
    const payments = await leftOfPayments(tx, eventId, new Set(ids))
    const leftOf = new Map(payments.map(({ orderId, amount }) => [orderId, amount]))
    const orders = byId(await tx.orders.ofIds(ids.slice(0, mostNamed))).map((order) => ({
      order,
      left: leftOf.get(order.id) ?? order.total,
    }))
    return { event, orderIds: ids, orders, sums: sumsOf(payments) }
  }

  const progressOf = async (tx: Tx, run: RefundRun): Promise<RunProgress> => {
    const standing = await tx.refunds.progressOfRun(run.id)
    const { event } = await findEvent(tx, run.eventId)
    return {
      run,
      event,
      standing,
      isDone:
        run.next >= run.orderIds.length && !standing.some(({ method, state }) => method === 'stars' && state === 'due'),
    }
  }

  const begin = async (tx: Tx, eventId: number, orderIds: readonly number[]): Promise<RefundRun> => {
    const run =
      (await tx.refundRuns.add({ eventId, kind: 'organizer', orderIds }, clock.now())) ??
      (await tx.refundRuns.workingOn(eventId))
    if (!run) throw new Refusal('busy')
    return run
  }

  return {
    /**
     * What refunding these orders comes to. Refuses with eventNotFound, notYours, and refundDone when there is nothing
     * to refund.
     */
    plan: (choice: RefundChoice): Promise<RefundPlan> => store.transact((tx) => plan(tx, choice)),

    /**
     * Begins to refund these orders; while a run of the event is at work it goes on instead. `count`: how many orders
     * the organizer was shown; when there are
     * others now, nothing is begun and the answer is undefined. Refuses as `plan` does.
     */
    start: ({ count, ...choice }: RefundChoice & { readonly count: number }): Promise<Started | undefined> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, choice.personId, choice.eventId)
        const working = await tx.refundRuns.workingOn(choice.eventId)
        if (working) return started(working, await refundable(tx, choice.eventId, choice.orderIds))
        const { orderIds } = await plan(tx, choice)
        return orderIds.length === count ? started(await begin(tx, choice.eventId, orderIds), orderIds) : undefined
      }),

    /**
     * Refunds the next order of a run, in one transaction; what cannot be refunded any more is passed over. False when
     * there is none left.
     */
    step: (runId: number): Promise<boolean> =>
      store.transact(async (tx) => {
        const run = await tx.refundRuns.find(runId)
        const orderId = run?.orderIds[run.next]
        if (!run || orderId === undefined) return false
        if (await tx.refundRuns.takeNext(run, clock.now())) {
          const { event } = await findEvent(tx, run.eventId)
          await catchRefusal(() => refundOrder(tx, { personId: event.organizerId, orderId, runId }))
        }
        return true
      }),

    /** All runs that are not done, with how far they are. */
    unfinished: (): Promise<readonly RunProgress[]> =>
      store.transact(async (tx) => {
        const all: RunProgress[] = []
        for (const run of await tx.refundRuns.unfinished()) all.push(await progressOf(tx, run))
        return all
      }),

    /** A run as it is now; undefined when it is not there. */
    find: (runId: number): Promise<RunProgress | undefined> =>
      store.transact(async (tx) => {
        const run = await tx.refundRuns.find(runId)
        return run && progressOf(tx, run)
      }),

    /** The event's run that is not done, or was done just now. Refuses with eventNotFound, notYours. */
    recent: (personId: number, eventId: number): Promise<RunProgress | undefined> =>
      store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        const run = await tx.refundRuns.recentOf(eventId, clock.now() - rememberedMs)
        return run && progressOf(tx, run)
      }),

    /** This message of the organizer's shows the run from now on. */
    attach: ({ run, ...progress }: RunProgress, messageId: number): Promise<RunProgress> =>
      store.transact(async (tx) => {
        await tx.refundRuns.attach(run.id, messageId)
        return { ...progress, run: { ...run, messageId, drawn: undefined } }
      }),

    /** The message shows something else from now on. */
    leave: (eventId: number, messageId: number): Promise<void> =>
      store.transact((tx) => tx.refundRuns.leave(eventId, messageId)),

    /** Notes what the message shows. */
    drawn: (runId: number, messageId: number, drawn: string): Promise<void> =>
      store.transact((tx) => tx.refundRuns.drawn(runId, messageId, drawn)),

    /** All of it is done. The organizer is told unasked where no message showed it, and when an event was cancelled. */
    finish: ({ run, event }: RunProgress): Promise<void> =>
      store.transact(async (tx) => {
        if (!(await tx.refundRuns.done(run.id, clock.now()))) return
        const shown = (await tx.refundRuns.find(run.id))?.messageId !== undefined
        if (shown && run.kind === 'organizer') return
        await tx.announcements.add(
          [
            {
              to: event.organizerId,
              key: `refunds:${run.id}`,
              eventId: event.id,
              message: { kind: 'refundsDone', runId: run.id },
            },
          ],
          clock.now(),
        )
      }),
  }
}

const byId = (orders: readonly Order[]): readonly Order[] => [...orders].sort((a, b) => b.id - a.id)

/** The payments of these orders, with what is left of each. */
const leftOfPayments = async (tx: Tx, eventId: number, orderIds: ReadonlySet<number>): Promise<readonly Payment[]> => {
  const already = await tx.refunds.sumsOfEvent(eventId)
  return (await tx.payments.appliedOfEvent(eventId))
    .filter(({ orderId }) => orderId !== undefined && orderIds.has(orderId))
    .map((payment) => ({
      ...payment,
      amount: { ...payment.amount, minor: payment.amount.minor - (already.get(payment.id) ?? 0) },
    }))
}

const sumsOf = (payments: readonly Payment[]): readonly SumByMethod[] => {
  const sums = new Map<string, SumByMethod>()
  for (const {
    method,
    amount: { currency, minor },
  } of payments) {
    const key = `${method}:${currency}`
    const before = sums.get(key) ?? { count: 0, minor: 0 }
    sums.set(key, { method, currency, count: before.count + 1, minor: before.minor + minor })
  }
  return [...sums.values()]
}

const started = (run: RefundRun, orderIds: readonly number[]): Started => {
  const its = new Set(run.orderIds)
  return { run, isOther: orderIds.some((id) => !its.has(id)) }
}

/** What `createRefundRuns` gives. */
export type RefundRuns = ReturnType<typeof createRefundRuns>
