import { Api, type ApiClientOptions } from 'grammy'
import type { Logger } from 'pino'
import type { Clock } from '../../runtime/clock.js'
import { type Call, createCaller } from './http.js'
import { createPatientCall } from './retry.js'

/** How long to wait for Telegram's answer, in milliseconds. */
export type TelegramTimeouts = {
  readonly replyMs: number
  readonly announcementMs: number
  /** An announcement with new pictures. */
  readonly uploadMs: number
  /** The answer to a pre-checkout query. */
  readonly checkoutMs: number
  /** A long poll, which Telegram itself ends after `longPollSeconds` of polling.ts. */
  readonly pollMs: number
  /** How long a reply that was not carried out is tried again. */
  readonly patienceMs: number
}

type Needs = {
  readonly token: string
  readonly apiRoot: string
  readonly timeouts: TelegramTimeouts
  readonly clock: Clock
  readonly log: Logger
}

/**
 * The ways to call Telegram: replies are patient, announcements and polling decide for themselves what a failure means.
 */
export const createTelegram = ({ token, apiRoot, timeouts, clock, log }: Needs) => {
  const call = createCaller()
  // Connections of its own: in a rush the replies use up theirs and line up, and neither updates nor checkouts may wait
  // behind them.
  const urgent = createCaller()
  const client = (timeoutMs: number, how: Call = call): ApiClientOptions => ({
    apiRoot,
    timeoutSeconds: timeoutMs / 1000,
    fetch: asFetch(how),
  })
  return {
    /** For the bot and its forms. Sits in `fetch`, since transformers do not apply inside a conversation. */
    patient: client(timeouts.replyMs, createPatientCall(call, { clock, log, patienceMs: timeouts.patienceMs })),
    announcing: new Api(token, client(timeouts.announcementMs)),
    /** For announcements with new pictures: ten of them take their time. */
    uploading: new Api(token, client(timeouts.uploadMs)),
    polling: new Api(token, client(timeouts.pollMs, urgent)),
    /** For answers to pre-checkout queries, which Telegram takes for 10 s. */
    checkout: new Api(token, client(timeouts.checkoutMs, urgent)),
  }
}

/** The ways to call Telegram: see `createTelegram`. */
export type Telegram = ReturnType<typeof createTelegram>

/** Node's own signal for grammY, whose types name the one of the abort-controller package. */
export const grammySignal = (signal: AbortSignal): Parameters<Api['getMe']>[0] => signal as Parameters<Api['getMe']>[0]

// grammY types this as the browser's fetch, but gives it only what CallInit names and takes only `json()` back
// (grammy/src/core/client.ts).
const asFetch = (call: Call): NonNullable<ApiClientOptions['fetch']> => {
  const fetch: unknown = call
  return fetch as NonNullable<ApiClientOptions['fetch']>
}
