import { PDFDocument } from '@napi-rs/canvas'
import type { TicketRow } from '../../domain/fileRows.js'
import type { Language } from '../../domain/person.js'
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
const column = { box: 40, name: 64, type: 300, code: 555 }
const size = { title: 17, small: 10.5, name: 14, type: 10.5, code: 14, tick: 18 }
// What every font has.
const tick = '×'
const ink = '#000'

/** Draws the list that is ticked with a pen where there is no network. */
export const createDoorList = (speech: Speech) => {
  const faceFor = loadFonts()
  /** The valid tickets sorted by name, some thirty on a page, as PDF. */
  return (tickets: readonly TicketRow[], { title, when, language }: DoorListHead): Uint8Array => {
    const sorted = inOrder(tickets, language)
    const face = faceFor([title, when, ...sorted.map((ticket) => nameOf(ticket) + ticket.typeName)].join('\n'))
    const printable = remember(createPrintable(face.has))
    const lines = sorted.map((ticket) => lineOf(ticket, speech, printable))
    const pages = Math.max(1, Math.ceil(lines.length / row.most))
    const pdf = new PDFDocument({ title, creator: 'Levem' })
    for (let at = 0; at < pages; at += 1) {
      const canvas = pdf.beginPage(page.width, page.height)
      const some = lines.slice(at * row.most, (at + 1) * row.most)
      const words = {
        title: printable(title) || speech.label('ticket-picture-untitled'),
        when: printable(when),
        count: speech.label('door-list-count', { count: lines.length }),
        page: speech.label('door-list-page', { page: String(at + 1), pages: String(pages) }),
      }
      drawPage(createPen(canvas, face), words, some)
      pdf.endPage()
    }
    return pdf.close()
  }
}

// Whose it is, as it says itself.
const nameOf = ({ name, holderName }: TicketRow): string => name ?? holderName

// Holders of several tickets stand once for each: every ticket has a box of its own.
const inOrder = (tickets: readonly TicketRow[], language: Language): readonly TicketRow[] => {
  const { compare } = new Intl.Collator(language, { sensitivity: 'base', numeric: true })
  return tickets.toSorted((a, b) => compare(nameOf(a), nameOf(b)) || a.number - b.number)
}

/** The same few names of types come again and again. */
const remember = (make: (text: string) => string): ((text: string) => string) => {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size > 5000) known.clear()
    const made = make(text)
    known.set(text, made)
    return made
  }
}

const lineOf = (ticket: TicketRow, speech: Speech, printable: (text: string) => string): Line => {
  const { dueMinor: minor, currency, number } = ticket
  const due = minor === 0 ? '' : starsInWords(speech, money({ minor, currency }, speech.language))
  return {
    // What no font has is found by its number and its code.
    name: printable(nameOf(ticket)) || speech.label('door-list-number', { number: String(number) }),
    type: printable(ticket.typeName),
    due: due === '' ? '' : speech.label('door-list-due', { due }),
    code: spellShortCode(ticket.shortCode),
    isIn: ticket.checkedInAt !== undefined,
  }
}

// Hardly a letter of Europe is wider than this; those of East Asia are.
const isNarrow = (text: string): boolean => /^[\0-\u04ff]*$/u.test(text)

type Pen = ReturnType<typeof createPen>

const createPen = (canvas: Canvas, face: Face) => {
  canvas.fillStyle = ink
  canvas.strokeStyle = ink
  const widthOf = (text: string): number => canvas.measureText(text).width
  return {
    canvas,
    use: (weight: Weight, points: number): void => {
      canvas.font = face.font(weight, points)
    },
    write: (text: string, x: number, y: number, align: 'left' | 'right' = 'left'): void => {
      canvas.textAlign = align
      canvas.fillText(text, x, y)
    },
    /** A text that does not go beyond so many points; measured only where it could. */
    within: (text: string, room: number, points: number): string => {
      if ((isNarrow(text) && text.length * points * 0.8 <= room) || widthOf(text) <= room) return text
      const kept = [...graphemesOf(text)]
      while (kept.length > 0 && widthOf(`${kept.join('')}…`) > room) kept.pop()
      return `${kept.join('').trimEnd()}…`
    },
  }
}

type PageWords = { readonly title: string; readonly when: string; readonly count: string; readonly page: string }

const drawPage = (pen: Pen, words: PageWords, lines: readonly Line[]): void => {
  const { canvas, use, write, within } = pen
  use(700, size.title)
  write(within(words.title, page.right - page.left, size.title), page.left, head.title)
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
  for (const [index, { name }] of lines.entries()) write(within(name, roomForName, size.name), column.name, yOf(index))
  for (const [index, { code }] of lines.entries()) write(code, column.code, yOf(index), 'right')
  use(400, size.type)
  const roomForType = column.code - column.type - 95
  for (const [index, { type, due }] of lines.entries()) {
    const y = yOf(index)
    write(within(type, roomForType, size.type), column.type, due === '' ? y : y - 7.5)
    if (due !== '') write(within(due, roomForType, size.type), column.type, y + 4.5)
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
