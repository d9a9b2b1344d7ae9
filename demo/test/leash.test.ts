import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { leash } from '../src/bot.js'
import { builtProgram, inFolder, isAlive, untilDead } from '../../test/support/program.js'
import { setStage } from '../../test/support/stage.js'

describe('the leash', () => {
  /**
   * A process that starts the bot as the demo does, with or without the leash, and is killed -9 when the bot is open.
   * Gives the bot's pid.
   */
  const orphan = async (
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    folder: string,
  ): Promise<number> => {
    const code = `const child = require('node:child_process').spawn(process.execPath, ${JSON.stringify([...args, builtProgram(), 'start'])}, { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] })
      child.stdout.on('data', (data) => { if (String(data).includes('Levem is open')) console.log(child.pid) })`
    const parent = spawn(process.execPath, ['-e', code], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [pid] = (await once(parent.stdout, 'data')) as readonly unknown[]
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    return Number(String(pid))
  }

  it('ends a bot whose starter was killed', async () => {
    await inFolder(async (folder) => {
      const stage = await setStage()
      await untilDead(await orphan(['--import', leash], stage.env(), folder))
      await stage.close()
    })
  })

  it('negative control: without it such a bot lives on', async () => {
    await inFolder(async (folder) => {
      const stage = await setStage()
      const pid = await orphan([], stage.env(), folder)
      const ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
      ann.says('/start')
      await stage.sandbox.until(() => ann.buttons().length > 0, 20_000)
      expect(isAlive(pid)).toBe(true)
      process.kill(pid, 'SIGKILL')
      await untilDead(pid)
      await stage.close()
    })
  })
})
