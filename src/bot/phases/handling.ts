import { type Api, Context } from 'grammy'
import type { Update } from 'grammy/types'
import { DatabaseUnavailable } from '../../domain/databaseUnavailable.js'
import { isBusy, Refusal } from '../../domain/refusal.js'
import type { Ctx } from '../ui/context.js'
import { createDefects } from './defects.js'
import { answer } from '../ui/press.js'
import { refuse } from '../ui/refusals.js'
import type { FormStorage } from '../updates/forms.js'
import { type Budget, Superseded, type TurnTooLate } from '../telegram/rateLimitBudget.js'
import { budgetSays, unwrapped } from '../telegram/errors.js'
import type { Handle, Handled, Handling } from '../updates/handled.js'
import type { BotNeeds } from './needs.js'
import type { Phase } from './phase.js'

type Needs = Pick<BotNeeds, 'services' | 'texts' | 'language' | 'log' | 'me' | 'budget'> & {
  readonly api: Api
  readonly forms: FormStorage
}

/**
 * Leads each update through the phases, until one takes it. Never throws: refusals are spoken, defects apologised for,
 * and what the database could not do for want of a connection or a disk is to be handled again, while that may be.
 */
export const createHandling = (needs: Needs, phases: readonly Phase[]) => {
  const { api, me, texts, language, forms, budget } = needs
  const defects = createDefects(needs)

  /** Something newer is said instead, or the program stops before it could be said: then the next start says it. */
  const leaveUnsaid = async (ctx: Ctx, why: Superseded | TurnTooLate): Promise<Trouble> => {
    if (!(why instanceof Superseded)) return { defect: undefined, again: true }
    // Its screen is a newer one's affair; its button must stop spinning all the same.
    if (ctx.callbackQuery) await defects.orIgnore(ctx, () => answer(ctx))
    return { defect: undefined, settled: why.settled }
  }

  const dealWith = async (ctx: Ctx, error: unknown, may: Handling): Promise<Trouble> => {
    const notNow = tryAgain(ctx.notNow ?? unwrapped(error), may)
    if (notNow) return notNow
    const notSaid = budgetSays(error)
    if (notSaid) return leaveUnsaid(ctx, notSaid)
    // Whoever has paid is told nothing that sounds like "try again": we do.
    if (ctx.message?.successful_payment !== undefined && !ctx.isSettled)
      return { defect: defects.log(ctx.update.update_id, error), again: true }
    if (!(error instanceof Refusal)) return { defect: await defects.handle(ctx, error) }
    await defects.orIgnore(ctx, () => refuse(ctx, error))
    if (ctx.callbackQuery) await defects.orIgnore(ctx, () => answer(ctx))
    return { defect: undefined }
  }

  /** Handles one update to its end. */
  const handle: Handle = async (update, handling) => {
    const ctx = new Context(update, api, me) as Ctx
    ctx.speech = texts.in(language)
    const ended = listenTo(ctx, handling, budget)
    let trouble: Trouble = { defect: undefined }
    try {
      await goThrough(phases, ctx)
    } catch (error) {
      // What is done about a trouble may meet the outage itself.
      trouble = await dealWith(ctx, error, handling).catch((later: unknown) => dealWith(ctx, later, handling))
    }
    ended()
    return { forms: forms.takeChanges(ctx.chatId), refused: ctx.refused, ...trouble }
  }
  return handle
}

type Trouble = Pick<Handled, 'defect' | 'again' | 'outage' | 'isBusy' | 'settled'>

/** What is to happen when an answer has to wait. */
const listenTo = (ctx: Ctx, { hasNewer, waits }: Handling, budget: Budget): (() => void) => {
  if (ctx.chat?.type !== 'private') return () => undefined
  const chat = String(ctx.chat.id)
  // Whoever pays is told so, whatever they do next.
  if (ctx.message?.successful_payment) ctx.mustBeHeard = true
  return budget.listen(chat, {
    mayBeSuperseded: () => ctx.mustBeHeard !== true,
    waits: (aboutMs) => {
      waits()
      ctx.whenWaiting?.(aboutMs)
      if (hasNewer()) budget.newer(chat)
    },
  })
}

/** Tells somebody who did more at once than is taken. Never rejects. */
export const createFloodAnswer = ({ api, texts, language, services, log }: Omit<Needs, 'forms' | 'me' | 'budget'>) => {
  const tell = async ({ message, callback_query: query }: Update): Promise<void> => {
    const from = message?.from ?? query?.from
    if (!from) return
    const text = texts.in(await services.people.languageOf(from.id, language)).label('too-much')
    if (query) await api.answerCallbackQuery(query.id, { text, show_alert: true })
    else if (message?.chat.type === 'private') await api.sendMessage(message.chat.id, text)
  }
  return (update: Update): void =>
    void tell(update).catch((error: unknown) => log.warn({ update: update.update_id, err: error }, 'reply failed'))
}

const tryAgain = (cause: unknown, { mayBeAgain, mayWaitForOthers }: Handling): Trouble | undefined => {
  const again = { defect: undefined, again: true } as const
  if (cause instanceof DatabaseUnavailable && mayBeAgain) return { ...again, outage: cause }
  if (isBusy(cause) && mayWaitForOthers) return { ...again, isBusy: true }
  return undefined
}

const goThrough = async (phases: readonly Phase[], ctx: Ctx): Promise<void> => {
  for (const { take } of phases) {
    const taken = take(ctx)
    // Most phases know at once that an update is none of theirs.
    if (taken === true || (taken !== false && (await taken))) return
  }
}
