import type { SKRSContext2D } from '@napi-rs/canvas'
import type { Face, Weight } from './fonts/fonts.js'
import { remember } from '../domain/remember.js'
import { graphemesOf } from '../domain/text.js'

/**
 * How a text is set: its size is the largest of `sizes` at which it fits into `width` and `lines`; at the smallest it
 * is cut.
 */
export type Measure = {
  readonly weight: Weight
  readonly sizes: readonly number[]
  readonly width: number
  readonly lines: number
}

/** Left to right, or right to left. */
export type Direction = 'ltr' | 'rtl'

/** A text that was set. */
export type Setting = {
  readonly size: number
  readonly lines: readonly string[]
  /** Which way it is read. */ readonly direction: Direction
  /** False when words were broken or left out. */ readonly isWhole: boolean
}

// Widths are measured once, at this size, and grow with it.
const reference = 100

/** Sets texts in lines, in a picture's fonts. */
export const createTypesetter = (canvas: SKRSContext2D, { font }: Pick<Face, 'font'>) => {
  const widthOf = remember((text: string, weight: Weight): number => {
    canvas.font = font(weight, reference)
    return canvas.measureText(text).width
  }, 5000)
  /** A text's width in pixels. */
  const width = (text: string, weight: Weight, size: number): number => (widthOf(text, weight) * size) / reference

  const broken = (word: string, weight: Weight, room: number): readonly string[] =>
    widthOf(word.trimEnd(), weight) <= room ? [word] : graphemesOf(word)
  const wrapped = (text: string, weight: Weight, room: number): readonly string[] => {
    const lines: string[] = []
    let line = ''
    for (const piece of piecesOf(text).flatMap((word) => broken(word, weight, room))) {
      if (line && widthOf((line + piece).trimEnd(), weight) > room) {
        lines.push(line.trimEnd())
        line = piece.trimStart()
      } else line += piece
    }
    return [...lines, line.trimEnd()].filter(Boolean)
  }
  const isWhole = (text: string, weight: Weight, room: number): boolean =>
    piecesOf(text).every((word) => widthOf(word.trimEnd(), weight) <= room)

  const shortened = (line: string, weight: Weight, room: number): string => {
    const kept = [...graphemesOf(line)]
    while (kept.length > 0 && widthOf(`${kept.join('').trimEnd()}…`, weight) > room) kept.pop()
    return `${kept.join('').replace(/[\s,.:;–—-]+$/u, '')}…`
  }
  const cut = (lines: readonly string[], most: number, weight: Weight, room: number): readonly string[] =>
    lines.length <= most
      ? lines
      : [...lines.slice(0, most - 1), shortened(lines.slice(most - 1).join(' '), weight, room)]

  // As narrow as the number of lines allows: "A night of jazz / at the old mill", not "A night of jazz at the old /
  // mill".
  const balanced = (text: string, weight: Weight, room: number, lines: readonly string[]): readonly string[] => {
    if (lines.length < 2) return lines
    const tries = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map((share) => room * share)
    const narrow = tries.find(
      (narrower) => isWhole(text, weight, narrower) && wrapped(text, weight, narrower).length === lines.length,
    )
    return narrow === undefined ? lines : wrapped(text, weight, narrow)
  }

  const fitted = (
    text: string,
    { weight, sizes, width: most, lines: mostLines }: Measure,
  ): Omit<Setting, 'direction'> => {
    for (const [index, size] of sizes.entries()) {
      const room = (most * reference) / size
      const lines = wrapped(text, weight, room)
      if (lines.length <= mostLines && isWhole(text, weight, room))
        return { size, lines: balanced(text, weight, room, lines), isWhole: true }
      if (index === sizes.length - 1) return { size, lines: cut(lines, mostLines, weight, room), isWhole: false }
    }
    return { size: 0, lines: [], isWhole: true }
  }
  const set = (text: string, measure: Measure): Setting => ({ ...fitted(text, measure), direction: directionOf(text) })
  return { width, set }
}

export type Typesetter = ReturnType<typeof createTypesetter>

// Which way a text is read: as its first letter is.
const directionOf = (text: string): Direction =>
  /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(text) ? 'rtl' : 'ltr'

// A line may end at a space or behind a hyphen, but not between a short word ("в", "at") and the next.
const piecesOf = (text: string): readonly string[] =>
  text
    .replace(/(?<=^|[\s(«“"])(\p{L}{1,2}) (?=\S)/gu, (all, word: string) =>
      spaceless.test(word) ? all : `${word}\u00a0`,
    )
    .split(/(?<= )|(?<=\p{L}[-–—/])(?=\p{L})/u)
    .flatMap((piece) => (spaceless.test(piece) ? wordsOf(piece) : [piece]))

// These write word after word without a space; there, a line may end between any two words.
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const words = new Intl.Segmenter('ja', { granularity: 'word' })

// No line begins with what closes or lengthens (」。ー), and none ends with what opens (「).
const wordsOf = (text: string): readonly string[] =>
  [...words.segment(text)]
    .map(({ segment }) => segment)
    .reduce<readonly string[]>((all, word) => {
      const last = all.at(-1) ?? ''
      const isOne =
        last !== '' && (/[\p{Ps}\p{Pi}]$/u.test(last) || /^[^\p{L}\p{N}\p{Ps}\p{Pi}\p{S}]|^[ーゝ々]/u.test(word))
      return isOne ? [...all.slice(0, -1), last + word] : [...all, word]
    }, [])

/** Where words stand, in pixels, and how they look. */
export type Lettering = {
  readonly x: number
  readonly y: number
  readonly weight: Weight
  readonly size: number
  readonly colour: string
  readonly spacing?: number
  readonly align?: 'left' | 'center' | 'right'
  readonly direction?: Direction
}

/** Writes words in one line. */
export const write = (
  { canvas, face }: { readonly canvas: SKRSContext2D; readonly face: Face },
  text: string,
  { x, y, weight, size, colour, spacing = 0, align = 'left', direction = 'ltr' }: Lettering,
): void => {
  canvas.font = face.font(weight, size)
  canvas.direction = direction
  canvas.letterSpacing = `${spacing}px`
  canvas.textAlign = align
  canvas.fillStyle = colour
  canvas.fillText(text, x, y)
  canvas.letterSpacing = '0px'
}

type Writer = Parameters<typeof write>[0] & { readonly setter: Typesetter }

/** Writes in one line, as large as there is room for, at its end cut. */
export const writeIn = (
  pen: Writer,
  text: string,
  room: number,
  to: Omit<Lettering, 'size'> & { readonly sizes: readonly number[] },
): void => {
  const { lines, size } = pen.setter.set(text, { weight: to.weight, sizes: to.sizes, width: room, lines: 1 })
  write(pen, lines.join(''), { ...to, size })
}

/** Writes a title below `top`, at the side where its script begins. */
export const writeTitle = (
  pen: Parameters<typeof write>[0],
  { lines, size, direction }: Setting,
  { left, right, top, colour }: Record<'left' | 'right' | 'top', number> & { readonly colour: string },
): void => {
  const isLeft = direction === 'ltr'
  lines.forEach((line, i) =>
    write(pen, line, {
      x: isLeft ? left : right,
      y: top + (i + 1) * size * 1.17,
      weight: 700,
      size,
      colour,
      align: isLeft ? 'left' : 'right',
    }),
  )
}
