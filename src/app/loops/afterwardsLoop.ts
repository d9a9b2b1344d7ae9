import type { Logger } from 'pino'
import { minuteMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import type { Afterwards } from '../../services/afterwards/afterwards.js'

// Nobody tells it what was published or moved meanwhile: so late it may notice.
const lookAgainMs = minuteMs

type Needs = { readonly afterwards: Afterwards; readonly clock: Clock; readonly log: Logger }

/** Writes down what is to be told after events, and of new ones to who follows their organizers, when it is due. */
export const createAfterwardsLoop = ({ afterwards, clock, log }: Needs): Loop =>
  createLoop({
    clock,
    log,
    name: 'telling what comes after events',
    round: async () => ({ restMs: Math.min(lookAgainMs, await afterwards.work()) }),
  })
