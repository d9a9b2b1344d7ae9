import { GrammyError, HttpError } from 'grammy'
import type { Delivery } from '../../domain/delivery.js'
import { secondMs } from '../../domain/duration.js'
import { budgetSays, codeOf, isNeverSent, isUnreachable, reasonOf, retryAfterMs } from '../telegram/errors.js'
import { notTelegrams } from '../telegram/http.js'

// Its turn to be said did not come: it lines up again.
const turnAgainMs = secondMs

/** What became of a try that failed. */
export type FailedDelivery = Exclude<Delivery, { kind: 'delivered' }>

/** What a failed try to send means. Throws what is no failure of sending. */
export const deliveryOf = (error: unknown): FailedDelivery => {
  if (error instanceof GrammyError) return refusedDelivery(error)
  if (budgetSays(error)) return { kind: 'notYet', waitMs: turnAgainMs }
  const reason = reasonOf(error)
  if (isNeverSent(error)) return { kind: 'notSent', reason }
  // A proxy answered in Telegram's place: as with any 5xx, nobody knows whether it was said, but somebody says that it
  // failed.
  if (codeOf(error) === notTelegrams) return { kind: 'serverFault', reason }
  if (error instanceof HttpError) return { kind: 'answerLost', reason }
  throw error
}

const refusedDelivery = (error: GrammyError): FailedDelivery => {
  const reason = `${error.error_code} ${error.description}`
  const afterMs = retryAfterMs(error)
  if (afterMs !== undefined) return { kind: 'tooManyRequests', retryAfterMs: afterMs }
  // Nothing was said, and the program stops: it waits for the right token.
  if (error.error_code === 401) return { kind: 'notSent', reason }
  if (error.error_code >= 500) return { kind: 'serverFault', reason }
  if (isUnreachable(error)) return { kind: 'unreachable', reason }
  return { kind: 'rejected', reason }
}
