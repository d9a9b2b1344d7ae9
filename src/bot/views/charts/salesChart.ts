import { type Bars, runningTotal, sumsIn } from '../../../domain/chart.js'
import { dayMs } from '../../../domain/duration.js'
import { capacityOf, type Event, hasEnded } from '../../../domain/event.js'
import { clockTimeOf, dayOf } from '../../../domain/localTime.js'
import type { Panel, Series } from '../../../print/charts/chartFacts.js'
import type { EventCharts, PreviousDate } from '../../../services/afterwards/eventCharts.js'
import { number } from '../../../texts/format.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { startDayIn } from '../../ui/format.js'
import { barsUntilNow, barWords, type ChartView, emptyChart, labelsOf, percentOf } from './chart.js'

type Days = EventCharts['sold']

/** What was sold by day, and what that comes to: of all seats, and beside the date before. */
export const salesChart = (speech: Speech, charts: EventCharts, now: number): ChartView => {
  const { event, sold, previous } = charts
  if (sold.length === 0) return emptyChart(speech, 'chart-nothing-sold')
  const bars = barsUntilNow(event, sold, now)
  const issued = sumsIn(bars, sold, (day) => day.issued)
  const returned = sumsIn(bars, sold, (day) => day.returned)
  const totals = runningTotal(issued.map((value, index) => value - (returned[index] ?? 0)))
  const before = previous && previousTotals(bars, event, previous)
  return {
    panels: [
      totalPanel(speech, charts, bars, { totals, before }),
      {
        kind: 'bars',
        title: speech.label('chart-panel-by', { length: bars.length }),
        labels: labelsOf(speech, bars),
        series: [series(speech, 'sold', issued), ...returnedSeries(speech, returned)],
      },
    ],
    words: [
      totalWords(speech, charts),
      hasEnded(event, now) ? undefined : latestWords(speech, event, sold, now),
      ...barWords(speech, bars, issued, (value) => number(value, speech.language)),
      before && previousWords(speech, previous, before),
    ],
  }
}

const sumOf = (days: Days, value: (day: Days[number]) => number): number =>
  days.reduce((sum, day) => sum + value(day), 0)

const netOf = (days: Days): number => sumOf(days, ({ issued, returned }) => issued - returned)

const series = (speech: Speech, what: 'sold' | 'returned', values: readonly number[]): Series => ({
  name: speech.label(`chart-series-${what}`),
  tone: what === 'sold' ? 'main' : 'back',
  values,
})

const returnedSeries = (speech: Speech, returned: readonly number[]): readonly Series[] =>
  returned.some((value) => value > 0)
    ? [
        series(
          speech,
          'returned',
          returned.map((value) => 0 - value),
        ),
      ]
    : []

/** How many days before its own day an event's bars end, in milliseconds: there the date before is looked at. */
const previousTotals = (
  { starts, until }: Bars,
  { startsAt, zone }: Event,
  { event, sold }: PreviousDate,
): readonly number[] => {
  const shift = dayOf(clockTimeOf(event.startsAt, event.zone)) - dayOf(clockTimeOf(startsAt, zone))
  const ends = [...starts.slice(1), until]
  return ends.map((end) => netOf(sold.filter(({ day }) => day < end + shift)))
}

type Totals = { readonly totals: readonly number[]; readonly before: readonly number[] | undefined }

const totalPanel = (speech: Speech, charts: EventCharts, bars: Bars, { totals, before }: Totals): Panel => {
  const { previous } = charts
  const capacity = capacityOf(charts)
  const highest = Math.max(...totals, ...(before ?? []))
  return {
    kind: 'line',
    title: speech.label('chart-panel-total', { sold: netOf(charts.sold), capacity }),
    labels: labelsOf(speech, bars),
    series: [
      series(speech, 'sold', totals),
      ...(previous && before
        ? [
            {
              name: speech.label('chart-series-previous', { when: startDayIn(speech, previous.event) }),
              tone: 'past' as const,
              values: before,
            },
          ]
        : []),
    ],
    // Far above what is sold, the line would flatten all the rest.
    limit: highest * 4 >= capacity ? { name: speech.label('chart-series-capacity'), value: capacity } : undefined,
  }
}

const totalWords = (speech: Speech, charts: EventCharts): Html => {
  const [sold, capacity] = [netOf(charts.sold), capacityOf(charts)]
  const returned = sumOf(charts.sold, (day) => day.returned)
  return speech.say('chart-sold', { sold, capacity, percent: percentOf(sold, capacity), returned })
}

const latestWords = (speech: Speech, { zone }: Event, sold: Days, now: number): Html => {
  const today = dayOf(clockTimeOf(now, zone))
  const since = (from: number, until = Infinity): number =>
    sumOf(
      sold.filter(({ day }) => day >= from && day < until),
      ({ issued }) => issued,
    )
  return speech.say('chart-latest', {
    today: since(today),
    yesterday: since(today - dayMs, today),
    week: since(today - 6 * dayMs),
  })
}

const previousWords = (speech: Speech, { event, sold }: PreviousDate, before: readonly number[]): Html =>
  speech.say('chart-previous', { when: startDayIn(speech, event), soFar: before.at(-1) ?? 0, total: netOf(sold) })
