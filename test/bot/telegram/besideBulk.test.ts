import { describe, expect, it } from 'vitest'
import { createBudget } from '../../../src/bot/telegram/rateLimitBudget.js'
import { crowd, second, setUp } from './bearing.js'

const perSecond = 30
const many = 600

/** Many are told something at the published rate; what else is said comes from the same budget, or from another. */
const told = (isBearable: boolean, isOne = true) => {
  const set = setUp()
  if (isBearable) set.telegram.limit({ perSecond, retryAfter: 1 })
  const others = isOne ? set.budget : createBudget({ clock: set.clock })
  const bulk = crowd(many, 'bulk').map((chat) =>
    set.budget.say({ chat, messages: 1, urgency: 'bulk' }, set.telegram.call(chat), { isPatient: true }),
  )
  const reply = (chat: string) =>
    others.say({ chat, messages: 1, urgency: 'reply' }, set.telegram.call(chat), { isPatient: true })
  /** Goes so many steps, each as soon as the one before was answered; how long each took, in milliseconds. */
  const walk = async (chat: string, steps: number): Promise<readonly number[]> => {
    const took: number[] = []
    for (let step = 0; step < steps; step += 1) {
      const begunAt = set.clock.elapsed()
      await reply(chat)
      took.push(set.clock.elapsed() - begunAt)
    }
    return took
  }
  return { ...set, bulk, walk }
}

const slowest = (all: readonly (readonly number[])[]): number => Math.max(...all.flat())

describe('while many are told something', () => {
  it('somebody is answered at once, and nobody is told to wait: their answers take the place of others’', async () => {
    const { telegram, bulk, walk, pass } = told(true)
    const anna = walk('anna', 10)
    await pass()
    await Promise.all(bulk)
    expect(slowest([await anna])).toBeLessThan(150)
    expect(telegram.refused()).toEqual([])
    expect(((many + 10) / (telegram.said().at(-1)?.at ?? 0)) * second).toBeGreaterThan(perSecond * 0.97)
  })

  it('would be told to wait, did both not know of each other (negative control)', async () => {
    const { telegram, bulk, walk, pass } = told(true, false)
    const anna = walk('anna', 10)
    await pass()
    await Promise.all([...bulk, anna])
    expect(telegram.refused()).not.toEqual([])
  })

  it('those who come at once are answered in turn, with no refusal and little of the rate for the many', async () => {
    const { telegram, bulk, walk, pass } = told(true)
    await pass(2 * second)
    const all = crowd(30).map((chat) => walk(chat, 5))
    await pass()
    await Promise.all([...bulk, ...all])
    expect(telegram.refused()).toEqual([])
    const last = Math.max(...telegram.said().flatMap(({ at, chat }) => (chat.startsWith('p') ? [at] : [])))
    // 150 answers.
    expect(last - 2 * second).toBeLessThan((150 / perSecond) * second * 1.15)
    expect(((many + 150) / (telegram.said().at(-1)?.at ?? 0)) * second).toBeGreaterThan(perSecond * 0.97)
  })

  it('a rush is answered as fast as Telegram bears, and the many are not forgotten meanwhile', async () => {
    const { telegram, bulk, walk, pass } = told(false)
    await pass(2 * second)
    const all = crowd(2000).map((chat) => walk(chat, 1))
    await pass()
    await Promise.all(bulk)
    expect(slowest(await Promise.all(all))).toBeLessThan(second)
    const gaps = telegram.said().flatMap(({ at, chat }) => (chat.startsWith('bulk') ? [at] : []))
    expect(Math.max(...gaps.map((at, i) => at - (gaps[i - 1] ?? at)))).toBeLessThan(2 * second)
  })

  it('those who always come back are kept waiting by a supposed limit for ten seconds only', async () => {
    const { bulk, walk, pass } = told(false)
    await pass(2 * second)
    const all = crowd(40).map((chat) => walk(chat, 9))
    await pass()
    const took = await Promise.all(all)
    await Promise.all(bulk)
    expect(slowest(took.map((steps) => steps.slice(0, 3)))).toBeGreaterThan(second)
    expect(slowest(took.map((steps) => steps.slice(-1)))).toBeLessThan(100)
  })
})
