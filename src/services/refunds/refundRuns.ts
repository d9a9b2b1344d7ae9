import { catchRefusal } from '../../domain/catchRefusal.js'
import { minuteMs, secondMs } from '../../domain/duration.js'
import type { RefundRun } from '../../domain/refund.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { RunMessage } from '../../store/tables/refundRuns.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { refundOrder } from './orderRefund.js'
import { planRefunds, type RefundChoice, refundableIds, type RefundPlan } from './refundPlan.js'
import { progressOf, type RunProgress } from './runProgress.js'

type Needs = { readonly store: Store; readonly clock: Clock }

/** The run that refunds them. `isOther`: one that was at work already and leaves some of them out. */
export type StartedRun = { readonly run: RefundRun; readonly isOther: boolean }

// So long the Money screen tells what a run that is done came to.
const rememberedMs = 10 * minuteMs
// Whoever draws a message has so long; then it is somebody else's turn.
const drawingMs = 40 * secondMs

/** Refunding many orders, one after another, so that a restart in the middle loses nothing. */
export const createRefundRuns = ({ store, clock }: Needs) => ({
  /**
   * What refunding these orders comes to. Refuses with eventNotFound, notYours, and refundDone when there is nothing to
   * refund.
   */
  plan: (choice: RefundChoice): Promise<RefundPlan> => store.transact((tx) => planRefunds(tx, choice)),

  /**
   * Begins to refund these orders; while a run of the event is at work it goes on instead. `count`: how many orders the
   * organizer was shown; when there are others now, nothing is begun and the answer is undefined. Refuses as `plan`
   * does.
   */
  start: ({ count, ...choice }: RefundChoice & { readonly count: number }): Promise<StartedRun | undefined> =>
    store.transact((tx) => start(tx, choice, count, clock)),

  /**
   * Refunds the next order of a run, in one transaction; what cannot be refunded any more is passed over. False when
   * there is none left.
   */
  step: (runId: number): Promise<boolean> => store.transact((tx) => step(tx, runId, clock)),

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

  /** Takes the message of a run to draw it; false while another process draws it, or did just now. */
  claimDrawing: (message: RunMessage): Promise<boolean> => {
    const now = clock.now()
    return store.transact((tx) =>
      tx.refundRuns.claimDrawing(message, { now, until: now + drawingMs, farAhead: now + minuteMs }),
    )
  },

  /** Notes what the message shows, if it could be drawn; it may be again in so many milliseconds. */
  drawn: (message: RunMessage, drawn: string | undefined, againMs: number): Promise<void> =>
    store.transact((tx) => tx.refundRuns.drawn(message, drawn, clock.now() + againMs)),

  /** All of it is done. The organizer is told unasked where no message showed it, and when an event was cancelled. */
  finish: (progress: RunProgress): Promise<void> => store.transact((tx) => finish(tx, progress, clock)),
})

const start = async (tx: Tx, choice: RefundChoice, count: number, clock: Clock): Promise<StartedRun | undefined> => {
  await findOwnEvent(tx, choice.personId, choice.eventId)
  const working = await tx.refundRuns.workingOn(choice.eventId)
  if (working) return startedOf(working, await refundableIds(tx, choice))
  const { orderIds } = await planRefunds(tx, choice)
  return orderIds.length === count ? startedOf(await begin(tx, choice.eventId, orderIds, clock), orderIds) : undefined
}

const begin = async (tx: Tx, eventId: number, orderIds: readonly number[], clock: Clock): Promise<RefundRun> => {
  const run =
    (await tx.refundRuns.add({ eventId, kind: 'organizer', orderIds }, clock.now())) ??
    (await tx.refundRuns.workingOn(eventId))
  if (!run) throw new Refusal('busy')
  return run
}

const startedOf = (run: RefundRun, orderIds: readonly number[]): StartedRun => {
  const its = new Set(run.orderIds)
  return { run, isOther: orderIds.some((id) => !its.has(id)) }
}

const step = async (tx: Tx, runId: number, clock: Clock): Promise<boolean> => {
  const run = await tx.refundRuns.find(runId)
  const orderId = run?.orderIds[run.next]
  if (!run || orderId === undefined) return false
  if (await tx.refundRuns.takeNext(run, clock.now())) {
    const { event } = await findEvent(tx, run.eventId)
    await catchRefusal(() => refundOrder(tx, { personId: event.organizerId, orderId, runId }, clock))
  }
  return true
}

const finish = async (tx: Tx, { run, event }: RunProgress, clock: Clock): Promise<void> => {
  if (!(await tx.refundRuns.done(run.id, clock.now()))) return
  const isShown = (await tx.refundRuns.find(run.id))?.messageId !== undefined
  if (isShown && run.kind === 'organizer') return
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
}
