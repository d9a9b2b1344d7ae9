import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A part of a font: its file, and the name that the canvas knows it by. */
export type Piece = { readonly file: string; readonly family: string }

type Range = readonly [first: number, last: number]
type Part = Piece & { readonly ranges: readonly Range[] }
type Script =
  'jp' | 'kr' | 'sc' | 'tc' | 'hebrew' | 'arabic' | 'thai' | 'georgian' | 'armenian' | 'devanagari' | 'emoji'

const own: readonly (readonly [Script, RegExp])[] = [
  ['hebrew', /\p{scx=Hebrew}/u],
  ['arabic', /\p{scx=Arabic}/u],
  ['thai', /\p{scx=Thai}/u],
  ['georgian', /\p{scx=Georgian}/u],
  ['armenian', /\p{scx=Armenian}/u],
  ['devanagari', /\p{scx=Devanagari}/u],
  ['emoji', /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u20e3\u{e0020}-\u{e007f}]/u],
]
const eastern = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\u3000-\u303f\uff01-\uffee]/u

// The same character is written a little differently in each of these countries.
const easternOrder = (text: string): readonly Script[] => {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['jp', 'sc', 'tc', 'kr']
  return /\p{Script=Hangul}/u.test(text) ? ['kr', 'jp', 'sc', 'tc'] : ['sc', 'tc', 'jp', 'kr']
}

const scriptsOf = (character: string, text: string): readonly Script[] => [
  ...own.filter(([, letters]) => letters.test(character)).map(([script]) => script),
  ...(eastern.test(character) ? easternOrder(text) : []),
]

const { resolve } = createRequire(import.meta.url)

const partsOf = (script: Script): readonly Part[] => {
  const font = script === 'emoji' ? 'noto-emoji' : `noto-sans-${script}`
  const ranges = JSON.parse(readFileSync(resolve(`@fontsource-variable/${font}/unicode.json`), 'utf8')) as Readonly<
    Record<string, string>
  >
  // A large font comes in numbered parts; beside the script's own one a small font has Latin, which we have.
  return Object.entries(ranges)
    .map(([key, listed]) => ({ name: key.replace(/^\[(\d+)\]$/u, '$1'), listed }))
    .filter(({ name }) => name === script || /^\d+$/u.test(name))
    .map(({ name, listed }) => ({
      file: resolve(`@fontsource-variable/${font}/files/${font}-${name}-wght-normal.woff2`),
      family: `Levem ${script} ${name}`,
      ranges: listed.split(',').map(rangeOf),
    }))
}

// "U+4e00" or "U+0590-05FF".
const rangeOf = (listed: string): Range => {
  const [first = '', last = first] = listed.trim().slice(2).split('-')
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)]
}

/**
 * Finds the pieces of fonts that say they have a character, the best for the text around it first. A font's list is
 * read when a text first needs it.
 */
export const createScripts = () => {
  const read = new Map<Script, readonly Part[]>()
  const parts = (script: Script): readonly Part[] => {
    const listed = read.get(script) ?? partsOf(script)
    read.set(script, listed)
    return listed
  }
  return (character: string, text: string): readonly Piece[] => {
    const code = character.codePointAt(0) ?? 0
    return scriptsOf(character, text)
      .flatMap(parts)
      .filter(({ ranges }) => ranges.some(([first, last]) => first <= code && code <= last))
  }
}
