import { minuteMs, secondMs } from '../../domain/duration.js'
import { createLoop, type Next } from '../../runtime/loop.js'
import type { RunProgress } from '../../services/refunds/runProgress.js'
import { createRefundMessages, type RunMessagesNeeds } from './refundMessages.js'

/** Orders are refunded so long between two looks at how far it is. */
const stretchMs = secondMs
const sickMs = 5000
// What other processes do is not told here; this is how late it may be noticed while something is going on, and
// otherwise.
const lookAgainMs = 15_000
const lookSeldomMs = minuteMs

/**
 * Refunds what organizers chose, order after order, and draws the messages that show how far it is. All of it is in the
 * database, so a restart goes on.
 */
export const createRefundProgress = (needs: RunMessagesNeeds) => {
  const {
    services: { refundRuns },
    clock,
    log,
  } = needs
  const messages = createRefundMessages(needs)
  let isOpen = false
  const sickUntil = new Map<number, number>()

  const refundSome = async (runId: number, signal: AbortSignal): Promise<void> => {
    const until = clock.elapsed() + stretchMs
    let more = true
    while (more && !signal.aborted && clock.elapsed() < until) more = await refundRuns.step(runId)
  }

  const work = async (runId: number, signal: AbortSignal): Promise<void> => {
    await refundSome(runId, signal)
    const progress = await refundRuns.find(runId)
    if (!progress || !(await messages.tell(progress)) || !progress.isDone || signal.aborted) return
    await refundRuns.finish(progress)
    messages.forget(progress)
    loop.wake()
  }

  const sicken =
    (runId: number) =>
    (error: unknown): void => {
      sickUntil.set(runId, clock.elapsed() + sickMs)
      log.error({ run: runId, err: error }, 'refunds were interrupted; trying again')
    }

  /** Does what can be done now. */
  const round = async (signal: AbortSignal): Promise<Next> => {
    const runs = await refundRuns.unfinished()
    isOpen = runs.length > 0
    runs.forEach(messages.meet)
    const ids = runs.map(({ run }) => run.id)
    await Promise.all(
      ids.filter((id) => (sickUntil.get(id) ?? 0) <= clock.elapsed()).map((id) => work(id, signal).catch(sicken(id))),
    )
    const next = ids
      .flatMap((id) => [messages.nextLook(id), sickUntil.get(id)])
      .filter((at) => at !== undefined)
      .filter((at) => at > clock.elapsed())
    return { restMs: Math.min(isOpen ? lookAgainMs : lookSeldomMs, ...next.map((at) => at - clock.elapsed())) }
  }

  const loop = createLoop({ clock, log, name: 'refunding orders', round })

  return {
    /** Something was begun, or stands otherwise than before. */
    wake: loop.wake,

    /** A message, which was drawn just now, shows this run from now on. */
    show: (progress: RunProgress): void => {
      messages.show(progress)
      loop.wake()
    },

    /** A message is about to show something else: nothing of a run is drawn into it any more. */
    leave: messages.leave,

    /** Resolves when nothing more can be done now. */
    idle: loop.idle,

    /** Works until the signal fires. */
    run: loop.run,
  }
}

/** Refunds orders and shows how far it is: see `createRefundProgress`. */
export type RefundProgress = ReturnType<typeof createRefundProgress>
