import { type Conversation, conversations, createConversation } from '@grammyjs/conversations'
import type { Context } from 'grammy'
import { DatabaseUnavailable } from '../../../../domain/databaseUnavailable.js'
import { isBusy } from '../../../../domain/refusal.js'
import type { FormStorage } from '../../../updates/forms.js'
import type { Ctx } from '../../../ui/context.js'
import type { FeatureNeeds } from '../../../ui/feature.js'
import { answer } from '../../../ui/press.js'
import { byOf } from '../../../ui/prompts.js'
import { refusalText } from '../../../ui/refusals.js'
import { show, showNew } from '../../../ui/screen.js'
import { type Drafting, inputOf } from './drafting.js'
import { respond } from './respond.js'
import { draftScreen } from './screens.js'

const formName = 'newEvent'

type Needs = FeatureNeeds & { readonly forms: FormStorage; readonly drafting: Drafting }
type Form = (conversation: Conversation<Ctx>, ctx: Context) => Promise<void>

/** The conversations plugin around one update at a time: it is mounted only for what may belong to the form. */
export const createWaiting = (needs: Needs) => {
  const { services, forms } = needs
  const plugin = conversations<Ctx, Context>({ storage: forms.storage })
  const waiting = createConversation<Ctx, Context>(createForm(needs), { id: formName })

  /** The open form takes the update, or `otherwise` is done. */
  const waitOr = async (ctx: Ctx, otherwise: () => Promise<void>): Promise<void> => {
    const passedOn = { yet: false }
    try {
      await waiting(ctx, () => {
        passedOn.yet = true
        return otherwise()
      })
    } catch (error) {
      // A state that another version of the form wrote is left behind.
      if (passedOn.yet || !isBadReplay(error)) throw error
      await ctx.conversation.exitAll()
      await otherwise()
    }
  }

  return {
    /** The open form takes the update; without one `otherwise` decides whether it is taken. */
    whileOpen: async (ctx: Ctx, otherwise: () => Promise<boolean>): Promise<boolean> => {
      ctx.mustBeHeard = true
      let isTaken = true
      await plugin(ctx, () =>
        waitOr(ctx, async () => {
          isTaken = await otherwise()
        }),
      )
      return isTaken
    },

    /** Whatever form is open is left behind before `begin`. */
    afresh: async (ctx: Ctx, begin: () => Promise<void>): Promise<void> => {
      ctx.mustBeHeard = true
      await plugin(ctx, async () => {
        await ctx.conversation.exitAll()
        await waitOr(ctx, begin)
      })
    },

    // What a form with another name left behind would bar the way, and a question that is open elsewhere would take the
    // form's answers.
    enter: async (ctx: Ctx): Promise<void> => {
      await services.prompts.clear(byOf(ctx))
      await ctx.conversation.exitAll()
      await ctx.conversation.enter(formName)
    },
  }
}

const isBadReplay = (error: unknown): boolean =>
  error instanceof Error && /^Bad replay|^No op \d+ in state/u.test(error.message)

/** Whether a message that was changed is older than the open question: it answered another, or none. */
const wasSaidBefore = ({ editedMessage }: Context, asked: number | undefined): boolean =>
  editedMessage !== undefined && asked !== undefined && editedMessage.message_id < asked

/** Of an error that leaves `external` only the words are left. */
const noteNotNow = async <T>(ctx: Ctx, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DatabaseUnavailable || isBusy(error)) ctx.notNow = error
    throw error
  }
}

/**
 * The plugin only waits: the answers live in the draft, so after every answer the conversation rewinds to its start and
 * its stored state stays as small as one question, whatever a person types, and outlives every change of this form.
 */
const createForm = (needs: Needs): Form => {
  const {
    texts,
    drafting: { load, take },
  } = needs
  return async (conversation, ctx) => {
    const start = conversation.checkpoint()
    const opened = await conversation.external((outer) => noteNotNow(outer, () => load(ctx.chatId ?? 0)))
    if (!opened) return
    const { draft } = opened
    const asked = await showNew(ctx, draftScreen(texts.in(opened.language), draft, opened.now))
    const shown = conversation.checkpoint()
    const next = await conversation.wait()
    if (wasSaidBefore(next, asked)) {
      const speech = texts.in(opened.language)
      await show(next, draftScreen(speech, draft, opened.now, speech.say('form-edited-late')))
      return conversation.rewind(shown)
    }
    const { outcome, language, now } = await conversation.external((outer) =>
      noteNotNow(outer, () => take(outer, draft, inputOf(next))),
    )
    const speech = texts.in(language)
    if (!outcome.ok) {
      if (next.callbackQuery) await answer(next)
      await show(next, draftScreen(speech, draft, now, refusalText(speech, outcome.refusal)))
      return conversation.rewind(shown)
    }
    const goesOn = await respond(next, outcome.value, speech, { draft, now, ...needs })
    if (goesOn) return conversation.rewind(outcome.value.kind === 'next' ? start : shown)
  }
}
