import { createCanvas } from '@napi-rs/canvas'
import type { Texts } from '../../texts/texts.js'
import { loadFonts } from '../fonts/fonts.js'
import { indexedPng } from '../png.js'
import { createPrintable } from '../printable.js'
import { createTypesetter, type Setting, write, writeIn, writeTitle } from '../typesetting.js'
import type { ChartPictureFacts, Panel } from './chartFacts.js'
import { looks } from './looks.js'
import { drawPanel, heightOf } from './panels.js'
import { page, type Pen } from './pen.js'

const tallest = 2000

/** Draws charts, one at a time, on the calling thread. */
export const createChartPicture = (texts: Texts) => {
  const faceFor = loadFonts()
  const canvas = createCanvas(page.width, tallest)
  const context = canvas.getContext('2d')
  context.lang = 'en'
  /** The picture as a PNG of less than 200 KB. */
  return (facts: ChartPictureFacts): Uint8Array => {
    const speech = texts.in(facts.language)
    const face = faceFor(JSON.stringify({ ...facts, language: '' }).normalize('NFC'))
    const pen: Pen = {
      canvas: context,
      face,
      setter: createTypesetter(context, face),
      look: looks[facts.look],
      language: facts.language,
    }
    const printable = createPrintable(face.has)
    const height = draw(pen, {
      ...facts,
      title: printable(facts.title) || speech.label('ticket-picture-untitled'),
      when: printable(facts.when),
      panels: facts.panels.map((panel) => shown(panel, printable)),
    })
    return indexedPng(context.getImageData(0, 0, page.width, height).data, page.width, height)
  }
}

const shown = (panel: Panel, printable: (text: string) => string): Panel =>
  panel.kind === 'rows'
    ? { ...panel, rows: panel.rows.map(({ name, ...row }) => ({ ...row, name: printable(name) || '—' })) }
    : panel

/** Draws it; gives how tall it came out. */
const draw = (pen: Pen, facts: ChartPictureFacts): number => {
  const title = pen.setter.set(facts.title, { weight: 700, sizes: [56, 50, 44, 40], width: page.room, lines: 2 })
  const headHeight = 172 + title.lines.length * title.size * 1.17
  const heights = facts.panels.map((panel) => heightOf(pen, panel))
  const bottom = Math.round(headHeight + heights.reduce((sum, height) => sum + height, 0) + 20)
  drawPaper(pen, bottom)
  drawHead(pen, facts, title)
  let top = headHeight
  facts.panels.forEach((panel, index) => {
    drawPanel(pen, panel, Math.round(top))
    top += heights[index] ?? 0
  })
  return bottom + page.card.top
}

const drawPaper = ({ canvas, look }: Pen, bottom: number): void => {
  const { left, top, radius } = page.card
  canvas.fillStyle = look.paper
  canvas.fillRect(0, 0, page.width, bottom + top)
  canvas.fillStyle = look.card
  canvas.beginPath()
  canvas.roundRect(left, top, page.width - 2 * left, bottom - top, radius)
  canvas.fill()
}

const drawHead = (pen: Pen, { heading, when }: ChartPictureFacts, title: Setting): void => {
  const { ink, muted, accent } = pen.look
  write(pen, heading.toUpperCase(), { x: page.left, y: 96, weight: 600, size: 28, colour: accent, spacing: 5 })
  writeTitle(pen, title, { left: page.left, right: page.right, top: 104, colour: ink })
  const y = 104 + title.lines.length * title.size * 1.17 + 50
  writeIn(pen, when, page.room, { x: page.left, y, weight: 400, sizes: [32, 28], colour: muted })
}
