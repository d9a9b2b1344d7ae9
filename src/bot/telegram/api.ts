import { Readable } from 'node:stream'
import { Api, type ApiClientOptions } from 'grammy'
import type { Logger } from 'pino'
import type { Clock } from '../../runtime/clock.js'
import { type CallInit, type CallResponse, createCaller } from './http.js'
import { isNeverSent } from './errors.js'

type Needs = { readonly token: string; readonly apiRoot: string; readonly clock: Clock; readonly log: Logger }
type Call = (address: string, init: CallInit) => Promise<CallResponse>

/**
 * Seconds to wait for an answer: to a reply, to an announcement without and with pictures, to a checkout, and behind
 * the 30 s of a long poll.
 */
const timeouts = { reply: 30, announcement: 10, upload: 30, checkout: 3, poll: 40 } as const

// Whoever pressed a button is still looking; longer than this nobody waits, and the update's other effects are safe
// anyway.
const patienceMs = 30_000

/**
 * The ways to call Telegram: replies are patient, announcements and polling decide for themselves what a failure means.
 */
export const createTelegram = ({ token, apiRoot, clock, log }: Needs) => {
  const call = createCaller()
  // Connections of its own: in a rush the replies use up theirs and line up, and neither updates nor checkouts may wait
  // behind them.
  const urgent = createCaller()
  const client = (timeoutSeconds: number, how: Call = call): ApiClientOptions => ({
    apiRoot,
    timeoutSeconds,
    fetch: asFetch(how),
  })
  return {
    /** For the bot and its forms. Sits in `fetch`, since transformers do not apply inside a conversation. */
    patient: client(timeouts.reply, createPatientCall(call, { clock, log })),
    announcing: new Api(token, client(timeouts.announcement)),
    /** For announcements with new pictures: ten of them take their time. */
    uploading: new Api(token, client(timeouts.upload)),
    polling: new Api(token, client(timeouts.poll, urgent)),
    /** For answers to pre-checkout queries, which Telegram takes for 10 s. */
    checkout: new Api(token, client(timeouts.checkout, urgent)),
  }
}

/** What `createTelegram` gives. */
export type Telegram = ReturnType<typeof createTelegram>

/** Node's own signal for grammY, whose types name the one of the abort-controller package. */
export const grammySignal = (signal: AbortSignal): Parameters<Api['getMe']>[0] => signal as Parameters<Api['getMe']>[0]

// grammY types this as the browser's fetch, but gives it only what CallInit names and takes only `json()` back
// (grammy/src/core/client.ts).
const asFetch = (call: Call): NonNullable<ApiClientOptions['fetch']> => {
  const fetch: unknown = call
  return fetch as NonNullable<ApiClientOptions['fetch']>
}

// What is uploaded in a reply is small: in memory it can be sent again.
const inMemory = async (init: CallInit): Promise<CallInit> =>
  init.body instanceof Readable ? { ...init, body: Buffer.concat((await init.body.toArray()) as Uint8Array[]) } : init

/**
 * Calls again what was not carried out: never sent, or refused with 429 (after exactly the time asked for); and once
 * when the answer was lost.
 */
const createPatientCall =
  (call: Call, { clock, log }: Pick<Needs, 'clock' | 'log'>): Call =>
  async (address, given) => {
    const init = await inMemory(given)
    const until = clock.now() + patienceMs
    for (let attempt = 0; ; attempt += 1) {
      const result = await tryOnce(() => call(address, init))
      const pause = pauseFor(result, attempt, init.signal)
      if (pause === undefined || clock.now() + pause > until) return finish(result)
      log.info({ pauseMs: pause, status: 'response' in result ? result.response.status : 'notSent' }, 'reply waits')
      await clock.sleep(pause, init.signal)
    }
  }

type Result = { readonly response: CallResponse } | { readonly error: unknown }

const tryOnce = (call: () => Promise<CallResponse>): Promise<Result> =>
  call().then(
    (response) => ({ response }),
    (error: unknown) => ({ error }),
  )

const pauseFor = (result: Result, attempt: number, signal: AbortSignal | undefined): number | undefined => {
  if (signal?.aborted) return undefined
  // A lost answer: once more. An edit or an answer to a press may be repeated, and a reply said twice is better than
  // none.
  if ('error' in result) return isNeverSent(result.error) ? 500 * 2 ** attempt : attempt === 0 ? 0 : undefined
  return result.response.status === 429 ? retryAfterOf(result.response.text) * 1000 : undefined
}

const retryAfterOf = (body: string): number => Number(/"retry_after"\s*:\s*(\d+)/u.exec(body)?.[1] ?? 1)

const finish = (result: Result): CallResponse => {
  if ('error' in result) throw result.error
  return result.response
}
