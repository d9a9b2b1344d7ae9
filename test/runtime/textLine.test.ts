import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/runtime/log.js'

const linesOf = (work: (log: ReturnType<typeof createLog>) => void): readonly string[] => {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  work(createLog({ level: 'info', secrets: ['hunter2hunter2'], format: 'text', destination }))
  return lines
}

describe('a line of the log for a person', () => {
  it('has the time of day, what happened and the fields; another level than "info" is named', () => {
    const [one, other] = linesOf((log) => {
      log.info({ bot: 'levem_bot', ms: 12, kinds: ['a', 'b'] }, 'Levem is open')
      log.warn('something is odd')
    })
    expect(one).toMatch(/^\d\d:\d\d:\d\d {2}Levem is open {2}bot=levem_bot {2}ms=12 {2}kinds=\["a","b"\]\n$/u)
    expect(other).toMatch(/^\d\d:\d\d:\d\d {2}WARN something is odd\n$/u)
  })

  it('tells an error with its place and its cause, and no secret', () => {
    const [line = ''] = linesOf((log) => {
      const cause = new Error('no way to hunter2hunter2')
      log.error({ err: new Error('it failed', { cause }) }, 'oh')
    })
    expect(line).toMatch(/ERROR oh\n {4}Error: it failed\n {8}at /u)
    expect(line).toContain('Error: no way to [hidden]')
  })
})
