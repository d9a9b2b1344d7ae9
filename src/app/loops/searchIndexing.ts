import type { Logger } from 'pino'
import { dayMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { EventSearch } from '../../services/search/eventSearch.js'

type Needs = { readonly eventSearch: EventSearch; readonly clock: Clock; readonly log: Logger }

/** Makes the events findable that an earlier version of the program wrote down, a few at a time. */
export const createSearchIndexing = ({ eventSearch, clock, log }: Needs): Loop =>
  createLoop({
    clock,
    log,
    name: 'making events findable',
    round: async () => ((await eventSearch.index()) ? 'again' : { pauseMs: dayMs }),
  })
