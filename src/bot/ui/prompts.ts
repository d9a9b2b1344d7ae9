import { isFinal, Refusal, type RefusalCode } from '../../domain/refusal.js'
import type { Prompt } from '../../services/people/prompts.js'
import type { Services } from '../../services/services.js'
import type { Ctx } from './context.js'
import { refuse } from './refusals.js'
import { redraw, type Screen, show } from './screen.js'
import { kindOf, type MessageKind } from '../telegram/reading/kinds.js'
import { styledWords, textWithLinks } from '../telegram/reading/words.js'

/**
 * What a person sent in answer: a text, or the largest size of a picture as Telegram's file_id; `imageFile`: a picture
 * sent as a file, whose id is no photo's.
 */
export type Reply = {
  readonly text: string | undefined
  /** The text as a styled one; a picture's caption, too. */
  readonly styled: string | undefined
  readonly photo: string | undefined
  readonly imageFile: string | undefined
  /** The number of a contact. */
  readonly phone: string | undefined
  /** What came where it is no text. */
  readonly kind: MessageKind | undefined
}

/** A refusal after which no answer could be right: the question is closed. */
class DeadEnd extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** For `catch` in an answerer: a refusal with such a code closes the question. */
export const closeAt =
  (isLast: (code: RefusalCode) => boolean) =>
  (error: unknown): never => {
    throw isFinal(error) && isLast(error.code) ? new DeadEnd(error) : error
  }

/**
 * Takes an answer. A Refusal is spoken, and the question stays open, unless no answer could be right any more
 * (`closeAt`); otherwise it is answered, and closed unless another is asked. "passed": it was not meant as an answer,
 * somebody else takes it, and the question stays open.
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
    await prompts.put(byOf(ctx), question)
    await show(ctx, screen)
  },

  /** Asks in place of what was pressed. */
  askInPlace: async (ctx: Ctx, question: Question, screen: Screen): Promise<void> => {
    await redraw(ctx, screen)
    await prompts.put(byOf(ctx), question)
  },

  /** Waits for an answer to what stands on the screen already. */
  expect: (ctx: Ctx, question: Question): Promise<void> => prompts.put(byOf(ctx), question),

  /** Shows something else in place of what was pressed: whoever presses a button does not answer any more. */
  leave: async (ctx: Ctx, screen: Screen): Promise<void> => {
    await prompts.clear(byOf(ctx))
    await redraw(ctx, screen)
  },

  /** Does not wait any longer. */
  forget: async (ctx: Ctx): Promise<void> => {
    await prompts.clear(byOf(ctx))
  },
})

/** Whose question it is, and by which update. */
export const byOf = ({ person, update }: Pick<Ctx, 'person' | 'update'>) => ({
  personId: person.id,
  updateId: update.update_id,
})

/** How features ask. */
export type Prompting = ReturnType<typeof createPrompting>

/**
 * Gives messages to whoever asked for them; false when no question is open, or it was not meant as an answer. The
 * question is closed first: an answer that meets an outage finds it again, and nothing is left to be written once it
 * has been spoken.
 */
export const createAnswering =
  ({ services: { prompts } }: Needs, answerers: ReadonlyMap<string, Answerer>) =>
  async (ctx: Ctx): Promise<boolean> => {
    const prompt = await prompts.current(byOf(ctx))
    const answerer = prompt && answerers.get(prompt.kind)
    if (!answerer || wasSaidBefore(ctx, prompt)) return false
    await prompts.clear(byOf(ctx))
    try {
      const isTaken = (await answerer(ctx, prompt, replyIn(ctx))) !== 'passed'
      if (!isTaken) await prompts.reopen(byOf(ctx), prompt)
      return isTaken
    } catch (error) {
      const refusal = error instanceof DeadEnd ? error.refusal : error
      if (!isFinal(refusal)) throw error
      const isOver = error instanceof DeadEnd || deadEnds.has(refusal.code)
      if (!isOver) await prompts.reopen(byOf(ctx), prompt)
      await refuse(ctx, refusal)
      return true
    }
  }

// Telegram counts in whole seconds, and nobody answers within one.
const wasSaidBefore = ({ editedMessage }: Ctx, { at }: Prompt): boolean =>
  editedMessage !== undefined && editedMessage.date * 1000 <= at

/** What a person said: a message, or one that they changed. */
export const saidIn = ({ message, editedMessage }: Pick<Ctx, 'message' | 'editedMessage'>): Ctx['message'] =>
  message ?? editedMessage

/** What a message says. */
export const replyIn = (ctx: Pick<Ctx, 'message' | 'editedMessage'>): Reply => {
  const message = saidIn(ctx)
  return {
    text: textWithLinks(message),
    styled: styledWords(message),
    photo: message?.photo?.at(-1)?.file_id,
    imageFile: message?.document?.mime_type?.startsWith('image/') ? message.document.file_id : undefined,
    phone: message?.contact?.phone_number,
    kind: kindOf(message),
  }
}

/** The text of an answer; `asked` names what was asked for. Refuses with otherKind, textNeeded. */
export const textOf = ({ text, kind }: Pick<Partial<Reply>, 'text' | 'kind'>, asked: string): string => {
  if (text !== undefined) return text
  throw kind === undefined ? new Refusal('textNeeded') : new Refusal('otherKind', { kind, asked })
}
