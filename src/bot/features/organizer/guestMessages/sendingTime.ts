import { clockTimeOf, dayOf } from '../../../../domain/localTime.js'
import { isFinal, Refusal } from '../../../../domain/refusal.js'
import { parseWhen, type When, type WhenContext } from '../../../../texts/times/when.js'

type Reader = Pick<WhenContext, 'language' | 'zone'> & { readonly now: number }

/**
 * When a message is to go out: a length is counted from now ("in 2 hours", "2 часа"); a time alone is said of `day`
 * ("2026-12-25"), where one was named before. A day alone comes back as one: nobody means its midnight. Refuses with
 * whenNotUnderstood, whenAmbiguous, pastDate a day that is over.
 */
export const sendingTime = (said: string, day: string | undefined, reader: Reader): When => {
  const context = { ...reader, after: reader.now }
  const when = (day === undefined ? undefined : understood(`${day} ${said}`, context)) ?? parseWhen(said, context)
  if (when.kind === 'instant' && when.until !== undefined) throw new Refusal('whenNotUnderstood')
  if (when.kind === 'day' && isOver(when.day, reader)) throw new Refusal('pastDate')
  return when
}

const isOver = (day: string, { now, zone }: Reader): boolean => Date.parse(day) < dayOf(clockTimeOf(now, zone))

const understood = (text: string, context: WhenContext): When | undefined => {
  try {
    return parseWhen(text, context)
  } catch (error) {
    if (isFinal(error)) return undefined
    throw error
  }
}
