import { GrammyError, HttpError } from 'grammy'
import type { Delivery } from '../../domain/delivery.js'
import { notTelegrams } from './http.js'

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

/** Whether the request surely never reached Telegram. */
export const isNeverSent = (error: unknown): boolean => {
  const cause = causeOf(error)
  return (
    neverSent.has(codeOf(error) ?? '') ||
    (typeof cause === 'object' && cause !== null && 'neverSent' in cause && cause.neverSent === true)
  )
}

// Telegram's words for a chat that does not take messages (Client.cpp of telegram-bot-api, read in November 2026).
const closedDoor =
  /bot was (?:blocked|kicked)|user is deactivated|chat not found|can't initiate conversation|not a member|PEER_ID_INVALID|have no rights|not enough rights|need administrator rights|CHAT_WRITE_FORBIDDEN|TOPIC_CLOSED|message thread not found/iu

/** Whether Telegram says that this chat cannot be written to. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof GrammyError &&
  (error.error_code === 403 || (error.error_code === 400 && closedDoor.test(error.description)))

/** Whether the token is wrong or revoked. A token of another form gets 404. */
export const isWrongToken = (error: unknown): boolean =>
  error instanceof GrammyError && (error.error_code === 401 || (error.error_code === 404 && error.method === 'getMe'))

/** The group's new id, if Telegram says that it became a supergroup. */
export const movedTo = (error: unknown): number | undefined =>
  error instanceof GrammyError ? error.parameters.migrate_to_chat_id : undefined

/** What a failed try to send means. */
export const deliveryOf = (error: unknown): Exclude<Delivery, { kind: 'delivered' }> => {
  if (error instanceof GrammyError) return refusedDelivery(error)
  const reason = codeOf(error) ?? (error instanceof Error ? error.message : 'unknown')
  if (isNeverSent(error)) return { kind: 'notSent', reason }
  // A proxy answered in Telegram's place: as with any 5xx, nobody knows whether it was said, but somebody says that it
  // failed.
  if (codeOf(error) === notTelegrams) return { kind: 'serverFault', reason }
  if (error instanceof HttpError) return { kind: 'answerLost', reason }
  throw error
}

const refusedDelivery = (error: GrammyError): Exclude<Delivery, { kind: 'delivered' }> => {
  const reason = `${error.error_code} ${error.description}`
  // Nothing was said, and the program stops: it waits for the right token.
  if (error.error_code === 401) return { kind: 'notSent', reason }
  if (error.error_code === 429)
    return { kind: 'tooManyRequests', retryAfterMs: (error.parameters.retry_after ?? 1) * 1000 }
  if (error.error_code >= 500) return { kind: 'serverFault', reason }
  if (isUnreachable(error)) return { kind: 'unreachable', reason }
  return { kind: 'rejected', reason }
}

/** Whether Telegram could not read our mark-up: a defect of escaping. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof GrammyError && error.description.includes("can't parse entities")
