import { describe, expect, it } from 'vitest'
import { createEvenPace } from '../../../../src/bot/telegram/pace/evenPace.js'
import { second } from '../../../support/announcing.js'

const perSecond = 30

/** When so many messages go out where there is always one more to say, and each timer is as late as it is told. */
const speak = (count: number, lateMs: (n: number) => number, pace = createEvenPace(perSecond)): readonly number[] => {
  const times: number[] = []
  let now = 1_000_000
  while (times.length < count) {
    const wait = pace.wait(now)
    if (wait > 0) {
      now += wait + lateMs(times.length)
      continue
    }
    pace.count(1, now)
    times.push(now)
  }
  return times
}

const rateOf = (times: readonly number[]): number =>
  ((times.length - 1) / ((times.at(-1) ?? 0) - (times[0] ?? 0))) * second

const mostInASecond = (times: readonly number[]): number =>
  Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + second).length))

/** The same without making up for what is late: each message is late by all that those before it were. */
const createForgetfulPace = () => {
  let dueAt = -Infinity
  return {
    wait: (now: number) => Math.max(0, dueAt - now),
    count: (messages: number, now: number) => void (dueAt = now + (messages * second) / perSecond),
    shareAmong: () => undefined,
  }
}

describe('what nobody waits for', () => {
  it.each([
    ['punctual', () => 0],
    ['a little late each time', () => 3],
    ['late for long now and then', (n: number) => (n % 300 === 0 ? 100 : 1)],
  ])('keeps the pace of the limit and never exceeds it, where timers are %s', (_, lateMs) => {
    const times = speak(3000, lateMs)
    expect(rateOf(times) / perSecond).toBeGreaterThan(0.97)
    expect(mostInASecond(times)).toBeLessThanOrEqual(perSecond)
  })

  it('would not, were it not made up for what is late (negative control)', () => {
    const times = speak(3000, () => 3, createForgetfulPace())
    expect(rateOf(times) / perSecond).toBeLessThan(0.95)
  })

  it('begins with no rush after a silence', () => {
    const pace = createEvenPace(perSecond)
    speak(10, () => 0, pace)
    const times = speak(30, () => 0, pace).map((at, _, [first = 0]) => at - first)
    expect(times.filter((at) => at < second / 10).length).toBeLessThanOrEqual(12)
  })

  it('is shared among processes: together they are as fast', () => {
    const shares = Array.from({ length: 7 }, () => {
      const pace = createEvenPace(perSecond)
      pace.shareAmong(7)
      return rateOf(speak(400, () => 3, pace))
    })
    const together = shares.reduce((sum, share) => sum + share, 0)
    expect(together / perSecond).toBeGreaterThan(0.975)
    expect(together / perSecond).toBeLessThan(1)
  })

  it('knows no pace where there is no limit', () => {
    expect(speak(100, () => 0, createEvenPace(Infinity)).at(-1)).toBe(1_000_000)
  })
})
