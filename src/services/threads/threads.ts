import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import { createAnswering } from './answering.js'
import { createAsking } from './asking.js'
import { createThreadMessages } from './delivering.js'
import { createQuestions } from './questions.js'

/** Talks between guests and organizers, one for each person and event: asked, answered, listed and carried. */
export const createThreads = (needs: { readonly store: Store; readonly clock: Clock }) => ({
  asking: createAsking(needs),
  answering: createAnswering(needs),
  questions: createQuestions(needs),
  messages: createThreadMessages(needs),
})
