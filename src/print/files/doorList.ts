import { createCanvas, PDFDocument } from '@napi-rs/canvas'
import type { DoorRow } from '../../domain/fileRows.js'
import type { Language } from '../../domain/person.js'
import { remember } from '../../domain/remember.js'
import { spellShortCode } from '../../domain/shortCode.js'
import { graphemesOf } from '../../domain/text.js'
import { money } from '../../texts/format.js'
import type { Speech } from '../../texts/texts.js'
import { type Face, loadFonts, type Weight } from '../fonts/fonts.js'
import { createPrintable } from '../printable.js'
import { starsInWords } from '../starsInWords.js'

/** What stands at the head of each page. */
export type DoorListHead = { readonly title: string; readonly when: string; readonly language: Language }

type Canvas = ReturnType<PDFDocument['beginPage']>

/** A line to tick, or ticked already. */
type Line = {
  readonly name: string
  readonly type: string
  readonly due: string
  readonly code: string
  readonly isIn: boolean
}

// A4, in points.
const page = { width: 595, height: 842, left: 40, right: 555 }
const head = { title: 48, when: 66, rule: 78 }
const foot = 818
const row = { first: 102, step: 27, most: 26 }
const column = { box: 40, name: 64, type: 300, code: 470 }
const size = { title: 17, small: 10.5, name: 14, type: 10.5, code: 14, tick: 18 }
const mostKnown = 5000
// What every font has.
const tick = '×'
const ink = '#000'

/** What the list says of a ticket. */
type Entry = Omit<DoorRow, 'kind' | 'orderId' | 'holderName'> & { readonly name: string }

/** Makes the list that is ticked with a pen where there is no network: valid tickets sorted by name, 26 on a page. */
export const createDoorList = (speech: Speech, { title, when, language }: DoorListHead) => {
  const fonts = loadFonts()
  const entries: Entry[] = []
  // With each page the canvas has V8 look through all that lives: what is in a buffer it leaves alone.
  const takePages = () => {
    const sorted = inOrder(entries, language)
    const face = fonts([title, when, ...sorted.map(({ name, typeName }) => name + typeName)].join('\n'))
    // The same few names of types come again and again.
    const printable = remember(createPrintable(face.has), mostKnown)
    const packed: Buffer[] = []
    for (let at = 0; at < Math.max(1, sorted.length); at += row.most) {
      const some = sorted.slice(at, at + row.most)
      packed.push(Buffer.from(JSON.stringify(some.map((entry) => lineOf(entry, speech, printable)))))
    }
    // Emptied, for V8 keeps the lists themselves until all is drawn.
    entries.length = sorted.length = 0
    return { face, printable, packed }
  }
  return {
    add: ({ number, shortCode, typeName, dueMinor, currency, isIn, ...ticket }: DoorRow): void => {
      entries.push({ number, shortCode, typeName, dueMinor, currency, isIn, name: nameOf(ticket) })
    },
    /** The list as PDF. */
    end: (): Uint8Array => {
      const count = speech.label('door-list-count', { count: entries.length })
      const { face, printable, packed } = takePages()
      const all = { title: printable(title) || speech.label('ticket-picture-untitled'), when: printable(when), count }
      const measure = createMeasure(face)
      const pdf = new PDFDocument({ title, creator: 'Levem' })
      for (const [at, lines] of packed.entries()) {
        const place = speech.label('door-list-page', { page: String(at + 1), pages: String(packed.length) })
        const pen = createPen(asPrinted(pdf.beginPage(page.width, page.height)), face, measure)
        drawPage(pen, { ...all, page: place }, JSON.parse(lines.toString()) as readonly Line[])
        pdf.endPage()
      }
      return pdf.close()
    },
  }
}

// Whose it is, as it says itself.
const nameOf = ({ name, holderName }: Pick<DoorRow, 'name' | 'holderName'>): string => name ?? holderName

// Holders of several tickets stand once for each: every ticket has a box of its own.
const inOrder = (entries: readonly Entry[], language: Language): Entry[] => {
  const { compare } = new Intl.Collator(language, { sensitivity: 'base', numeric: true })
  return entries.toSorted((a, b) => compare(a.name, b.name) || a.number - b.number)
}

const lineOf = (entry: Entry, speech: Speech, printable: (text: string) => string): Line => {
  const { dueMinor: minor, currency, number, isIn } = entry
  const due = minor === 0 ? '' : starsInWords(speech, money({ minor, currency }, speech.language))
  return {
    // What no font has is found by its number and its code.
    name: printable(entry.name) || speech.label('door-list-number', { number: String(number) }),
    type: printable(entry.typeName),
    due: due === '' ? '' : speech.label('door-list-due', { due }),
    code: spellShortCode(entry.shortCode),
    isIn,
  }
}

// Hardly a letter of Europe is wider than this; those of East Asia are.
const isNarrow = (text: string): boolean => /^[\0-\u04ff]*$/u.test(text)

// Words of other scripts may stand in another order, or be set by what is beside them.
const wordsOf = (text: string): readonly string[] => (isNarrow(text) ? (text.match(/\S+\s*/gu) ?? []) : [text])

// "K7QF-2M9X": "K7", "QF", "-2", "M9", "X".
const pairsOf = (code: string): readonly string[] => code.match(/.{1,2}/gu) ?? []

type Pen = ReturnType<typeof createPen>

type Measure = ReturnType<typeof createMeasure>

// On a canvas of its own: those of the pages come and go.
const createMeasure = (face: Face) => {
  const canvas = asPrinted(createCanvas(1, 1).getContext('2d'))
  return remember((text: string, weight: Weight, points: number): number => {
    canvas.font = face.font(weight, points, text)
    return canvas.measureText(text).width
  }, mostKnown)
}

// No "fi" in one: who looks for Sofie in the file finds her.
const asPrinted = <Any extends Pick<Canvas, 'textRendering'>>(canvas: Any): Any => {
  canvas.textRendering = 'optimizeSpeed'
  return canvas
}

const createPen = (canvas: Canvas, face: Face, measure: Measure) => {
  canvas.fillStyle = ink
  canvas.strokeStyle = ink
  let [weight, points, set]: [Weight, number, string] = [400, size.small, '']
  const setFor = (text: string): void => {
    const font = face.font(weight, points, text)
    if (font !== set) canvas.font = set = font
  }
  const widthOf = (text: string): number => measure(text, weight, points)
  const write = (text: string, x: number, y: number, align: 'left' | 'right' = 'left'): void => {
    setFor(text)
    canvas.textAlign = align
    canvas.fillText(text, x, y)
  }
  return {
    canvas,
    use: (newWeight: Weight, newPoints: number): void => void ([weight, points] = [newWeight, newPoints]),
    write,
    /** The same, quicker where pieces come again and again: those that the canvas has set before cost it little. */
    writePieces: (pieces: readonly string[], x: number, y: number): void => {
      let at = x
      for (const [index, piece] of pieces.entries()) {
        write(piece, at, y)
        if (index < pieces.length - 1) at += widthOf(piece)
      }
    },
    /** A text that does not go beyond so many points; measured only where it could. */
    within: (text: string, room: number): string => {
      if ((isNarrow(text) && text.length * points * 0.8 <= room) || widthOf(text) <= room) return text
      const kept = [...graphemesOf(text)]
      while (kept.length > 0 && widthOf(`${kept.join('')}…`) > room) kept.pop()
      return `${kept.join('').trimEnd()}…`
    },
  }
}

type PageWords = { readonly title: string; readonly when: string; readonly count: string; readonly page: string }

const drawPage = (pen: Pen, words: PageWords, lines: readonly Line[]): void => {
  const { canvas, use, write, writePieces, within } = pen
  use(700, size.title)
  write(within(words.title, page.right - page.left), page.left, head.title)
  use(400, size.small)
  write(words.when, page.left, head.when)
  write(words.count, page.right, head.when, 'right')
  write(words.page, page.right, foot, 'right')
  rule(canvas, head.rule, 1.2)
  for (const [index] of lines.entries()) box(canvas, yOf(index))
  const roomForName = column.type - column.name - 10
  use(700, size.tick)
  for (const [index, { isIn }] of lines.entries()) if (isIn) write(tick, column.box + 2, yOf(index) + 1)
  use(700, size.name)
  for (const [index, { name }] of lines.entries())
    writePieces(wordsOf(within(name, roomForName)), column.name, yOf(index))
  for (const [index, { code }] of lines.entries()) writePieces(pairsOf(code), column.code, yOf(index))
  drawTypes(pen, lines)
}

const drawTypes = ({ use, write, within }: Pen, lines: readonly Line[]): void => {
  use(400, size.type)
  const room = column.code - column.type - 10
  for (const [index, { type, due }] of lines.entries()) {
    const y = yOf(index)
    // One above the other where there are two.
    const apart = type === '' || due === '' ? 0 : 1
    if (type !== '') write(within(type, room), column.type, y - 7.5 * apart)
    if (due !== '') write(within(due, room), column.type, y + 4.5 * apart)
  }
}

const yOf = (index: number): number => row.first + index * row.step

const box = (canvas: Canvas, y: number): void => {
  canvas.lineWidth = 1.1
  canvas.strokeRect(column.box, y - 12.5, 14, 14)
  rule(canvas, y + 8.5, 0.3)
}

const rule = (canvas: Canvas, y: number, thickness: number): void => {
  canvas.fillRect(page.left, y, page.right - page.left, thickness)
}
