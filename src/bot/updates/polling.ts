import { type Api, GrammyError, HttpError } from 'grammy'
import type { Update } from 'grammy/types'
import type { Logger } from 'pino'
import type { Clock } from '../../runtime/clock.js'
import { codeOf, isWrongToken } from '../telegram/errors.js'
import { grammySignal } from '../telegram/api.js'
import type { Worker } from './worker.js'
import { receivedKinds } from './kinds.js'

type Needs = {
  readonly api: Api
  readonly worker: Pick<Worker, 'accept' | 'room'>
  readonly clock: Clock
  readonly log: Logger
}

const pollSeconds = 30
const second = 1000

/**
 * Asks Telegram for updates until the signal fires. Updates are stored before they are confirmed. Throws only for a
 * wrong token.
 */
export const poll = async ({ api, worker, clock, log }: Needs, signal: AbortSignal): Promise<void> => {
  let offset: number | undefined
  let failures = 0
  // A function, since the compiler does not know that waiting changes the signal.
  const isStopping = (): boolean => signal.aborted
  while (!isStopping()) {
    try {
      const updates = await api.getUpdates(
        { timeout: pollSeconds, limit: 100, allowed_updates: receivedKinds, ...(offset !== undefined && { offset }) },
        grammySignal(signal),
      )
      await worker.accept(updates)
      offset = nextOffset(updates) ?? offset
      failures = 0
      await worker.room()
    } catch (error) {
      if (isStopping()) return
      if (isWrongToken(error)) throw error
      failures += 1
      const pauseMs = pauseAfterFailure(error, failures)
      log.warn({ err: error, code: codeOf(error), pauseMs }, explain(error))
      await clock.sleep(pauseMs, signal)
    }
  }
}

const nextOffset = (updates: readonly Update[]): number | undefined => {
  const last = updates.at(-1)
  return last && last.update_id + 1
}

const isConflict = (error: unknown): boolean => error instanceof GrammyError && error.error_code === 409

const pauseAfterFailure = (error: unknown, failures: number): number => {
  if (error instanceof GrammyError && error.error_code === 429) return (error.parameters.retry_after ?? 1) * second
  // Another poller: never fight for the line (telegram-facts).
  if (isConflict(error)) return Math.min(30, 5 * failures) * second
  return Math.min(30, 0.5 * 2 ** Math.min(failures - 1, 10)) * second
}

const explain = (error: unknown): string => {
  if (isConflict(error)) return "another program receives this bot's updates; stop it, or use another token"
  if (error instanceof GrammyError || error instanceof HttpError) return 'Telegram does not answer; asking again'
  return 'updates could not be stored; Telegram keeps them, asking again'
}
