import decodeQR from 'qr/decode.js'

/** @typedef {{ known: string | undefined }} Reading */

/** What was read, by file_id: a picture never changes. @type {Map<string, Reading>} */
const readings = new Map()
// Small codes are found best at full size, blurred photos at a smaller one.
const sides = [1000, 480]

/** @type {Promise<unknown>} */
let line = Promise.resolve()

/** Resolves when the browser has nothing better to do: reading must not hold up who types. @returns {Promise<void>} */
const idle = () =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 2000 })
    else setTimeout(resolve, 50)
  })

/**
 * @param {HTMLImageElement} image
 * @param {number} side The longer side in pixels.
 */
const decodeAt = (image, side) => {
  const factor = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight))
  const width = Math.max(1, Math.round(image.naturalWidth * factor))
  const height = Math.max(1, Math.round(image.naturalHeight * factor))
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return undefined
  context.drawImage(image, 0, 0, width, height)
  try {
    return decodeQR({ width, height, data: context.getImageData(0, 0, width, height).data })
  } catch {
    // No code at this size.
    return undefined
  }
}

/** @param {string} fileId */
const load = async (fileId) => {
  const image = new Image()
  image.src = `/files/${encodeURIComponent(fileId)}`
  await image.decode()
  return image
}

/** @param {string} fileId */
const read = async (fileId) => {
  const image = await load(fileId)
  for (const side of sides) {
    await idle()
    const code = decodeAt(image, side)
    if (code !== undefined) return code
  }
  return undefined
}

/** @param {string} fileId */
const begin = (fileId) => {
  // One after the other, each when the browser is idle; a picture that cannot be loaded has no code.
  const code = line.then(() => read(fileId)).catch(() => undefined)
  line = code
  /** @type {Reading} */
  const reading = { known: undefined }
  void code.then((text) => {
    reading.known = text
    if (text !== undefined) document.dispatchEvent(new Event('page:change'))
  })
  readings.set(fileId, reading)
  return reading
}

/**
 * What the QR code in a picture says, as far as it is known by now. Begins to read when nobody has; when a code is
 * found, `page:change` asks for another rendering.
 * @param {string} fileId
 * @returns {string | undefined}
 */
export const codeOf = (fileId) => (readings.get(fileId) ?? begin(fileId)).known
