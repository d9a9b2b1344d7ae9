import { hourMs } from '../../domain/duration.js'
import type { Prompt } from '../../store/tables/prompts.js'
import type { Store } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'

export type { Prompt } from '../../store/tables/prompts.js'

// Whoever says something after this long does not answer any more.
const patienceMs = hourMs

/** Who acts, and by which update: one that is handled again finds the question that it found the first time. */
type By = { readonly personId: number; readonly updateId: number }

/**
 * The one thing the bot asked a person to type or send, outside of forms. It outlives restarts; another question, a
 * command or a form takes its place.
 */
export const createPrompts = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  put: (
    { personId, updateId }: By,
    prompt: Pick<Prompt, 'kind' | 'subject'> & { readonly detail?: string | undefined },
  ): Promise<void> =>
    store.transact((tx) => tx.prompts.put(personId, updateId, { detail: undefined, ...prompt, at: clock.now() })),

  /** The question that an update found open; undefined when there was none, or it was asked too long ago. */
  current: ({ personId, updateId }: By): Promise<Prompt | undefined> =>
    store.transact(async (tx) => {
      const change = await tx.prompts.of(personId)
      const found = change?.askedBy === updateId ? change.earlier : change?.now
      return found && found.at + patienceMs > clock.now() ? found : undefined
    }),

  /** Nothing is asked any more; true if something was until this update. */
  clear: ({ personId, updateId }: By): Promise<boolean> =>
    store.transact(async (tx) => {
      const change = await tx.prompts.of(personId)
      if (change?.now) await tx.prompts.clear(personId, updateId, clock.now())
      return (change?.askedBy === updateId ? change.earlier : change?.now) !== undefined
    }),

  /** Asks again what an update has not answered after all. */
  reopen: ({ personId, updateId }: By, prompt: Prompt): Promise<void> =>
    store.transact((tx) => tx.prompts.put(personId, updateId, prompt)),
})
