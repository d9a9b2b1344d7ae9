import { Refusal } from '../../../src/domain/refusal.js'
import { localTime } from '../../../src/texts/format.js'
import { understandWhen, type When, type WhenContext } from '../../../src/texts/times/when.js'

/** The zone of phrases unless they say otherwise. */
export const zone = 'Europe/Moscow'

const localIn = (of: string, at: number): string => localTime(at, of).toFormat('yyyy-MM-dd HH:mm')

const written = (when: When, of: string): string => {
  if (when.kind === 'day') return when.day
  const until = when.until === undefined ? '' : ` – ${localIn(of, when.until)}`
  return `${localIn(of, when.at)}${until}${when.foreign === undefined ? '' : ' (converted)'}`
}

/**
 * What a phrase is understood as: "2026-12-25 19:00", "2026-12-25 19:00 – 2026-12-25 22:00" with an end, "2026-12-25"
 * when its time is missing, both with " | " between where there are two meanings, "refused".
 */
export const understood = (text: string, context: Partial<WhenContext> & { readonly at: string }): string => {
  const { at, ...rest } = context
  const used = { zone, language: 'ru' as const, now: Date.parse(at), ...rest }
  try {
    const when = understandWhen(text, used)
    return when.kind === 'either'
      ? when.options.map((option) => written(option, used.zone)).join(' | ')
      : written(when, used.zone)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'whenNotUnderstood') return 'refused'
    throw error
  }
}

/** A Sunday, noon in Moscow. */
export const sunday = '2026-11-22T09:00:00Z'
