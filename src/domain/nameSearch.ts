import { foldName } from './nameFolding.js'

const longest = 64
const joints = /['-]/gu
const between = /[\s\p{P}\p{S}\p{Extended_Pictographic}\p{Regional_Indicator}]+/u
const signs = /[\p{S}\p{Extended_Pictographic}\p{Regional_Indicator}]+/gu

const lettersOf = (folded: string): readonly string[] => folded.split(between).filter((word) => word !== '')

const wordsOf = (folded: string): readonly string[] => {
  const words = [...lettersOf(folded), ...(folded.match(signs) ?? [])]
  const whole = folded.trim()
  return words.length > 0 || whole === '' ? words : [whole]
}

/**
 * The words of a name, or of what somebody types to find it: folded, without spaces and punctuation; emoji and other
 * signs come last, and a text of nothing but punctuation is one word. The table `holder_names` keeps what this made:
 * whoever changes it fills that table anew, in a migration.
 */
export const searchWords = (text: string): readonly string[] => wordsOf(foldName(text).slice(0, longest))

// "O'Hara" is "o hara" to some and "ohara" to others.
const joinedWords = (text: string): readonly string[] => wordsOf(foldName(text).replace(joints, '').slice(0, longest))

// Of a name with more words the others find nobody.
const mostTurns = 6

const turned = (words: readonly string[]): readonly string[] =>
  words.slice(0, mostTurns).map((_, place) => [...words.slice(place), ...words.slice(0, place)].join(' '))

/**
 * A name as an index of beginnings keeps it: once from each of its words on, the words before it following at the end.
 * "Lena Maria Roth" gives "lena maria roth", "maria roth lena", "roth lena maria"; the first is the name as it is, and
 * never missing. A name with a dash or an apostrophe is there without it, too.
 */
export const turnsOf = (name: string): readonly string[] => {
  const turns = [...turned(searchWords(name)), ...turned(joinedWords(name))]
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

const profileLink = /^\s*(?:https?:\/\/)?(?:t|telegram)\.me\//iu

// Signs are asked for only by who types nothing else.
const asked = (words: readonly string[], text: string): readonly string[] => {
  const letters = lettersOf(text)
  return [...new Set(letters.length > 0 ? words.slice(0, letters.length) : words)].slice(0, mostWords)
}

/** The words that a question asks for, each once; twice where a dash or an apostrophe may part or join them. */
export const wantedWords = (text: string): readonly (readonly string[])[] => {
  const question = text.replace(profileLink, '')
  const folded = foldName(question).slice(0, longest)
  const split = asked(searchWords(question), folded)
  const joined = asked(joinedWords(question), folded.replace(joints, ''))
  return joined.join(' ') === split.join(' ') ? [split] : [split, joined]
}
