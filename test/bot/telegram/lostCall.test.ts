import { GrammyError, HttpError } from 'grammy'
import { describe, expect, it } from 'vitest'
import { retryAfterMs, WrongToken } from '../../../src/bot/telegram/errors.js'
import type { CallResponse } from '../../../src/bot/telegram/http.js'
import { createPatientCall, createRetryUntilAnswered } from '../../../src/bot/telegram/lostCall.js'
import { createLog } from '../../../src/runtime/log.js'
import { createTestClock } from '../../support/clock.js'
import { now } from '../../support/fixtures.js'

const second = 1000
const log = createLog({ level: 'silent', secrets: [] })

const answer = (status: number, body: unknown): CallResponse => ({
  status,
  body: Buffer.from(JSON.stringify(body)),
  json: () => Promise.resolve(body),
})
const fine = answer(200, { ok: true })
const tooMany = (parameters: object) => answer(429, { ok: false, error_code: 429, parameters })
const refused = (code: number, parameters = {}, method = 'getUpdates') =>
  new GrammyError('no', { ok: false, error_code: code, description: 'no', parameters }, method, {})
const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
const unsent = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })

/** Lets time pass until the promise is settled; gives the seconds at which calls were made. */
const play = async <T>(
  outcomes: readonly (T | Error)[],
  begin: (call: () => Promise<T>, clock: Clock) => Promise<T>,
) => {
  const clock = createTestClock(now)
  const calls: number[] = []
  const call = (): Promise<T> => {
    const outcome = outcomes[Math.min(calls.length, outcomes.length - 1)]
    calls.push((clock.now() - now) / second)
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome as T)
  }
  const result = begin(call, clock).then(
    (value) => value,
    (error: unknown) => error,
  )
  const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  await breath()
  for (let wake = clock.nextWake(); wake !== undefined; wake = clock.nextWake()) {
    clock.set(wake)
    await breath()
  }
  return { calls, result: await result }
}
type Clock = ReturnType<typeof createTestClock>

describe('a patient call', () => {
  const reply = (outcomes: readonly (CallResponse | Error)[]) =>
    play(outcomes, (call, clock) => createPatientCall(call, { clock, log, patienceMs: 30 * second })('/getChat', {}))

  it('waits exactly as long as Telegram asks for', async () => {
    expect(await reply([tooMany({ retry_after: 7 }), fine])).toEqual({ calls: [0, 7], result: fine })
    expect(await reply([tooMany({}), fine])).toEqual({ calls: [0, 1], result: fine })
  })

  it('waits for nothing that comes after everybody has left', async () => {
    const late = tooMany({ retry_after: 31 })
    expect(await reply([late])).toEqual({ calls: [0], result: late })
  })

  it('that was never sent is tried again, later and later', async () => {
    expect(await reply([unsent])).toEqual({ calls: [0, 0.5, 1.5, 3.5, 7.5, 15.5], result: unsent })
  })

  it('whose answer was lost is said once more, at once', async () => {
    expect(await reply([lost, fine])).toEqual({ calls: [0, 0], result: fine })
    const gate = answer(502, {})
    expect(await reply([gate, fine])).toEqual({ calls: [0, 0], result: fine })
    expect(await reply([gate])).toEqual({ calls: [0, 0], result: gate })
    expect(await reply([lost])).toEqual({ calls: [0, 0], result: lost })
  })
})

describe('a call without which there is no bot', () => {
  const insist = (outcomes: readonly (string | Error)[], signal = new AbortController().signal) =>
    play(outcomes, (call, clock) =>
      createRetryUntilAnswered({ clock, log, signal, pauses: { firstMs: 500, longestMs: 2000 } })(call),
    )

  it('is made until Telegram answers', async () => {
    const down = new HttpError('no network', unsent)
    expect(await insist([down, refused(502), down, down, 'Levem'])).toEqual({
      calls: [0, 0.5, 1.5, 3.5, 5.5],
      result: 'Levem',
    })
  })

  it('is not made again with a wrong token, and where the request itself is wrong', async () => {
    for (const wrong of [refused(401), refused(404, {}, 'getMe')])
      expect(await insist([wrong])).toEqual({ calls: [0], result: new WrongToken() })
    expect(await insist([refused(400)])).toEqual({ calls: [0], result: refused(400) })
  })

  it('ends with the reason of the signal', async () => {
    const stop = new AbortController()
    stop.abort('enough')
    expect((await insist([lost], stop.signal)).result).toBe('enough')
  })
})

describe('how long Telegram wants to hear nothing', () => {
  it('is read in one way', () => {
    expect([refused(429, { retry_after: 12 }), refused(429), refused(500), lost].map(retryAfterMs)).toEqual([
      12 * second,
      second,
      undefined,
      undefined,
    ])
  })
})
