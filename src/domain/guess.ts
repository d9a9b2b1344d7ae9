import { minuteMs } from './duration.js'
import { Refusal } from './refusal.js'

/** So many codes that find nothing may one person try … */
export const guessLimit = 20
/** … within ten minutes. */
export const guessWindowMs = 10 * minuteMs

/** Codes of one person that found nothing, since the first of them. */
export type Guesses = { readonly misses: number; readonly since: number }

/** The refusal tooManyGuesses for whoever has tried too many codes that found nothing; undefined for others. */
export const guessRefusal = ({ misses, since }: Guesses, now: number): Refusal | undefined => {
  const until = since + guessWindowMs
  return misses >= guessLimit && until > now
    ? new Refusal('tooManyGuesses', { minutes: Math.ceil((until - now) / minuteMs) })
    : undefined
}
