import type { RunProgress } from '../../services/refunds/runProgress.js'
import { createRefundMessages, type RunMessagesNeeds } from './refundMessages.js'

/** Orders are refunded so long between two looks at how far it is. */
const stretchMs = 1000
const sickMs = 5000
// What other processes do is not told here; this is how late it may be noticed while something is going on, and
// otherwise.
const lookAgainMs = 15_000
const lookSeldomMs = 60_000

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
  let endRest: () => void = () => undefined
  let woken = false
  let isOpen = false
  let isResting = false
  const sickUntil = new Map<number, number>()
  const idlers: (() => void)[] = []

  const wake = (): void => {
    woken = true
    isResting = false
    endRest()
  }

  const refundSome = async (runId: number, signal: AbortSignal): Promise<void> => {
    const until = clock.now() + stretchMs
    let more = true
    while (more && !signal.aborted && clock.now() < until) more = await refundRuns.step(runId)
  }

  const work = async (runId: number, signal: AbortSignal): Promise<void> => {
    await refundSome(runId, signal)
    const progress = await refundRuns.find(runId)
    if (!progress || !(await messages.tell(progress)) || !progress.isDone || signal.aborted) return
    await refundRuns.finish(progress)
    messages.forget(progress)
    woken = true
  }

  const sicken =
    (runId: number) =>
    (error: unknown): void => {
      sickUntil.set(runId, clock.now() + sickMs)
      log.error({ run: runId, err: error }, 'refunds were interrupted; trying again')
    }

  /** Does what can be done now; gives how long to rest. */
  const round = async (signal: AbortSignal): Promise<number> => {
    woken = false
    const runs = await refundRuns.unfinished()
    isOpen = runs.length > 0
    runs.forEach(messages.meet)
    const ids = runs.map(({ run }) => run.id)
    await Promise.all(
      ids.filter((id) => (sickUntil.get(id) ?? 0) <= clock.now()).map((id) => work(id, signal).catch(sicken(id))),
    )
    const next = ids
      .flatMap((id) => [messages.nextLook(id), sickUntil.get(id)])
      .filter((at) => at !== undefined)
      .filter((at) => at > clock.now())
    return Math.min(isOpen ? lookAgainMs : lookSeldomMs, ...next.map((at) => at - clock.now()))
  }

  const rest = async (pauseMs: number, signal: AbortSignal): Promise<void> => {
    if (woken || signal.aborted) return
    const waiting = new AbortController()
    endRest = () => waiting.abort()
    const sleeping = clock.sleep(pauseMs, AbortSignal.any([waiting.signal, signal]))
    // Not before it sleeps: whoever turns the clock now finds out when it wants to endRest.
    isResting = true
    idlers.splice(0).forEach((idle) => idle())
    await sleeping
    isResting = false
    endRest = () => undefined
  }

  return {
    /** Something was begun, or stands otherwise than before. */
    wake,

    /** A message, which was drawn just now, shows this run from now on. */
    show: (progress: RunProgress): void => {
      messages.show(progress)
      wake()
    },

    /** A message is about to show something else: nothing of a run is drawn into it any more. */
    leave: messages.leave,

    /** Resolves when nothing more can be done now. */
    idle: async (): Promise<void> => {
      if (isResting && !isOpen) return
      await new Promise<void>((idle) => {
        idlers.push(idle)
        wake()
      })
    },

    /** Works until the signal fires. */
    run: async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) await rest(await round(signal), signal)
      idlers.splice(0).forEach((idle) => idle())
    },
  }
}

/** What `createLiveRefunds` gives. */
export type RefundProgress = ReturnType<typeof createRefundProgress>
