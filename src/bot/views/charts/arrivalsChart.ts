import { type ArrivalBars, arrivalBarsOf } from '../../../domain/chart.js'
import { dayMs, hourMs, minuteMs } from '../../../domain/duration.js'
import { clockTimeOf, dayOf } from '../../../domain/localTime.js'
import type { BarLabel } from '../../../print/charts/chartFacts.js'
import type { EventCharts } from '../../../services/afterwards/eventCharts.js'
import { clockTime, dateTime, shortDate } from '../../../texts/format.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { type ChartView, emptyChart } from './chart.js'

/** When people came: by quarters of an hour, or longer where it took days. */
export const arrivalsChart = (speech: Speech, charts: EventCharts): ChartView => {
  const { event, arrivals } = charts
  const [first] = arrivals
  if (!first) return emptyChart(speech, 'chart-nobody-came')
  const { zone } = event
  const bars = arrivalBarsOf(arrivals, clockTimeOf(first.at, zone) - first.at)
  const values = bars.bars.map(({ count }) => count)
  return {
    panels: [
      {
        kind: 'bars',
        title: speech.label('chart-panel-arrivals', { length: lengthOf(bars) }),
        labels: labelsOf(speech, bars, zone),
        series: [{ name: speech.label('chart-series-came'), tone: 'main', values }],
      },
    ],
    words: wordsOf(speech, charts, bars),
  }
}

const lengths: readonly (readonly [ms: number, name: string])[] = [
  [15 * minuteMs, 'm15'],
  [30 * minuteMs, 'm30'],
  [hourMs, 'h1'],
  [2 * hourMs, 'h2'],
  [4 * hourMs, 'h4'],
  [12 * hourMs, 'h12'],
  [dayMs, 'day'],
]

const lengthOf = ({ ms }: ArrivalBars): string => lengths.find(([length]) => length === ms)?.[1] ?? 'days'

const labelsOf = ({ language }: Speech, { ms, bars }: ArrivalBars, zone: string): readonly BarLabel[] => {
  const days = new Set(bars.map(({ at }) => dayOf(clockTimeOf(at, zone))))
  return bars.map(({ at }) => {
    const day = shortDate(at, zone, language)
    if (ms >= dayMs) return [day]
    return days.size > 1 ? [clockTime(at, zone), day] : [clockTime(at, zone)]
  })
}

const wordsOf = (
  speech: Speech,
  { event: { zone }, came, admissions, arrivals }: EventCharts,
  { ms, bars }: ArrivalBars,
): readonly Html[] => {
  const [first = 0, last = 0] = [arrivals[0]?.at, arrivals.at(-1)?.at]
  const busiest = bars.reduce((highest, bar) => (bar.count > highest.count ? bar : highest))
  const when = (at: number): string => dateTime(at, zone, speech.language, speech.now())
  const until = (at: number): string =>
    ms >= dayMs ? shortDate(at + ms - 1, zone, speech.language) : clockTime(at + ms, zone)
  return [
    speech.say('chart-came', { came, admissions }),
    speech.say('chart-busiest', {
      when: `${ms >= dayMs ? shortDate(busiest.at, zone, speech.language) : when(busiest.at)}–${until(busiest.at)}`,
      count: busiest.count,
    }),
    speech.say('chart-first-last', {
      first: when(first),
      last:
        clockTimeOf(last, zone) - clockTimeOf(first, zone) < dayMs
          ? clockTime(last + 15 * minuteMs, zone)
          : when(last + 15 * minuteMs),
    }),
  ]
}
