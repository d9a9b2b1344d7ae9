import { fold } from './text.js'

/**
 * The words of a name, or of what somebody types to find it: folded, without spaces and punctuation; a text of nothing
 * else is one word. The table `holder_names` keeps what this made: whoever changes it fills that table anew, in a
 * migration.
 */
export const searchWords = (text: string): readonly string[] => {
  const folded = fold(text).trim()
  const words = folded.split(/[\s\p{P}]+/u).filter((word) => word !== '')
  return words.length > 0 || folded === '' ? words : [folded]
}

// Of a name with more words the others find nobody.
const mostTurns = 6

/**
 * A name as an index of beginnings keeps it: once from each of its words on, the words before it following at the end.
 * "Anna Maria Roth" gives "anna maria roth", "maria roth anna", "roth anna maria"; the first is the name as it is, and
 * never missing.
 */
export const turnsOf = (name: string): readonly string[] => {
  const words = searchWords(name)
  const turns = words.slice(0, mostTurns).map((_, place) => [...words.slice(place), ...words.slice(0, place)].join(' '))
  return turns.length > 0 ? [...new Set(turns)] : ['']
}

// So many words of a question are looked at: more are no name.
const mostWords = 6
const mostOrdered = 3

/**
 * The orders of some words that are worth a try, as they were typed first: all of up to three words, else only that.
 */
export const ordersOf = (words: readonly string[]): readonly string[] => {
  if (words.length > mostOrdered) return [words.join(' ')]
  if (words.length < 2) return words
  return words.flatMap((word, place) =>
    ordersOf(words.filter((_, other) => other !== place)).map((rest) => `${word} ${rest}`),
  )
}

/** The words that a question asks for, each once. */
export const wantedWords = (text: string): readonly string[] => [...new Set(searchWords(text))].slice(0, mostWords)
