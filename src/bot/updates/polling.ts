import { type Api, GrammyError, HttpError } from 'grammy'
import type { Update } from 'grammy/types'
import type { Logger } from 'pino'
import { DatabaseUnavailable } from '../../domain/databaseUnavailable.js'
import { type Backoff, backoff } from '../../runtime/backoff.js'
import type { Clock } from '../../runtime/clock.js'
import { createLoop, type Loop } from '../../runtime/loop.js'
import { grammySignal } from '../telegram/api.js'
import { codeOf, isWrongToken, retryAfterMs, WrongToken } from '../telegram/errors.js'
import { receivedKinds } from './kinds.js'
import type { Contact } from './contact.js'
import type { Worker } from './worker.js'

type Needs = {
  readonly api: Api
  readonly worker: Pick<Worker, 'accept' | 'room'>
  readonly contact: Pick<Contact, 'answered'>
  readonly clock: Clock
  readonly log: Logger
  /** How long Telegram holds a poll open when there is nothing. */
  readonly longPollSeconds: number
  /** While Telegram does not answer. */
  readonly pauses: Backoff
}

// Another poller: never fight for the line (telegram-facts).
const conflictPauses: Backoff = { firstMs: 5000, longestMs: 30_000 }

// While updates cannot be stored: Telegram tells of the same ones again, and of checkouts that have come meanwhile.
const storing: Backoff = { firstMs: 500, longestMs: 2000 }
const checkoutsEveryMs = 1000

/**
 * Asks Telegram for updates. They are stored before they are confirmed; checkouts are heard of meanwhile, since
 * Telegram waits 10 s for their answer. Ends by itself only with WrongToken.
 */
export const createPolling = ({ api, worker, contact, clock, log, longPollSeconds, pauses }: Needs): Loop => {
  let offset: number | undefined

  const ask = (timeout: number, signal: AbortSignal): Promise<readonly Update[]> =>
    api.getUpdates(
      { timeout, limit: 100, allowed_updates: receivedKinds, ...(offset !== undefined && { offset }) },
      grammySignal(signal),
    )

  /** Begins to answer the checkouts among the first hundred updates that wait. */
  const hearCheckouts = async (signal: AbortSignal): Promise<void> => {
    const updates = await ask(0, signal)
    await worker.accept(updates.filter(({ pre_checkout_query: query }) => query))
  }

  const store = async (updates: readonly Update[], signal: AbortSignal): Promise<void> => {
    const stored = new AbortController()
    const accepting = worker.accept(updates).finally(() => stored.abort())
    const listening = async (): Promise<void> => {
      await clock.sleep(checkoutsEveryMs, stored.signal)
      while (!stored.signal.aborted && !signal.aborted) {
        await hearCheckouts(signal).catch(() => undefined)
        await clock.sleep(checkoutsEveryMs, stored.signal)
      }
    }
    await Promise.all([accepting, listening()])
  }

  return createLoop({
    clock,
    log,
    name: 'polling',
    round: async (signal) => {
      const updates = await ask(longPollSeconds, signal)
      contact.answered()
      if (updates.length > 0) await store(updates, signal)
      offset = nextOffset(updates) ?? offset
      await worker.room()
      return 'again'
    },
    pauseAfter: (error, failures) => {
      if (isWrongToken(error)) throw new WrongToken()
      const pauseMs = retryAfterMs(error) ?? backoff(failures, pausesFor(error, pauses))
      log.warn({ err: error, code: codeOf(error), pauseMs }, explain(error))
      return pauseMs
    },
  })
}

const nextOffset = (updates: readonly Update[]): number | undefined => {
  const last = updates.at(-1)
  return last && last.update_id + 1
}

const pausesFor = (error: unknown, usual: Backoff): Backoff => {
  if (error instanceof DatabaseUnavailable) return storing
  return isConflict(error) ? conflictPauses : usual
}

const isConflict = (error: unknown): boolean => error instanceof GrammyError && error.error_code === 409

const explain = (error: unknown): string => {
  if (isConflict(error)) return "another program receives this bot's updates; stop it, or use another token"
  if (error instanceof GrammyError || error instanceof HttpError) return 'Telegram does not answer; asking again'
  return 'updates could not be stored; Telegram keeps them, asking again'
}
