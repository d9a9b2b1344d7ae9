import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Another process that opened a store, or could not. */
export type Holder = {
  /** "open", or the error it died of. */ readonly said: string
  readonly kill: () => Promise<void>
}

/** Opens the store in another process and waits until it is open or has failed. */
export const holdInAnotherProcess = async (url: string): Promise<Holder> => {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('hold.ts', import.meta.url)), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) return { said: line, kill: () => kill(child) }
  throw new Error('the other process said nothing')
}

const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
