import type { Composer, Context, Filter } from 'grammy'
import { Refusal } from '../../domain/refusal.js'
import type { Ctx } from './context.js'

/** How one field of a button is written and read; undefined when what is read makes no sense. */
type Field<T> = { readonly write: (value: T) => string; readonly read: (text: string) => T | undefined }

type Value = string | number
type Values = Readonly<Record<string, Value>>

const upTo = (max: number): Field<number> => ({
  write: String,
  read: (text) => (/^\d{1,16}$/u.test(text) && Number(text) <= max ? Number(text) : undefined),
})

/** A whole number from 0, such as a quantity or an instant. */
export const whole = upTo(Number.MAX_SAFE_INTEGER)

/** The id of a row, or 0 for none. PostgreSQL fails on a larger one instead of finding nothing. */
export const rowId = upTo(2 ** 31 - 1)

/** A text of a certain form, without colons. */
export const matching = (form: RegExp): Field<string> => ({
  write: (text) => text,
  read: (text) => (form.test(text) ? text : undefined),
})

/** A short word of letters, digits, "_" and "-". */
export const word = matching(/^[\w-]{1,40}$/u)

/** One of a closed set of words. */
export const oneOf = <const T extends string>(...words: readonly T[]): Field<T> => ({
  write: (text) => text,
  read: (text) => words.find((known) => known === text),
})

/** A button that does something: `verb:field:field`, at most 64 bytes. It carries no price and no right. */
export type Button<T> = {
  readonly data: (values: T) => string
  /** The values, or undefined when the data is another button's or damaged. */
  readonly parse: (data: string) => T | undefined
}

/** Defines a button by its verb and fields. */
export const button = <T extends Values>(verb: string, fields: { readonly [K in keyof T]: Field<T[K]> }): Button<T> => {
  const names: readonly (keyof T)[] = Object.keys(fields)
  return {
    data: (values) => [verb, ...names.map((name) => fields[name].write(values[name]))].join(':'),
    parse: (data) => {
      const [head, ...parts] = data.split(':')
      if (head !== verb || parts.length !== names.length) return undefined
      const read = names.map((name, i) => [name, fields[name].read(parts[i] ?? '')] as const)
      return read.every(([, value]) => value !== undefined)
        ? (Object.fromEntries(read) as { [K in keyof T]: T[K] })
        : undefined
    },
  }
}

/** A press of a button. */
export type Press = Filter<Ctx, 'callback_query:data'>

/** What a handler may leave for Telegram to show over the chat: at most 200 characters of plain text. */
export type Toast = { readonly text: string; readonly alert?: boolean }

/** Handles presses of a button. The press is always answered; a refusal is shown over the chat. */
export const onButton = <T>(
  composer: Composer<Ctx>,
  pressed: Button<T>,
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
