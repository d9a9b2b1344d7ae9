import { isBadRequest, isUnreachable } from '../telegram/errors.js'
import { isGone, isUnchanged } from '../ui/screen.js'

/**
 * What a failed edit means. unchanged: the message looks so already; gone: there is no message, or nobody to see it;
 * refused: Telegram has something against the message itself; failed: it may succeed later.
 */
export type EditFailure = 'unchanged' | 'gone' | 'refused' | 'failed'

/** What an error of an edit means. */
export const editFailureOf = (error: unknown): EditFailure => {
  if (isUnchanged(error)) return 'unchanged'
  if (isUnreachable(error) || isGone(error)) return 'gone'
  return isBadRequest(error) ? 'refused' : 'failed'
}
