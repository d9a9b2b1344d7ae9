import { type Api, Context } from 'grammy'
import type { Update } from 'grammy/types'
import { Refusal } from '../../domain/refusal.js'
import type { Ctx } from '../ui/context.js'
import { createDefects } from '../ui/defects.js'
import { answer } from '../ui/press.js'
import { refuse } from '../ui/refusals.js'
import type { FormStorage } from '../updates/forms.js'
import type { Handled } from '../updates/handled.js'
import type { BotNeeds } from './needs.js'
import type { Phase } from './phase.js'

type Needs = Pick<BotNeeds, 'services' | 'texts' | 'language' | 'log' | 'me'> & {
  readonly api: Api
  readonly forms: FormStorage
}

/**
 * Leads each update through the phases, until one takes it. Never throws: refusals are spoken, defects apologised for.
 */
export const createHandling = (needs: Needs, phases: readonly Phase[]) => {
  const { api, me, texts, language, forms } = needs
  const defects = createDefects(needs)

  const dealWith = async (ctx: Ctx, error: unknown): Promise<Pick<Handled, 'defect' | 'again'>> => {
    // Whoever has paid is told nothing that sounds like "try again": we do.
    if (ctx.message?.successful_payment !== undefined && !ctx.isSettled)
      return { defect: defects.log(ctx.update.update_id, error), again: true }
    if (!(error instanceof Refusal)) return { defect: await defects.handle(ctx, error) }
    await defects.orIgnore(ctx, () => refuse(ctx, error))
    if (ctx.callbackQuery) await defects.orIgnore(ctx, () => answer(ctx))
    return { defect: undefined }
  }

  /** Handles one update to its end. */
  return async (update: Update): Promise<Handled> => {
    const ctx = new Context(update, api, me) as Ctx
    ctx.speech = texts.in(language)
    let trouble: Pick<Handled, 'defect' | 'again'> = { defect: undefined }
    try {
      await goThrough(phases, ctx)
    } catch (error) {
      trouble = await dealWith(ctx, error)
    }
    return { forms: forms.takeChanges(ctx.chatId), refused: ctx.refused, ...trouble }
  }
}

const goThrough = async (phases: readonly Phase[], ctx: Ctx): Promise<void> => {
  for (const { take } of phases) {
    const taken = take(ctx)
    // Most phases know at once that an update is none of theirs.
    if (taken === true || (taken !== false && (await taken))) return
  }
}
