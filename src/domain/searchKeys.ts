import { foldName, lettersIn } from './nameFolding.js'

// Cyrillic letters without their accents, as they are most often written in Latin ones.
const cyrillic: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ж: 'zh', з: 'z', и: 'i', к: 'k', л: 'l', м: 'm', н: 'n' },
  ...{ о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '' },
  ...{ ы: 'i', ь: '', э: 'e', ю: 'iu', я: 'ia', і: 'i', є: 'e', ґ: 'g', ј: 'j', љ: 'l', њ: 'n', ђ: 'dzh', ћ: 'ch' },
  ...{ џ: 'dzh', ѓ: 'g', ќ: 'k', ѕ: 'dz' },
}

// What sounds alike is one spelling: "jazz" and "джаз", "concert" and "концерт", "Müller" and "Mueller".
const alike: readonly (readonly [RegExp, string])[] = [
  [/dzh/gu, 'j'],
  [/s[hc]*ch/gu, 'sh'],
  [/ph/gu, 'f'],
  [/th/gu, 't'],
  [/kh/gu, 'h'],
  [/ck/gu, 'k'],
  [/c(?![eihy]|$)/gu, 'k'],
  [/t[sz]/gu, 'c'],
  [/q/gu, 'k'],
  [/x/gu, 'ks'],
  [/w/gu, 'v'],
  [/[jy]/gu, 'i'],
  [/(?<=[aou])e/gu, ''],
  [/(?<letter>\p{L})\k<letter>+/gu, '$<letter>'],
]

const spelledAlike = (latin: string): string => alike.reduce((text, [from, to]) => text.replace(from, to), latin)

const inLatin = (text: string): string => {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return Array.from(bare, (letter) => cyrillic[letter] ?? letter).join('')
}

// Nobody types more of a word to find it, and few words are told apart only behind it.
const longestKey = 12

/**
 * What a word is found by: small Latin letters without accents, one spelling for what sounds alike, at most twelve. The
 * table `event_words` keeps what this made: whoever changes it raises `searchVersion`.
 */
export const searchKey = (word: string): string =>
  Array.from(spelledAlike(foldName(inLatin(word))))
    .slice(0, longestKey)
    .join('')

/** Counts the changes of searchKey, and of what of an event it is made of. */
export const searchVersion = 1

// "L'Opéra" is found by "opera" and by "lopera".
const apostrophes = /['’‘‛`´ʼʻʹ′＇]/gu

/** The words of a text, without signs and emoji; those with an apostrophe are one. */
export const wordsIn = (text: string): readonly string[] => lettersIn(text.replace(apostrophes, ''))

/** The same, and the parts of those with an apostrophe, too. */
export const wordsAndPartsIn = (text: string): readonly string[] => [
  ...new Set([...wordsIn(text), ...wordsIn(text.replace(apostrophes, ' '))]),
]

const leastStem = 4
const endings =
  /(?:ами|ями|ыми|ими|ого|его|ому|ему|ах|ях|ом|ем|ов|ев|ам|ям|ой|ей|ий|ый|ую|юю|ая|яя|ое|ее|ые|ие|ых|их|ым|им|[аеиоуыэюяйь])$/u

/** A word without the ending that grammar gives it: "Москве" and "концерты" are asked for as "Москв" and "концерт". */
export const stemOf = (word: string): string => {
  const small = word.toLowerCase().replaceAll('ё', 'е')
  const stem = small.replace(/\p{Script=Cyrillic}$/u.test(small) ? endings : /(?<=\p{Script=Latin}[^s])s$/u, '')
  return stem.length >= leastStem ? stem : small
}
