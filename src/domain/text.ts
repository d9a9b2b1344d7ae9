// Control characters, line and paragraph separators, zero-width spaces and marks that turn the direction of text: none
// has a place in a name; nor what Unicode calls no character, which Telegram refuses in labels. The zero-width joiner
// (U+200D) stays: it holds emoji together.
const invisible =
  /[\p{Cc}\u00ad\u200b\u200c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\p{Noncharacter_Code_Point}\p{Cs}]/gu

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The characters of a text as a reader counts them. */
export const graphemesOf = (text: string): readonly string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment)

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

/** One clean line of text: invisible and direction-turning characters removed, white space folded, ends trimmed. */
export const cleanLine = (text: string): string => text.replace(/\s+/gu, ' ').replace(invisible, '').trim()

/** Like `cleanLine`, but line breaks stay (at most one empty line in a row). */
export const cleanText = (text: string): string =>
  text
    .split(/\r\n|\r|\n/u)
    .map(cleanLine)
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()

const searchLength = 64

/** A name as it is compared: without case and accents, "ё" as "е", in every script. */
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC').slice(0, searchLength)
