import { minuteMs } from './duration.js'
import { Refusal } from './refusal.js'

/** So many codes that find nothing may one person try … */
export const guessLimit = 20
/** … within ten minutes. */
export const guessWindowMs = 10 * minuteMs

/** Different codes of one person that found nothing, since the first of them. */
export type Guesses = { readonly misses: number; readonly since: number }

/** The refusal tooManyGuesses for whoever has tried too many codes that found nothing; undefined for others. */
export const guessRefusal = ({ misses, since }: Guesses, now: number): Refusal | undefined => {
  const until = since + guessWindowMs
  return misses >= guessLimit && until > now
    ? new Refusal('tooManyGuesses', { minutes: Math.ceil((until - now) / minuteMs) })
    : undefined
}

/** Whether a text has the form of what a link carries (22 characters of base64url): what has not is no guess. */
export const looksLikeLinkCode = (text: string): boolean => /^[\w-]{22}$/u.test(text)
