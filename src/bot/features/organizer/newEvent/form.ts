import type { EventDraft } from '../../../../domain/draft.js'
import type { TelegramFiles } from '../../../telegram/files.js'
import type { FormStorage } from '../../../updates/forms.js'
import type { Ctx } from '../../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { answer, press, type PressHandler } from '../../../ui/press.js'
import { refuse } from '../../../ui/refusals.js'
import { routes } from '../../../ui/routes.js'
import { show } from '../../../ui/screen.js'
import { createDrafting, inputOf, type OpenDraft } from './drafting.js'
import { respond } from './respond.js'
import { goOnScreen, otherDraftScreen } from './screens.js'
import { createWaiting } from './waiting.js'

/** The form of /newevent: how it begins, and how it is found again. */
export const createNewEvent = (
  given: FeatureNeeds & { readonly forms: FormStorage; readonly pictures: TelegramFiles },
): Feature => {
  const needs = { ...given, drafting: createDrafting(given) }
  const {
    services: { drafts },
    drafting: { verbs, load, take },
  } = needs
  const { whileOpen, afresh, enter } = createWaiting(needs)

  const goOn = async (ctx: Ctx, draft: EventDraft): Promise<void> => {
    await show(ctx, goOnScreen(ctx.speech, draft))
    await enter(ctx)
  }

  const open = async (ctx: Ctx): Promise<void> => {
    const { draft, isNew } = await drafts.open(ctx.person.id)
    if (!isNew) return goOn(ctx, draft)
    await show(ctx, { html: ctx.speech.say('form-begin') })
    await enter(ctx)
  }

  const startOver = async (ctx: Ctx, key: string): Promise<void> => {
    if ((await drafts.find(ctx.person.id))?.key === key) await drafts.discard(ctx.person.id)
    await open(ctx)
  }

  const edit = async (ctx: Ctx, eventId: number, insteadOf?: string): Promise<void> => {
    const other = await drafts.find(ctx.person.id)
    if (other && other.eventId !== eventId && other.key !== insteadOf && Object.keys(other.answers).length > 0)
      return show(ctx, otherDraftScreen(ctx.speech, other, eventId))
    await drafts.edit(ctx.person.id, eventId)
    await enter(ctx)
  }

  /**
   * The plugin's state of the form is gone (the form changed, or a call failed), but the draft is there. A button names
   * its question and is obeyed; of a text nobody knows which question it answers, so the open one is asked again.
   */
  const resume = async (ctx: Ctx): Promise<boolean> => {
    const opened = await load(ctx.person.id)
    // Which question a changed message answered nobody knows either, and its person waits for nothing.
    if (!opened || ctx.editedMessage) return false
    if (!ctx.callbackQuery) await goOn(ctx, opened.draft)
    else if (await stays(ctx, opened)) await enter(ctx)
    return true
  }

  /** Obeys a button outside of the plugin; true while the form stays open. */
  const stays = async (ctx: Ctx, opened: OpenDraft): Promise<boolean> => {
    const { outcome } = await take(ctx, opened.draft, inputOf(ctx))
    if (outcome.ok) return respond(ctx, outcome.value, ctx.speech, { ...opened, ...needs })
    await answer(ctx)
    await refuse(ctx, outcome.refusal)
    return true
  }

  // The form answers these presses itself.
  const inForm = (verb: string): PressHandler => ({ verb, take: (ctx) => whileOpen(ctx, () => resume(ctx)) })

  return {
    name: 'newEvent',
    commands: { newevent: (ctx) => afresh(ctx, () => open(ctx)) },
    presses: [
      press(routes.createEvent, (ctx) => afresh(ctx, () => open(ctx))),
      press(routes.startOver, (ctx, { key }) => afresh(ctx, () => startOver(ctx, key))),
      press(routes.editEvent, (ctx, { eventId }) => afresh(ctx, () => edit(ctx, eventId))),
      press(routes.editInstead, (ctx, { eventId, key }) => afresh(ctx, () => edit(ctx, eventId, key))),
      ...verbs.map(inForm),
    ],
    messages: (ctx) => whileOpen(ctx, () => resume(ctx)),
  }
}
