import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { Language } from '../domain/person.js'
import type { Speech, Texts } from '../texts/texts.js'
import { coloursOf, seedOf, type Colours } from './colours.js'
import { type Face, loadFonts } from './fonts/fonts.js'
import { drawPattern } from './pattern.js'
import { indexedPng } from './png.js'
import { createPrintable } from './printable.js'
import { drawQr } from './qrCode.js'
import { starsInWords } from './starsInWords.js'
import { createTypesetter, type Setting, type Typesetter, write } from './typesetting.js'

/**
 * What stands on a ticket's picture. All but `link` and `shortCode` is shown as it is given, without what the fonts
 * lack.
 */
export type TicketPictureFacts = {
  readonly language: Language
  readonly title: string
  /** The local time with its zone: "Fri, 25 December 2026, 19:00–22:00 (GMT+3)". */
  readonly when: string
  readonly venue: string
  /** The ticket type's name; empty when there is but one. */
  readonly type: string
  readonly holder: string
  /** "№ 12". */
  readonly order: string
  /** "3". */
  readonly number: string
  /** "free", "1 500 ₽", "pay at the door: 1 500 ₽". */
  readonly price: string
  /** What the QR code says. */
  readonly link: string
  readonly shortCode: string
  /** It is for no door. */
  readonly isOnline?: true
}

const [width, height] = [1080, 1560]
// The white card; above it lies the title.
const card = { left: 40, right: 1040, bottom: 1522, radius: 44 }
const text = { left: 96, right: 984, width: 888 }
const tear = { y: 788, notch: 26 }
const ink = '#14161a'
const muted = '#626a76'
const line = '#d3d8e0'

type Pen = {
  readonly canvas: SKRSContext2D
  readonly face: Face
  readonly setter: Typesetter
  readonly speech: Speech
  readonly colours: Colours
  readonly seed: number
}

/** Draws tickets, one at a time, on the calling thread. */
export const createTicketPicture = (texts: Texts) => {
  const faceFor = loadFonts()
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.lang = 'en'
  /** The picture as a PNG of less than 100 KB. */
  return (facts: TicketPictureFacts): Uint8Array => {
    const speech = texts.in(facts.language)
    const seed = seedOf(facts.title)
    const face = faceFor(wordsOf(facts))
    const setter = createTypesetter(context, face)
    const pen = { canvas: context, face, setter, speech, colours: coloursOf(seed), seed }
    draw(pen, shown(facts, speech, createPrintable(face.has)))
    // canvas.data() is slower by far, and what it gives is not freed.
    return indexedPng(context.getImageData(0, 0, width, height).data, width, height)
  }
}

const wordsOf = ({ title, when, venue, type, holder, price }: TicketPictureFacts): string =>
  [title, when, venue, type, holder, price.replace('⭐', '')].join('\n').normalize('NFC')

const shown = (facts: TicketPictureFacts, speech: Speech, printable: (text: string) => string): TicketPictureFacts => ({
  ...facts,
  title: printable(facts.title) || speech.label('ticket-picture-untitled'),
  when: capitalized(printable(facts.when)),
  venue: printable(facts.venue),
  type: printable(facts.type) || speech.label('ticket-picture-admission'),
  holder: printable(facts.holder),
  price: capitalized(printable(starsInWords(speech, facts.price))),
})

const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const draw = (pen: Pen, facts: TicketPictureFacts): void => {
  const venue = pen.setter.set(facts.venue, { weight: 400, sizes: [40, 36], width: text.width, lines: 2 })
  const top = tear.y - 380 - Math.max(0, venue.lines.length - 1) * venueStep
  drawHead(pen, facts.title, top)
  drawCard(pen, top)
  drawAbout(pen, facts, venue, top)
  drawStub(pen, facts)
}

const drawCard = ({ canvas, colours }: Pen, top: number): void => {
  canvas.fillStyle = '#ffffff'
  canvas.beginPath()
  canvas.roundRect(card.left, top, card.right - card.left, card.bottom - top, card.radius)
  canvas.fill()
  canvas.fillStyle = colours.deep
  for (const x of [card.left, card.right]) {
    canvas.beginPath()
    canvas.arc(x, tear.y, tear.notch, 0, 2 * Math.PI)
    canvas.fill()
  }
  canvas.fillStyle = line
  for (let x = card.left + 52; x <= card.right - 60; x += 24) canvas.fillRect(x, tear.y - 2, 12, 4)
}

const titleSizes = [112, 104, 96, 88, 80, 72, 66, 60, 56, 52, 48, 44, 40]
const leading = 1.17

/** The largest size at which the title fits between the heading and the card. */
const setTitle = ({ setter }: Pen, title: string, room: number): Setting => {
  const linesAt = (size: number): number => Math.min(4, 1 + Math.floor((room - 0.78 * size) / (leading * size)))
  const settings = titleSizes.map((size) =>
    setter.set(title, { weight: 700, sizes: [size], width: text.width, lines: linesAt(size) }),
  )
  return (
    settings.find(({ isWhole }) => isWhole) ??
    setter.set(title, { weight: 700, sizes: [40], width: text.width, lines: linesAt(40) })
  )
}

// Below this size a title needs the heading's place more than the card needs a heading.
const cramped = 60

const drawHead = (pen: Pen, title: string, top: number): void => {
  const { canvas, colours, speech } = pen
  const bottom = top - 54
  const below = setTitle(pen, title, bottom - 116)
  const isCramped = below.size < cramped
  const { size, lines, direction } = isCramped ? setTitle(pen, title, bottom - 64) : below
  const isLeft = direction === 'ltr'
  canvas.fillStyle = colours.deep
  canvas.fillRect(0, 0, width, height)
  // White letters would be lost on the bright spot in the corner.
  drawPattern(canvas, isCramped ? { ...colours, pop: colours.light } : colours, { width, height: top }, pen.seed)
  if (!isCramped)
    write(pen, speech.label('ticket-picture-heading').toUpperCase(), {
      x: text.left,
      y: 92,
      weight: 600,
      size: 28,
      colour: '#ffffff',
      spacing: 6,
    })
  lines.forEach((words, i) =>
    write(pen, words, {
      x: isLeft ? text.left - size * 0.05 : text.right + size * 0.05,
      y: bottom - (lines.length - 1 - i) * leading * size,
      weight: 700,
      size,
      colour: '#ffffff',
      align: isLeft ? 'left' : 'right',
      direction,
    }),
  )
}

const venueStep = 48

const drawAbout = (pen: Pen, facts: TicketPictureFacts, venue: Setting, top: number): void => {
  const [date, time] = momentOf(facts.when)
  const sizes = facts.when.includes(' – ') ? [44, 40, 36, 32] : [52, 48, 44]
  const first = pen.setter.set(date, { weight: 700, sizes, width: text.width, lines: 1 })
  write(pen, first.lines.join(''), { x: text.left, y: top + 88, weight: 700, size: first.size, colour: ink })
  const second = pen.setter.set(time, { weight: 600, sizes: [44, 40, 36, 32], width: text.width, lines: 1 })
  write(pen, second.lines.join(''), {
    x: text.left,
    y: top + 148,
    weight: 600,
    size: second.size,
    colour: pen.colours.deep,
  })
  venue.lines.forEach((words, i) =>
    write(pen, words, {
      x: text.left,
      y: top + 214 + i * venueStep,
      weight: 400,
      size: venue.size,
      colour: ink,
      direction: venue.direction,
    }),
  )
  const y = tear.y - 108
  const typeEnd = drawField(pen, 'ticket-picture-type', facts.type, {
    x: text.left,
    y,
    width: facts.holder ? 424 : text.width,
  })
  const x = Math.max(400, typeEnd + 56)
  drawField(pen, 'ticket-picture-holder', facts.holder, { x, y, width: text.right - x })
}

/** Two lines: the date and the time, or the start and the end when they are on different days. */
const momentOf = (when: string): readonly [string, string] => {
  const [, first = when, second = ''] =
    /^(.*? –) (.*)$/u.exec(when) ?? /^(.*?), (?=\d{1,2}:\d{2})(.*)$/u.exec(when) ?? []
  return [first, second]
}

type FieldPlace = { readonly x: number; readonly y: number; readonly width: number; readonly lines?: number }

/** A label and below it its value; gives where the longer of both ends. Without a value nothing is drawn. */
const drawField = (pen: Pen, key: string, value: string, { x, y, width: room, lines = 1 }: FieldPlace): number => {
  if (!value) return x
  const label = pen.speech.label(key)
  write(pen, label, { x, y, weight: 400, size: 30, colour: muted })
  const {
    size,
    lines: set,
    direction,
  } = pen.setter.set(value, { weight: 600, sizes: [40, 36, 32, 28], width: room, lines })
  set.forEach((words, i) => write(pen, words, { x, y: y + 48 + i * 46, weight: 600, size, colour: ink, direction }))
  return x + Math.max(pen.setter.width(label, 400, 30), ...set.map((words) => pen.setter.width(words, 600, size)))
}

// The short code stands below the quiet zone.
const codeLine = 1484

const drawStub = (pen: Pen, facts: TicketPictureFacts): void => {
  const qr = drawQr(pen.canvas, facts.link, { left: card.left + 8, top: tear.y + 8, colour: ink })
  write(pen, facts.shortCode, {
    x: qr.center,
    y: codeLine,
    weight: 700,
    size: 72,
    colour: ink,
    spacing: 3,
    align: 'center',
  })
  const place = { x: qr.right + 16, width: text.right - qr.right - 16 }
  const y = tear.y + 92
  drawField(pen, 'ticket-picture-order', facts.order, { ...place, y })
  drawField(pen, 'ticket-picture-number', facts.number, { ...place, y: y + 114 })
  drawField(pen, 'ticket-picture-price', facts.price, { ...place, y: y + 228, lines: 4 })
  const { lines, size } = pen.setter.set(
    pen.speech.label(facts.isOnline ? 'ticket-picture-online' : 'ticket-picture-show'),
    {
      weight: 400,
      sizes: [30, 28],
      width: place.width,
      lines: 3,
    },
  )
  lines.forEach((words, i) =>
    write(pen, words, { x: place.x, y: codeLine - (lines.length - 1 - i) * 38, weight: 400, size, colour: muted }),
  )
}
