import { minuteMs } from '../../domain/duration.js'
import type { Order } from '../../domain/order.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import type { Refund } from '../../domain/refund.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findEvent, findOrder, findOwnEvent, type OrderWithEvent } from '../finders.js'
import { refundableOf } from '../payments/moneyReports.js'
import { refundDue } from './newRefund.js'
import { refundOrder } from './orderRefund.js'

/** A refund with the order it is of, if any. */
export type RefundView = { readonly refund: Refund; readonly order: OrderWithEvent | undefined }

/** What became of one try to give Stars back. */
export type RefundTry =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number; readonly error: string }
  | { readonly kind: 'failed'; readonly error: string }

type Needs = { readonly store: Store; readonly clock: Clock }

// Longer than any call to Telegram may take, so that a lease that ran out means that its holder died.
const leaseMs = minuteMs

/** Money that goes back. */
export const createRefunds = ({ store, clock }: Needs) => ({
  /**
   * The organizer gives an order's money back: its unused tickets die, their seats are free, holders are told; Stars go
   * back by themselves, all else becomes a task. A repeat says 'before'. Refuses with orderNotFound, notYours, and
   * orderNotOpen for an order nobody paid for.
   */
  refund: ({
    personId,
    orderId,
  }: {
    readonly personId: number
    readonly orderId: number
  }): Promise<'refunded' | 'before'> => store.transact((tx) => refundOrder(tx, { personId, orderId }, clock)),

  /** An event's paid orders that can be given back, newest first. Refuses with eventNotFound, notYours. */
  refundable: (personId: number, eventId: number, page: PageRequest): Promise<Page<Order>> =>
    store.transact(async (tx) => {
      await findOwnEvent(tx, personId, eventId)
      return pageOf(await tx.orderLists.prepaidOf(eventId, oneMoreThan(page)), page.size)
    }),

  /** How many paid orders of an event can be given back. Refuses with eventNotFound, notYours. */
  countRefundable: (personId: number, eventId: number): Promise<number> =>
    store.transact(async (tx) => {
      await findOwnEvent(tx, personId, eventId)
      return refundableOf(await tx.eventCounters.ofEvent(eventId))
    }),

  /** What the organizer has to give back by hand or to look at, oldest first. Refuses with eventNotFound, notYours. */
  tasks: (personId: number, eventId: number, page: PageRequest): Promise<Page<Refund>> =>
    store.transact(async (tx) => {
      await findOwnEvent(tx, personId, eventId)
      return pageOf(await tx.refunds.tasksOf(eventId, oneMoreThan(page)), page.size)
    }),

  /**
   * The organizer gave the money back: whoever paid is told. A repeat changes nothing. Refuses with refundNotFound,
   * notYours.
   */
  markDone: (act: { readonly personId: number; readonly refundId: number }): Promise<RefundView> =>
    store.transact((tx) => markDone(tx, act, clock)),

  /**
   * Stars that Telegram would not give back are tried once more: there may be enough of them now. A repeat changes
   * nothing. Refuses with refundNotFound, notYours.
   */
  tryAgain: (act: { readonly personId: number; readonly refundId: number }): Promise<RefundView> =>
    store.transact((tx) => tryAgain(tx, act, clock)),

  /** A refund as it is now, for what is said of it unasked; undefined when it is not there. */
  find: (refundId: number): Promise<RefundView | undefined> =>
    store.transact(async (tx) => {
      const refund = await tx.refunds.find(refundId)
      return refund && viewOf(tx, refund)
    }),

  /** Stars that are to be given back now, claimed for this process. */
  claim: (limit: number): Promise<readonly Refund[]> =>
    store.transact((tx) => tx.refundClaims.claim({ now: clock.now(), leaseMs, limit })),

  /** Records what became of one try to give Stars back. */
  recordTry: (refund: Refund, result: RefundTry): Promise<void> =>
    store.transact((tx) => (result.kind === 'done' ? finish(tx, refund, clock) : postpone(tx, refund, result, clock))),

  /** When Stars are to be given back next (UTC milliseconds); undefined if none are. */
  nextDue: (): Promise<number | undefined> => store.transact((tx) => tx.refundClaims.nextDue()),

  /** At the start of an only process: whoever had claimed something is dead. */
  expireLeases: (): Promise<void> => store.transact((tx) => tx.refundClaims.expireLeases()),
})

const viewOf = async (tx: Tx, refund: Refund): Promise<RefundView> => ({
  refund,
  order: refund.orderId === undefined ? undefined : await findOrder(tx, await tx.orders.find(refund.orderId)),
})

const markDone = async (
  tx: Tx,
  { personId, refundId }: { readonly personId: number; readonly refundId: number },
  clock: Clock,
): Promise<RefundView> => {
  const refund = await tx.refunds.find(refundId)
  if (refund?.eventId === undefined) throw new Refusal('refundNotFound')
  await findOwnEvent(tx, personId, refund.eventId)
  // Stars that are on their way go back by themselves; only what failed is anybody's to mark.
  if (refund.method === 'stars' && refund.state === 'due') throw new Refusal('refundNotFound')
  await finish(tx, refund, clock, personId)
  return viewOf(tx, { ...refund, state: 'done', doneAt: refund.doneAt ?? clock.now() })
}

const tryAgain = async (
  tx: Tx,
  { personId, refundId }: { readonly personId: number; readonly refundId: number },
  clock: Clock,
): Promise<RefundView> => {
  const refund = await tx.refunds.find(refundId)
  if (refund?.eventId === undefined || refund.method !== 'stars') throw new Refusal('refundNotFound')
  await findOwnEvent(tx, personId, refund.eventId)
  if (!(await tx.refundClaims.retry(refundId, clock.now()))) return viewOf(tx, refund)
  await tx.audit.add({
    at: clock.now(),
    actorId: personId,
    action: 'refund.triedAgain',
    subject: `refund:${refundId}`,
  })
  return viewOf(tx, { ...refund, state: 'due' })
}

/** It is back, made so by a person or by the bot itself; whoever gets it is told, once. */
const finish = async (tx: Tx, refund: Refund, clock: Clock, by?: number): Promise<void> => {
  const now = clock.now()
  if (!(await tx.refunds.done(refund.id, { now, ...(by !== undefined && { by }) }))) return
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
    now,
  )
  await tx.audit.add({
    at: now,
    ...(by !== undefined && { actorId: by }),
    action: 'refund.done',
    subject: `refund:${refund.id}`,
    details: { minor: refund.amount.minor },
  })
}

/** It did not go back, and is tried again later or, having failed for good, shown to the organizer. */
const postpone = async (
  tx: Tx,
  refund: Refund,
  result: Exclude<RefundTry, { kind: 'done' }>,
  clock: Clock,
): Promise<void> => {
  await tx.refundClaims.postpone(refund.id, {
    dueAt: result.kind === 'again' ? clock.now() + result.afterMs : undefined,
    error: result.error,
  })
  if (result.kind === 'again' || refund.eventId === undefined) return
  const { event } = await findEvent(tx, refund.eventId)
  const news = refundDue(refund, event)
  // Each failure is told, for it may have been tried again since the last.
  await tx.announcements.add([{ ...news, key: `${news.key}:${refund.attempts}` }], clock.now())
}

export type Refunds = ReturnType<typeof createRefunds>
