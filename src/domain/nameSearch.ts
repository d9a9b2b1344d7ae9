import { foldName, lettersIn } from './nameFolding.js'

const longest = 64
const joints = /['-]/gu
const signs = /[\p{S}\p{Extended_Pictographic}\p{Regional_Indicator}]+/gu

const wordsOf = (folded: string): readonly string[] => {
  const words = [...lettersIn(folded), ...(folded.match(signs) ?? [])]
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

/** Whether somebody who is called so is meant by a text: each of its words begins one of theirs. */
export const isCalled = (name: string, text: string): boolean => {
  const words = turnsOf(name).flatMap((turn) => turn.split(' '))
  const isThere = (beginning: string): boolean => words.some((word) => word.startsWith(beginning))
  return wantedWords(text).some((wanted) => wanted.length > 0 && wanted.every(isThere))
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
  const letters = lettersIn(text)
  return [...new Set(letters.length > 0 ? words.slice(0, letters.length) : words)].slice(0, mostWords)
}

// "Müller" is kept as "muller", and "Mueller" as it is: who types the one may look for the other.
const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe' }

const asTwoLetters = (text: string): string =>
  text.normalize('NFC').replace(/[äöüø]/giu, (letter) => umlauts[letter.toLowerCase()] ?? letter)

// Two letters stand for one only where a consonant follows, and behind no vowel: "Bauer", "Neuer" and "Zoe" have none,
// "Michael" and "Joel" end with none.
const asOneLetter = (word: string): string =>
  word.replace(/(?<![aeiouyq])(?<letter>[aou])e(?!l$)(?=[bcdfghj-np-tvwxz])/gu, '$<letter>')

// Folded letters of other scripts only look like these.
const isLatin = (text: string): boolean => !/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)

type Words = (text: string) => readonly string[]

/** How else words of a text may be written, by the word. */
const otherSpellings = (text: string, wordsIn: Words): ReadonlyMap<string, string> => {
  const two = wordsIn(asTwoLetters(text))
  const pairs = wordsIn(text).map((word, place) => [word, two[place] ?? word] as const)
  return new Map(pairs.map(([word, other]) => [word, other === word && isLatin(text) ? asOneLetter(word) : other]))
}

// A name may have both spellings: so many of a question are looked for.
const mostSpellings = 4

const spelled = (words: readonly string[], others: ReadonlyMap<string, string>): readonly (readonly string[])[] =>
  words.reduce<readonly (readonly string[])[]>(
    (all, word) => {
      const both = new Set([word, others.get(word) ?? word])
      return [...both].flatMap((one) => all.map((some) => [...some, one])).slice(0, mostSpellings)
    },
    [[]],
  )

/**
 * The words that a question asks for, each once; again where a dash or an apostrophe may part or join them, and where
 * "ü" may be written "ue": the way they were typed comes first.
 */
export const wantedWords = (text: string): readonly (readonly string[])[] => {
  const question = text.replace(profileLink, '')
  const folded = foldName(question).slice(0, longest)
  const split = spelled(asked(searchWords(question), folded), otherSpellings(question, searchWords))
  const joined = spelled(
    asked(joinedWords(question), folded.replace(joints, '')),
    otherSpellings(question, joinedWords),
  )
  const all = [...split, ...joined].map((words) => [words.join(' '), words] as const)
  return [...new Map(all).values()]
}
