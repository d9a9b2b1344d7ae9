/**
 * Width and height of a PNG, JPEG, GIF or WebP picture in pixels; undefined for anything else, and for a picture
 * without pixels.
 */
export const measureImage = (bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const size = measurePng(buffer) ?? measureGif(buffer) ?? measureWebp(buffer) ?? measureJpeg(buffer)
    return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined
  } catch {
    // Reading past the end: the picture is cut off.
    return undefined
  }
}

type Size = { readonly width: number; readonly height: number }

const measurePng = (buffer: Buffer): Size | undefined =>
  buffer.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    ? { width: buffer.readUInt32BE(16), height: buffer.readUInt32BE(20) }
    : undefined

const measureGif = (buffer: Buffer): Size | undefined =>
  /^GIF8[79]a/.test(buffer.toString('latin1', 0, 6))
    ? { width: buffer.readUInt16LE(6), height: buffer.readUInt16LE(8) }
    : undefined

const measureWebp = (buffer: Buffer): Size | undefined => {
  if (buffer.toString('latin1', 0, 4) !== 'RIFF' || buffer.toString('latin1', 8, 12) !== 'WEBP') return undefined
  const kind = buffer.toString('latin1', 12, 16)
  if (kind === 'VP8X') return { width: buffer.readUIntLE(24, 3) + 1, height: buffer.readUIntLE(27, 3) + 1 }
  if (kind === 'VP8 ') return { width: buffer.readUInt16LE(26) & 0x3fff, height: buffer.readUInt16LE(28) & 0x3fff }
  const bits = buffer.readUInt32LE(21)
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
}

// The frame header (SOF0–SOF15 without DHT, JPG, DAC) holds the size.
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const measureJpeg = (buffer: Buffer): Size | undefined => {
  if (buffer.readUInt16BE(0) !== 0xffd8) return undefined
  let at = 2
  while (buffer.readUInt8(at) === 0xff) {
    if (isFrame(buffer.readUInt8(at + 1)))
      return { height: buffer.readUInt16BE(at + 5), width: buffer.readUInt16BE(at + 7) }
    at += 2 + buffer.readUInt16BE(at + 2)
  }
  return undefined
}
