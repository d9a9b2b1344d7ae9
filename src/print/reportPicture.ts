import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { Language } from '../domain/person.js'
import { number as numberIn } from '../texts/format.js'
import type { Speech, Texts } from '../texts/texts.js'
import { coloursOf, seedOf } from './colours.js'
import { type Face, loadFonts } from './fonts/fonts.js'
import { indexedPng } from './png.js'
import { createPrintable } from './printable.js'
import { starsInWords } from './starsInWords.js'
import { createTypesetter, type Typesetter, write, writeIn, writeTitle } from './typesetting.js'

/** What stands on the picture of a report: as it is given, without what the fonts lack. */
export type ReportPictureFacts = {
  readonly language: Language
  readonly title: string
  /** When it was, by its clocks. */
  readonly when: string
  /** What is counted; the first is the whole, the others are parts of it. */
  readonly bars: readonly { readonly label: string; readonly count: number }[]
  /** Money by its ways: "12 000 ₽". */
  readonly sums: readonly { readonly label: string; readonly amount: string }[]
  /** What is left of it, one for each currency. */
  readonly totals: readonly string[]
  /** The average of the ratings, "4.6"; undefined while there are none to show. */
  readonly rating: string | undefined
}

const width = 1080
const tallest = 1600
const card = { left: 36, right: 1044, top: 36, radius: 36 }
const text = { left: 88, right: 992, width: 904 }
const [paper, ink, muted, line] = ['#eef1f5', '#14161a', '#626a76', '#d3d8e0']
const barHeight = 30
const steps = { bar: 116, sum: 60 }

type Pen = { readonly canvas: SKRSContext2D; readonly face: Face; readonly setter: Typesetter; readonly deep: string }

/** Draws reports, one at a time, on the calling thread. */
export const createReportPicture = (texts: Texts) => {
  const faceFor = loadFonts()
  const canvas = createCanvas(width, tallest)
  const context = canvas.getContext('2d')
  context.lang = 'en'
  /** The picture as a PNG of less than 100 KB. */
  return (facts: ReportPictureFacts): Uint8Array => {
    const speech = texts.in(facts.language)
    const face = faceFor(JSON.stringify({ ...facts, language: '' }).normalize('NFC'))
    const pen = {
      canvas: context,
      face,
      setter: createTypesetter(context, face),
      deep: coloursOf(seedOf(facts.title)).deep,
    }
    const height = draw(pen, speech, shown(facts, speech, createPrintable(face.has)))
    return indexedPng(context.getImageData(0, 0, width, height).data, width, height)
  }
}

const shown = (
  { title, when, bars, sums, totals, ...facts }: ReportPictureFacts,
  speech: Speech,
  printable: (text: string) => string,
): ReportPictureFacts => {
  const amountOf = (amount: string): string => printable(starsInWords(speech, amount))
  return {
    ...facts,
    bars,
    title: printable(title) || speech.label('ticket-picture-untitled'),
    when: printable(when),
    sums: sums.map(({ label, amount }) => ({ label, amount: amountOf(amount) })),
    totals: totals.map(amountOf),
  }
}

/** Draws it; gives how tall it came out. */
const draw = (pen: Pen, speech: Speech, facts: ReportPictureFacts): number => {
  const title = pen.setter.set(facts.title, { weight: 700, sizes: [72, 64, 56, 48, 44], width: text.width, lines: 2 })
  const head = 208 + title.lines.length * title.size * 1.17
  const money = facts.sums.length === 0 ? 0 : 104 + (facts.sums.length + facts.totals.length) * steps.sum
  const rating = facts.rating === undefined ? 0 : 112
  const bottom = Math.min(tallest - card.top, Math.round(head + 40 + facts.bars.length * steps.bar + money + rating))
  drawPaper(pen, bottom)
  drawHead(pen, speech, facts, title)
  drawBars(pen, facts, head + 56)
  if (money > 0) drawMoney(pen, speech, facts, head + 40 + facts.bars.length * steps.bar)
  if (facts.rating !== undefined) drawRating(pen, speech, facts.rating, bottom - 52)
  return bottom + card.top
}

const drawPaper = ({ canvas }: Pen, bottom: number): void => {
  canvas.fillStyle = paper
  canvas.fillRect(0, 0, width, bottom + card.top)
  canvas.fillStyle = '#ffffff'
  canvas.beginPath()
  canvas.roundRect(card.left, card.top, card.right - card.left, bottom - card.top, card.radius)
  canvas.fill()
}

const drawHead = (
  pen: Pen,
  speech: Speech,
  { when }: ReportPictureFacts,
  title: ReturnType<Typesetter['set']>,
): void => {
  const heading = speech.label('report-picture-heading').toUpperCase()
  write(pen, heading, { x: text.left, y: 112, weight: 600, size: 28, colour: pen.deep, spacing: 5 })
  writeTitle(pen, title, { left: text.left, right: text.right, top: 124, colour: ink })
  const y = 124 + title.lines.length * title.size * 1.17 + 62
  writeIn(pen, when, text.width, { x: text.left, y, weight: 400, sizes: [36, 32, 28], colour: muted })
}

const drawBars = (pen: Pen, { bars, language }: ReportPictureFacts, top: number): void => {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const colours = [pen.deep, '#2e8b57', '#c2c8d2']
  bars.forEach(({ label, count }, i) => {
    const y = top + i * steps.bar
    const number = numberIn(count, language)
    write(pen, number, { x: text.right, y, weight: 700, size: 44, colour: ink, align: 'right' })
    const room = text.width - pen.setter.width(number, 700, 44) - 32
    writeIn(pen, label, room, { x: text.left, y, weight: 600, sizes: [36, 32, 28], colour: ink })
    drawBar(pen, { y: y + 22, share: 1, colour: paper })
    if (count > 0) drawBar(pen, { y: y + 22, share: count / most, colour: colours[i % colours.length] ?? ink })
  })
}

type Bar = { readonly y: number; readonly share: number; readonly colour: string }

const drawBar = ({ canvas }: Pen, { y, share, colour }: Bar): void => {
  canvas.fillStyle = colour
  canvas.beginPath()
  canvas.roundRect(text.left, y, Math.max(barHeight, text.width * share), barHeight, barHeight / 2)
  canvas.fill()
}

const drawRule = ({ canvas }: Pen, y: number): void => {
  canvas.fillStyle = line
  canvas.fillRect(text.left, y, text.width, 3)
}

const drawMoney = (pen: Pen, speech: Speech, { sums, totals }: ReportPictureFacts, top: number): void => {
  const row = (label: string, amount: string, place: { readonly y: number; readonly weight: 400 | 700 }): void => {
    write(pen, amount, { ...place, x: text.right, size: 36, weight: 700, colour: ink, align: 'right' })
    const room = text.width - pen.setter.width(amount, 700, 36) - 32
    writeIn(pen, label, room, { ...place, x: text.left, sizes: [36, 32, 28], colour: ink })
  }
  drawRule(pen, top)
  sums.forEach(({ label, amount }, i) => row(label, amount, { y: top + 64 + i * steps.sum, weight: 400 }))
  const below = top + 64 + sums.length * steps.sum
  drawRule(pen, below - 32)
  const label = speech.label('report-picture-total')
  totals.forEach((amount, i) => row(i === 0 ? label : '', amount, { y: below + 24 + i * steps.sum, weight: 700 }))
}

const drawRating = (pen: Pen, speech: Speech, rating: string, y: number): void => {
  drawRule(pen, y - 76)
  const value = speech.label('report-picture-of-five', { rating })
  write(pen, value, { x: text.right, y, weight: 700, size: 44, colour: pen.deep, align: 'right' })
  const room = text.width - pen.setter.width(value, 700, 44) - 32
  const label = speech.label('report-picture-rating')
  writeIn(pen, label, room, { x: text.left, y, weight: 600, sizes: [36, 32, 28], colour: ink })
}
