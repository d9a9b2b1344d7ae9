import { describe, expect, test } from 'vitest'
import { arrivalBarsOf, barsOf, mostBars, runningTotal, sumsIn } from '../../src/domain/chart.js'
import { dayMs, minuteMs } from '../../src/domain/duration.js'

const day = (text: string): number => Date.parse(`${text}T00:00Z`)
const quarter = 15 * minuteMs

describe('the bars of a chart', () => {
  test('are days while they are few, then weeks from Monday, then months, and never too many', () => {
    const bars = (days: number) => barsOf(day('2026-11-20'), day('2026-11-20') + (days - 1) * dayMs)
    expect([1, 30, 62, 63, 400, 2000].map((days) => [bars(days).length, bars(days).starts.length])).toEqual([
      ['day', 1],
      ['day', 30],
      ['day', 62],
      ['week', 10],
      ['week', 58],
      ['month', 67],
    ])
    expect(bars(63).starts[0]).toBe(day('2026-11-16'))
    expect(bars(2000).starts.slice(0, 3)).toEqual([day('2026-11-01'), day('2026-12-01'), day('2027-01-01')])
  })

  test('sum up what belongs to them, and days without anything are none', () => {
    const bars = barsOf(day('2026-11-20'), day('2026-11-23'))
    const rows = [
      { day: day('2026-11-20'), n: 2 },
      { day: day('2026-11-22'), n: 3 },
      { day: day('2026-11-22'), n: 4 },
    ]
    const sums = sumsIn(bars, rows, ({ n }) => n)
    expect(sums).toEqual([2, 0, 7, 0])
    expect(runningTotal(sums)).toEqual([2, 2, 9, 9])
  })

  test('of arrivals are quarters of an hour, with those in which nobody came', () => {
    const at = day('2026-11-20')
    expect(
      arrivalBarsOf(
        [
          { at, count: 1 },
          { at: at + 2 * quarter, count: 4 },
        ],
        0,
      ),
    ).toEqual({
      ms: quarter,
      bars: [
        { at, count: 1 },
        { at: at + quarter, count: 0 },
        { at: at + 2 * quarter, count: 4 },
      ],
    })
    expect(arrivalBarsOf([], 0).bars).toEqual([])
  })

  test.each([1, 10, 100, 1000])('of arrivals in %i days are not too many, and lose nobody', (days) => {
    const arrivals = Array.from({ length: days * 12 }, (_, n) => ({
      at: day('2026-11-20') + n * 8 * quarter,
      count: 2,
    }))
    const { bars } = arrivalBarsOf(arrivals, 3 * 60 * minuteMs)
    expect(bars.length).toBeLessThanOrEqual(mostBars)
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(2 * arrivals.length)
  })
})
