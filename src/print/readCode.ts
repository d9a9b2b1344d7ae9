import { createCanvas, Image, type SKRSContext2D } from '@napi-rs/canvas'
import { decodeQR, type FinderPoints, type Point } from 'qr/decode.js'

// What a picture may claim to be: unpacked it takes four bytes a pixel.
const mostPixels = 25_000_000
// The longer side at which the code is looked for. Noise is lost in small pictures, blur in large ones; each finds what
// others miss.
const sides = [1000, 2000, 640, 1600] as const
// Hardly ever reached: bounds what a picture full of patterns may cost.
const search = { effort: 10, timeLimit: 300 } as const

// A photo of a whole sheet of tickets.
const mostCodes = 10

/**
 * The texts of all QR codes on a picture (PNG, JPEG, WebP, GIF, BMP, AVIF, whatever its name says), mirrored ones, too;
 * undefined for what is no such picture. Blocks its thread for up to three seconds.
 */
export const readCodes = async (bytes: Uint8Array): Promise<readonly string[] | undefined> => {
  const size = measure(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (!size || size.width * size.height > mostPixels) return undefined
  const image = await open(bytes)
  if (!image?.width || !image.height) return undefined
  const found = findOnSides(image, sides, false)
  return found.length > 0 ? found : findOnSides(image, sides.slice(0, 1), true)
}

const findOnSides = (image: Image, some: readonly number[], isMirrored: boolean): readonly string[] => {
  const spots: Spot[] = []
  for (const side of some) {
    const before = spots.length
    lookFor(image, { scale: side / Math.max(image.width, image.height), isMirrored }, spots)
    // What one size found is looked at once more in another, and no longer.
    if (before > 0) break
  }
  return [...new Set(spots.map(({ text }) => text))]
}

const open = async (bytes: Uint8Array): Promise<Image | undefined> => {
  const image = new Image()
  try {
    image.src = bytes
    await image.decode()
    return image
  } catch {
    return undefined
  }
}

/** A code that was found, and its corners as parts of the picture's width and height. */
type Spot = { readonly text: string; readonly corners: readonly Point[] }
type Look = { readonly scale: number; readonly isMirrored: boolean }

/** Looks for codes and covers each that is found, so that the next is seen. */
const lookFor = (image: Image, { scale, isMirrored }: Look, spots: Spot[]): void => {
  const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))]
  const context = createCanvas(width, height).getContext('2d')
  // What is transparent would be black.
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.save()
  if (isMirrored) context.transform(-1, 0, 0, 1, width, 0)
  context.drawImage(image, 0, 0, width, height)
  context.restore()
  for (const spot of spots) cover(context, spot, { width, height })
  while (spots.length < mostCodes) {
    const spot = find(context, { width, height })
    if (!spot) return
    spots.push(spot)
    cover(context, spot, { width, height })
  }
}

const cover = (context: SKRSContext2D, { corners }: Spot, { width, height }: Size): void => {
  context.beginPath()
  for (const { x, y } of corners) context.lineTo(x * width, y * height)
  context.closePath()
  context.fill()
}

const find = (context: SKRSContext2D, { width, height }: Size): Spot | undefined => {
  let corners: readonly Point[] = []
  const pointsOnDetect = ({ outline }: FinderPoints, result: string | Error): void => {
    if (typeof result === 'string') corners = outline.map(({ x, y }) => ({ x: x / width, y: y / height }))
  }
  try {
    const picture = { width, height, data: context.getImageData(0, 0, width, height).data }
    return { text: decodeQR(picture, { ...search, pointsOnDetect }), corners }
  } catch {
    // It throws when it finds nothing.
    return undefined
  }
}

type Size = { readonly width: number; readonly height: number }

/** Width and height that a picture claims in its first bytes: known before anything is unpacked. */
const measure = (file: Buffer): Size | undefined => {
  try {
    const [begin, kind] = [file.toString('latin1', 0, 4), file.toString('latin1', 4, 12)]
    if (file.readUInt32BE(0) === 0x89504e47) return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) }
    if (begin.startsWith('\xff\xd8')) return measureJpeg(file)
    if (begin === 'GIF8') return { width: file.readUInt16LE(6), height: file.readUInt16LE(8) }
    if (begin.startsWith('BM')) return { width: file.readInt32LE(18), height: Math.abs(file.readInt32LE(22)) }
    if (kind.endsWith('WEBP')) return measureWebp(file)
    return /^ftypavi[fs]$/u.test(kind) ? measureAvif(file) : undefined
  } catch {
    // Cut off.
    return undefined
  }
}

const measureWebp = (file: Buffer): Size => {
  const kind = file.toString('latin1', 12, 16)
  if (kind === 'VP8X') return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 }
  if (kind === 'VP8 ') return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff }
  const bits = file.readUInt32LE(21)
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
}

// A frame's header (SOF0–SOF15 without DHT, JPG, DAC) holds the size; segments before it are skipped.
const measureJpeg = (file: Buffer): Size | undefined => {
  for (let at = 2; file.readUInt8(at) === 0xff; at += 2 + file.readUInt16BE(at + 2)) {
    const marker = file.readUInt8(at + 1)
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) }
  }
  return undefined
}

// The box "ispe" holds the size of one part of the picture (ISO/IEC 23008-12, 6.5.3); the largest is that of all.
const measureAvif = (file: Buffer): Size | undefined => {
  let largest: Size | undefined
  for (let at = file.indexOf('ispe'); at >= 0; at = file.indexOf('ispe', at + 4)) {
    const size = { width: file.readUInt32BE(at + 8), height: file.readUInt32BE(at + 12) }
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size
  }
  return largest
}
