import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartData,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
} from 'chart.js'
import { axisOf } from './axis.js'
import type { Panel, Series } from './chartFacts.js'
import { axisNumber, type Pen } from './pen.js'

Chart.register(BarController, BarElement, CategoryScale, Filler, LinearScale, LineController, LineElement, PointElement)

type Plotted = Extract<Panel, { kind: 'bars' | 'line' }>
type Kind = 'bar' | 'line'

const axisSize = 25
// With more bars their numbers would run into each other: then only the highest has one.
const mostNumbered = 14

type Room = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Draws bars or lines there, by the library that lays them out on a sheet of its own. */
export const plot = (pen: Pen, panel: Plotted, { x, y, width, height }: Room): void => {
  const sheet = createCanvas(width, height)
  // It names the canvas of a browser, whose types are not there; this one has all that it uses.
  const chart = new Chart<Kind>(sheet, configurationOf(pen, panel))
  pen.canvas.drawImage(sheet, x, y)
  chart.destroy()
}

const configurationOf = (pen: Pen, panel: Plotted): ChartConfiguration<Kind> => ({
  type: panel.kind === 'bars' ? 'bar' : 'line',
  data: { labels: panel.labels.map((lines) => [...lines]), datasets: datasetsOf(pen, panel) },
  options: {
    animation: false,
    responsive: false,
    devicePixelRatio: 1,
    events: [],
    layout: { padding: { top: 34, right: 8, left: 0, bottom: 0 } },
    scales: scalesOf(pen, panel),
  },
  plugins: panel.kind === 'bars' ? [numbersAbove(pen)] : [],
})

const datasetsOf = (pen: Pen, panel: Plotted): ChartDataset<Kind>[] =>
  panel.kind === 'bars'
    ? panel.series.map((series) => barsOf(pen, series))
    : [
        ...panel.series.map((series, index) => lineOf(pen, series, index > 0)),
        ...(panel.limit ? [limitOf(pen, panel.limit.value, panel.labels.length)] : []),
      ]

const barsOf = ({ look }: Pen, { tone, values }: Series): ChartDataset<'bar'> => ({
  data: values.map((value) => value ?? 0),
  backgroundColor: look.tones[tone],
  borderRadius: 4,
  maxBarThickness: 96,
  categoryPercentage: 0.86,
  barPercentage: 0.92,
  stack: 'all',
})

const lineOf = ({ look }: Pen, { tone, values }: Series, isDashed: boolean): ChartDataset<'line'> => ({
  data: values.map((value) => value ?? Number.NaN),
  borderColor: look.tones[tone],
  backgroundColor: `${look.tones[tone]}2e`,
  borderWidth: isDashed ? 4 : 5,
  borderDash: isDashed ? [12, 10] : [],
  fill: !isDashed && values.length > 1,
  pointRadius: values.length > 1 ? 0 : 9,
  pointBackgroundColor: look.tones[tone],
  tension: 0,
})

const limitOf = ({ look }: Pen, value: number, count: number): ChartDataset<'line'> => ({
  data: Array.from({ length: count }, () => value),
  borderColor: look.ink,
  borderWidth: 3,
  borderDash: [4, 8],
  pointRadius: count > 1 ? 0 : 5,
  pointBackgroundColor: look.ink,
  fill: false,
})

type Scales = NonNullable<NonNullable<ChartConfiguration<Kind>['options']>['scales']>

const scalesOf = (pen: Pen, panel: Plotted): Scales => {
  const { look, face, language } = pen
  const font = { family: familyOf(face.font(400, axisSize)), size: axisSize, weight: 400 }
  const isBars = panel.kind === 'bars'
  const { min, max, marks } = axisOf(valuesOf(panel))
  return {
    x: {
      type: 'category',
      stacked: isBars,
      offset: isBars || panel.labels.length === 1,
      grid: { display: false },
      border: { display: false },
      ticks: { color: look.muted, font, maxRotation: 0, autoSkip: true, autoSkipPadding: 28, padding: 8 },
    },
    y: {
      type: 'linear',
      stacked: isBars,
      min,
      max,
      grid: {
        color: ({ tick }: { readonly tick: { readonly value: number } }) => (tick.value === 0 ? look.muted : look.line),
        lineWidth: 2,
        drawTicks: false,
      },
      border: { display: false },
      afterBuildTicks: (axis) => void (axis.ticks = marks.map((value) => ({ value }))),
      ticks: {
        color: look.muted,
        font,
        padding: 14,
        autoSkip: false,
        callback: (value) => axisNumber(Number(value), language),
      },
    },
  }
}

/** All heights: of bars that stand on each other what they come to. */
const valuesOf = (panel: Plotted): readonly number[] => {
  if (panel.kind === 'line')
    return [...panel.series.flatMap(({ values }) => values.map((value) => value ?? 0)), panel.limit?.value ?? 0]
  return panel.labels.flatMap((_, index) => {
    const values = panel.series.map((one) => one.values[index] ?? 0)
    const sum = (pick: (value: number) => number): number => values.reduce((all, value) => all + pick(value), 0)
    return [sum((value) => Math.max(0, value)), sum((value) => Math.min(0, value))]
  })
}

// The canvas's name of fonts is "400 25px families".
const familyOf = (font: string): string => font.replace(/^\S+ \S+ /u, '')

const heightsOf = ({ labels = [], datasets }: ChartData<Kind>): readonly number[] =>
  labels.map((_, index) => datasets.reduce((sum, set) => sum + Math.max(0, Number(set.data[index] ?? 0)), 0))

/** Writes what a bar comes to above it. */
const numbersAbove = ({ look, face, language }: Pen): Plugin<Kind> => ({
  id: 'numbers',
  afterDatasetsDraw: (chart) => {
    const { data, scales } = chart
    const ctx = chart.ctx as unknown as SKRSContext2D
    const { x, y } = scales
    if (!x || !y) return
    ctx.save()
    ctx.font = face.font(600, axisSize - 1)
    ctx.textAlign = 'center'
    ctx.fillStyle = look.ink
    const heights = heightsOf(data)
    const highest = heights.indexOf(Math.max(...heights))
    heights.forEach((height, index) => {
      if (height === 0 || (heights.length > mostNumbered && index !== highest)) return
      const words = axisNumber(height, language)
      const half = ctx.measureText(words).width / 2
      // At the edge it stays on the sheet.
      const at = Math.min(x.right - half, Math.max(x.left + half, x.getPixelForValue(index)))
      ctx.fillText(words, at, y.getPixelForValue(height) - 10)
    })
    ctx.restore()
  },
})
