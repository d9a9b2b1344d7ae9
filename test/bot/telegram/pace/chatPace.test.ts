import { describe, expect, it } from 'vitest'
import { createChatPace, groupLimits, privateLimits } from '../../../../src/bot/telegram/pace/chatPace.js'
import { minute, second } from '../../../support/announcing.js'

/** When messages go out if there is always one more to say. */
const timesOf = (
  pace: { wait(at: number): number; count(messages: number, at: number): void },
  until: number,
): readonly number[] => {
  const times: number[] = []
  for (let at = 0; at < until;) {
    const wait = pace.wait(at)
    // Who waits for less goes nowhere.
    if (wait !== 0) expect(wait).toBeGreaterThanOrEqual(1)
    if (wait === 0) {
      times.push(at)
      pace.count(1, at)
      at += 1
    } else at += wait
  }
  return times
}
const mostInAMinute = (times: readonly number[]): number =>
  Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + minute).length))

describe('the pace of a group', () => {
  it('lets the first message go at once and the second after a second', () => {
    expect(timesOf(createChatPace(groupLimits), 2 * second)).toEqual([0, second])
  })

  it('never has 20 in a minute, and never makes anyone wait half a minute for the next', () => {
    const times = timesOf(createChatPace(groupLimits), 20 * minute)
    expect(mostInAMinute(times)).toBeLessThan(20)
    expect(mostInAMinute(times)).toBeGreaterThan(15)
    expect(Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? 0)))).toBeLessThan(minute / 2)
  })

  it('is kept after a pause of any length, too', () => {
    const pace = createChatPace(groupLimits)
    const times = [...timesOf(pace, 30 * second)]
    for (let at = 90 * second; at < 10 * minute; at += 700) {
      if (pace.wait(at) > 0) continue
      pace.count(1, at)
      times.push(at)
    }
    expect(mostInAMinute(times)).toBeLessThan(20)
  })

  it('a second a message alone would be too fast (negative control)', () => {
    let last = -second
    const hasty = {
      wait: (at: number) => Math.max(0, last + second - at),
      count: (_: number, at: number) => void (last = at),
    }
    expect(mostInAMinute(timesOf(hasty, 5 * minute))).toBe(60)
  })

  it('waits as long as Telegram asks for', () => {
    const pace = createChatPace(groupLimits)
    pace.pause(9 * second)
    pace.pause(5 * second)
    expect([0, 8999, 9000].map((at) => pace.wait(at))).toEqual([9000, 1, 0])
  })
})

describe('the pace of a private chat', () => {
  it('lets a small burst go at once, then about one message a second', () => {
    const times = timesOf(createChatPace(privateLimits), 20 * minute)
    expect(times.filter((at) => at < second)).toHaveLength(10)
    expect(mostInAMinute(times)).toBeLessThanOrEqual(60)
    expect(mostInAMinute(times.slice(100))).toBeGreaterThan(45)
  })
})
