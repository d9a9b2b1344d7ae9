import { Api, type ApiClientOptions } from 'grammy'
import fetch, { type RequestInit, type Response } from 'node-fetch'
import type { Logger } from 'pino'
import type { Clock } from '../services/clock.js'
import { isNeverSent } from './outcome.js'

type Needs = { readonly token: string; readonly apiRoot: string; readonly clock: Clock; readonly log: Logger }

/** Seconds to wait for an answer: to a reply, to an announcement, and behind the 30 s of a long poll. */
const timeouts = { reply: 30, announcement: 10, poll: 40 } as const

// Whoever pressed a button is still looking; longer than this nobody waits, and the update's other effects are safe anyway.
const patienceMs = 30_000

/** The ways to call Telegram: replies are patient, announcements and polling decide for themselves what a failure means. */
export const createTelegram = ({ token, apiRoot, clock, log }: Needs) => {
  const client = (timeoutSeconds: number): ApiClientOptions => ({ apiRoot, timeoutSeconds })
  return {
    /** For the bot and its forms. Sits in `fetch`, since transformers do not apply inside a conversation. */
    patient: { ...client(timeouts.reply), fetch: createPatientFetch({ clock, log }) as unknown as NonNullable<ApiClientOptions['fetch']> },
    announcing: new Api(token, client(timeouts.announcement)),
    polling: new Api(token, client(timeouts.poll)),
  }
}

/** What `createTelegram` gives. */
export type Telegram = ReturnType<typeof createTelegram>

/** Node's own signal for grammY, whose types name the one of the abort-controller package. */
export const grammySignal = (signal: AbortSignal): Parameters<Api['getMe']>[0] => signal as Parameters<Api['getMe']>[0]

/** Calls again what surely was not carried out: never sent, or refused with 429 (after exactly the time asked for). */
const createPatientFetch = ({ clock, log }: Pick<Needs, 'clock' | 'log'>) => async (url: string, init: RequestInit): Promise<Response> => {
  const until = clock.now() + patienceMs
  for (let attempt = 0; ; attempt += 1) {
    const result = await tryOnce(url, init)
    const pause = pauseFor(result, attempt)
    if (pause === undefined || clock.now() + pause > until || typeof init.body !== 'string') return finish(result)
    log.info({ pauseMs: pause, status: 'response' in result ? result.response.status : 'notSent' }, 'reply waits')
    await clock.sleep(pause, init.signal as AbortSignal | undefined)
  }
}

type Result = { readonly response: Response; readonly retryAfter: number | undefined } | { readonly error: unknown }

const tryOnce = async (url: string, init: RequestInit): Promise<Result> => {
  try {
    const response = await fetch(url, init)
    if (response.status !== 429) return { response, retryAfter: undefined }
    return { response, retryAfter: retryAfterOf(await response.clone().text()) }
  } catch (error) {
    return { error }
  }
}

const retryAfterOf = (body: string): number => Number(/"retry_after"\s*:\s*(\d+)/u.exec(body)?.[1] ?? 1)

const pauseFor = (result: Result, attempt: number): number | undefined => {
  if ('error' in result) return isNeverSent(result.error) ? 500 * 2 ** attempt : undefined
  return result.retryAfter === undefined ? undefined : result.retryAfter * 1000
}

const finish = (result: Result): Response => {
  if ('error' in result) throw result.error
  return result.response
}
