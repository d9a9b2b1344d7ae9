import type { Ctx } from '../ui/context.js'
import type { Feature } from '../ui/feature.js'
import { saidIn } from '../ui/prompts.js'
import type { Features } from './features.js'
import type { Phase } from './phase.js'

/** Payments that were made, before everything else that takes messages. */
export const paymentsPhase = (all: Features): Phase =>
  messagesPhase('payments', [all.successfulPayment, all.refundedPayment])

/** Answers to the question of an open form. */
export const formsPhase = (all: Features): Phase => {
  const forms = [all.newEvent]
  return { ...messagesPhase('forms', forms), take: (ctx) => saidIn(ctx) !== undefined && ask(forms, ctx) }
}

/** What is said, or sent, without having been asked for. */
export const freeTextPhase = (all: Features): Phase =>
  messagesPhase('freeText', [all.transfer, all.freeText, all.finding])

/** What nothing else took. */
export const fallbackPhase = (all: Features): Phase => messagesPhase('fallback', [all.fallback])

/** A phase in which features are asked one after another whether a message is for them. */
const messagesPhase = (name: string, features: readonly Feature[]): Phase => ({
  name,
  features: features.map((feature) => feature.name),
  take: (ctx) => ctx.message !== undefined && ask(features, ctx),
})

const ask = async (features: readonly Feature[], ctx: Ctx): Promise<boolean> => {
  for (const { messages } of features) if (await messages?.(ctx)) return true
  return false
}
