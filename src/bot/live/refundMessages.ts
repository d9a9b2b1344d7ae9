import type { Api } from 'grammy'
import type { Logger } from 'pino'
import { secondMs } from '../../domain/duration.js'
import type { Language } from '../../domain/person.js'
import type { Clock } from '../../runtime/clock.js'
import type { RunProgress } from '../../services/refunds/runProgress.js'
import type { Services } from '../../services/services.js'
import type { Texts } from '../../texts/texts.js'
import { retryAfterMs } from '../telegram/errors.js'
import { editScreen } from '../ui/screen.js'
import { moneyScreen } from '../views/money.js'
import { editFailureOf } from './editFailure.js'

/** What drawing the messages that show refunds needs. */
export type RunMessagesNeeds = {
  readonly api: Api
  readonly services: Pick<Services, 'refundRuns' | 'moneyReports' | 'people'>
  readonly texts: Texts
  readonly language: Language
  readonly clock: Clock
  readonly log: Logger
}

// A message is drawn at most this often.
const gapMs = secondMs

/** What a message that shows this progress looks like, as a mark: another mark is another look. */
const markOf = ({ run, standing, isDone }: RunProgress): string =>
  [
    isDone ? 'done' : `${run.next}/${run.orderIds.length}`,
    ...standing.map(({ method, state, currency, count }) => `${method}.${state}.${currency}.${count}`),
  ].join(' ')

const keyOf = (organizerId: number, messageId: number): string => `${organizerId}:${messageId}`

/** The Money screens that show how far refunds are. */
export const createRefundMessages = ({ api, services, texts, language, clock, log }: RunMessagesNeeds) => {
  // Runs that this process knows, and those whose message it draws.
  const seen = new Set<number>()
  const ours = new Set<number>()
  // The event whose run a message shows, and what is just being drawn into it.
  const shown = new Map<string, number>()
  const drawing = new Map<string, Promise<boolean>>()
  const notBefore = new Map<number, number>()

  const show = ({ run, event }: RunProgress): void => {
    seen.add(run.id)
    if (run.messageId === undefined) return
    ours.add(run.id)
    shown.set(keyOf(event.organizerId, run.messageId), event.id)
  }

  const edit = async (progress: RunProgress, messageId: number): Promise<void> => {
    const { organizerId, id: eventId } = progress.event
    const speech = texts.in(await services.people.languageOf(organizerId, language))
    const report = await services.moneyReports.ofEvent(organizerId, eventId)
    if (shown.has(keyOf(organizerId, messageId)))
      await editScreen(api, { chatId: organizerId, messageId }, moneyScreen(speech, report, progress))
  }

  /** Draws the message again; true when there is nothing more to draw. */
  const draw = async (progress: RunProgress, messageId: number): Promise<boolean> => {
    if (!(await services.refundRuns.claimDrawing({ runId: progress.run.id, messageId }))) return false
    try {
      await edit(progress, messageId)
    } catch (error) {
      if (editFailureOf(error) !== 'unchanged') return failed(progress, messageId, error)
    }
    await services.refundRuns.drawn({ runId: progress.run.id, messageId }, markOf(progress), gapMs)
    return true
  }

  const failed = async ({ run, event }: RunProgress, messageId: number, error: unknown): Promise<boolean> => {
    // Whatever Telegram has against the message itself: no use to try again, and the summary comes as a message of its
    // own.
    if (editFailureOf(error) !== 'failed') {
      shown.delete(keyOf(event.organizerId, messageId))
      await services.refundRuns.leave(event.id, messageId)
      return true
    }
    const againMs = Math.max(gapMs, retryAfterMs(error) ?? 0)
    notBefore.set(run.id, clock.elapsed() + againMs)
    await services.refundRuns.drawn({ runId: run.id, messageId }, undefined, againMs)
    log.warn({ run: run.id, err: error }, 'the progress of refunds could not be shown; trying again')
    return false
  }

  return {
    /** Finds the message of a run that was begun before this process, or that another process left unfinished. */
    meet: (progress: RunProgress): void => {
      const { run, isDone } = progress
      if (!seen.has(run.id) || (isDone && !ours.has(run.id))) show(progress)
    },

    /** A message, which was drawn just now, shows this run from now on. */
    show: (progress: RunProgress): void => {
      show(progress)
      notBefore.set(progress.run.id, clock.elapsed() + gapMs)
    },

    /** A message is about to show something else: nothing of a run is drawn into it any more. */
    leave: async (organizerId: number, messageId: number): Promise<void> => {
      const key = keyOf(organizerId, messageId)
      const eventId = shown.get(key)
      if (eventId === undefined) return
      shown.delete(key)
      await services.refundRuns.leave(eventId, messageId)
      await drawing.get(key)?.catch(() => undefined)
    },

    /** Shows how far a run is, where somebody looks; false when that has to wait. */
    tell: async (progress: RunProgress): Promise<boolean> => {
      const { run, event } = progress
      if (run.messageId === undefined || run.drawn === markOf(progress)) return true
      const key = keyOf(event.organizerId, run.messageId)
      // Not shown here: another process draws it.
      if (!shown.has(key) || (notBefore.get(run.id) ?? 0) > clock.elapsed()) return false
      notBefore.set(run.id, clock.elapsed() + gapMs)
      const drawn = draw(progress, run.messageId)
      drawing.set(key, drawn)
      return drawn.finally(() => drawing.delete(key))
    },

    /** When a run may be drawn next (UTC milliseconds). */
    nextLook: (runId: number): number | undefined => notBefore.get(runId),

    /** The run is done. */
    forget: ({ run, event }: RunProgress): void => {
      notBefore.delete(run.id)
      if (run.messageId !== undefined) shown.delete(keyOf(event.organizerId, run.messageId))
    },
  }
}
