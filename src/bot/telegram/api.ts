import { Api, type ApiClientOptions } from 'grammy'
import type { Logger } from 'pino'
import type { Clock } from '../../runtime/clock.js'
import { dayMs } from '../../domain/duration.js'
import type { Budget } from './rateLimitBudget.js'
import { type CountCall, createCountedCall } from './countedCall.js'
import { type Call, createCaller } from './http.js'
import { createPatientCall, createTimedCall } from './lostCall.js'
import type { Precedence } from './speakingQueue.js'
import { createSpokenCall } from './spokenCall.js'

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
  /** How long a reply that could not be sent is tried again. */
  readonly patienceMs: number
  /** How long an announcement may wait for its turn; less than its lease, together with the time it takes. */
  readonly turnMs: number
}

/** How the bot reaches the Bot API. `proxy`: the address of one on the way, with user and password. */
export type BotAccess = { readonly token: string; readonly apiRoot: string; readonly proxy?: string | undefined }

type Needs = {
  readonly access: BotAccess
  readonly timeouts: TelegramTimeouts
  readonly clock: Clock
  readonly log: Logger
  readonly budget: Budget
  /** Told of each call to Telegram when it has ended. */
  readonly count?: CountCall | undefined
}

// What waits for its turn waits as long as it takes: grammY's own time-out would end it.
const never = dayMs

/**
 * The ways to call Telegram. Whatever says something passes the budget. Replies are patient, announcements and polling
 * decide for themselves what a failure means.
 */
export const createTelegram = ({ access: { token, apiRoot, proxy }, timeouts, clock, log, budget, count }: Needs) => {
  const counted = (call: Call): Call => (count ? createCountedCall(call, count) : call)
  const call = counted(createCaller(proxy))
  // Connections of its own: in a rush the replies use up theirs and line up, and neither updates nor checkouts may wait
  // behind them.
  const urgent = counted(createCaller(proxy))
  const client = (timeoutMs: number, how: Call): ApiClientOptions => ({
    apiRoot,
    timeoutSeconds: timeoutMs / 1000,
    fetch: asFetch(how),
  })
  const inTime = (timeoutMs: number): Call => createTimedCall(call, timeoutMs)
  const patient = createPatientCall(inTime(timeouts.replyMs), { clock, log, patienceMs: timeouts.patienceMs })
  const speaking = (urgency: Precedence, timeoutMs: number): Api =>
    new Api(token, client(never, createSpokenCall(inTime(timeoutMs), { budget, urgency, longestMs: timeouts.turnMs })))
  const each = (timeoutMs: number) => ({
    personal: speaking('personal', timeoutMs),
    chat: speaking('chat', timeoutMs),
    live: speaking('live', timeoutMs),
    pictures: speaking('pictures', timeoutMs),
    bulk: speaking('bulk', timeoutMs),
  })
  return {
    /** For the bot and its forms. Sits in `fetch`, since transformers do not apply inside a conversation. */
    replying: client(never, createSpokenCall(patient, { budget, urgency: 'reply', isPatient: true })),
    /** By how urgent it is what is said. */
    announcing: each(timeouts.announcementMs),
    /** The same for new pictures: ten of them take their time. */
    uploading: each(timeouts.uploadMs),
    /** For what says nothing: questions, and Stars that go back. */
    asking: new Api(token, client(timeouts.announcementMs, call)),
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
