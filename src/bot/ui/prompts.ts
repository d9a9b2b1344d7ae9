import type { Message } from 'grammy/types'
import { Refusal, type RefusalCode } from '../../domain/refusal.js'
import type { Prompt } from '../../services/people/prompts.js'
import type { Services } from '../../services/services.js'
import type { Ctx } from './context.js'
import { refuse } from './refusals.js'
import { redraw, type Screen, show } from './screen.js'

/**
 * What a person sent in answer: a text, or the largest size of a picture as Telegram's file_id; `imageFile`: a picture
 * sent as a file, whose id is no photo's.
 */
export type Reply = {
  readonly text: string | undefined
  readonly photo: string | undefined
  readonly imageFile: string | undefined
}

/**
 * Takes an answer. A Refusal is spoken, and the question stays open, unless no answer could be right any more;
 * otherwise it is answered, unless another was asked meanwhile. "passed": it was not meant as an answer, somebody else
 * takes it, and the question stays open.
 */
export type Answerer = (ctx: Ctx, prompt: Prompt, said: Reply) => Promise<unknown>

type Needs = { readonly services: Pick<Services, 'prompts'> }

/** Which question: its kind says who takes the answer, `subject` what it is about. */
type Question = Pick<Prompt, 'kind' | 'subject'> & { readonly detail?: string }

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
 * ticket type. The latest one takes the place of what was asked before.
 */
export const createPrompting = ({ services: { prompts } }: Needs) => ({
  /** Asks below all else. */
  ask: async (ctx: Ctx, question: Question, screen: Screen): Promise<void> => {
    await prompts.put(ctx.person.id, question)
    await show(ctx, screen)
  },

  /** Asks in place of what was pressed. */
  askInPlace: async (ctx: Ctx, question: Question, screen: Screen): Promise<void> => {
    await redraw(ctx, screen)
    await prompts.put(ctx.person.id, question)
  },

  /** Waits for an answer to what stands on the screen already. */
  expect: (ctx: Ctx, question: Question): Promise<void> => prompts.put(ctx.person.id, question),

  /** Shows something else in place of what was pressed: whoever presses a button does not answer any more. */
  leave: async (ctx: Ctx, screen: Screen): Promise<void> => {
    await prompts.clear(ctx.person.id)
    await redraw(ctx, screen)
  },

  /** Does not wait any longer. */
  forget: async (ctx: Ctx): Promise<void> => {
    await prompts.clear(ctx.person.id)
  },
})

/** How features ask. */
export type Prompting = ReturnType<typeof createPrompting>

/** Gives messages to whoever asked for them; false when no question is open, or it was not meant as an answer. */
export const createAnswering =
  ({ services: { prompts } }: Needs, answerers: ReadonlyMap<string, Answerer>) =>
  async (ctx: Ctx): Promise<boolean> => {
    const prompt = await prompts.current(ctx.person.id)
    const answerer = prompt && answerers.get(prompt.kind)
    if (!answerer || wasSaidBefore(ctx, prompt)) return false
    try {
      if ((await answerer(ctx, prompt, replyIn(ctx))) === 'passed') return false
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      await refuse(ctx, error)
      if (deadEnds.has(error.code)) await prompts.clear(ctx.person.id)
      return true
    }
    const now = await prompts.current(ctx.person.id)
    if (now && isSame(now, prompt)) await prompts.clear(ctx.person.id)
    return true
  }

// Telegram counts in whole seconds, and nobody answers within one.
const wasSaidBefore = ({ editedMessage }: Ctx, { at }: Prompt): boolean =>
  editedMessage !== undefined && editedMessage.date * 1000 <= at

const isSame = (one: Prompt, other: Prompt): boolean =>
  one.at === other.at && one.kind === other.kind && one.subject === other.subject && one.detail === other.detail

/** What a person said: a message, or one that they changed. */
export const saidIn = ({ message, editedMessage }: Pick<Ctx, 'message' | 'editedMessage'>): Ctx['message'] =>
  message ?? editedMessage

/** What a message says. */
export const replyIn = (ctx: Pick<Ctx, 'message' | 'editedMessage'>): Reply => {
  const message = saidIn(ctx)
  return {
    text: textWithLinks(message),
    photo: message?.photo?.at(-1)?.file_id,
    imageFile: message?.document?.mime_type?.startsWith('image/') ? message.document.file_id : undefined,
  }
}

/** What was typed, with the addresses that its words hide: "here (https://…)". */
export const textWithLinks = (message: Message | undefined): string | undefined => {
  const { text, entities = [] } = message ?? {}
  if (text === undefined) return undefined
  let [read, from] = ['', 0]
  for (const entity of entities) {
    if (entity.type !== 'text_link') continue
    const end = entity.offset + entity.length
    const isSaid = sameAddress(text.slice(entity.offset, end), entity.url)
    read += `${text.slice(from, end)}${isSaid ? '' : ` (${entity.url})`}`
    from = end
  }
  return read + text.slice(from)
}

const sameAddress = (one: string, other: string): boolean => bare(one) === bare(other)

const bare = (address: string): string => address.replace(/^https?:\/\//u, '').replace(/\/$/u, '')

/** The text of an answer. Refuses with textNeeded. */
export const textOf = ({ text }: Pick<Reply, 'text'>): string => {
  if (text === undefined) throw new Refusal('textNeeded')
  return text
}
