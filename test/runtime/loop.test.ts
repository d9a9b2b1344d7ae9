import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/runtime/log.js'
import { createChore, createLoop, type Next } from '../../src/runtime/loop.js'
import { createTestClock } from '../support/clock.js'

const start = Date.UTC(2026, 10, 22, 9)

/** A loop under way with a clock that is turned by hand, and the seconds at which its rounds began. */
const open = (round: (nth: number) => Promise<Next>, isBusy?: () => boolean) => {
  const clock = createTestClock(start)
  const lines: string[] = []
  const log = createLog({ level: 'info', secrets: [], destination: { write: (line) => void lines.push(line) } })
  const rounds: number[] = []
  const loop = createLoop({
    clock,
    log,
    name: 'counting',
    round: () => {
      rounds.push((clock.now() - start) / 1000)
      return round(rounds.length)
    },
    ...(isBusy && { isBusy }),
  })
  const stop = new AbortController()
  const running = loop.run(stop.signal)
  return {
    loop,
    rounds,
    lines,
    turn: async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second += 1) {
        clock.set(clock.now() + 1000)
        await loop.idle()
      }
    },
    stop: async (): Promise<void> => {
      stop.abort()
      await running
    },
  }
}

const restMs = 10_000
const resting = () => Promise.resolve<Next>({ restMs })
const pausing = () => Promise.resolve<Next>({ pauseMs: restMs })

describe('a loop', () => {
  it('rests as long as a round says, and goes on at once where it says so', async () => {
    const { loop, rounds, turn, stop } = open((nth) => (nth === 1 ? Promise.resolve('again') : resting()))
    await loop.idle()
    await turn(25)
    await stop()
    expect(rounds).toEqual([0, 0, 10, 20])
  })

  it('is woken from its rest, not from a pause', async () => {
    for (const [round, expected] of [
      [resting, [0, 3]],
      [pausing, [0, 10]],
    ] as const) {
      const { loop, rounds, turn, stop } = open(round)
      await loop.idle()
      await turn(3)
      loop.wake()
      await loop.idle()
      await turn(8)
      await stop()
      expect(rounds).toEqual(expected)
    }
  })

  it('that is woken during a round does not rest after it', async () => {
    const { loop, rounds, stop } = open(async (nth) => {
      await Promise.resolve()
      if (nth === 1) loop.wake()
      return resting()
    })
    await loop.idle()
    await stop()
    expect(rounds).toEqual([0, 0])
  })

  it('tells of a failure and tries again after a pause that nothing cuts short', async () => {
    const { loop, rounds, lines, turn, stop } = open((nth) => (nth === 1 ? Promise.reject(new Error('no')) : resting()))
    await loop.idle()
    loop.wake()
    await turn(6)
    await stop()
    expect(rounds).toEqual([0, 5])
    expect(lines).toEqual([expect.stringContaining('counting was interrupted; trying again')])
  })

  it('is not idle while something that a round began is under way', async () => {
    let isBusy = true
    let isIdle = false
    const { loop, stop } = open(resting, () => isBusy)
    const idle = loop.idle().then(() => (isIdle = true))
    for (let i = 0; i < 10; i += 1) await Promise.resolve()
    expect(isIdle).toBe(false)
    isBusy = false
    loop.wake()
    await idle
    await stop()
  })

  it('is idle when it has stopped, and a failure while it stops is none', async () => {
    const { loop, lines, stop } = open(
      () => new Promise((_, reject) => setTimeout(() => reject(new Error('the database is closed')), 5)),
    )
    await stop()
    await loop.idle()
    loop.wake()
    await loop.idle()
    expect(lines).toEqual([])
  })

  it('ends with what its judge of failures throws', async () => {
    const loop = createLoop({
      clock: createTestClock(start),
      log: createLog({ level: 'silent', secrets: [] }),
      name: 'polling',
      round: () => Promise.reject(new Error('wrong token')),
      pauseAfter: (error) => {
        throw error
      },
    })
    await expect(loop.run(new AbortController().signal)).rejects.toThrow('wrong token')
  })
})

describe('a chore', () => {
  it('is done every so often, for the first time after one pause, and again after a failure', async () => {
    const clock = createTestClock(start)
    let times = 0
    const chore = createChore({
      clock,
      log: createLog({ level: 'silent', secrets: [] }),
      name: 'sweeping',
      everyMs: 60_000,
      work: () => {
        times += 1
        return times === 1 ? Promise.reject(new Error('no broom')) : Promise.resolve()
      },
    })
    const stop = new AbortController()
    const running = chore.run(stop.signal)
    const counts: number[] = []
    for (let minute = 0; minute < 3; minute += 1) {
      await chore.idle()
      counts.push(times)
      clock.set(clock.now() + 60_000)
    }
    await chore.idle()
    stop.abort()
    await running
    expect([...counts, times]).toEqual([0, 1, 2, 3])
  })
})
