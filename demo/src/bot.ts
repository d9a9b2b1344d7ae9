import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ProgramControl, ProgramEvent } from 'telegram-sandbox/page'
import type { ClockControl } from 'telegram-sandbox/page'
import type { ProgramView } from 'telegram-sandbox/page/wire'

/** The built bot's main.js and what it runs in: its working folder, its whole environment, and the demo's time. */
export type BotPlace = {
  readonly program: string
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly clock: Pick<ClockControl, 'aheadMs' | 'subscribe'>
}

/**
 * The real bot in a process of its own. `run` resolves when the bot is on its way or has ended; a crash shows as
 * "stopped".
 */
export type DemoBot = ProgramControl & {
  /** True as soon as the bot receives updates, false if it ended before. */
  readonly opened: () => Promise<boolean>
  /** Ends the bot within seconds, for good. */
  readonly close: () => Promise<void>
}

type Running = {
  readonly signal: (name: NodeJS.Signals) => void
  readonly turnClock: (aheadMs: number) => void
  readonly ended: Promise<void>
}

/** What ends the bot with the demo, to be imported before it. */
export const leash = new URL('leash.mjs', import.meta.url).href

// What turns the bot's clock with the demo's.
const turning = new URL('turning.mjs', import.meta.url).href

const linesKept = 300
// Levem itself ends after 15 s at the latest.
const stopMs = 20_000
// Whoever closes the demo is not made to wait for a call that hangs.
const closeMs = 3000

/** Prepares the bot; it runs after `run('start')`. */
export const createDemoBot = (place: BotPlace): DemoBot => {
  const { lines, view, hear, become, subscribe } = createNotebook()
  let running: Running | undefined
  let isClosed = false
  let turn: Promise<void> = Promise.resolve()

  const start = (): void => {
    if (running || isClosed) return
    const { pid, ...process } = launch(place, hear)
    running = process
    become({ state: 'starting', ...(pid === undefined ? {} : { pid }) })
    void process.ended.then(() => {
      running = undefined
      become({ state: 'stopped' })
    })
  }
  const stop = async (withinMs: number): Promise<void> => {
    if (!running) return
    const { signal, ended } = running
    become({ ...view(), state: 'stopping' })
    signal('SIGTERM')
    const timer = setTimeout(() => signal('SIGKILL'), withinMs)
    await ended.finally(() => clearTimeout(timer))
  }
  const kill = async (): Promise<void> => {
    running?.signal('SIGKILL')
    await running?.ended
  }
  const stopTurning = place.clock.subscribe((aheadMs) => running?.turnClock(aheadMs))
  const inTurn = (work: () => void | Promise<void>): Promise<void> => (turn = turn.catch(() => undefined).then(work))
  const commands: Readonly<Record<Parameters<ProgramControl['run']>[0], () => Promise<void>>> = {
    start: () => inTurn(start),
    stop: () => inTurn(() => stop(stopMs)),
    restart: () => inTurn(() => stop(stopMs).then(start)),
    // kill -9 is for what does not end: it waits for no other command.
    kill,
  }

  return {
    state: view,
    lines: () => lines,
    subscribe,
    run: (command) => commands[command](),
    opened: () =>
      new Promise((resolve) => {
        const look = (): void => {
          if (view().state === 'starting') return
          unsubscribe()
          resolve(view().state === 'running')
        }
        const unsubscribe = subscribe(look)
        look()
      }),
    close: async () => {
      isClosed = true
      stopTurning()
      await stop(closeMs)
    },
  }
}

/** Where the bot stands and what it said, and who wants to hear of it. */
const createNotebook = () => {
  const lines: string[] = []
  const listeners = new Set<(event: ProgramEvent) => void>()
  let view: ProgramView = { state: 'stopped' }

  const tell = (event: ProgramEvent): void => listeners.forEach((listen) => listen(event))
  const become = (next: ProgramView): void => {
    view = next
    tell({ kind: 'program', program: view })
  }
  const hear = (line: string): void => {
    lines.push(line)
    if (lines.length > linesKept) lines.shift()
    tell({ kind: 'log', line })
    if (view.state === 'starting' && line.includes('"msg":"Levem is open"')) become({ ...view, state: 'running' })
  }
  const subscribe = (listener: (event: ProgramEvent) => void): (() => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return { lines, view: () => view, hear, become, subscribe }
}

const launch = (
  { program, folder, env, clock }: BotPlace,
  hear: (line: string) => void,
): Running & { readonly pid: number | undefined } => {
  const child = spawn(process.execPath, ['--import', leash, '--import', turning, program, 'start'], {
    cwd: folder,
    env: { ...env, DEMO_CLOCK_AHEAD: String(clock.aheadMs()) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const outputs = [child.stdout, child.stderr].map((output) => output && createInterface(output).on('line', hear))
  child.on('error', (error) => hear(error.message))
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      outputs.forEach((output) => output?.close())
      resolve()
    })
  })
  return {
    pid: child.pid,
    ended,
    signal: (name) => void child.kill(name),
    // Who ends at this moment hears nothing any more.
    turnClock: (aheadMs) => {
      if (child.connected) child.send({ aheadMs }, () => undefined)
    },
  }
}
