import { describe, expect, it } from 'vitest'
import { type Budget, Superseded, TurnTooLate } from '../../../src/bot/telegram/rateLimitBudget.js'
import type { Precedence, Saying } from '../../../src/bot/telegram/speakingQueue.js'
import { crowd, second, setUp, start } from './bearing.js'

/** Numbers from 0 to 1 that look like chance, the same each time. */
const chance = (seed: number) => () => {
  seed = (seed * 16_807) % 2_147_483_647
  return seed / 2_147_483_647
}

const mostInAMinute = (times: readonly number[]): number =>
  Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + 60 * second).length))

describe('the budget', () => {
  it('lets everybody speak at once as long as Telegram bears it', async () => {
    const { telegram, reply, pass } = setUp()
    const all = crowd(2000).map((chat) => reply(chat))
    await pass()
    await Promise.all(all)
    expect(telegram.refused()).toEqual([])
    // A few round trips to find that there is no limit, then 256 calls in each of 50 ms.
    expect(telegram.said().at(-1)?.at).toBeLessThan(800)
  })

  it('finds what Telegram bears over all, and keeps to it: everybody is answered, close to as fast as possible', async () => {
    const { telegram, reply, pass } = setUp()
    telegram.limit({ perSecond: 30, retryAfter: 1 })
    const all = crowd(2000).map((chat) => reply(chat).then(() => reply(chat)))
    await pass()
    await Promise.all(all)
    expect(telegram.said()).toHaveLength(4000)
    expect((telegram.said().at(-1)?.at ?? 0) / ((4000 / 30) * second)).toBeLessThan(1.12)
    expect(telegram.refused().length / 4000).toBeLessThan(0.05)
  })

  it('keeps to it where every timer is late and the line is uneven, as on a small server in a rush', async () => {
    const random = chance(7)
    const { telegram, reply, pass } = setUp(() => 40 + 40 * random())
    telegram.limit({ perSecond: 30, retryAfter: 1 })
    const all = crowd(2000).map((chat) => reply(chat).then(() => reply(chat)))
    await pass(Infinity, () => 40 * random())
    await Promise.all(all)
    expect(telegram.said()).toHaveLength(4000)
    expect((telegram.said().at(-1)?.at ?? 0) / ((4000 / 30) * second)).toBeLessThan(1.15)
    expect(telegram.refused().length / 4000).toBeLessThan(0.05)
  })

  it.each([
    ['down and up again', [100, 10, 60], 1],
    ['with long pauses', [100, 10, 60], 60],
    ['to almost nothing', [30, 1, 30], 2],
  ])('follows a limit that changes, %s: nobody is left out', async (_, [first = 1, then = 1, last = 1], retryAfter) => {
    const { telegram, reply, pass } = setUp()
    telegram.limit({ perSecond: first, retryAfter })
    const all = crowd(2000).map((chat) => reply(chat))
    await pass(8 * second)
    telegram.limit({ perSecond: then, retryAfter })
    await pass(28 * second)
    telegram.limit({ perSecond: last, retryAfter })
    await pass()
    await Promise.all(all)
    expect(telegram.said()).toHaveLength(2000)
    expect(telegram.refused().length / 2000).toBeLessThan(0.08)
  })

  it('keeps one chat to itself when only that one is told to wait, for exactly as long', async () => {
    const { budget, telegram, clock, reply, pass } = setUp()
    let isFirst = true
    const anna = budget.say<string>(
      { chat: 'anna', messages: 1, urgency: 'reply' },
      async () => {
        await clock.sleep(10)
        const laterMs = isFirst ? 7 * second : undefined
        isFirst = false
        if (laterMs === undefined) telegram.calls.push({ at: clock.now() - start, chat: 'anna', ok: true })
        return { result: 'said', isCarriedOut: laterMs === undefined, laterMs }
      },
      { isPatient: true },
    )
    const others = crowd(50).map((chat) => reply(chat))
    await pass()
    await Promise.all([anna, ...others])
    expect(telegram.said().find(({ chat }) => chat === 'anna')?.at).toBe(7020)
    expect(telegram.said().filter(({ chat, at }) => chat !== 'anna' && at > second)).toEqual([])
  })

  it('lets a private chat hear a small burst, then about one message a second', async () => {
    const { telegram, reply, pass } = setUp(0)
    const all = Array.from({ length: 70 }, () => reply('anna'))
    await pass()
    await Promise.all(all)
    const times = telegram.said().map(({ at }) => at)
    expect(times.filter((at) => at < second)).toHaveLength(10)
    expect(mostInAMinute(times)).toBeLessThanOrEqual(60)
  })

  it('lets a group hear 20 messages a minute at most, whoever they come from', async () => {
    const { telegram, reply, pass } = setUp(0)
    const all = Array.from({ length: 60 }, (_, i) => reply('-100123', i % 2 === 0 ? 'chat' : 'reply'))
    await pass()
    await Promise.all(all)
    const times = telegram.said().map(({ at }) => at)
    expect(mostInAMinute(times)).toBeLessThanOrEqual(20)
  })

  it('lets who is more urgent go first, and nobody wait for ever', async () => {
    const { budget, telegram, reply, pass } = setUp()
    telegram.limit({ perSecond: 10, retryAfter: 1 })
    await Promise.all([Promise.all(crowd(100, 'warm').map((chat) => reply(chat))), pass()])
    const before = telegram.said().length
    const saying = (chat: string, urgency: Precedence): Saying => ({ chat, messages: 1, urgency })
    const say = (chat: string, urgency: Precedence) =>
      budget.say(saying(chat, urgency), telegram.call(chat), { isPatient: true })
    const all = [
      ...crowd(60, 'bulk').map((chat) => say(chat, 'bulk')),
      ...crowd(60, 'ticket').map((chat) => say(chat, 'personal')),
      ...crowd(60, 'reply').map((chat) => say(chat, 'reply')),
    ]
    await pass()
    await Promise.all(all)
    const order = telegram
      .said()
      .slice(before)
      .map(({ chat }) => chat.replace(/\d+/u, ''))
    const place = (name: string) => order.flatMap((one, i) => (one === name ? [i] : []))
    const middle = (name: string) => place(name)[30] ?? 0
    expect(middle('reply')).toBeLessThan(middle('ticket'))
    expect(middle('ticket')).toBeLessThan(middle('bulk'))
    // Each eighth turn is for who would come last.
    expect(place('bulk')[0]).toBeLessThan(10)
  })

  it('gives up a turn that does not come within the time that it may wait: nothing is sent', async () => {
    const { budget, telegram, reply, pass } = setUp()
    telegram.limit({ perSecond: 2, retryAfter: 1 })
    const replies = crowd(60).map((chat) => reply(chat))
    await pass(2 * second)
    const late = budget
      .say({ chat: 'p59', messages: 1, urgency: 'bulk' }, telegram.call('late'), { longestMs: 2 * second })
      .catch((error: unknown) => error)
    await pass()
    await Promise.all(replies)
    expect(await late).toBeInstanceOf(TurnTooLate)
    expect(telegram.calls.filter(({ chat }) => chat === 'late')).toEqual([])
  })

  it('is not kept silent by a clock that is put back', async () => {
    const { putBack, telegram, reply, pass } = setUp()
    for (let i = 0; i < 15; i += 1) void reply('anna')
    await pass(2 * second)
    putBack.byMs = 3600 * second
    await pass(30 * second)
    expect(telegram.said()).toHaveLength(15)
  })
})

describe('an answer that waits', () => {
  const listen = (budget: Budget, chat: string, isReplaceable = true) => {
    const waits: number[] = []
    const ended = budget.listen(chat, { mayBeSuperseded: () => isReplaceable, waits: (ms) => void waits.push(ms) })
    return { waits, ended }
  }

  const inAJam = async () => {
    const all = setUp()
    all.telegram.limit({ perSecond: 10, retryAfter: 1 })
    for (const chat of crowd(200)) all.reply(chat).catch(() => undefined)
    await all.pass(3 * second)
    return all
  }

  it('is told about how long', async () => {
    const { budget, telegram, clock, reply, pass } = await inAJam()
    const { waits } = listen(budget, 'anna')
    const from = clock.now() - start
    const answered = reply('anna')
    const told = waits[0] ?? 0
    await pass()
    await answered
    const took = (telegram.said().find(({ chat }) => chat === 'anna')?.at ?? 0) - from
    expect(told / took).toBeGreaterThan(0.7)
    expect(told / took).toBeLessThan(1.4)
  })

  it('gives way to a newer one: five taps bring one message, in the place of the first', async () => {
    const { budget, telegram, reply, pass } = await inAJam()
    const answers: Promise<unknown>[] = []
    for (let tap = 0; tap < 5; tap += 1) {
      const { ended } = listen(budget, 'anna')
      answers.push(reply('anna').catch((error: unknown) => error))
      budget.newer('anna')
      ended()
    }
    const last = listen(budget, 'anna')
    answers.push(reply('anna'))
    const later = reply('boris')
    await pass()
    const results = await Promise.all(answers)
    expect(results.slice(0, 5).every((result) => result instanceof Superseded)).toBe(true)
    expect(results[5]).toBe('said')
    await Promise.all(results.flatMap((result) => (result instanceof Superseded ? [result.settled] : [])))
    last.ended()
    await later
    expect(telegram.said().filter(({ chat }) => chat === 'anna')).toHaveLength(1)
    const place = (name: string) => telegram.said().findIndex(({ chat }) => chat === name)
    expect(place('anna')).toBeLessThan(place('boris'))
  })

  it('is said after all where nothing newer is', async () => {
    const { budget, telegram, reply, pass } = await inAJam()
    const { ended } = listen(budget, 'anna')
    const answer = reply('anna').catch((error: unknown) => error)
    budget.newer('anna')
    ended()
    const superseded = await answer
    await pass()
    if (superseded instanceof Superseded) await superseded.settled
    expect(telegram.said().filter(({ chat }) => chat === 'anna')).toHaveLength(1)
  })

  it('never gives way where each has to be heard', async () => {
    const { budget, telegram, reply, pass } = await inAJam()
    const { ended } = listen(budget, 'anna', false)
    const first = reply('anna')
    budget.newer('anna')
    ended()
    listen(budget, 'anna')
    const second = reply('anna')
    await pass()
    expect(await Promise.all([first, second])).toEqual(['said', 'said'])
    expect(telegram.said().filter(({ chat }) => chat === 'anna')).toHaveLength(2)
  })

  it('is left to the next start where everything ends before its turn, what it took the place of as well', async () => {
    const { budget, telegram, reply, pass } = await inAJam()
    const { ended } = listen(budget, 'anna')
    const first = reply('anna').catch((error: unknown) => error)
    budget.newer('anna')
    ended()
    const second = reply('anna').catch((error: unknown) => error)
    const third = reply('boris').catch((error: unknown) => error)
    budget.close()
    const superseded = await first
    expect(superseded).toBeInstanceOf(Superseded)
    if (superseded instanceof Superseded) await expect(superseded.settled).rejects.toThrow(TurnTooLate)
    expect([await second, await third].every((error) => error instanceof TurnTooLate)).toBe(true)
    await pass()
    expect(telegram.calls.filter(({ chat }) => chat === 'anna' || chat === 'boris')).toEqual([])
  })
})
