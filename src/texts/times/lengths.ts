import { hourMs, minuteMs } from '../../domain/duration.js'
import { withDigits } from '../../domain/numberWords.js'

/** How long something takes: days on the calendar, and milliseconds beside them. */
export type Length = { readonly days: number; readonly ms: number }

const number = String.raw`\d{1,3}(?:[.,]\d{1,2})?`
const shape = new RegExp(
  String.raw`^(?:(?<days>${number}) ?(?:дн[яей]+|день|сут(?:ки|ок)|days?))?` +
    String.raw` ?(?:и |and )?(?:(?<hours>${number}) ?(?:час(?:а|ов|ика?|иков)?|ч\.?|hours?|hrs?\.?|h\.?))?` +
    String.raw` ?(?:и |and )?(?:(?<minutes>${number}) ?(?:минут[ауы]?|мин\.?|м\.?|minutes?|mins?\.?|m\.?)?)?$`,
  'u',
)

// Halves in words become digits, and what stands without a number is one.
const halves: readonly (readonly [RegExp, string])[] = [
  [/^(?:полчаса|пол часа|пол-часа|half an hour|a half hour|half hour|0[.,]5 часа)$/u, '30 мин'],
  [/^(?:полтора|полутора) /u, '1.5 '],
  [/^(?:an? )?(?<unit>hour) and a half$/u, '1.5 $<unit>'],
  [/^час с половиной$/u, '1.5 часа'],
  [/^(?<count>\d{1,3}) (?:с половиной|and a half) /u, '$<count>.5 '],
  [/^(?<count>\d{1,3}) (?<unit>часа|hours) (?:с половиной|and a half)$/u, '$<count>.5 $<unit>'],
  [/^(?:an? )?(?=(?:час|сутки|день|hour|day|минуту|minute)(?:$| ))/u, '1 '],
]

const digitsOf = (phrase: string): string =>
  halves.reduce((rest, [half, digits]) => rest.replace(half, digits), withDigits(phrase))

/**
 * Reads a whole phrase as a length: "4 часа", "2 ч 30 мин", "2h30", "полтора часа", "an hour and a half", "3 days".
 * undefined when it is none; a bare number is none.
 */
export const lengthOf = (phrase: string): Length | undefined => {
  const digits = digitsOf(phrase)
  const { days, hours, minutes } = shape.exec(digits)?.groups ?? {}
  const isBare = days === undefined && hours === undefined && /^[\d.,]*$/u.test(digits)
  if (isBare || [days, hours, minutes].every((count) => count === undefined)) return undefined
  const [wholeDays, hourCount, minuteCount] = [days, hours, minutes].map(count) as [number, number, number]
  if (!Number.isInteger(wholeDays)) return undefined
  return { days: wholeDays, ms: Math.round((hourCount * hourMs + minuteCount * minuteMs) / minuteMs) * minuteMs }
}

const count = (digits: string | undefined): number => Number((digits ?? '0').replace(',', '.'))
