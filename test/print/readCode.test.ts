import { createCanvas, loadImage, type Image } from '@napi-rs/canvas'
import { encodeQR } from 'qr'
import { describe, expect, it } from 'vitest'
import { readCodes } from '../../src/print/readCode.js'

const codeOf = (text: string): Promise<Image> =>
  loadImage(Buffer.from(encodeQR(text, 'svg', { ecc: 'medium' }).replace('<svg ', '<svg width="400" height="400" ')))

/** A sheet with these codes side by side, as it lies on a table. */
const sheetOf = async (texts: readonly string[], isMirrored = false) => {
  const canvas = createCanvas(100 + 500 * Math.max(1, texts.length), 600)
  const context = canvas.getContext('2d')
  context.fillStyle = '#e8e4dc'
  context.fillRect(0, 0, canvas.width, canvas.height)
  if (isMirrored) context.transform(-1, 0, 0, 1, canvas.width, 0)
  for (const [n, text] of texts.entries()) context.drawImage(await codeOf(text), 100 + 500 * n, 100)
  return canvas
}

const link = (n: number): string => `https://t.me/levem_bot?start=t_${String(n).padStart(22, 'aB3')}`

describe('codes in a picture', () => {
  it.each([0, 1, 2, 3, 4, 6])('are all found: %i', async (count) => {
    const texts = Array.from({ length: count }, (_, n) => link(n))
    const canvas = await sheetOf(texts)
    expect([...((await readCodes(await canvas.encode('jpeg', 80))) ?? [])].sort()).toEqual(texts)
  })

  it('are found in a mirror', async () => {
    const canvas = await sheetOf([link(7)], true)
    expect(await readCodes(await canvas.encode('png'))).toEqual([link(7)])
  })

  it.each(['png', 'jpeg', 'webp', 'avif', 'gif'] as const)('are read from a file of the kind %s', async (kind) => {
    const canvas = await sheetOf([link(1)])
    const bytes = kind === 'gif' ? canvas.toBuffer('image/gif') : canvas.toBuffer(`image/${kind}` as 'image/png')
    expect(await readCodes(bytes)).toEqual([link(1)])
  })

  it('are read from a bitmap', async () => {
    expect(await readCodes(await bitmapOf())).toEqual([link(2)])
  })

  it.each([
    ['a PDF', Buffer.from('%PDF-1.7 and so on')],
    ['a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
    ['a text', Buffer.from('no picture')],
    ['nothing', Buffer.alloc(0)],
    ['a bitmap that is cut off', Buffer.from('BM')],
    ['an AVIF without a picture', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0', 'latin1')],
    ['a GIF that claims too much', Buffer.from('GIF89a\xff\xff\xff\xff', 'latin1')],
  ])('are not looked for in %s', async (_, bytes) => {
    expect(await readCodes(bytes)).toBeUndefined()
  })
})

/** The same as an uncompressed bitmap of 24 bits a pixel. */
const bitmapOf = async (width = 600, height = 600): Promise<Buffer> => {
  const source = createCanvas(width, height).getContext('2d')
  source.fillStyle = '#ffffff'
  source.fillRect(0, 0, width, height)
  source.drawImage(await codeOf(link(2)), 100, 100)
  const { data } = source.getImageData(0, 0, width, height)
  const row = Math.ceil((3 * width) / 4) * 4
  const file = Buffer.alloc(54 + row * height)
  file.write('BM')
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(54, 10)
  file.writeUInt32LE(40, 14)
  file.writeInt32LE(width, 18)
  file.writeInt32LE(height, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(24, 28)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (const colour of [0, 1, 2])
        file[54 + row * (height - 1 - y) + 3 * x + colour] = data[4 * (y * width + x) + 2 - colour] ?? 0
  return file
}
