import type { Composer, Context, Filter } from 'grammy'
import { Refusal } from '../../domain/refusal.js'
import type { Ctx } from './context.js'
import type { Route } from './route.js'

/** A press of a button. */
export type Press = Filter<Ctx, 'callback_query:data'>

/** What a handler may leave for Telegram to show over the chat: at most 200 characters of plain text. */
export type Toast = { readonly text: string; readonly alert?: boolean }

/** Handles presses of a button. The press is always answered; a refusal is shown over the chat. */
export const onButton = <T>(
  composer: Composer<Ctx>,
  pressed: Route<T>,
  handle: (ctx: Press, values: T) => Promise<Toast | undefined>,
): void => {
  composer.on('callback_query:data', async (ctx, next) => {
    const values = pressed.parse(ctx.callbackQuery.data)
    if (values === undefined) return next()
    await answer(ctx, await toastOf(ctx, () => handle(ctx, values)))
  })
}

const toastOf = async (ctx: Press, work: () => Promise<Toast | undefined>): Promise<Toast | undefined> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    ctx.refused = error.code
    return { text: ctx.speech.label(`refusal-${error.code}`, error.facts), alert: true }
  }
}

/** Answers a press, so that the button stops spinning. An answer that comes too late is no matter. */
export const answer = async (ctx: Pick<Context, 'answerCallbackQuery'>, toast?: Toast): Promise<void> => {
  await ctx
    .answerCallbackQuery(toast ? { text: toast.text.slice(0, 200), show_alert: toast.alert ?? false } : {})
    .catch(ignoreTooOld)
}

const ignoreTooOld = (error: unknown): void => {
  if (!(error instanceof Error) || !error.message.includes('query is too old')) throw error
}
