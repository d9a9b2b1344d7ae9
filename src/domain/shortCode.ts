import { undoCyrillicLayout } from './keyboardLayout.js'

// Crockford's base32: no I, L, O and U, which look like others or make words (https://www.crockford.com/base32.html).
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** How many characters a short code has: 40 random bits. */
export const shortCodeLength = 8

/** The short code made of these random numbers; of each only the lowest five bits count. */
export const shortCodeFrom = (numbers: Iterable<number>): string =>
  Array.from(numbers, (number) => alphabet[number % alphabet.length]).join('')

/** How a short code is printed: "K7QF-2M9X". */
export const spellShortCode = (shortCode: string): string => `${shortCode.slice(0, 4)}-${shortCode.slice(4)}`

// What people type for what they see: look-alikes, and letters of a keyboard that was not switched.
const typed = 'ILOАВЕКМНОРСТХУЗІЅЈԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ'
const read = '110ABEKMH0PCTXY31SJQWABEZH1KMN0PTYX'
const meant = new Map(Array.from(typed, (letter, place) => [letter, read[place] ?? letter]))

/** The characters of a typed short code, or of its beginning; undefined when it cannot be one. */
export const shortCodeLetters = (text: string): string | undefined => {
  const bare = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{P}\p{S}\p{Cf}]/gu, '')
  const letters = Array.from(bare, (letter) => meant.get(letter) ?? letter)
  return letters.length > 0 && letters.length <= shortCodeLength && letters.every((letter) => alphabet.includes(letter))
    ? letters.join('')
    : undefined
}

/**
 * Reads a short code as people type it: case, spaces, dashes, signs around it and look-alikes do not matter; undefined
 * when it cannot be one.
 */
export const parseShortCode = (text: string): string | undefined => {
  const letters = shortCodeLetters(text)
  return letters?.length === shortCodeLength ? letters : undefined
}

/** The short codes that a text may mean: as it is read, and as a scanner typed it on a Cyrillic layout. */
export const shortCodesIn = (text: string): readonly string[] => {
  const codes = [text, undoCyrillicLayout(text) ?? ''].flatMap((one) => parseShortCode(one) ?? [])
  return [...new Set(codes)]
}

const year = /^(?:19|20)\d\d$/u

// "K7QF-2M9X" as it is printed; "Anna-Vera", "Jazz-2027" and "2026-2027" are no codes.
const isPrinted = (first: string, second: string): boolean =>
  /\d/u.test(first + second) && !(year.test(second) && (year.test(first) || !/\d/u.test(first)))

// Digits among letters: of a word and a number, such as "Ivan1990", one only follows the other.
const isMixed = (letters: string): boolean => (letters.match(/\d+|\D+/gu) ?? []).length > 2

/**
 * Whether a text can hardly be anything but a short code. What could be one, such as "МАКАРОВА", "Hans 1999" or
 * "25122026", is more likely a name, a date or a number.
 */
export const looksLikeShortCode = (text: string): boolean => {
  const bare = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}−]/gu, '-')
  const trimmed = bare.replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '')
  const [, first = '', between = '', second = ''] = /^([\p{L}\d]{4})([\s-]*)([\p{L}\d]{4})$/u.exec(trimmed) ?? []
  if (first === '' || shortCodesIn(trimmed).length === 0) return false
  return isMixed(first + second) || (between.includes('-') && isPrinted(first, second))
}
