import type { Logger } from 'pino'
import { type Backoff, backoff, retry } from '../../runtime/backoff.js'
import type { Clock } from '../../runtime/clock.js'
import { isBadRequest, isNeverSent, isWrongToken, retryAfterMsIn, WrongToken } from './errors.js'
import type { Call, CallResponse } from './http.js'
import { inMemory, saysSomething } from './spokenCall.js'

type Patience = {
  readonly clock: Clock
  readonly log: Logger
  /** Whoever pressed a button is still looking; longer than this nobody waits for a way to Telegram. */
  readonly patienceMs: number
}

/**
 * Calls again what was never sent, and once when the answer was lost. 429 of what says nothing is waited out here; what
 * says something waits in the budget.
 */
export const createPatientCall =
  (call: Call, { clock, log, patienceMs }: Patience): Call =>
  async (address, given) => {
    const init = await inMemory(given)
    const until = clock.elapsed() + patienceMs
    for (let attempts = 1; ; attempts += 1) {
      const result = await tryOnce(() => call(address, init))
      const pauseMs = init.signal?.aborted ? undefined : pauseAfter(result, attempts, saysSomething(address))
      if (pauseMs === undefined || clock.elapsed() + pauseMs > until) return finish(result)
      log.info({ pauseMs, status: 'response' in result ? result.response.status : 'notSent' }, 'reply waits')
      await clock.sleep(pauseMs, init.signal)
    }
  }

type Result = { readonly response: CallResponse } | { readonly error: unknown }

const tryOnce = (call: () => Promise<CallResponse>): Promise<Result> =>
  call().then(
    (response) => ({ response }),
    (error: unknown) => ({ error }),
  )

const unsent: Backoff = { firstMs: 500, longestMs: 30_000 }

const pauseAfter = (result: Result, attempts: number, hasBudget: boolean): number | undefined => {
  if ('response' in result && result.response.status < 500)
    return result.response.status === 429 && !hasBudget
      ? retryAfterMsIn(result.response.body.toString('utf8'))
      : undefined
  if ('error' in result && isNeverSent(result.error)) return backoff(attempts, unsent)
  // A lost answer, also where a gate before Telegram lost it (502): once more. An edit or an answer to a press may be
  // repeated, and a reply said twice is better than none.
  return attempts === 1 ? 0 : undefined
}

const finish = (result: Result): CallResponse => {
  if ('error' in result) throw result.error
  return result.response
}

/** Gives up on a call after so many milliseconds. */
export const createTimedCall =
  (call: Call, timeoutMs: number): Call =>
  async (address, init) => {
    const giveUp = new AbortController()
    const abort = (): void => giveUp.abort()
    const timer = setTimeout(abort, timeoutMs)
    init.signal?.addEventListener('abort', abort, { once: true })
    try {
      return await call(address, { ...init, signal: giveUp.signal })
    } finally {
      clearTimeout(timer)
      init.signal?.removeEventListener('abort', abort)
    }
  }

type Insistence = {
  readonly clock: Clock
  readonly log: Logger
  readonly signal: AbortSignal
  readonly pauses: Backoff
}

/** Calls until Telegram answers. Rejects with the signal's reason, WrongToken, or a bad request. */
export type RetryUntilAnswered = <T>(call: () => Promise<T>) => Promise<T>

/** For calls without which there is no bot: its name, and a way to receive. */
export const createRetryUntilAnswered =
  ({ clock, log, signal, pauses }: Insistence): RetryUntilAnswered =>
  (call) =>
    retry(call, {
      clock,
      signal,
      pauseAfter: (error, failures) => {
        signal.throwIfAborted()
        if (isWrongToken(error)) throw new WrongToken()
        if (isBadRequest(error)) return undefined
        log.warn({ err: error }, 'Telegram does not answer; trying again')
        return backoff(failures, pauses)
      },
    })
