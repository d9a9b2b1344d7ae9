import { createBudget, type Said } from '../../../src/bot/telegram/rateLimitBudget.js'
import type { Precedence } from '../../../src/bot/telegram/speakingQueue.js'
import { createTestClock, type TestClock } from '../../support/clock.js'

/** Milliseconds. */
export const second = 1000
/** What the clock shows at first. */
export const start = Date.UTC(2026, 10, 22, 9)
/** Lets everybody do what they can do without time passing. */
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A pretend Telegram that bears so many messages a second over all; a call takes so many milliseconds. */
const createTelegram = (clock: TestClock, latencyMs: () => number) => {
  let limit: { perSecond: number; retryAfter: number } | undefined
  let sent: number[] = []
  let closedUntil = 0
  const calls: { readonly at: number; readonly chat: string; readonly ok: boolean }[] = []
  const take = (): number => {
    const now = clock.now()
    sent = sent.filter((at) => at > now - second)
    if (limit && now < closedUntil) return closedUntil - now
    if (limit && sent.length >= limit.perSecond) {
      closedUntil = now + limit.retryAfter * second
      return limit.retryAfter * second
    }
    sent.push(now)
    return 0
  }
  return {
    calls,
    limit: (next: typeof limit): void => {
      limit = next
      closedUntil = 0
    },
    call: (chat: string) => async (): Promise<Said<string>> => {
      await clock.sleep(latencyMs() / 2)
      const waitMs = take()
      calls.push({ at: clock.now() - start, chat, ok: waitMs === 0 })
      await clock.sleep(latencyMs() / 2)
      return waitMs === 0
        ? { result: 'said', isCarriedOut: true }
        : { result: 'later', isCarriedOut: false, laterMs: Math.ceil(waitMs / second) * second }
    },
    said: () => calls.filter(({ ok }) => ok),
    refused: () => calls.filter(({ ok }) => !ok),
  }
}

/** A budget that speaks to it. */
export const setUp = (latencyMs: number | (() => number) = 50) => {
  const clock = createTestClock(start)
  // How far the hands were put back; who sleeps does not wake later for it.
  const putBack = { byMs: 0 }
  const budget = createBudget({ clock: { ...clock, now: () => clock.now() - putBack.byMs } })
  const telegram = createTelegram(clock, typeof latencyMs === 'number' ? () => latencyMs : latencyMs)
  const reply = (chat: string, urgency: Precedence = 'reply') =>
    budget.say({ chat, messages: 1, urgency }, telegram.call(chat), { isPatient: true })
  /** Lets time pass until nothing waits. */
  const pass = async (untilMs = Infinity, lateMs: () => number = () => 0): Promise<void> => {
    await breath()
    for (let wake = clock.nextWake(); wake !== undefined && wake - start <= untilMs; wake = clock.nextWake()) {
      clock.set(wake + lateMs())
      await breath()
    }
  }
  return { clock, putBack, budget, telegram, reply, pass }
}

/** So many chats. */
export const crowd = (count: number, name = 'p'): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i}`)
