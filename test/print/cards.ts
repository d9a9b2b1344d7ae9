import { createCanvas, loadImage } from '@napi-rs/canvas'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TicketPictureFacts } from '../../src/print/ticketPicture.js'

/** A ticket like many. */
export const plainCard: TicketPictureFacts = {
  language: 'en',
  title: 'Jazz at the Old Mill',
  when: 'Fri, 25 December 2026, 19:00–22:00 (GMT+3)',
  venue: 'Mill Hall, 5 River St',
  type: '',
  holder: 'Anna Petrova',
  order: '№ 12',
  number: '3',
  price: 'pay at the door: 1,500\u00a0₽',
  link: 'https://t.me/levem_bot?start=t_AbCdEfGhIjKlMnOpQrStUv',
  shortCode: 'K7QF-2M9X',
}

const russian = {
  language: 'ru',
  when: 'пт, 25 декабря 2026, 19:00 (GMT+3)',
  venue: 'Клуб «Крыша», Лесная, 5',
  holder: 'Константин Константинопольский',
  type: 'Партер',
} as const

/** Tickets of all sorts by what is special about them; the codes in their links differ. */
export const cards: Readonly<Record<string, TicketPictureFacts>> = Object.fromEntries(
  Object.entries({
    'pay at the door': {},
    'free, in Russian': { ...russian, title: 'Шахматы', price: 'бесплатно' },
    'a title of 100 characters, in Russian': {
      ...russian,
      title: 'Большой новогодний концерт симфонического оркестра с участием хора мальчиков и солистов оперы'.padEnd(
        100,
        ' и',
      ),
      price: '1\u00a0500\u00a0₽',
      venue:
        'Московская государственная филармония, Концертный зал имени П. И. Чайковского, Триумфальная площадь, 4/31, вход со двора',
    },
    'a title of 100 characters': {
      title:
        "An evening of forgotten chamber music by candlelight, with the composer's own piano and a late supper".slice(
          0,
          100,
        ),
      price: '$15.50',
    },
    'a title without a space': {
      title: 'Щ'.repeat(100),
      holder: 'Ж'.repeat(64),
      venue: 'Ш'.repeat(200),
      type: 'Ю'.repeat(64),
    },
    'wide capitals': { title: 'W'.repeat(100), holder: '@'.repeat(64), venue: 'M'.repeat(200) },
    'emoji only': { title: '🎉🎸🇬🇪', holder: '👨‍👩‍👧', venue: '📍', price: '150 ⭐' },
    'two days and a long link': {
      when: 'Fri, 25 December 2026, 19:00 – Sat, 26 December 2026, 02:00 (GMT+3)',
      link: `https://t.me/${'a'.repeat(28)}_bot?start=t_AbCdEfGhIjKlMnOpQrStUv`,
      order: '№ 1234567',
      number: '12',
    },
    Japanese: { title: '東京ジャズ 2027', holder: '田中 太郎', venue: 'ブルーノート東京、港区南青山6丁目' },
    'Chinese of 100 characters': { title: '爵士之夜国际音乐节与美食文化节'.repeat(7).slice(0, 100), holder: '王小明' },
    Korean: { title: '한국 재즈 페스티벌 2027', holder: '김민수' },
    Thai: { title: 'งานแจ๊สแห่งกรุงเทพมหานคร', holder: 'สมชาย' },
    'Georgian and Armenian': { title: 'ჯაზი თბილისში', holder: 'Անի' },
    Devanagari: { title: 'जैज़ संगीत समारोह', holder: 'राहुल शर्मा' },
    'right to left': { title: 'לילה של ג׳אז', holder: 'محمد', venue: 'תל אביב' },
  }).map(([name, changes], i) => [name, { ...plainCard, link: plainCard.link.replace('Uv', `U${i}`), ...changes }]),
)

/** The picture at another scale, as a JPEG. */
export const asJpeg = async (png: Uint8Array, scale: number, quality: number): Promise<Uint8Array> => {
  const image = await loadImage(png)
  const canvas = createCanvas(Math.round(image.width * scale), Math.round(image.height * scale))
  const context = canvas.getContext('2d')
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas.encode('jpeg', quality)
}

/** As a hand holds it to a phone: turned, in a dim grey room, out of focus. */
export const asPhoto = async (png: Uint8Array): Promise<Uint8Array> => {
  const image = await loadImage(png)
  const canvas = createCanvas(1280, 1280)
  const context = canvas.getContext('2d')
  context.fillStyle = '#555048'
  context.fillRect(0, 0, 1280, 1280)
  context.filter = 'blur(1.5px) brightness(0.7) contrast(0.8)'
  context.transform(0.62, 0.17, -0.14, 0.58, 340, 90)
  context.drawImage(image, 0, 0)
  return canvas.encode('jpeg', 60)
}

/** Whether another decoder is there: zbarimg, of the package zbar-tools. */
export const hasZbar = spawnSync('zbarimg', ['--version']).status === 0

/** What zbarimg reads off each of these pictures. */
export const readByZbar = (pictures: readonly Uint8Array[]): readonly string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'levem-zbar-'))
  try {
    const files = pictures.map((picture, index) => {
      const file = join(folder, `picture${index}`)
      writeFileSync(file, picture)
      return file
    })
    const options = ['--nodbus', '--quiet', '--raw', '-Sdisable', '-Sqrcode.enable']
    return execFileSync('zbarimg', [...options, ...files], { encoding: 'utf8', stdio: 'pipe' })
      .trim()
      .split('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
