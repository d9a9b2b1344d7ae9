import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import opentype from 'opentype.js'
import { createScripts, type Piece } from './scripts.js'

// Noto Sans comes in pieces. A piece is a family of its own here: in a list of families each character is drawn by the
// first that has it.
const pieces = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'] as const
const weights = [400, 600, 700] as const

/** How bold: regular, semibold, bold. */
export type Weight = (typeof weights)[number]

/** The fonts of one picture. */
export type Face = {
  /** Whether they can draw a character. */
  readonly has: (character: string) => boolean
  /** The canvas's name of them; with a text, only of those that it needs: it is drawn in two thirds of the time. */
  readonly font: (weight: Weight, size: number, text?: string) => string
}

const familyOf = (piece: string): string => `Levem ${piece}`
const resolve = createRequire(import.meta.url).resolve
const fileOf = (piece: string, weight: Weight, kind: 'woff' | 'woff2'): string =>
  resolve(`@fontsource/noto-sans/files/noto-sans-${piece}-${weight}-normal.${kind}`)

// They join and change what stands beside them, and are not seen themselves.
const unseen = /^(?:\u200c|\u200d|\ufe0e|\ufe0f)$/u

/**
 * Makes the project's fonts known to the canvas: the letters of Europe at once, each other script when a text first
 * needs it. Gives the fonts for a picture's words. What they lack would come from whatever the machine has, or be a
 * box. The canvas knows fonts by the process: they are loaded once, whoever draws.
 */
export const loadFonts = (): ((text: string) => Face) => (loaded ??= load())

let loaded: ((text: string) => Face) | undefined

const load = (): ((text: string) => Face) => {
  const common = loadCommon()
  const pieceWith = createFinder()
  return (text) => {
    const families = pieces.map(familyOf)
    const found = new Set<string>()
    for (const character of new Set(text)) {
      const piece = common.has(character.codePointAt(0) ?? 0) ? undefined : pieceWith(character, text)
      if (!piece) continue
      found.add(character)
      if (!families.includes(piece.family)) families.push(piece.family)
    }
    const all = listed(families)
    return {
      has: (character) => common.has(character.codePointAt(0) ?? 0) || found.has(character) || unseen.test(character),
      font: (weight, size, alone) => `${weight} ${size}px ${(alone !== undefined && shortList(alone)) || all}`,
    }
  }
}

const listed = (families: readonly string[]): string => families.map((family) => `"${family}"`).join(', ')

// Plain letters and those of Russian are most of what there is.
const shortLists: readonly (readonly [RegExp, string])[] = [
  [/^[ -~]*$/u, listed([familyOf('latin')])],
  [/^[ -~\u0400-\u045f]*$/u, listed([familyOf('cyrillic'), familyOf('latin')])],
]
const shortList = (text: string): string | undefined => shortLists.find(([letters]) => letters.test(text))?.[1]

const loadCommon = (): ReadonlySet<number> => {
  for (const piece of pieces)
    for (const weight of weights) GlobalFonts.registerFromPath(fileOf(piece, weight, 'woff2'), familyOf(piece))
  return new Set(pieces.flatMap((piece) => charactersOf(readFileSync(fileOf(piece, 400, 'woff')))))
}

// The canvas does not tell: what its fonts lack it draws with one of its own, or as a box.
const charactersOf = ({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): readonly number[] =>
  Object.keys(opentype.parse(buffer.slice(byteOffset, byteOffset + byteLength)).tables.cmap.glyphIndexMap).map(Number)

// A font's list of ranges claims too much here and there: what is drawn as its box is not in it.
const createFinder = () => {
  const candidates = createScripts()
  const known = new Set<string>()
  const context = createCanvas(48, 48).getContext('2d', { willReadFrequently: true })
  const drawn = (family: string, character: string): Buffer => {
    context.clearRect(0, 0, 48, 48)
    context.font = `32px "${family}"`
    context.fillText(character, 4, 36)
    return Buffer.from(context.getImageData(0, 0, 48, 48).data)
  }
  const draws = ({ file, family }: Piece, character: string): boolean => {
    if (!known.has(family)) GlobalFonts.registerFromPath(file, family)
    known.add(family)
    return !drawn(family, character).equals(drawn(family, nobodysCharacter))
  }
  return (character: string, text: string): Piece | undefined =>
    candidates(character, text).find((piece) => draws(piece, character))
}

const nobodysCharacter = '\u{10fffe}'
