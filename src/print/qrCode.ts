import type { SKRSContext2D } from '@napi-rs/canvas'
import { encodeQR } from 'qr'

// 45 % of a ticket's width at least; whole pixels, so that each module is as wide as the other.
const leastWidth = 486
const quiet = 4

type QrPlace = { readonly left: number; readonly top: number; readonly colour: string }

/** Draws a text as a QR code with its quiet zone; gives where its middle and its right end are, in pixels. */
export const drawQr = (
  canvas: SKRSContext2D,
  text: string,
  { left, top, colour }: QrPlace,
): { readonly center: number; readonly right: number } => {
  const modules = encodeQR(text, 'raw', { ecc: 'quartile', border: quiet })
  const size = Math.ceil(leastWidth / (modules.length - 2 * quiet))
  canvas.fillStyle = colour
  modules.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (isDark) canvas.fillRect(left + x * size, top + y * size, size, size)
    }),
  )
  const span = size * modules.length
  return { center: left + span / 2, right: left + span }
}
