import { sumsIn } from '../../../domain/chart.js'
import { exponentOf } from '../../../domain/money.js'
import { type PaymentMethod, paymentMethods } from '../../../domain/order.js'
import type { Series, Tone } from '../../../print/charts/chartFacts.js'
import type { EventCharts } from '../../../services/afterwards/eventCharts.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { currencyIn, moneyIn, sumIn } from '../../ui/format.js'
import { barsUntilNow, barWords, type ChartView, emptyChart, labelsOf } from './chart.js'

type Rows = EventCharts['money']

const tones: Readonly<Record<PaymentMethod, Tone>> = {
  provider: 'main',
  stars: 'second',
  transfer: 'third',
  atDoor: 'fourth',
}

/** What came in by day and way, in the currency in which most did, and what went back. */
export const moneyChart = (speech: Speech, { event, money }: EventCharts, now: number): ChartView => {
  const currency = mainCurrency(money)
  if (currency === undefined) return emptyChart(speech, 'chart-no-money')
  const rows = money.filter((row) => row.currency === currency)
  const bars = barsUntilNow(event, rows, now)
  const inUnits = (minor: number): number => minor / 10 ** exponentOf(currency)
  const methods = paymentMethods.filter((method) => rows.some((row) => row.method === method && row.paid > 0))
  const paid = methods.map((method): Series => {
    const values = sumsIn(bars, rows, (row) => (row.method === method ? row.paid : 0)).map(inUnits)
    return { name: speech.label('report-picture-way', { way: method }), tone: tones[method], values }
  })
  const refunded = sumsIn(bars, rows, (row) => row.refunded).map((minor) => 0 - inUnits(minor))
  const back: Series = { name: speech.label('report-picture-refunded'), tone: 'back', values: refunded }
  const title = speech.label('chart-panel-money', { length: bars.length, currency: currencyIn(speech, currency) })
  const series = refunded.some((value) => value < 0) ? [...paid, back] : paid
  const dailySums = sumsIn(bars, rows, (row) => row.paid)
  return {
    panels: [{ kind: 'bars', title, labels: labelsOf(speech, bars), series }],
    words: [
      ...methods.map((method) => methodWords(speech, rows, method, currency)),
      totalWords(speech, rows, currency),
      ...barWords(speech, bars, dailySums, (minor) => moneyIn(speech, { minor, currency })),
      othersWords(speech, money, currency),
    ],
  }
}

const sumOf = (rows: Rows, value: (row: Rows[number]) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0)

/** The currency of most payments by day; amounts of different currencies cannot be compared. */
const mainCurrency = (money: Rows): string | undefined => {
  const days = new Map<string, number>()
  for (const { currency } of money) days.set(currency, (days.get(currency) ?? 0) + 1)
  return [...days].sort(([, a], [, b]) => b - a)[0]?.[0]
}

const methodWords = (speech: Speech, rows: Rows, way: PaymentMethod, currency: string): Html => {
  const minor = sumOf(rows, (row) => (row.method === way ? row.paid : 0))
  return speech.say('report-money-line', { way, amount: moneyIn(speech, { minor, currency }) })
}

const totalWords = (speech: Speech, rows: Rows, currency: string): Html | undefined => {
  const [paid, refunded] = [sumOf(rows, (row) => row.paid), sumOf(rows, (row) => row.refunded)]
  if (refunded === 0) return undefined
  return speech.say('report-refunded', {
    refunded: moneyIn(speech, { minor: refunded, currency }),
    net: moneyIn(speech, { minor: paid - refunded, currency }),
  })
}

const othersWords = (speech: Speech, money: Rows, currency: string): Html | undefined => {
  const others = money.filter((row) => row.currency !== currency && row.paid !== 0)
  if (others.length === 0) return undefined
  const amounts = others.map((row) => ({ minor: row.paid, currency: row.currency }))
  return speech.say('chart-other-money', { money: sumIn(speech, amounts) })
}
