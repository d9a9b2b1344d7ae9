import { createCanvas, loadImage } from '@napi-rs/canvas'
import { afterAll, describe, expect, it } from 'vitest'
import { few } from '../slow/size.js'
import { openPrinter } from '../support/printer.js'
import { asJpeg, asPhoto, cards, hasZbar, plainCard, readByZbar } from './cards.js'

const printer = openPrinter()
afterAll(() => printer.close())

describe.each(Object.entries(cards))('the picture of a ticket: %s', (_, facts) => {
  it('is a PNG of less than 100 KB that two decoders read, also small and compressed', async () => {
    const png = await printer.ticket(facts)
    expect(Buffer.from(png).toString('latin1', 1, 4)).toBe('PNG')
    expect(png.length).toBeLessThan(100_000)
    const copies = [png, await asJpeg(png, 0.4, 60), await asJpeg(png, 1, 30)]
    for (const copy of copies) expect((await printer.readCodes(copy))?.[0]).toBe(facts.link)
    if (hasZbar) expect(readByZbar(copies)).toEqual(copies.map(() => facts.link))
  })
})

const noise = (length: number): string => Array.from({ length }, (_, i) => 'ЖщWMßğ&%№9йёQ@ '[(i * 7919) % 15]).join('')

// Drawing has less priority than all else on a busy machine.
it.each(few([0, 8, 16], 0))('stays below 100 KB whatever is written on it, from text %i on', async (from) => {
  const sizes = []
  for (let i = from; i < from + 8; i += 1) {
    const text = `${i}${noise(200)}`
    sizes.push(
      (
        await printer.ticket({
          ...plainCard,
          title: text.slice(0, 100),
          venue: text,
          holder: text.slice(0, 64),
          type: text.slice(20, 80),
          price: text.slice(0, 80),
          order: `№ ${i}`,
        })
      ).length,
    )
  }
  expect(Math.max(...sizes)).toBeLessThan(100_000)
})

it('is the same for the same ticket, and differs by the code alone where only that changes', async () => {
  const png = await printer.ticket(plainCard)
  expect(await printer.ticket(plainCard)).toEqual(png)
  expect(await printer.ticket({ ...plainCard, link: `${plainCard.link.slice(0, -1)}w` })).not.toEqual(png)
})

it('shows nothing of what the fonts lack: signs leave the picture as it would be without them, letters no rest', async () => {
  const isSame = async (one: Partial<typeof plainCard>, other: Partial<typeof plainCard>): Promise<boolean> =>
    Buffer.from(await printer.ticket({ ...plainCard, ...one })).equals(
      Buffer.from(await printer.ticket({ ...plainCard, ...other })),
    )
  expect(await isSame({ holder: 'Anna ☆ Petrova' }, {})).toBe(true)
  expect(await isSame({ venue: 'Mill Hall, 5 River St தமிழ்' }, {})).toBe(false)
  expect(await isSame({ venue: 'Mill Hall, 5 River St தமிழ்' }, { venue: 'தமிழ்' })).toBe(true)
  expect(await isSame({ holder: 'Anna 🎸 Petrova' }, {})).toBe(false)
})

it('is the same, whatever was drawn before it', async () => {
  const facts = { ...plainCard, title: '爵士之夜 2027', venue: "ערב ג'אז", holder: '王小明' }
  const first = await printer.ticket(facts)
  for (const title of ['東京ジャズ 夜', '한국 재즈', '臺北爵士樂', '🎷']) await printer.ticket({ ...plainCard, title })
  expect(await printer.ticket(facts)).toEqual(first)
})

describe('reading a code', () => {
  it('manages a photo of a phone, a picture on its side, and one in negative', async () => {
    const png = await printer.ticket(plainCard)
    expect((await printer.readCodes(await asPhoto(png)))?.[0]).toBe(plainCard.link)
    const image = await loadImage(png)
    const canvas = createCanvas(image.height, image.width)
    const context = canvas.getContext('2d')
    context.rotate(Math.PI / 2)
    context.drawImage(image, 0, -image.height)
    expect((await printer.readCodes(await canvas.encode('webp', 70)))?.[0]).toBe(plainCard.link)
    context.globalCompositeOperation = 'difference'
    context.fillStyle = '#ffffff'
    context.fillRect(0, -image.height, image.width, image.height)
    expect((await printer.readCodes(await canvas.encode('png')))?.[0]).toBe(plainCard.link)
  })

  it('finds nothing in garbage, and goes on', async () => {
    const png = Buffer.from(await printer.ticket(plainCard))
    const bomb = Buffer.from(png)
    bomb.writeUInt32BE(60_000, 16)
    bomb.writeUInt32BE(60_000, 20)
    const blank = await createCanvas(1, 1).encode('jpeg')
    const garbage = [
      Buffer.alloc(0),
      Buffer.from('hello'),
      Buffer.from('<svg width="1e9"/>'),
      png.subarray(0, 20),
      png.subarray(0, 2000),
      bomb,
      blank,
      Buffer.from([0xff, 0xd8, 0xff]),
      Buffer.from('RIFF0000WEBPVP8L'),
    ]
    for (const bytes of garbage) expect((await printer.readCodes(bytes))?.[0]).toBeUndefined()
    expect((await printer.readCodes(png))?.[0]).toBe(plainCard.link)
  })
})
