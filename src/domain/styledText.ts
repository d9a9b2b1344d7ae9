import { cleanText, cut } from './text.js'

/** How words may look: Telegram's kinds of formatting that say something on a card. */
export const styles = ['blockquote', 'bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'code'] as const

/** One way in which words look. */
export type Style = (typeof styles)[number]

/** A stretch of a text, in UTF-16 units, and how it looks. */
export type Span = { readonly offset: number; readonly length: number; readonly style: Style }

/** Words that look alike. */
type Run = { readonly text: string; readonly styles: ReadonlySet<Style> }

// A styled text is a text in which a control character turns a style on and off again. No clean text has any, so that
// what was stored before there were styles is a styled text as it is; and what does not know of them drops them.
const signOf = (style: Style): string => String.fromCharCode(styles.indexOf(style) + 1)
const signs = new Map(styles.map((style) => [signOf(style), style]))
// eslint-disable-next-line no-control-regex
const anySign = /[\u0001-\u0007]/gu

/** One character and how it looks; `mask` has a bit for each style. */
type Letter = { readonly character: string; readonly mask: number }

const bitOf = (style: Style): number => 1 << styles.indexOf(style)

const lettersOf = (styled: string): readonly Letter[] => {
  const letters: Letter[] = []
  let mask = 0
  for (const character of styled) {
    const style = signs.get(character)
    if (style) mask ^= bitOf(style)
    else letters.push({ character, mask })
  }
  return letters
}

const written = (letters: readonly Letter[]): string => {
  let [text, mask] = ['', 0]
  const turnTo = (wanted: number): string => {
    const changed = styles.filter((style) => (mask ^ wanted) & bitOf(style))
    mask = wanted
    return changed.map(signOf).join('')
  }
  for (const letter of letters) text += turnTo(letter.mask) + letter.character
  return text + turnTo(0)
}

/** The text with the styles of these spans, which may overlap. Signs that it has itself are taken out. */
export const style = (text: string, spans: readonly Span[]): string => {
  let at = 0
  const letters = Array.from(text, (character) => {
    const here = spans.filter(({ offset, length }) => offset <= at && at < offset + length)
    at += character.length
    return { character, mask: here.reduce((mask, span) => mask | bitOf(span.style), 0) }
  })
  return written(letters.filter(({ character }) => !signs.has(character)))
}

/** The words of a styled text without their styles. */
export const wordsOf = (styled: string): string => styled.replace(anySign, '')

/** A styled text without its quotes: what is quoted as a whole has none inside. */
export const withoutQuotes = (styled: string): string => styled.replaceAll(signOf('blockquote'), '')

/** A styled text in stretches that look alike. */
export const runsOf = (styled: string): readonly Run[] => {
  const runs: { text: string; mask: number }[] = []
  for (const { character, mask } of lettersOf(styled)) {
    const last = runs.at(-1)
    if (last?.mask === mask) last.text += character
    else runs.push({ text: character, mask })
  }
  return runs.map(({ text, mask }) => ({ text, styles: new Set(styles.filter((one) => mask & bitOf(one))) }))
}

/** What `cleanText` leaves of a styled text, in its styles. */
export const cleanStyled = (styled: string): string => {
  const letters = lettersOf(styled)
  let at = 0
  const kept = Array.from(cleanText(wordsOf(styled)), (character) => {
    while (at < letters.length && !isSame(letters[at]?.character ?? '', character)) at += 1
    const mask = letters[at]?.mask ?? 0
    at += 1
    return { character, mask }
  })
  return written(kept)
}

// Cleaning takes characters out, and makes one kind of space and of line break of all others.
const isSame = (raw: string, clean: string): boolean => {
  if (clean === '\n') return raw === '\n' || raw === '\r'
  return raw === clean || (clean === ' ' && /[^\S\r\n]|[\u2800\u3164\uffa0]/u.test(raw))
}

/** The lines of a styled text, each with its own styles. */
export const styledLines = (styled: string): readonly string[] => {
  const lines: Letter[][] = [[]]
  for (const letter of lettersOf(styled)) {
    if (letter.character === '\n') lines.push([])
    else lines.at(-1)?.push(letter)
  }
  return lines.map(written)
}

/** A styled text without its first words: `from` counts their UTF-16 units. */
export const styledFrom = (styled: string, from: number): string => {
  let at = 0
  return written(lettersOf(styled).filter(({ character }) => (at += character.length) > from))
}

/** Does what `cut` does, in UTF-16 units of what is seen. */
export const cutStyled = (styled: string, length: number): string => {
  const words = wordsOf(styled)
  const kept = cut(words, length)
  if (kept === words) return styled
  let at = 0
  const isKept = ({ character }: Letter): boolean => (at += character.length) < kept.length
  return `${written(lettersOf(styled).filter(isKept))}…`
}
