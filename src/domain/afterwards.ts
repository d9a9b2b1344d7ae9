import { dayMs, hourMs } from './duration.js'
import { closesAt, type Event } from './event.js'
import { clockTimeOf, dayOf, instantOf } from './localTime.js'
import { Refusal } from './refusal.js'
import { cleanLine } from './text.js'

/** When of the day after an event its organizer gets the report, and who was there is asked: hours by its clocks. */
const hoursOfDay = { report: 10, question: 12 } as const

/** What comes the day after an event. */
export type Aftermath = keyof typeof hoursOfDay

// A night belongs to the day before it, until five in the morning; nobody knows when an event without an end is over.
const nightMs = 5 * hourMs

type Timed = Pick<Event, 'startsAt' | 'endsAt' | 'zone'>

/** When it is due: on the day after the event, by its clocks (UTC milliseconds). */
export const dueAfter = (event: Timed, what: Aftermath): number => {
  const shown = clockTimeOf(closesAt(event), event.zone) - (event.endsAt === undefined ? 0 : nightMs)
  return instantOf(dayOf(shown) + dayMs + hoursOfDay[what] * hourMs, event.zone)
}

/** So long after an event its report may come, and people may be asked: what was missed for longer is let go. */
export const aftermathMs = 7 * dayMs

/** Whether an event that took place is long enough over, and not for too long. */
export const isDueAfter = (event: Timed & Pick<Event, 'state'>, what: Aftermath, now: number): boolean =>
  event.state !== 'cancelled' && dueAfter(event, what) <= now && now < closesAt(event) + aftermathMs

/** The stars that can be given. */
export const starChoices = ['1', '2', '3', '4', '5'] as const

/** So long after an event it may be rated: its ratings are kept for longer (services/messaging/forgetting.ts). */
export const ratingMs = 90 * dayMs

/** Refuses with eventCancelled, ratingClosed unless an event may be rated now. */
export const mustBeRatable = (event: Event, now: number): void => {
  if (event.state === 'cancelled') throw new Refusal('eventCancelled', { title: event.title })
  if (now < closesAt(event) || now >= closesAt(event) + ratingMs)
    throw new Refusal('ratingClosed', { title: event.title })
}

/** How long words about an event may be, in UTF-16 units. */
export const longestWords = 500

/** Clean words about an event. Refuses with textNeeded, wordsTooLong. */
export const checkWords = (text: string): string => {
  const words = text.split('\n').map(cleanLine).filter(Boolean).join('\n')
  if (!words) throw new Refusal('textNeeded')
  if (words.length > longestWords) throw new Refusal('wordsTooLong', { max: longestWords, length: words.length })
  return words
}

/** How many people rated an event with how many stars. */
export type StarCounts = readonly { readonly stars: number; readonly count: number }[]

/**
 * What an event's ratings come to. `average` has one digit behind the point. `shown` is undefined while fewer than
 * `fewestRatings` people answered: of one or two an average tells what each of them said.
 */
export type RatingSummary = {
  readonly answers: number
  readonly shown: { readonly average: number; readonly counts: StarCounts } | undefined
}

/** From so many answers on an organizer sees what they say. */
export const fewestRatings = 3

/** Sums up how many gave how many stars. */
export const summaryOf = (counts: StarCounts): RatingSummary => {
  const answers = counts.reduce((sum, { count }) => sum + count, 0)
  if (answers < fewestRatings) return { answers, shown: undefined }
  const stars = counts.reduce((sum, { stars: each, count }) => sum + each * count, 0)
  const all = starChoices.map((choice) => {
    const each = Number(choice)
    return { stars: each, count: counts.find((row) => row.stars === each)?.count ?? 0 }
  })
  return { answers, shown: { average: Math.round((10 * stars) / answers) / 10, counts: all } }
}
