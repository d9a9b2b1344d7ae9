import { crc32, deflateSync } from 'node:zlib'

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

const header = (width: number, height: number, colourType: 0 | 2): Buffer => {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  // 8 bits a sample; 0 is grey, 2 is red, green and blue.
  data.set([8, colourType, 0, 0, 0], 8)
  return data
}

const picture = (width: number, height: number, colourType: 0 | 2, rows: Buffer): Uint8Array =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header(width, height, colourType)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])

/** A real, plain grey PNG of this size in pixels: what a person sends when the test does not care which picture. */
export const plainPicture = (width = 640, height = 400): Uint8Array =>
  picture(width, height, 0, Buffer.alloc((width + 1) * height, 0x99))

/** A colour of the screen: red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number]

/** A PNG of this size in pixels whose every pixel is asked for. */
export const paintPicture = (width: number, height: number, colourAt: (x: number, y: number) => Colour): Uint8Array => {
  const stride = width * 3 + 1
  // Each row begins with the byte of its filter: 0, none.
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(colourAt(x, y), y * stride + 1 + x * 3)
  }
  return picture(width, height, 2, rows)
}
