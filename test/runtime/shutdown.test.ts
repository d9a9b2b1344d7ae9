import { describe, expect, it } from 'vitest'
import { systemClock } from '../../src/runtime/clock.js'
import { createLog } from '../../src/runtime/log.js'
import { createShutdown } from '../../src/runtime/shutdown.js'

const open = (limitMs: number, signal?: AbortSignal) => {
  const lines: string[] = []
  const log = createLog({ level: 'info', secrets: [], destination: { write: (line) => void lines.push(line) } })
  return { shutdown: createShutdown({ clock: systemClock, log, signal, limitMs }), lines }
}

describe('the end', () => {
  it('is told by the signal, and everything is waited for', async () => {
    const { shutdown } = open(10_000)
    const ended: string[] = []
    shutdown.waitFor(
      'a loop',
      new Promise<void>((resolve) => shutdown.signal.addEventListener('abort', () => resolve())).then(() =>
        ended.push('loop'),
      ),
    )
    shutdown.onClose('a server', () => Promise.resolve(ended.push('server')))
    expect(await shutdown.end()).toEqual([])
    expect(ended.sort()).toEqual(['loop', 'server'])
  })

  it('is not waited for beyond the limit, and says who was late', async () => {
    const { shutdown } = open(20)
    shutdown.waitFor('sleeping', new Promise(() => undefined))
    shutdown.onClose('closing', () => Promise.resolve())
    expect(await shutdown.end()).toEqual(['sleeping'])
  })

  it('may be begun from outside', () => {
    const outside = new AbortController()
    const { shutdown } = open(20, outside.signal)
    outside.abort()
    expect(shutdown.signal.aborted).toBe(true)
  })

  it('of something that fails before is told, and is no obstacle', async () => {
    const { shutdown, lines } = open(10_000)
    shutdown.waitFor('dreaming', Promise.reject(new Error('woken')))
    expect(await shutdown.end()).toEqual([])
    expect(lines).toEqual([expect.stringContaining('dreaming ended')])
  })
})
