import { write, writeIn } from '../typesetting.js'
import type { Panel, Tone } from './chartFacts.js'
import { page, type Pen } from './pen.js'
import { plot } from './plot.js'

const plotHeight = { bars: 430, line: 400 } as const
const titleHeight = 92
const legendStep = 44
const rowStep = 104
const barHeight = 26
const swatch = 26

type Mark = 'box' | 'line' | 'dashes'
type Entry = { readonly name: string; readonly tone: Tone | 'limit'; readonly mark: Mark }
type Placed = Entry & { readonly x: number; readonly row: number }

const entriesOf = (panel: Panel): readonly Entry[] => {
  if (panel.kind !== 'bars' && panel.kind !== 'line') return []
  const markOf = (index: number): Mark => (panel.kind === 'bars' ? 'box' : index === 0 ? 'line' : 'dashes')
  const series = panel.series.map(({ name, tone }, index): Entry => ({ name, tone, mark: markOf(index) }))
  if (panel.kind === 'bars') return series.length > 1 ? series : []
  return panel.limit ? [...series, { name: panel.limit.name, tone: 'limit', mark: 'dashes' }] : series
}

/** Where the names of a panel's series stand: as many in a line as have room. */
const placed = ({ setter }: Pen, panel: Panel): readonly Placed[] => {
  const all = entriesOf(panel)
  let [x, row] = [0, 0]
  return all.map((entry) => {
    const width = Math.min(page.room, swatch + 14 + setter.width(entry.name, 400, 28) + 44)
    if (x > 0 && x + width > page.room) [x, row] = [0, row + 1]
    const place = { ...entry, x, row }
    x += width
    return place
  })
}

const legendHeight = (pen: Pen, panel: Panel): number => {
  const last = placed(pen, panel).at(-1)
  return last === undefined ? 0 : (last.row + 1) * legendStep
}

/** How tall a panel is, in pixels. */
export const heightOf = (pen: Pen, panel: Panel): number => {
  switch (panel.kind) {
    case 'words':
      return 130
    case 'rows':
      return titleHeight + panel.rows.length * rowStep
    default:
      return titleHeight + legendHeight(pen, panel) + plotHeight[panel.kind] + 20
  }
}

/** Draws a panel from there downwards. */
export const drawPanel = (pen: Pen, panel: Panel, top: number): void => {
  if (panel.kind === 'words') return drawWords(pen, panel.words, top)
  drawTitle(pen, panel.title, top)
  if (panel.kind === 'rows') return drawRows(pen, panel, top + titleHeight)
  drawLegend(pen, placed(pen, panel), top + titleHeight)
  const plotTop = top + titleHeight + legendHeight(pen, panel)
  plot(pen, panel, { x: page.left, y: plotTop, width: page.room, height: plotHeight[panel.kind] })
}

const strokes: Readonly<Record<Mark, readonly (readonly [from: number, width: number])[]>> = {
  box: [[0, swatch]],
  line: [[0, swatch]],
  dashes: [
    [0, 11],
    [16, 10],
  ],
}

const drawTitle = (pen: Pen, title: string, top: number): void => {
  const { canvas, look } = pen
  canvas.fillStyle = look.line
  canvas.fillRect(page.left, top + 16, page.room, 2)
  writeIn(pen, title, page.room, { x: page.left, y: top + 70, weight: 700, sizes: [36, 32, 28], colour: look.ink })
}

const drawLegend = (pen: Pen, entries: readonly Placed[], top: number): void => {
  const { canvas, look } = pen
  for (const { name, tone, mark, x, row } of entries) {
    const y = top + row * legendStep
    canvas.fillStyle = tone === 'limit' ? look.ink : look.tones[tone]
    for (const [from, width] of strokes[mark]) {
      canvas.beginPath()
      canvas.roundRect(page.left + x + from, mark === 'box' ? y : y + 10, width, mark === 'box' ? swatch : 6, 3)
      canvas.fill()
    }
    const room = page.room - x - swatch - 14
    writeIn(pen, name, room, {
      x: page.left + x + swatch + 14,
      y: y + 22,
      weight: 400,
      sizes: [28, 24],
      colour: look.muted,
    })
  }
}

const drawRows = (pen: Pen, { rows }: Extract<Panel, { kind: 'rows' }>, top: number): void => {
  const { setter, look } = pen
  rows.forEach(({ name, said, share }, index) => {
    const y = top + index * rowStep + 36
    write(pen, said, { x: page.right, y, weight: 700, size: 34, colour: look.ink, align: 'right' })
    const room = page.room - setter.width(said, 700, 34) - 32
    writeIn(pen, name, room, { x: page.left, y, weight: 600, sizes: [34, 30, 26], colour: look.ink })
    drawBar(pen, y + 18, 1, look.line)
    if (share > 0) drawBar(pen, y + 18, Math.min(1, share), look.tones.main)
  })
}

const drawBar = ({ canvas }: Pen, y: number, share: number, colour: string): void => {
  canvas.fillStyle = colour
  canvas.beginPath()
  canvas.roundRect(page.left, y, Math.max(barHeight, page.room * share), barHeight, barHeight / 2)
  canvas.fill()
}

const drawWords = (pen: Pen, words: string, top: number): void => {
  const { lines, size } = pen.setter.set(words, { weight: 600, sizes: [40, 36, 32], width: page.room, lines: 3 })
  lines.forEach((line, index) =>
    write(pen, line, {
      x: page.left,
      y: top + 70 + index * size * 1.25,
      weight: 600,
      size,
      colour: pen.look.muted,
    }),
  )
}
