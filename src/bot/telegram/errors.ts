import { BotError, GrammyError, HttpError } from 'grammy'
import { Superseded, TurnTooLate } from './rateLimitBudget.js'

/** The token is wrong or revoked: nothing can be done until it is replaced. */
export class WrongToken extends Error {
  constructor() {
    super(
      'Telegram refuses the bot token: it is wrong or was revoked. Ask @BotFather for the current one and put it into TELEGRAM_BOT_TOKEN.',
    )
    this.name = 'WrongToken'
  }
}

/** Whether the token is wrong or revoked. A token of another form gets 404. */
export const isWrongToken = (error: unknown): boolean =>
  error instanceof GrammyError && (error.error_code === 401 || (error.error_code === 404 && error.method === 'getMe'))

// The request never left: nobody listens, nobody has that name, no way leads there.
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
])

const causeOf = (error: unknown): unknown => (error instanceof HttpError ? error.error : error)

/** The system's code of a failed request, such as ECONNREFUSED; undefined when it has none. */
export const codeOf = (error: unknown): string | undefined => {
  const cause = causeOf(error)
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined
}

/** Why a request failed, for people: the system's code, or what the error says. */
export const reasonOf = (error: unknown): string =>
  codeOf(error) ?? (error instanceof Error ? error.message : 'unknown')

/** Why nothing was sent, where the budget says so: see `Superseded` and `TurnTooLate`. */
export const budgetSays = (error: unknown): Superseded | TurnTooLate | undefined => {
  const cause = causeOf(error)
  return cause instanceof Superseded || cause instanceof TurnTooLate ? cause : undefined
}

/** Whether the request surely never reached Telegram. */
export const isNeverSent = (error: unknown): boolean => {
  const cause = causeOf(error)
  return (
    neverSent.has(codeOf(error) ?? '') ||
    (typeof cause === 'object' && cause !== null && 'neverSent' in cause && cause.neverSent === true)
  )
}

// Where no time is given, a second is the least.
const waitMs = (seconds: number | undefined): number => (seconds ?? 1) * 1000

/** How long Telegram wants to hear nothing (milliseconds) after 429; undefined for any other error. */
export const retryAfterMs = (error: unknown): number | undefined =>
  error instanceof GrammyError && error.error_code === 429 ? waitMs(error.parameters.retry_after) : undefined

/** The same of the body of an answer 429, which is no error yet. */
export const retryAfterMsIn = (body: string): number => {
  const [, seconds] = /"retry_after"\s*:\s*(\d+)/u.exec(body) ?? []
  return waitMs(seconds === undefined ? undefined : Number(seconds))
}

// Telegram's words for a chat that does not take messages (Client.cpp of telegram-bot-api, read in November 2026).
const closedDoor =
  /bot was (?:blocked|kicked)|user is deactivated|chat not found|can't initiate conversation|not a member|PEER_ID_INVALID|have no rights|not enough rights|need administrator rights|CHAT_WRITE_FORBIDDEN|TOPIC_CLOSED|message thread not found/iu

/** Whether Telegram says that this chat cannot be written to. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof GrammyError &&
  (error.error_code === 403 || (error.error_code === 400 && closedDoor.test(error.description)))

/** Whether Telegram has something against the request itself: asking again would not help. */
export const isBadRequest = (error: unknown): boolean => error instanceof GrammyError && error.error_code === 400

/** The group's new id, if Telegram says that it became a supergroup. */
export const movedTo = (error: unknown): number | undefined =>
  error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined

/** Whether Telegram could not read our mark-up: a defect of escaping. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof GrammyError && error.description.includes("can't parse entities")

/** What was thrown: grammY wraps what its middleware throws. */
export const unwrapped = (thrown: unknown): unknown => (thrown instanceof BotError ? thrown.error : thrown)
