import { type Conversation, conversations, createConversation } from '@grammyjs/conversations'
import { Composer, type Context } from 'grammy'
import type { EventDraft } from '../../../../domain/draft.js'
import type { Language } from '../../../../domain/person.js'
import type { Result } from '../../../../domain/catchRefusal.js'
import type { Speech } from '../../../../texts/texts.js'
import { answer, onButton } from '../../../ui/buttons.js'
import type { Ctx } from '../../../ui/context.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import type { FormStorage } from '../../../updates/forms.js'
import { redraw, retire, show } from '../../../ui/screen.js'
import { editButtons, typeButtons, typeNotice } from './editMenu.js'
import { draftScreen, goOnScreen, monthScreen, otherDraftScreen, publishedScreen } from './screens.js'
import { createSteps, type Input, type Step } from './steps.js'
import { recoverReplay } from './recoverReplay.js'
import { routes } from '../../../ui/routes.js'

const formName = 'newEvent'

type Needs = FeatureNeeds & {
  readonly forms: FormStorage
  readonly languageOf: (personId: number) => Promise<Language>
}
type Reader = { readonly language: Language; readonly now: number }
type Opened = Reader & { readonly draft: EventDraft }
type Taken = Reader & { readonly outcome: Result<Step> }

/**
 * The form of /newevent. The plugin only waits: the answers live in the draft, so after every answer the conversation
 * rewinds to its
 * start and its stored state stays as small as one question, whatever a person types, and outlives every change of this
 * form.
 */
export const createNewEvent = (needs: Needs) => {
  const { services, texts, clock, forms } = needs
  const steps = createSteps(needs)

  const load = async (personId: number): Promise<Opened | null> => {
    const draft = await services.drafts.find(personId)
    return draft ? { draft, language: await needs.languageOf(personId), now: clock.now() } : null
  }

  // The language may have been changed, and days may have passed, since the question was asked. Whoever presses a
  // button here does not answer elsewhere.
  const take = async (ctx: Ctx, draft: EventDraft, input: Input): Promise<Taken> => {
    const language = await needs.languageOf(draft.personId)
    if (input.data !== undefined) await services.prompts.clear(draft.personId)
    const outcome = await steps.take(draft, input, language)
    if (!outcome.ok) ctx.refused = outcome.refusal.code
    return { outcome, language, now: clock.now() }
  }

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
      const no = speech.say(`refusal-${outcome.refusal.code}`, outcome.refusal.facts)
      if (next.callbackQuery) await answer(next)
      await show(next, draftScreen(speech, draft, now, no))
      return conversation.rewind(shown)
    }
    const goesOn = await respond(next, outcome.value, speech, { draft, now })
    if (goesOn) return conversation.rewind(outcome.value.kind === 'next' ? start : shown)
  }

  /** Says what a step came to; true while the form stays open. */
  const respond = async (
    ctx: Context,
    step: Step,
    speech: Speech,
    { draft, now }: Pick<Opened, 'draft' | 'now'>,
  ): Promise<boolean> => {
    if (ctx.callbackQuery) await answer(ctx, step.kind === 'old' ? { text: speech.label('button-old') } : undefined)
    switch (step.kind) {
      case 'month':
        await redraw(ctx, monthScreen(speech, draft, step, now))
        return true
      case 'editMenu':
        await redraw(ctx, { ...draftScreen(speech, draft, now), keyboard: editButtons(speech, draft) })
        return true
      case 'typeMenu':
        await redraw(ctx, {
          ...draftScreen(speech, draft, now, typeNotice(speech, draft, step.at)),
          keyboard: typeButtons(speech, draft, step.at),
        })
        return true
      case 'previewMenu':
        await redraw(ctx, draftScreen(speech, draft, now))
        return true
      case 'discarded':
        await show(ctx, { html: speech.say('form-discarded') })
        await retire(ctx)
        return false
      case 'published':
        await show(ctx, publishedScreen(speech, needs, step.published))
        await retire(ctx)
        return false
      default:
        return true
    }
  }

  // What a form with another name left behind would bar the way, and a question that is open elsewhere would take the
  // form's answers.
  const enter = async (ctx: Ctx): Promise<void> => {
    await services.prompts.clear(ctx.person.id)
    await ctx.conversation.exitAll()
    await ctx.conversation.enter(formName)
  }

  const goOn = async (ctx: Ctx, draft: EventDraft): Promise<void> => {
    await show(ctx, goOnScreen(ctx.speech, draft))
    await enter(ctx)
  }

  const open = async (ctx: Ctx): Promise<undefined> => {
    const { draft, isNew } = await services.drafts.open(ctx.person.id)
    if (!isNew) return goOn(ctx, draft).then(() => undefined)
    await show(ctx, { html: ctx.speech.say('form-begin') })
    await enter(ctx)
    return undefined
  }

  const edit = async (ctx: Ctx, eventId: number, insteadOf?: string): Promise<undefined> => {
    const other = await services.drafts.find(ctx.person.id)
    if (other && other.eventId !== eventId && other.key !== insteadOf && Object.keys(other.answers).length > 0) {
      return show(ctx, otherDraftScreen(ctx.speech, other, eventId)).then(() => undefined)
    }
    await services.drafts.edit(ctx.person.id, eventId)
    await enter(ctx)
    return undefined
  }

  /**
   * The plugin's state of the form is gone (the form changed, or a call failed), but the draft is there. A button names
   * its question and is
   * obeyed; of a text nobody knows which question it answers, so the open one is asked again.
   */
  const resume = async (ctx: Ctx): Promise<boolean> => {
    const opened = await load(ctx.person.id)
    if (!opened) return false
    if (!ctx.callbackQuery) return goOn(ctx, opened.draft).then(() => true)
    const { outcome } = await take(ctx, opened.draft, inputOf(ctx))
    if (!outcome.ok) await show(ctx, { html: ctx.speech.say(`refusal-${outcome.refusal.code}`, outcome.refusal.facts) })
    if (!outcome.ok || (await respond(ctx, outcome.value, ctx.speech, opened))) await enter(ctx)
    if (!outcome.ok) await answer(ctx)
    return true
  }

  const opensForm = (ctx: Ctx): boolean =>
    ctx.hasCommand('newevent') ||
    [routes.createEvent, routes.startOver, routes.editEvent, routes.editInstead].some(
      (one) => one.parse(ctx.callbackQuery?.data ?? '') !== undefined,
    )

  const feature = new Composer<Ctx>()
  feature.use(conversations({ storage: forms.storage }))
  feature.filter(opensForm, async (ctx, next) => {
    await ctx.conversation.exitAll()
    await next()
  })
  feature.use(recoverReplay(createConversation(form, { id: formName })))
  feature.command('newevent', async (ctx) => {
    await open(ctx)
  })
  onButton(feature, routes.createEvent, (ctx) => open(ctx))
  onButton(feature, routes.startOver, async (ctx, { key }) => {
    if ((await services.drafts.find(ctx.person.id))?.key === key) await services.drafts.discard(ctx.person.id)
    return open(ctx)
  })
  onButton(feature, routes.editEvent, (ctx, { eventId }) => edit(ctx, eventId))
  onButton(feature, routes.editInstead, (ctx, { eventId, key }) => edit(ctx, eventId, key))
  feature.on(['message', 'callback_query:data'], async (ctx, next) => {
    if (ctx.callbackQuery && !/^f\w:/u.test(ctx.callbackQuery.data)) return next()
    if (!(await resume(ctx))) await next()
  })
  return feature
}

const inputOf = (ctx: Context): Input => ({
  text: ctx.message?.text,
  photo: ctx.message?.photo?.at(-1)?.file_id,
  data: ctx.callbackQuery?.data,
})
