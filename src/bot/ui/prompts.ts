import { Composer } from 'grammy'
import { Refusal, type RefusalCode } from '../../domain/refusal.js'
import type { Services } from '../../services/services.js'
import type { Prompt } from '../../services/people/prompts.js'
import type { Ctx } from './context.js'
import { show } from './screen.js'

/**
 * What a person sent in answer: a text, or the largest size of a picture as Telegram's file_id; `imageFile`: a picture
 * sent as a file, whose id is no photo's.
 */
export type Said = {
  readonly text: string | undefined
  readonly photo: string | undefined
  readonly imageFile: string | undefined
}

/**
 * Takes an answer. A Refusal is spoken, and the question stays open, unless no answer could be right any more;
 * otherwise it is answered, unless another was asked meanwhile. "passed": it was not
 * meant as an answer, somebody else takes it, and the question stays open.
 */
export type Answerer = (ctx: Ctx, ask: Prompt, said: Said) => Promise<unknown>

// Whatever is answered, it is too late.
const deadEnds: ReadonlySet<RefusalCode> = new Set([
  'eventCancelled',
  'eventNotFound',
  'notYours',
  'typeGone',
  'tooManyTypes',
])

/**
 * Questions outside of forms, one at a time for each person: a promo code, a picture of a transfer, the name of a
 * ticket type.
 */
export const createPrompting = ({ services: { prompts: asks } }: { readonly services: Pick<Services, 'prompts'> }) => {
  const answerers = new Map<string, Answerer>()

  /** False when it was not meant as an answer. */
  const take = async (ctx: Ctx, ask: Prompt, answer: Answerer): Promise<boolean> => {
    try {
      if ((await answer(ctx, ask, saidIn(ctx))) === 'passed') return false
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      ctx.refused = error.code
      await show(ctx, { html: ctx.speech.say(`refusal-${error.code}`, error.facts) })
      if (deadEnds.has(error.code)) await asks.clear(ctx.person.id)
      return true
    }
    const now = await asks.current(ctx.person.id)
    if (now?.at === ask.at && now.kind === ask.kind && now.subject === ask.subject && now.detail === ask.detail)
      await asks.clear(ctx.person.id)
    return true
  }

  const feature = new Composer<Ctx>()
  feature.on('message', async (ctx, next) => {
    // Whoever gives a command wants something else.
    if (ctx.message.entities?.some(({ type, offset }) => type === 'bot_command' && offset === 0)) {
      ctx.hasEndedQuestion = await asks.clear(ctx.person.id)
      return next()
    }
    const ask = await asks.current(ctx.person.id)
    const answer = ask && answerers.get(ask.kind)
    if (!answer || !(await take(ctx, ask, answer))) await next()
  })

  return {
    /** Stands before everything else that takes messages. */
    feature,
    /** Who takes the answers to questions of this kind. */
    on: (kind: string, answerer: Answerer): void => void answerers.set(kind, answerer),
    /** Waits for a person's answer; what was asked before is forgotten. The question itself is the caller's to show. */
    ask: (ctx: Ctx, ask: Pick<Prompt, 'kind' | 'subject'> & { readonly detail?: string }): Promise<void> =>
      asks.put(ctx.person.id, ask),
    /** Does not wait any longer. */
    forget: (ctx: Ctx): Promise<boolean> => asks.clear(ctx.person.id),
  }
}

/** What a message says. */
export const saidIn = ({ message }: Ctx): Said => ({
  text: message?.text,
  photo: message?.photo?.at(-1)?.file_id,
  imageFile: message?.document?.mime_type?.startsWith('image/') ? message.document.file_id : undefined,
})

/** What `createAsking` gives. */
export type Prompting = ReturnType<typeof createPrompting>
