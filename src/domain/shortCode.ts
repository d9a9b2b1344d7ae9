// Crockford's base32: no I, L, O and U, which look like others or make words (https://www.crockford.com/base32.html).
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** How many characters a short code has: 40 random bits. */
export const shortCodeLength = 8

/** The short code made of these random numbers; of each only the lowest five bits count. */
export const shortCodeFrom = (numbers: Iterable<number>): string =>
  Array.from(numbers, (number) => alphabet[number % alphabet.length]).join('')

/** How a short code is printed: "K7QF-2M9X". */
export const spellShortCode = (shortCode: string): string => `${shortCode.slice(0, 4)}-${shortCode.slice(4)}`

// What people type for what they see: look-alikes, and Cyrillic letters when the keyboard was not switched.
const meant: Readonly<Record<string, string>> = {
  I: '1',
  L: '1',
  O: '0',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: '0',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  У: 'Y',
  З: '3',
}

/** The characters of a typed short code, or of its beginning; undefined when it cannot be one. */
export const shortCodeLetters = (text: string): string | undefined => {
  const letters = Array.from(text.toUpperCase().replace(/[\s\-–—]/gu, ''), (letter) => meant[letter] ?? letter)
  return letters.length > 0 && letters.length <= shortCodeLength && letters.every((letter) => alphabet.includes(letter))
    ? letters.join('')
    : undefined
}

/**
 * Reads a short code as people type it: case, spaces, dashes and look-alikes do not matter; undefined when it cannot be
 * one.
 */
export const parseShortCode = (text: string): string | undefined => {
  const letters = shortCodeLetters(text)
  return letters?.length === shortCodeLength ? letters : undefined
}
