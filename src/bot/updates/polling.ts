import { type Api, GrammyError, HttpError } from 'grammy'
import type { Update } from 'grammy/types'
import type { Logger } from 'pino'
import { type Backoff, backoff } from '../../runtime/backoff.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import { grammySignal } from '../telegram/api.js'
import { codeOf, isWrongToken, retryAfterMs, WrongToken } from '../telegram/errors.js'
import { receivedKinds } from './kinds.js'
import type { Worker } from './worker.js'

type Needs = {
  readonly api: Api
  readonly worker: Pick<Worker, 'accept' | 'room'>
  readonly clock: Clock
  readonly log: Logger
  /** How long Telegram holds a poll open when there is nothing. */
  readonly longPollSeconds: number
  /** While Telegram does not answer. */
  readonly pauses: Backoff
}

// Another poller: never fight for the line (telegram-facts).
const conflictPauses: Backoff = { firstMs: 5000, longestMs: 30_000 }

/**
 * Asks Telegram for updates. They are stored before they are confirmed. Ends by itself only with WrongToken.
 */
export const createPolling = ({ api, worker, clock, log, longPollSeconds, pauses }: Needs): Loop => {
  let offset: number | undefined
  return createLoop({
    clock,
    log,
    name: 'polling',
    round: async (signal) => {
      const updates = await api.getUpdates(
        {
          timeout: longPollSeconds,
          limit: 100,
          allowed_updates: receivedKinds,
          ...(offset !== undefined && { offset }),
        },
        grammySignal(signal),
      )
      await worker.accept(updates)
      offset = nextOffset(updates) ?? offset
      await worker.room()
      return 'again'
    },
    pauseAfter: (error, failures) => {
      if (isWrongToken(error)) throw new WrongToken()
      const pauseMs = retryAfterMs(error) ?? backoff(failures, isConflict(error) ? conflictPauses : pauses)
      log.warn({ err: error, code: codeOf(error), pauseMs }, explain(error))
      return pauseMs
    },
  })
}

const nextOffset = (updates: readonly Update[]): number | undefined => {
  const last = updates.at(-1)
  return last && last.update_id + 1
}

const isConflict = (error: unknown): boolean => error instanceof GrammyError && error.error_code === 409

const explain = (error: unknown): string => {
  if (isConflict(error)) return "another program receives this bot's updates; stop it, or use another token"
  if (error instanceof GrammyError || error instanceof HttpError) return 'Telegram does not answer; asking again'
  return 'updates could not be stored; Telegram keeps them, asking again'
}
