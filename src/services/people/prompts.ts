import { hourMs } from '../../domain/duration.js'
import type { Prompt } from '../../store/tables/prompts.js'
import type { Store } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'

export type { Prompt } from '../../store/tables/prompts.js'

// Whoever says something after this long does not answer any more.
const patienceMs = hourMs

/**
 * The one thing the bot asked a person to type or send, outside of forms. It outlives restarts; another question, a
 * command or a form takes its place.
 */
export const createPrompts = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  put: (
    personId: number,
    prompt: Pick<Prompt, 'kind' | 'subject'> & { readonly detail?: string | undefined },
  ): Promise<void> =>
    store.transact((tx) => tx.prompts.put(personId, { detail: undefined, ...prompt, at: clock.now() })),

  /** The open question; undefined when there is none, or it was asked too long ago. */
  current: (personId: number): Promise<Prompt | undefined> =>
    store.transact(async (tx) => {
      const prompt = await tx.prompts.of(personId)
      return prompt && prompt.at + patienceMs > clock.now() ? prompt : undefined
    }),

  clear: (personId: number): Promise<boolean> =>
    store.transact(async (tx) => ((await tx.prompts.of(personId)) ? tx.prompts.remove(personId) : false)),
})
