import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { builtProgram, type Ending } from '../program.js'

/** The program at a terminal of its own (a pseudo-terminal), or with its input and output in pipes. */
export type Terminal = {
  /** All that stands on it so far. */
  readonly screen: () => string
  /** Resolves when something stands on it, behind what was waited for before; rejects when the program ends without. */
  readonly shows: (text: string) => Promise<void>
  /** Types a line. */
  readonly types: (line: string) => void
  /** Presses Ctrl-C at a terminal; with pipes there is no such key. */
  readonly interrupts: () => void
  /** Says that nothing more will be typed. */
  readonly hangsUp: () => void
  readonly ended: Promise<Ending>
  readonly kill: () => Promise<void>
}

type Options = {
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  readonly command?: string
  readonly isTerminal: boolean
}

// Ends with the exit code of what ran, or 128 and the signal as a shell does.
const pty = `
import os, pty, sys
status = pty.spawn(sys.argv[1:])
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
`

/** Starts the program in this folder, where its .env is. */
export const openTerminal = ({ env, folder, command, isTerminal }: Options): Terminal => {
  const line = [process.execPath, builtProgram(), ...(command === undefined ? [] : [command])]
  const [file = '', ...args] = isTerminal ? ['python3', '-c', pty, ...line] : line
  const child = spawn(file, args, { cwd: folder, env: { PATH: process.env['PATH'], ...env }, stdio: 'pipe' })
  let screen = ''
  let seen = 0
  const lookers = new Set<() => void>()
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (piece: string) => {
      screen += piece.replaceAll('\r\n', '\n')
      lookers.forEach((look) => look())
    })
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'close').then(([code, signal]): Ending => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }))
  return {
    screen: () => screen,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const at = screen.indexOf(text, seen)
          if (at < 0) return
          seen = at + text.length
          lookers.delete(look)
          resolve()
        }
        lookers.add(look)
        look()
        void ended.then(() => reject(new Error(`It ended without showing "${text}":\n${screen}`)))
      }),
    types: (text) => void child.stdin.write(`${text}\n`),
    interrupts: () => void child.stdin.write('\u0003'),
    hangsUp: () => void child.stdin.end(),
    ended,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
