import { createCanvas, Image } from '@napi-rs/canvas'
import { decodeQR } from 'qr/decode.js'

// What a picture may claim to be: unpacked it takes four bytes a pixel.
const mostPixels = 25_000_000
// The longer side at which the code is looked for. Noise is lost in small pictures, blur in large ones; each finds what
// others miss.
const sides = [1000, 2000, 640, 1600] as const
// Hardly ever reached: bounds what a picture full of patterns may cost.
const search = { effort: 10, timeLimit: 300 } as const

/**
 * The text of a QR code on a PNG, JPEG or WebP picture; undefined when none is found, also for what is no picture.
 * Blocks its thread for up to two seconds.
 */
export const readCode = async (bytes: Uint8Array): Promise<string | undefined> => {
  const size = measure(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (!size || size.width * size.height > mostPixels) return undefined
  const image = await open(bytes)
  if (!image?.width || !image.height) return undefined
  for (const side of sides) {
    const text = find(image, side / Math.max(image.width, image.height))
    if (text !== undefined) return text
  }
  return undefined
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

const find = (image: Image, scale: number): string | undefined => {
  const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))]
  const context = createCanvas(width, height).getContext('2d')
  // What is transparent would be black.
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, width, height)
  try {
    return decodeQR({ width, height, data: context.getImageData(0, 0, width, height).data }, search)
  } catch {
    // It throws when it finds nothing.
    return undefined
  }
}

type Size = { readonly width: number; readonly height: number }

/** Width and height that a PNG, WebP or JPEG claims in its first bytes: known before anything is unpacked. */
const measure = (file: Buffer): Size | undefined => {
  try {
    if (file.readUInt32BE(0) === 0x89504e47) return { width: file.readUInt32BE(16), height: file.readUInt32BE(20) }
    return file.toString('latin1', 8, 12) === 'WEBP'
      ? measureWebp(file)
      : file.readUInt16BE(0) === 0xffd8
        ? measureJpeg(file)
        : undefined
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
