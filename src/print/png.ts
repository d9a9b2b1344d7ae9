import { crc32, deflateSync } from 'node:zlib'

// By hand, because no library does it as well: the canvas and pngjs write no palettes, fast-png takes longer for the
// bytes alone than this takes for all, and what else finds a palette (sharp, libimagequant) brings megabytes of native
// code. The format itself is four chunks (https://www.w3.org/TR/png-3/).

// A card has a few flat colours; the others are the soft edges of letters.
const mostColours = 64

/**
 * A picture of opaque RGBA pixels as a PNG with a palette: a third of the bytes that the canvas's own PNG has. Rare
 * colours become the nearest common one.
 */
export const indexedPng = (rgba: Uint8ClampedArray, width: number, height: number): Uint8Array => {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height)
  const rows = Array.from({ length: height }, (_, y) => pixels.subarray(y * width, (y + 1) * width))
  const isNew = rows.map((row, y) => !isSame(row, rows[y - 1]))
  const palette = commonColours(rows.filter((_, y) => isNew[y]))
  const header = Buffer.from([...bytesOf(width), ...bytesOf(height), 8, 3, 0, 0, 0])
  const colours = Buffer.from(palette.flatMap((colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]))
  const data = deflateSync(indexesOf(rows, isNew, palette), { level: 6 })
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const bytesOf = (value: number): readonly number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
]

const chunk = (kind: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  return Buffer.concat([Buffer.from(bytesOf(data.length)), body, Buffer.from(bytesOf(crc32(body)))])
}

// A third of a card's rows repeat the row above: QR codes, margins.
const isSame = (row: Uint32Array, other: Uint32Array | undefined): boolean =>
  other !== undefined && bufferOf(row).equals(bufferOf(other))

const bufferOf = (row: Uint32Array): Buffer => Buffer.from(row.buffer, row.byteOffset, row.byteLength)

const commonColours = (rows: readonly Uint32Array[]): readonly number[] => {
  const counts = new Map<number, number>()
  for (const row of rows) {
    for (let x = 0, end = 0; x < row.length; x = end) {
      const colour = row[x] ?? 0
      while (row[end] === colour) end += 1
      counts.set(colour, (counts.get(colour) ?? 0) + end - x)
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostColours)
    .map(([colour]) => colour)
}

// Each row begins with the kind of its filter: none, which suits palettes.
const indexesOf = (rows: readonly Uint32Array[], isNew: readonly boolean[], palette: readonly number[]): Uint8Array => {
  const length = (rows[0]?.length ?? 0) + 1
  const indexes = new Uint8Array(length * rows.length)
  const known = new Map(palette.map((colour, index) => [colour, index]))
  const indexOf = (colour: number): number => {
    const index = known.get(colour) ?? nearest(colour, palette)
    known.set(colour, index)
    return index
  }
  for (const [y, row] of rows.entries()) {
    const start = y * length
    if (!isNew[y]) indexes.copyWithin(start, start - length, start)
    for (let x = 0, end = 0; isNew[y] && x < row.length; x = end) {
      const colour = row[x] ?? 0
      while (row[end] === colour) end += 1
      indexes.fill(indexOf(colour), start + 1 + x, start + 1 + end)
    }
  }
  return indexes
}

const nearest = (colour: number, palette: readonly number[]): number => {
  let [best, least] = [0, Infinity]
  for (const [index, other] of palette.entries()) {
    const distance =
      channelDistance(colour, other, 0) + channelDistance(colour, other, 8) + channelDistance(colour, other, 16)
    if (distance < least) [best, least] = [index, distance]
  }
  return best
}

const channelDistance = (a: number, b: number, shift: number): number =>
  (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2
