import type { Context, Filter } from 'grammy'
import { minuteMs, secondMs } from '../../domain/duration.js'
import { isFinal } from '../../domain/refusal.js'
import type { Ctx } from './context.js'
import { refusalToast, refuse, wayToOrganizer } from './refusals.js'
import type { Route } from './route.js'

/** A press of a button. */
export type Press = Filter<Ctx, 'callback_query:data'>

/** What a handler may leave for Telegram to show over the chat: at most 200 characters of plain text. */
export type Toast = { readonly text: string; readonly alert?: boolean }

/** Who takes the presses of one button; false when the data is damaged, or says nothing any more. */
export type PressHandler = { readonly verb: string; readonly take: (ctx: Press) => Promise<boolean> }

/** Whether an update is the press of a button. */
export const isPress = (ctx: Ctx): ctx is Press => ctx.callbackQuery?.data !== undefined

/** Takes presses of a button. The press is always answered; a refusal is shown over the chat. */
export const press = <T>(
  to: Route<T>,
  handle: (ctx: Press, values: T) => Promise<Toast | undefined> | Promise<void>,
): PressHandler => ({
  verb: to.verb,
  take: async (ctx) => {
    const values = to.parse(ctx.callbackQuery.data)
    if (values === undefined) return false
    await answer(ctx, await toastOf(ctx, () => handle(ctx, values)))
    return true
  },
})

const toastOf = async (
  ctx: Press,
  work: () => Promise<Toast | undefined> | Promise<void>,
): Promise<Toast | undefined> => {
  try {
    return (await work()) ?? undefined
  } catch (error) {
    if (!isFinal(error)) throw error
    // What is shown over the chat has no buttons.
    if (wayToOrganizer(ctx.speech, error)) return refuse(ctx, error).then(() => undefined)
    return refusalToast(ctx, error)
  }
}

/** Answers a press, so that the button stops spinning. An answer that comes too late is no matter. */
export const answer = async (
  ctx: Pick<Context, 'answerCallbackQuery'> & Pick<Ctx, 'hasAnswered'>,
  toast?: Toast,
): Promise<void> => {
  if (ctx.hasAnswered) return
  ctx.hasAnswered = true
  try {
    await ctx.answerCallbackQuery(toast && { text: toast.text.slice(0, 200), show_alert: toast.alert ?? false })
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('query is too old')) throw error
  }
}

// A moment that nobody notices.
const momentMs = 500
const toldFromMs = 2 * secondMs

/** The screen has to wait: the button stops spinning at once, and when it takes long it is said how long. */
export const answerWaiting = async (ctx: Press, aboutMs: number): Promise<void> => {
  if (aboutMs < momentMs) return
  const facts =
    aboutMs < minuteMs
      ? { seconds: Math.ceil(aboutMs / secondMs), minutes: 0 }
      : { seconds: 0, minutes: Math.ceil(aboutMs / minuteMs) }
  await answer(ctx, aboutMs > toldFromMs ? { text: ctx.speech.label('answer-waits', facts) } : undefined)
}

/** Answers a press of a button whose time is over. */
export const answerOld = (ctx: Ctx): Promise<void> => answer(ctx, { text: ctx.speech.label('button-old') })
