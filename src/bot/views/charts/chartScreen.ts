import { InlineKeyboard, InputFile } from 'grammy'
import type { Logger } from 'pino'
import { type ChartKind, chartKinds, type ChartLook } from '../../../domain/chart.js'
import type { ChartPictureFacts } from '../../../print/charts/chartFacts.js'
import type { EventCharts } from '../../../services/afterwards/eventCharts.js'
import { type Html, plainOf } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { lines, paragraphs, timeInYear, yesNo } from '../../ui/format.js'
import { routes } from '../../ui/routes.js'
import { captionLimit, type Screen } from '../../ui/screen.js'
import { arrivalsChart } from './arrivalsChart.js'
import type { ChartView } from './chart.js'
import { moneyChart } from './moneyChart.js'
import { salesChart } from './salesChart.js'
import { typesChart } from './typesChart.js'

/** What draws charts: `createPrinter` of src/print. */
type ChartPrinter = { readonly chart: (facts: ChartPictureFacts) => Promise<Uint8Array> }

type Needs = { readonly printer: ChartPrinter; readonly log: Logger }

/** Which chart, and on which ground. */
export type Chosen = { readonly chart: ChartKind; readonly look: ChartLook }

const views: Readonly<Record<ChartKind, (speech: Speech, charts: EventCharts, now: number) => ChartView>> = {
  sales: salesChart,
  types: typesChart,
  arrivals: arrivalsChart,
  money: moneyChart,
}

/** A chart of an event with the same in words; without its picture where that cannot be drawn. */
export const createChartScreen =
  ({ printer, log }: Needs) =>
  async (speech: Speech, charts: EventCharts, chosen: Chosen, now: number): Promise<Screen> => {
    const view = views[chosen.chart](speech, charts, now)
    const screen = { html: wordsOf(speech, charts, chosen, view), keyboard: buttonsOf(speech, charts, chosen) }
    try {
      const picture = await printer.chart(pictureFacts(speech, charts, chosen, view))
      return { ...screen, pictures: [new InputFile(picture, `${chosen.chart}-${charts.event.id}.png`)] }
    } catch (error) {
      log.error({ err: error, event: charts.event.id }, 'a chart could not be drawn; it goes out as text')
      return screen
    }
  }

const wordsOf = (speech: Speech, { event: { title } }: EventCharts, { chart }: Chosen, view: ChartView): Html => {
  const head = speech.say('chart-head', { chart, title })
  const words = view.words.filter((line) => line !== undefined)
  // What comes first matters most: the last ones are left to the picture where there is no room.
  while (words.length > 1 && plainOf(paragraphs(head, lines(...words))).length > captionLimit) words.pop()
  return paragraphs(head, lines(...words))
}

const buttonsOf = (
  speech: Speech,
  { event: { id: eventId } }: EventCharts,
  { chart, look }: Chosen,
): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  chartKinds.forEach((kind, index) => {
    const label = speech.label(`button-chart-${kind}`, { isChosen: yesNo(kind === chart) })
    keyboard.text(label, routes.chart.data({ eventId, chart: kind, look }))
    if (index % 2 === 1) keyboard.row()
  })
  const other = look === 'light' ? 'dark' : 'light'
  return keyboard
    .text(speech.label('button-chart-look', { to: other }), routes.chart.data({ eventId, chart, look: other }))
    .text(speech.label('button-manage'), routes.manageEvent.data({ eventId }))
}

const pictureFacts = (
  speech: Speech,
  { event }: EventCharts,
  { chart, look }: Chosen,
  { panels }: ChartView,
): ChartPictureFacts => ({
  language: speech.language,
  look,
  heading: speech.label('chart-picture-heading', { chart }),
  title: event.title,
  when: timeInYear(speech, event.startsAt, event),
  panels,
})
