import { clockTimeOf, dayOf } from '../../../domain/localTime.js'
import { type Bars, barsOf } from '../../../domain/chart.js'
import { closesAt, type Event } from '../../../domain/event.js'
import type { BarLabel, Panel } from '../../../print/charts/chartFacts.js'
import { date, shortDate, shortMonth } from '../../../texts/format.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'

/** A chart: its picture's parts, and the same in words, the most important first. */
export type ChartView = { readonly panels: readonly Panel[]; readonly words: readonly (Html | undefined)[] }

/** A chart of what there is not. */
export const emptyChart = (speech: Speech, key: string): ChartView => ({
  panels: [{ kind: 'words', words: speech.label(key) }],
  words: [speech.say(key)],
})

/** The bars of an event's days: from the first on which there was anything up to today, or to when it was over. */
export const barsUntilNow = (
  event: Pick<Event, 'startsAt' | 'endsAt' | 'zone'>,
  rows: readonly { readonly day: number }[],
  now: number,
): Bars => {
  const until = dayOf(clockTimeOf(Math.min(now, closesAt(event)), event.zone))
  const days = rows.map(({ day }) => day)
  return barsOf(Math.min(...days), Math.max(until, ...days))
}

/** What stands below bars. */
export const labelsOf = ({ language }: Speech, { length, starts }: Bars): readonly BarLabel[] =>
  starts.map((start) => [length === 'month' ? shortMonth(start, language) : shortDate(start, 'UTC', language)])

/** A bar's day, week or month in words. */
const barIn = (speech: Speech, { length }: Pick<Bars, 'length'>, start: number): string => {
  if (length === 'month') return shortMonth(start, speech.language)
  const day = date(start, 'UTC', speech.language, speech.now())
  return length === 'day' ? day : speech.label('chart-week-from', { day })
}

/** A share in whole percent: "<1" of a little, and 100 of all only. */
export const percentOf = (part: number, whole: number): string => {
  if (part <= 0 || whole <= 0) return '0'
  const percent = Math.floor((100 * part) / whole)
  return percent === 0 ? '<1' : String(Math.min(percent, 100))
}

// So few are told one by one.
const mostListed = 7

/** The bars in words: each where they are few, else the highest. `words` says a value. */
export const barWords = (
  speech: Speech,
  bars: Bars,
  values: readonly number[],
  words: (value: number) => string,
): readonly Html[] => {
  const said = bars.starts
    .map((start, index) => ({ start, value: values[index] ?? 0 }))
    .filter(({ value }) => value > 0)
  const line = ({ start, value }: (typeof said)[number]) => ({ when: barIn(speech, bars, start), count: words(value) })
  if (said.length <= mostListed) return said.map((bar) => speech.say('chart-line', line(bar)))
  const best = said.reduce((highest, bar) => (bar.value > highest.value ? bar : highest))
  return [speech.say('chart-best', { length: bars.length, ...line(best) })]
}
