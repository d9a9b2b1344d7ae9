import { dayMs } from './duration.js'
import { isOnline } from './place.js'
import { searchKey, stemOf, wordsAndPartsIn, wordsIn } from './searchKeys.js'

/** Days and hours as clocks show them (as clockTimeOf gives them, in milliseconds): from, and until before. */
export type ClockSpan = { readonly from: number; readonly until: number }

/**
 * What is searched for: events that have words beginning with each of `words` and are on in `span`; or, whenever they
 * are, such that have `spanWords`, which name the span, too.
 */
export type EventQuery = {
  readonly words: readonly string[]
  readonly span: ClockSpan | undefined
  readonly spanWords: readonly string[]
}

// Said around what is meant.
const fillers: ReadonlySet<string> = new Set([
  ...['в', 'во', 'на', 'с', 'со', 'и', 'или', 'у', 'к', 'о', 'об', 'по', 'для', 'из', 'от', 'до', 'за'],
  ...['билет', 'билеты', 'билетов', 'билета', 'купить', 'хочу', 'есть', 'где', 'когда', 'будет'],
  ...['a', 'an', 'the', 'in', 'on', 'at', 'of', 'to', 'for', 'and', 'or', 'with', 'by'],
  ...['ticket', 'tickets', 'buy'],
])

const mostWords = 6
// As many bytes as a button has left for the words of the next page.
const roomForWords = 32

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/** Keys that fit into a button together: the longest lose their ends first, which finds no less. */
const fitting = (keys: readonly string[]): readonly string[] => {
  const longest = keys.reduce((most, key, i) => (bytesOf(key) > bytesOf(keys[most] ?? '') ? i : most), 0)
  if (bytesOf(keys.join('.')) <= roomForWords) return keys
  return fitting(keys.map((key, i) => (i === longest ? Array.from(key).slice(0, -1).join('') : key)))
}

const keysIn = (text: string): readonly string[] => {
  const all = wordsIn(text)
  const telling = all.filter((word) => !fillers.has(word.toLowerCase()))
  const keys = (telling.length > 0 ? telling : all).map((word) => searchKey(stemOf(word)))
  return [...new Set(keys)].filter((key) => key !== '')
}

/** What is said: the words that name days, where there are any, and the others. */
type Said = { readonly others: string; readonly named?: string; readonly span?: ClockSpan | undefined }

/** What a text asks for. */
export const queryOf = ({ others, named = '', span }: Said): EventQuery => {
  const words = (span && fillersOnly(others) ? [] : keysIn(others)).slice(0, mostWords)
  const more = span ? keysIn(named).filter((key) => !words.includes(key)) : []
  const fitted = fitting([...words, ...more.slice(0, mostWords - words.length)])
  return { words: fitted.slice(0, words.length), span, spanWords: fitted.slice(words.length) }
}

// "What's on", asked beside a day.
const fillersOnly = (text: string): boolean => wordsIn(text).every((word) => fillers.has(word.toLowerCase()))

/** Whether anything is asked for at all. */
export const asksForAnything = ({ words, span }: EventQuery): boolean => words.length > 0 || span !== undefined

// Of a longer beginning the key is as long as keys become.
const longestTyped = 16

type Titled = { readonly title: string; readonly venue: string }

const wordsOf = ({ title, venue }: Titled): readonly string[] =>
  [title, isOnline({ venue }) ? 'online онлайн' : venue].flatMap(wordsAndPartsIn)

const keysOf = (event: Titled): ReadonlySet<string> => new Set(wordsOf(event).map(searchKey))

/**
 * All beginnings by which an event is found, the empty one among them: of its words as they are kept, and of what
 * somebody has typed when they are that far.
 */
export const beginningsOf = (event: Titled): ReadonlySet<string> => {
  const typed = wordsOf(event).flatMap((word) => startsOf(word.slice(0, longestTyped)).map(searchKey))
  return new Set(['', ...[...keysOf(event)].flatMap(startsOf), ...typed])
}

const startsOf = (word: string): readonly string[] => {
  const letters = Array.from(word)
  return letters.map((_, end) => letters.slice(0, end + 1).join(''))
}

type OnClocks = Titled & ClockSpan

/** How long ago an event may have begun that is found by a day on which it still goes on. */
export const longestFoundMs = 7 * dayMs

/** Whether something that lasts so is on in a span: an instant is on in the span that it is in. */
const isOnIn = ({ from, until }: ClockSpan, span: ClockSpan): boolean =>
  from < span.until && (from >= span.from || until > span.from)

/** Whether an event is what is asked for, for those that are in no index. */
export const fits = (event: OnClocks, { words, span, spanWords }: EventQuery): boolean => {
  const begins = beginningsOf(event)
  const has = (all: readonly string[]): boolean => all.every((word) => begins.has(word))
  if (!span) return has(words)
  return has(words) && (isOnIn(event, span) || (spanWords.length > 0 && has(spanWords)))
}

/** Of a shorter word one letter is too much of it. */
export const leastWithSlip = 4

/** Whether an event has these words if one letter of each may be wrong, missing, too many, or swapped with the next. */
export const nearlyHas = (event: Titled, words: readonly string[]): boolean => {
  const keys = [...keysOf(event)]
  return words.every((word) => keys.some((key) => isNear(word, key)))
}

const isNear = (word: string, key: string): boolean => {
  if (key.startsWith(word)) return true
  if (word.length < leastWithSlip) return false
  return [-1, 0, 1].some((more) => isOneSlipAway(word, key.slice(0, word.length + more)))
}

const isOneSlipAway = (one: string, other: string): boolean => {
  let same = 0
  while (same < one.length && one[same] === other[same]) same += 1
  const [rest, otherRest] = [one.slice(same), other.slice(same)]
  const isSwapped = rest[0] === otherRest[1] && rest[1] === otherRest[0]
  return (
    rest.slice(1) === otherRest.slice(1) ||
    rest === otherRest.slice(1) ||
    rest.slice(1) === otherRest ||
    (rest.length > 1 && isSwapped && rest.slice(2) === otherRest.slice(2))
  )
}
