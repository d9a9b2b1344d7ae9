import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { brotliDecompressSync } from 'node:zlib'
import { GlobalFonts } from '@napi-rs/canvas'

// Noto Sans comes in pieces. A piece is a family of its own here: in a list of families each character is drawn by the
// first that has it.
const pieces = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'] as const
const weights = [400, 600, 700] as const

/** How bold: regular, semibold, bold. */
export type Weight = (typeof weights)[number]

const familyOf = (piece: string): string => `Levem ${piece}`
const families = pieces.map((piece) => `"${familyOf(piece)}"`).join(', ')
const resolve = createRequire(import.meta.url).resolve
const fileOf = (piece: string, weight: Weight): string =>
  resolve(`@fontsource/noto-sans/files/noto-sans-${piece}-${weight}-normal.woff2`)

/** The canvas's name of the project's own fonts. */
export const fontOf = (weight: Weight, size: number): string => `${weight} ${size}px ${families}`

/**
 * Makes the project's fonts known to the canvas; gives the characters (code points) they can draw. What they lack would
 * come from whatever the machine has, or be a box.
 */
export const loadFonts = (): ReadonlySet<number> => {
  for (const piece of pieces)
    for (const weight of weights) GlobalFonts.registerFromPath(fileOf(piece, weight), familyOf(piece))
  return new Set(pieces.flatMap((piece) => charactersOf(readFileSync(fileOf(piece, 400)))))
}

/** The code points for which a WOFF2 font has a glyph (https://www.w3.org/TR/WOFF2/, OpenType's table "cmap"). */
export const charactersOf = (woff2: Buffer): readonly number[] => {
  const cmap = tableCmap(woff2)
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, i) => cmap.readUInt32BE(8 + 8 * i))
  const subtables = offsets.map((offset) => cmap.subarray(offset))
  return subtables.flatMap((table) =>
    table.readUInt16BE(0) === 4 ? charactersOf4(table) : table.readUInt16BE(0) === 12 ? charactersOf12(table) : [],
  )
}

const headerLength = 48
const tags = { cmap: 0, glyf: 10, loca: 11, other: 63 } as const

// The tables lie one after another in one compressed stream; the directory tells how long each is there.
const tableCmap = (woff2: Buffer): Buffer => {
  let at = headerLength
  const number = (): number => {
    for (let value = 0; ; at += 1) {
      const byte = woff2.readUInt8(at)
      value = value * 128 + (byte & 127)
      if (byte < 128) {
        at += 1
        return value
      }
    }
  }
  const tables = Array.from({ length: woff2.readUInt16BE(12) }, () => {
    const flags = woff2.readUInt8(at)
    const tag = flags & 63
    at += tag === tags.other ? 5 : 1
    const length = number()
    const untransformed = tag === tags.glyf || tag === tags.loca ? 3 : 0
    return { tag, length: flags >> 6 === untransformed ? length : number() }
  })
  const index = tables.findIndex(({ tag }) => tag === tags.cmap)
  const start = tables.slice(0, index).reduce((sum, { length }) => sum + length, 0)
  const data = brotliDecompressSync(woff2.subarray(at, at + woff2.readUInt32BE(20)))
  return data.subarray(start, start + (tables[index]?.length ?? 0))
}

const span = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)

const charactersOf12 = (table: Buffer): readonly number[] =>
  Array.from({ length: table.readUInt32BE(12) }, (_, i) =>
    span(table.readUInt32BE(16 + 12 * i), table.readUInt32BE(20 + 12 * i)),
  ).flat()

const charactersOf4 = (table: Buffer): readonly number[] => {
  const bytes = table.readUInt16BE(6)
  return Array.from({ length: bytes / 2 }, (_, i) => {
    const last = table.readUInt16BE(14 + 2 * i)
    const start = 16 + bytes + 2 * i
    const first = table.readUInt16BE(start)
    const delta = table.readUInt16BE(start + bytes)
    const at = start + 2 * bytes
    const offset = table.readUInt16BE(at)
    const glyphOf = (code: number): number =>
      (offset === 0 ? code + delta : table.readUInt16BE(at + offset + 2 * (code - first))) & 0xffff
    return span(first, last).filter((code) => code < 0xffff && glyphOf(code) !== 0)
  }).flat()
}
