import { graphemesOf } from '../domain/text.js'

// What the fonts lack and something they have says as well.
const stands: Readonly<Record<string, string>> = {
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '–',
  '\u2015': '—',
}
// More marks on one letter than any language writes would run over the neighbouring lines.
const tooManyMarks = /((?=\p{M})\p{Script=Inherited}{2})(?:(?=\p{M})\p{Script=Inherited})+|(\p{Mn}{3})\p{Mn}+/gu

/**
 * What of a text the fonts can draw. What they lack is left out; letters in fancy dress (𝕽𝖔𝖈𝖐) are undressed; words
 * stay apart, and no lonely dash or empty brackets stay behind. Empty when a letter of it cannot be drawn.
 */
export const createPrintable = (has: (character: string) => boolean) => {
  const known = (text: string): string => {
    const [first = '', ...rest] = text
    return has(first) && !/\p{M}/u.test(first) ? first + rest.filter(has).join('').replace(tooManyMarks, '$1$2') : ''
  }
  const drawn = (grapheme: string): string => {
    if (/^\s/u.test(grapheme)) return grapheme === '\u00a0' || grapheme === '\u202f' ? '\u00a0' : ' '
    const plain = stands[grapheme] ?? grapheme
    return known(plain) || Array.from(plain.normalize('NFKC'), known).join('') || ' '
  }
  return (text: string): string => {
    const all = graphemesOf(text.normalize('NFC'))
    const rest = all.map(drawn).join('')
    if (rest === text) return text
    // What is left of "東京ジャズ 2027" is another title, not a part of this one.
    return all.some((grapheme) => isWritten(grapheme) && drawn(grapheme) === ' ') ? '' : tidy(rest)
  }
}

// Emoji may be left out: they say what the words say.
const isWritten = (grapheme: string): boolean =>
  /[\p{L}\p{N}]/u.test(grapheme) && !/[\p{Extended_Pictographic}\u20e3]/u.test(grapheme)

const tidy = (text: string): string =>
  text
    .replace(/[([«“"]\s*[)\]»”"]/gu, ' ')
    .replace(/ *\u00a0[ \u00a0]*/gu, '\u00a0')
    .replace(/ {2,}/gu, ' ')
    .replace(/ (?=[,.!?:;])/gu, '')
    .replace(/^[\s,.:;·|–—-]+(?=\s|$)|(?<=\s|^)[\s,:;·|–—-]+$/gu, '')
    .trim()
