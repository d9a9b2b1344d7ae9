import { otherLayout } from './keyboardLayout.js'
import { plainDigits } from './numeral.js'

const fromLink = /[?&=/\s]e_[a-z2-7]{10}_(?<code>[^\s&?#/]+)/u
const label =
  /^(?:(?:the|your|my|мой|ваш|твой)\s+)?(?:promo[- ]?code|промо[- ]?код)\s*(?:is\s|это\s|[:=№#]|\s-\s|\s)\s*(?=\S)/iu
const weakLabel =
  /^(?:(?:the|your|my|мой|ваш|твой)\s+)?(?:promo|code|coupon(?:\s+code)?|discount(?:\s+code)?|промо|код|купон|скидка(?:\s+по\s+коду)?)\s*(?:is\s|[:=№#]|\s-\s|\s)\s*(?=\S)/iu

/** A code as it is compared: one spelling for whatever people paste or type. */
export const foldCode = (text: string): string => folded(bare(text).replace(label, ''))

/**
 * All codes that a typed text may mean, likeliest first: without the words before it, with them, and typed on the other
 * keyboard layout.
 */
export const codeReadings = (text: string): readonly string[] => {
  const typed = bare(text)
  const unlabelled = typed.replace(label, '')
  const texts = [
    unlabelled,
    unlabelled.replace(weakLabel, ''),
    typed,
    otherLayout(unlabelled),
    otherLayout(text.trim()),
  ]
  return [...new Set(texts.map(folded))].filter((code) => code !== '')
}

const bare = (text: string): string => trimmed(plainDigits(codeInLink(` ${text}`).replaceAll('№', '#')))

const codeInLink = (text: string): string => {
  const code = fromLink.exec(text)?.groups?.['code']
  return code === undefined ? text : code.replace(/%[\da-f]{2}/giu, '')
}

// Quotes, brackets, a final dot, "#"; a dash that stands alone.
const trimmed = (text: string): string => text.replace(/^(?:[^\p{L}\p{N}-]+|-+\s+)+|(?:[^\p{L}\p{N}-]+|\s+-+)+$/gu, '')

const folded = (text: string): string => oneScript(trimmed(text).replace(/\s+/gu, '').toUpperCase())

const cyrillic = 'АВЕКМНОРСТУХІЈЅ'
const greek = 'ΑΒΕΚΜΗΟΡϹΤΥΧΙΙΙ'
const latin = 'ABEKMHOPCTYXIJS'
const likeLatin = new Map<string, string>(
  [cyrillic, greek].flatMap((letters) => Array.from(letters, (letter, at) => [letter, latin.charAt(at)] as const)),
)
// Only what stands on a Russian keyboard.
const russian = 'АВЕКМНОРСТУХ'
const likeCyrillic = new Map<string, string>(Array.from(russian, (letter, at) => [latin.charAt(at), letter] as const))

const replaced = (text: string, by: ReadonlyMap<string, string>): string =>
  Array.from(text, (letter) => by.get(letter) ?? letter).join('')

// Letters that look alike are one letter: a code is of one script where it can be, Latin before Cyrillic.
const oneScript = (code: string): string => {
  const asLatin = replaced(code, likeLatin)
  if (!/[^\P{L}A-Z]/u.test(asLatin)) return asLatin
  const asCyrillic = replaced(code, likeCyrillic)
  return /[^\P{L}\p{Script=Cyrillic}]/u.test(asCyrillic) ? asLatin : asCyrillic
}
