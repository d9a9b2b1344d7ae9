import { encodeQR } from 'qr'
import { type Colour, paintPicture } from '../../src/people/picture.js'

const mix = (from: Colour, to: Colour, share: number): Colour =>
  [0, 1, 2].map((index) =>
    Math.round((from[index] ?? 0) + ((to[index] ?? 0) - (from[index] ?? 0)) * share),
  ) as unknown as Colour

/** A poster-like picture: a sky, a sun and hills. */
export const poster = (
  width = 960,
  height = 600,
  [top, bottom]: readonly [Colour, Colour] = [
    [76, 44, 140],
    [255, 142, 92],
  ],
): Uint8Array =>
  paintPicture(width, height, (x, y) => {
    const sun = Math.hypot(x - width * 0.68, y - height * 0.42) < height * 0.16
    const hill = y > height * (0.74 + 0.09 * Math.sin((x / width) * 7) + 0.04 * Math.sin((x / width) * 19))
    if (hill) return mix([32, 22, 66], [58, 30, 84], x / width)
    return sun ? [255, 226, 150] : mix(top, bottom, y / height)
  })

/** A ticket-like picture with a QR code in it. */
export const ticketPicture = (text: string): Uint8Array => {
  const code = encodeQR(text, 'raw', { border: 3, ecc: 'medium' })
  const [width, height, size] = [720, 960, 560]
  const [left, top] = [(width - size) / 2, 300]
  return paintPicture(width, height, (x, y) => {
    const [row, column] = [Math.floor(((y - top) / size) * code.length), Math.floor(((x - left) / size) * code.length)]
    const dark = code[row]?.[column]
    if (dark !== undefined) return dark ? [16, 24, 40] : [255, 255, 255]
    return y < 250 ? mix([47, 127, 214], [106, 90, 255], x / width) : [246, 248, 252]
  })
}
