import { describe, expect } from 'vitest'
import type { Person } from 'telegram-sandbox'
import { hastyProgram, startProgram } from '../../support/program.js'
import { type Stage, unhandled } from '../../support/stage.js'
import { it } from './onStage.js'

/** A person whose press on "What's on" is being answered. */
const pressing = async (stage: Stage): Promise<Person> => {
  const ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
  ann.says('/start')
  await stage.sandbox.until(() => ann.buttons().length > 0, 20_000)
  const asked = new Promise<void>((resolve) => {
    stage.sandbox.subscribe((happening) => {
      if (happening.kind === 'callStarted' && happening.method === 'answerCallbackQuery') resolve()
    })
  })
  ann.presses("🎪 What's on")
  await asked
  return ann
}

const unhandledOf = (stage: Stage, { id }: Person): Promise<number> =>
  stage.inspect.count('inbox', { ...unhandled, lane: String(id) })

describe.concurrent('stopping', () => {
  it.for(['SIGTERM', 'SIGINT'] as const)('by %s ends what was started, and exits 0', async (name, { stage }) => {
    const program = await stage.open()
    stage.sandbox.faults.add({ method: 'answerCallbackQuery', kind: { delay: 1000 } })
    const ann = await pressing(stage)
    program.signal(name)
    expect(await program.ended).toEqual({ code: 0, signal: null })
    expect(ann.toasts()).toHaveLength(1)
    expect(await unhandledOf(stage, ann)).toBe(0)
    expect(program.output()).toContain('Levem is closed')
  })

  it('negative control: kill -9 in the same moment leaves the update to the next start', async ({ stage }) => {
    const program = await stage.open()
    const fault = stage.sandbox.faults.add({ method: 'answerCallbackQuery', kind: 'hang' })
    const ann = await pressing(stage)
    await program.kill()
    expect(await unhandledOf(stage, ann)).toBe(1)
    fault.remove()
    await stage.open()
    await stage.sandbox.until(() => ann.toasts().length === 1, 20_000)
  })

  it('is not held up by a handler that hangs: its update is handled at the next start', async ({ stage }) => {
    const program = startProgram(stage.env(), undefined, hastyProgram({ shutdownMs: 1000 }))
    await program.says(/Levem is open/u)
    const fault = stage.sandbox.faults.add({ method: 'answerCallbackQuery', kind: 'hang' })
    const ann = await pressing(stage)
    program.signal('SIGTERM')
    expect(await program.ended).toEqual({ code: 0, signal: null })
    expect(program.log().find(({ msg }) => msg.startsWith('not everything ended in time'))).toMatchObject({
      late: ['handling updates'],
    })
    // Had it waited for the handler to give up, the update would be done, and nobody would have answered Ann.
    expect(await unhandledOf(stage, ann)).toBe(1)
    fault.remove()
    await stage.open()
    await stage.sandbox.until(() => ann.toasts().length === 1, 20_000)
  })

  it('exits 0 while Telegram is out of reach, at the start', async ({ stage }) => {
    await stage.sandbox.faults.goDark()
    const program = stage.start()
    await program.says(/Telegram does not answer/u)
    program.signal('SIGTERM')
    expect(await program.ended).toEqual({ code: 0, signal: null })
  })

  it('exits 0 while Telegram is out of reach, later', async ({ stage }) => {
    const program = await stage.open()
    await stage.sandbox.faults.goDark()
    await program.says(/Telegram does not answer/u)
    program.signal('SIGTERM')
    expect(await program.ended).toEqual({ code: 0, signal: null })
  })

  it('exits 0 while Telegram takes the call and says nothing, at the start', async ({ stage }) => {
    stage.sandbox.faults.add({ method: 'getMe', kind: 'hang' })
    const program = stage.start()
    await stage.sandbox.until(() => stage.sandbox.callsOf('getMe').length === 1, 20_000)
    program.signal('SIGTERM')
    expect(await program.ended).toEqual({ code: 0, signal: null })
  })
})

describe.concurrent('starting', () => {
  it('waits for a Telegram that is out of reach, or stumbles, at any of its first calls', async ({ stage }) => {
    await stage.sandbox.faults.goDark()
    const program = stage.start()
    await program.says(/Telegram does not answer/u)
    for (const method of ['getMe', 'deleteWebhook']) stage.sandbox.faults.add({ method, times: 1, kind: 'dropBefore' })
    await stage.sandbox.faults.heal()
    await program.says(/Levem is open/u)
  })
})
