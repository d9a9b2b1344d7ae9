import { describe, expect, it } from 'vitest'
import { backoff, retry } from '../../src/runtime/backoff.js'
import { createTestClock } from '../support/clock.js'

describe('the pause after failures', () => {
  it('doubles up to the longest, however many there were', () => {
    const pauses = { firstMs: 500, longestMs: 30_000 }
    expect([1, 2, 3, 6, 7, 8, 1000, 1e9].map((failures) => backoff(failures, pauses))).toEqual([
      500, 1000, 2000, 16_000, 30_000, 30_000, 30_000, 30_000,
    ])
  })
})

describe('trying again', () => {
  const clock = createTestClock(0)

  it('goes on until it succeeds', async () => {
    const failures: number[] = []
    const result = retry(() => (failures.length < 2 ? Promise.reject(new Error('no')) : Promise.resolve('yes')), {
      clock,
      pauseAfter: (_, count) => {
        failures.push(count)
        return 0
      },
    })
    expect([await result, failures]).toEqual(['yes', [1, 2]])
  })

  it('ends with the failure after which no try is wanted', async () => {
    let tries = 0
    const attempt = (): Promise<never> => Promise.reject(new Error(`no ${(tries += 1)}`))
    const failed = retry(attempt, { clock, pauseAfter: (_, count) => (count < 3 ? 0 : undefined) })
    await expect(failed).rejects.toThrow('no 3')
  })
})
