import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { GlobalFonts } from '@napi-rs/canvas'
import opentype from 'opentype.js'

// Noto Sans comes in pieces. A piece is a family of its own here: in a list of families each character is drawn by the
// first that has it.
const pieces = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'] as const
const weights = [400, 600, 700] as const

/** How bold: regular, semibold, bold. */
export type Weight = (typeof weights)[number]

const familyOf = (piece: string): string => `Levem ${piece}`
const families = pieces.map((piece) => `"${familyOf(piece)}"`).join(', ')
const resolve = createRequire(import.meta.url).resolve
const fileOf = (piece: string, weight: Weight, kind: 'woff' | 'woff2'): string =>
  resolve(`@fontsource/noto-sans/files/noto-sans-${piece}-${weight}-normal.${kind}`)

/** The canvas's name of the project's own fonts. */
export const fontOf = (weight: Weight, size: number): string => `${weight} ${size}px ${families}`

/**
 * Makes the project's fonts known to the canvas; gives the characters (code points) they can draw. What they lack would
 * come from whatever the machine has, or be a box.
 */
export const loadFonts = (): ReadonlySet<number> => {
  for (const piece of pieces)
    for (const weight of weights) GlobalFonts.registerFromPath(fileOf(piece, weight, 'woff2'), familyOf(piece))
  return new Set(pieces.flatMap((piece) => charactersOf(readFileSync(fileOf(piece, 400, 'woff')))))
}

// The canvas does not tell: what its fonts lack it draws with one of its own, or as a box.
const charactersOf = ({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): readonly number[] =>
  Object.keys(opentype.parse(buffer.slice(byteOffset, byteOffset + byteLength)).tables.cmap.glyphIndexMap).map(Number)
