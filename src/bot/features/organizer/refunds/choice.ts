import type { FeatureNeeds } from '../../../ui/feature.js'
import type { Press } from '../../../ui/press.js'
import { byOf } from '../../../ui/prompts.js'

/**
 * The orders of an event that its organizer has ticked. `made` is the update in which they ticked last: a button that
 * was made for another choice is told from it.
 */
export type RefundTicks = { readonly orderIds: readonly number[]; readonly made: number }

/** Nothing is ticked. */
const noChoice: RefundTicks = { orderIds: [], made: 0 }

const kind = 'refundOrders'

/** Keeps what is ticked where the one open question of a person stands: another question, or a command, ends it. */
export const createChoices = ({ services: { prompts } }: Pick<FeatureNeeds, 'services'>) => ({
  find: async (ctx: Press, eventId: number): Promise<RefundTicks> => {
    const prompt = await prompts.current(byOf(ctx))
    return prompt?.kind === kind && prompt.subject === eventId ? choiceIn(prompt.detail) : noChoice
  },

  keep: async (ctx: Press, eventId: number, orderIds: readonly number[]): Promise<RefundTicks> => {
    const choice = { orderIds, made: ctx.update.update_id }
    await prompts.put(byOf(ctx), { kind, subject: eventId, detail: `${choice.made}:${orderIds.join(',')}` })
    return choice
  },

  /** Nothing is ticked any more. */
  drop: async (ctx: Press, eventId: number): Promise<RefundTicks> => {
    const prompt = await prompts.current(byOf(ctx))
    if (prompt?.kind === kind && prompt.subject === eventId) await prompts.clear(byOf(ctx))
    return noChoice
  },
})

const choiceIn = (detail = ''): RefundTicks => {
  const [made, orderIds = ''] = detail.split(':')
  return { made: Number(made), orderIds: orderIds === '' ? [] : orderIds.split(',').map(Number) }
}
