// Control characters, line and paragraph separators, zero-width spaces and marks that turn the direction of text: none
// has a place in a name; nor what Unicode calls no character, which Telegram refuses in labels. The zero-width joiner
// (U+200D) stays: it holds emoji together.
const invisible =
  /[\p{Cc}\u00ad\u200b\u200c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\p{Noncharacter_Code_Point}\p{Cs}]/gu

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

// Letters, digits and signs of Latin and Cyrillic: each is one by itself, and most texts have no others.
const isOneByOne = (text: string): boolean => /^[\u0020-\u007e\u00a0-\u02af\u0400-\u0482\u048a-\u052f]*$/u.test(text)

/** The characters of a text as a reader counts them. */
export const graphemesOf = (text: string): readonly string[] =>
  isOneByOne(text) ? Array.from(text) : Array.from(graphemes.segment(text), ({ segment }) => segment)

/**
 * Cuts a text to at most `length` UTF-16 units without splitting what a reader sees as one character; says with "…"
 * that it cut.
 */
export const cut = (text: string, length: number): string => {
  if (text.length <= length) return text
  let kept = ''
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > length - 1) break
    kept += segment
  }
  return `${kept}…`
}

// More than any language writes on one letter only runs over the neighbouring lines.
const manyMarks = /(?<kept>\p{M}{2})(?:(?![\ufe00-\ufe0f\u20e3])\p{M})+/gu

// What is drawn as nothing though Unicode counts it among letters or signs: fillers and the empty pattern of Braille.
const blank = /[\s\p{Default_Ignorable_Code_Point}\p{M}\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2800\u3164\uffa0\u115f\u1160]/gu

/** Whether a text shows anything: more than spaces, fillers, lone joiners, marks and tags. */
const isVisible = (text: string): boolean => text.replace(blank, '') !== ''

const shownOrNothing = (text: string): string => (isVisible(text) ? text : '')

/**
 * One clean line of text: invisible and direction-turning characters removed, white space folded, ends trimmed, at most
 * two marks on a letter; empty when nothing of it can be seen.
 */
export const cleanLine = (text: string): string =>
  shownOrNothing(
    text
      .replace(/[\s\u2800\u3164\uffa0]+/gu, ' ')
      .replace(invisible, '')
      .replace(manyMarks, '$<kept>')
      .trim(),
  )

/** Like `cleanLine`, but line breaks stay (at most one empty line in a row). */
export const cleanText = (text: string): string =>
  text
    .split(/\r\n|\r|\n/u)
    .map(cleanLine)
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()

/** A text as it is compared and read: without case, "ё" as "е", wide letters as usual ones. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е')

const searchLength = 64

/** A name as it is compared: without case and accents, "ё" as "е", in every script. */
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC').slice(0, searchLength)
