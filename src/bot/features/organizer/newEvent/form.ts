import { type Conversation, conversations, createConversation } from '@grammyjs/conversations'
import type { Context } from 'grammy'
import type { Result } from '../../../../domain/catchRefusal.js'
import type { EventDraft } from '../../../../domain/draft.js'
import type { Language } from '../../../../domain/person.js'
import type { FormStorage } from '../../../updates/forms.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { answer, press, type PressHandler } from '../../../ui/press.js'
import { refusalText, refuse } from '../../../ui/refusals.js'
import type { Route } from '../../../ui/route.js'
import { routes } from '../../../ui/routes.js'
import { show } from '../../../ui/screen.js'
import { recoverReplay } from './recoverReplay.js'
import { respond } from './respond.js'
import { draftScreen, goOnScreen, otherDraftScreen } from './screens.js'
import { createSteps, type Input, type Step } from './steps.js'

const formName = 'newEvent'

type Needs = FeatureNeeds & { readonly forms: FormStorage }
type Reader = { readonly language: Language; readonly now: number }
type Opened = Reader & { readonly draft: EventDraft }
type AnyRoute = Pick<Route<unknown>, 'verb' | 'parse'>
type Taken = Reader & { readonly outcome: Result<Step> }

/**
 * The form of /newevent. The plugin only waits: the answers live in the draft, so after every answer the conversation
 * rewinds to its start and its stored state stays as small as one question, whatever a person types, and outlives every
 * change of this form.
 */
export const createNewEvent = (needs: Needs): Feature => {
  const { services, texts } = needs
  const { load, take } = createDrafting(needs)

  const form = async (conversation: Conversation<Ctx>, ctx: Context): Promise<void> => {
    const start = conversation.checkpoint()
    const opened = await conversation.external(() => load(ctx.chatId ?? 0))
    if (!opened) return
    const { draft } = opened
    await show(ctx, draftScreen(texts.in(opened.language), draft, opened.now))
    const shown = conversation.checkpoint()
    const next = await conversation.wait()
    const { outcome, language, now } = await conversation.external((outer) => take(outer, draft, inputOf(next)))
    const speech = texts.in(language)
    if (!outcome.ok) {
      if (next.callbackQuery) await answer(next)
      await show(next, draftScreen(speech, draft, now, refusalText(speech, outcome.refusal)))
      return conversation.rewind(shown)
    }
    const goesOn = await respond(next, outcome.value, speech, { draft, now, ...needs })
    if (goesOn) return conversation.rewind(outcome.value.kind === 'next' ? start : shown)
  }

  const { whileOpen, afresh, enter } = createWaiting(needs, form)

  const goOn = async (ctx: Ctx, draft: EventDraft): Promise<void> => {
    await show(ctx, goOnScreen(ctx.speech, draft))
    await enter(ctx)
  }

  const open = async (ctx: Ctx): Promise<void> => {
    const { draft, isNew } = await services.drafts.open(ctx.person.id)
    if (!isNew) return goOn(ctx, draft)
    await show(ctx, { html: ctx.speech.say('form-begin') })
    await enter(ctx)
  }

  const edit = async (ctx: Ctx, eventId: number, insteadOf?: string): Promise<void> => {
    const other = await services.drafts.find(ctx.person.id)
    if (other && other.eventId !== eventId && other.key !== insteadOf && Object.keys(other.answers).length > 0)
      return show(ctx, otherDraftScreen(ctx.speech, other, eventId))
    await services.drafts.edit(ctx.person.id, eventId)
    await enter(ctx)
  }

  /**
   * The plugin's state of the form is gone (the form changed, or a call failed), but the draft is there. A button names
   * its question and is obeyed; of a text nobody knows which question it answers, so the open one is asked again.
   */
  const resume = async (ctx: Ctx): Promise<boolean> => {
    const opened = await load(ctx.person.id)
    if (!opened) return false
    if (!ctx.callbackQuery) return goOn(ctx, opened.draft).then(() => true)
    const { outcome } = await take(ctx, opened.draft, inputOf(ctx))
    if (!outcome.ok) await refuse(ctx, outcome.refusal)
    if (!outcome.ok || (await respond(ctx, outcome.value, ctx.speech, { ...opened, ...needs }))) await enter(ctx)
    if (!outcome.ok) await answer(ctx)
    return true
  }

  // The form answers these presses itself.
  const inForm = (to: AnyRoute): PressHandler => ({
    verb: to.verb,
    take: async (ctx) => to.parse(ctx.callbackQuery.data) !== undefined && whileOpen(ctx, () => resume(ctx)),
  })

  return {
    name: 'newEvent',
    commands: { newevent: (ctx) => afresh(ctx, () => open(ctx)) },
    presses: [
      press(routes.createEvent, (ctx) => afresh(ctx, () => open(ctx))),
      press(routes.startOver, (ctx, { key }) =>
        afresh(ctx, async () => {
          if ((await services.drafts.find(ctx.person.id))?.key === key) await services.drafts.discard(ctx.person.id)
          await open(ctx)
        }),
      ),
      press(routes.editEvent, (ctx, { eventId }) => afresh(ctx, () => edit(ctx, eventId))),
      press(routes.editInstead, (ctx, { eventId, key }) => afresh(ctx, () => edit(ctx, eventId, key))),
      ...formRoutes.map(inForm),
    ],
    messages: (ctx) => whileOpen(ctx, () => resume(ctx)),
  }
}

/** The buttons below a question of the form, or below its preview. */
const formRoutes: readonly AnyRoute[] = [
  routes.formSkip,
  routes.formBack,
  routes.formMonth,
  routes.formDay,
  routes.formTime,
  routes.formIdle,
  routes.formEditMenu,
  routes.formEdit,
  routes.formPreview,
  routes.formPublish,
  routes.formAddType,
  routes.formTypeMenu,
  routes.formEditType,
  routes.formRemoveType,
  routes.formDiscard,
]

const inputOf = (ctx: Context): Input => ({
  text: ctx.message?.text,
  photo: ctx.message?.photo?.at(-1)?.file_id,
  data: ctx.callbackQuery?.data,
})

/** A person's draft: as it stands, and with what they did at its open question. */
const createDrafting = (needs: Needs) => {
  const { services, clock, language: usual } = needs
  const steps = createSteps(needs)
  return {
    load: async (personId: number): Promise<Opened | null> => {
      const draft = await services.drafts.find(personId)
      return draft ? { draft, language: await services.people.languageOf(personId, usual), now: clock.now() } : null
    },

    // The language may have been changed, and days may have passed, since the question was asked. Whoever presses a
    // button here does not answer elsewhere.
    take: async (ctx: Ctx, draft: EventDraft, input: Input): Promise<Taken> => {
      const language = await services.people.languageOf(draft.personId, usual)
      if (input.data !== undefined) await services.prompts.clear(draft.personId)
      const outcome = await steps.take(draft, input, language)
      if (!outcome.ok) ctx.refused = outcome.refusal.code
      return { outcome, language, now: clock.now() }
    },
  }
}

type Form = (conversation: Conversation<Ctx>, ctx: Context) => Promise<void>

/** The plugin, around one update at a time: it is mounted only for what may belong to a form. */
const createWaiting = ({ services, forms }: Pick<Needs, 'services' | 'forms'>, form: Form) => {
  const plugin = conversations<Ctx, Context>({ storage: forms.storage })
  const waiting = recoverReplay(createConversation(form, { id: formName }))
  return {
    /** The open form takes the update; without one `otherwise` decides whether it is taken. */
    whileOpen: async (ctx: Ctx, otherwise: () => Promise<boolean>): Promise<boolean> => {
      let isTaken = true
      await plugin(ctx, async () => {
        await waiting(ctx, async () => {
          isTaken = await otherwise()
        })
      })
      return isTaken
    },

    /** Whatever form is open is left behind before `begin`. */
    afresh: async (ctx: Ctx, begin: () => Promise<void>): Promise<void> => {
      await plugin(ctx, async () => {
        await ctx.conversation.exitAll()
        await waiting(ctx, begin)
      })
    },

    /** What a form with another name left behind would bar the way, and an open question would take its answers. */
    enter: async (ctx: Ctx): Promise<void> => {
      await services.prompts.clear(ctx.person.id)
      await ctx.conversation.exitAll()
      await ctx.conversation.enter(formName)
    },
  }
}
