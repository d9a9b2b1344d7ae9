import { Api, GrammyError } from 'grammy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Person, type Sandbox, tooManyRequests } from 'telegram-sandbox'
import { usualTiming } from '../../../src/app/timing.js'
import { createBudget } from '../../../src/bot/telegram/rateLimitBudget.js'
import { createTelegram } from '../../../src/bot/telegram/api.js'
import { createLog } from '../../../src/runtime/log.js'
import { createTestClock, type TestClock } from '../../support/clock.js'

const second = 1000
const start = Date.UTC(2026, 10, 22)

let sandbox: Sandbox
let clock: TestClock
let ann: Person
let api: Api
beforeEach(async () => {
  clock = createTestClock(start)
  sandbox = await openSandbox({ now: () => clock.now() })
  ann = sandbox.person({ firstName: 'Ann' })
  ann.says('/start')
  const log = createLog({ level: 'silent', secrets: [] })
  const telegram = createTelegram({
    access: { token: sandbox.token, apiRoot: sandbox.url },
    timeouts: usualTiming.telegram,
    clock,
    log,
    budget: createBudget({ clock }),
  })
  api = new Api(sandbox.token, telegram.replying)
})
afterEach(() => sandbox.close())

const refuse = (retryAfter: number, times = 1) =>
  sandbox.faults.add({ method: 'sendMessage', times, kind: tooManyRequests(retryAfter) })
/** When whoever waits now goes on. */
const waitsUntil = async (): Promise<number> => {
  await expect.poll(() => clock.nextWake(), { interval: 1 }).toBeDefined()
  return clock.nextWake() ?? 0
}
const heard = () => ann.messages().flatMap(({ fromBot, text }) => (fromBot ? [text] : []))

describe('a reply that Telegram refuses with 429', () => {
  it('is sent again after exactly the time that was asked for, each time', async () => {
    refuse(7)
    refuse(3)
    const reply = api.sendMessage(ann.id, 'Hello')
    expect(await waitsUntil()).toBe(start + 7 * second)
    clock.set(start + 7 * second)
    expect(await waitsUntil()).toBe(start + 10 * second)
    expect(heard()).toEqual([])
    clock.set(start + 10 * second)
    await reply
    expect(heard()).toEqual(['Hello'])
    expect(sandbox.callsOf('sendMessage').map(({ startedAt }) => startedAt - start)).toEqual([
      0,
      7 * second,
      10 * second,
    ])
  })

  it('is never given up, however long Telegram wants to hear nothing', async () => {
    refuse(600)
    const reply = api.sendMessage(ann.id, 'Hello')
    expect(await waitsUntil()).toBe(start + 600 * second)
    clock.set(start + 600 * second)
    await reply
    expect([heard(), sandbox.callsOf('sendMessage').length]).toEqual([['Hello'], 2])
  })

  it('holds up nobody else', async () => {
    refuse(600)
    void api.sendMessage(ann.id, 'Hello').catch(() => undefined)
    await waitsUntil()
    const ben = sandbox.person({ firstName: 'Ben' })
    ben.says('/start')
    await api.sendMessage(ben.id, 'Hello')
    expect(heard()).toEqual([])
  })
})

describe('what says nothing', () => {
  it('does not wait for its turn, and waits out 429 for itself as long as anybody would', async () => {
    refuse(600)
    void api.sendMessage(ann.id, 'Hello').catch(() => undefined)
    await waitsUntil()
    expect((await api.getChat(ann.id)).id).toBe(ann.id)
    sandbox.faults.add({ method: 'getChat', times: 1, kind: tooManyRequests(7) })
    const chat = api.getChat(ann.id)
    await expect.poll(() => clock.nextWake(), { interval: 1 }).toBe(start + 7 * second)
    clock.set(start + 7 * second)
    expect((await chat).id).toBe(ann.id)
    sandbox.faults.add({ method: 'getChat', times: 1, kind: tooManyRequests(31) })
    await expect(api.getChat(ann.id)).rejects.toThrow(GrammyError)
  })
})
