import { DateTime } from 'luxon'
import { withDigits } from '../../domain/numberWords.js'

/** A day that was understood. `weekly`: only a weekday was said, so the same day a week later fits as well. */
export type Day = { readonly day: string; readonly weekly: boolean }

// Each in every case, and cut as people cut it.
const names: readonly RegExp[] = [
  /^(?:понедельник(?:а|у|ом|е|и)?|пон|пнд?|mon(?:days?)?)$/u,
  /^(?:вторник(?:а|у|ом|е|и)?|втр?|tue(?:s|sdays?)?)$/u,
  /^(?:сред(?:а|у|ы|е|ой)|срд?|wed(?:s|nesdays?)?)$/u,
  /^(?:четверг(?:а|у|ом|е|и)?|чтв?|чет|thu(?:r|rs|rsdays?)?)$/u,
  /^(?:пятниц(?:а|у|ы|е|ей)|пятн?|птн?|fri(?:days?)?)$/u,
  /^(?:суббот(?:а|у|ы|е|ой)|суб|сбт?|sat(?:urdays?)?)$/u,
  /^(?:воскресен(?:ье|ья|ью|ьем|ьи|ие|ия)|воскр?|вск?р?|sun(?:days?)?)$/u,
]

/** 1 for a word that means Monday, in any case or cut short, to 7 for Sunday; undefined for another word. */
export const weekdayOf = (word: string): number | undefined => {
  const index = names.findIndex((name) => name.test(word.replace(/[.,]+$/u, '')))
  return index < 0 ? undefined : index + 1
}

const fillers: ReadonlySet<string> = new Set(['в', 'во', 'на', 'on', 'the', 'of', 'at'])

/** Which of the days of that name: a week of the calendar from this one, the next such day, or the last. */
type Which = number | 'coming' | 'this' | 'last' | 'weekAfter'

const whiches: readonly (readonly [RegExp, Which])[] = [
  [/^(?:ближайш\p{L}+|coming|upcoming|this coming|nearest)?$/u, 'coming'],
  [/^(?:эт(?:от|у|а|ой|о|ом)|this)$/u, 'this'],
  [/^(?:этой неделе|this week)$/u, 0],
  [/^(?:след(?:ующ\p{L}+|\.)?|будущ\p{L}+|next)(?: (?:неделе|week))?$/u, 1],
  [/^(?:прошл\p{L}+|last|past)$/u, 'last'],
  [/^(?:прошлой неделе|last week)$/u, -1],
  [/^(?:a )?week(?: from)?$/u, 'weekAfter'],
  [/^(?:after next|week after next|через одну)$/u, 2],
]

const weeksAhead = /^(?:через|in) (?:(?:an? )?|(?<count>\d{1,2}) )(?:недел[юиьей]+|weeks?)$/u

const whichOf = (words: string): Which | undefined => {
  const counted = weeksAhead.exec(withDigits(words))
  return counted ? Number(counted.groups?.['count'] ?? 1) : whiches.find(([shape]) => shape.test(words))?.[1]
}

/**
 * Reads a whole phrase as a day of the week: "в следующее воскресенье", "ближайшая среда", "next week friday", "через
 * две недели в субботу". "Next" is the week of the calendar, from Monday, that follows this one, in both languages.
 * undefined when it is none.
 */
export const spokenWeekday = (phrase: string, today: string): Day | undefined => {
  const words = phrase.replaceAll(',', '').split(' ')
  const place = words.findIndex((word) => weekdayOf(word) !== undefined)
  const weekday = weekdayOf(words[place] ?? '')
  const which = whichOf(words.filter((word, i) => i !== place && !fillers.has(word)).join(' '))
  return weekday === undefined || which === undefined ? undefined : dayIn(which, weekday, today)
}

const dayIn = (which: Which, weekday: number, today: string): Day => {
  const now = DateTime.fromISO(today, { zone: 'utc' })
  const ahead = (weekday - now.weekday + 7) % 7
  const at = (days: number): string => now.plus({ days }).toISODate() ?? today
  switch (which) {
    case 'coming':
      return { day: at(ahead), weekly: true }
    case 'this':
      return { day: at(ahead), weekly: false }
    case 'last':
      return { day: at(ahead - 7), weekly: false }
    case 'weekAfter':
      return { day: at(ahead + 7), weekly: false }
    default:
      return { day: at(weekday - now.weekday + 7 * which), weekly: false }
  }
}
