import { describe, expect, it } from 'vitest'
import type { ClockControl } from '../../src/page/page.js'
import { of, openBoxPage } from './support.js'

describe('the clock', () => {
  const createClock = (): { readonly control: ClockControl; readonly turned: number[] } => {
    const listeners = new Set<(aheadMs: number) => void>()
    const turned: number[] = []
    const aheadMs = () => turned.reduce((sum, ms) => sum + ms, 0)
    return {
      turned,
      control: {
        aheadMs,
        turn: (ms) => {
          turned.push(ms)
          listeners.forEach((listener) => listener(aheadMs()))
          return Promise.resolve()
        },
        subscribe: (listener) => {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      },
    }
  }

  it('is shown, followed and turned forward, a week at most', async () => {
    const clock = createClock()
    const { listen, act } = await openBoxPage(() => ({ clock: clock.control }))
    const heard = await listen()
    expect((await heard.until(of('state'))).state).toMatchObject({ clock: { aheadMs: 0 } })
    expect(await act({ kind: 'turnsClock', ms: 600_000 })).toEqual({ ok: true })
    expect(await heard.until(of('clock'))).toEqual({ kind: 'clock', clock: { aheadMs: 600_000 } })
    for (const ms of [0, -1, 0.5, 604_800_001])
      expect(await act({ kind: 'turnsClock', ms })).toMatchObject({ ok: false, code: 'invalid' })
    expect(clock.turned).toEqual([600_000])
  })

  it('is out of reach for a page without one', async () => {
    const { listen, act } = await openBoxPage()
    expect((await (await listen()).until(of('state'))).state).not.toHaveProperty('clock')
    expect(await act({ kind: 'turnsClock', ms: 1 })).toMatchObject({ ok: false, code: 'failed' })
  })
})
