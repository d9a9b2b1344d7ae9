import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { buildSync } from 'esbuild'
import type { Timing } from '../../src/app/timing.js'

const root = join(import.meta.dirname, '../..')
const source = join(root, 'src')
const cache = join(root, 'node_modules/.cache/levem-program')

const sourceFiles = (): readonly string[] =>
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|ftl|js|css|html|svg|jpg)$/u.test(file))
    .sort()

const versionOf = (files: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(source, file)))
  return hash.digest('hex').slice(0, 16)
}

const translate = (files: readonly string[], folder: string): void => {
  const isCode = (file: string): boolean => file.endsWith('.ts')
  buildSync({
    entryPoints: files.filter(isCode).map((file) => join(source, file)),
    outbase: source,
    outdir: folder,
    format: 'esm',
    target: 'es2023',
    logLevel: 'error',
  })
  for (const file of files.filter((name) => !isCode(name))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(source, file), join(folder, file))
  }
}

/**
 * Translates the program once for each state of its source, and gives its main.js. Starting it is twice as fast as
 * through tsx.
 */
const build = (): string => {
  const files = sourceFiles()
  const folder = join(cache, versionOf(files))
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true })
    const half = mkdtempSync(join(cache, 'half-'))
    translate(files, half)
    writeFileSync(join(half, 'package.json'), '{"type":"module"}')
    // Two test files may build at once: the first one's stays.
    if (existsSync(folder)) rmSync(half, { recursive: true })
    else renameSync(half, folder)
  }
  return join(folder, 'main.js')
}

let built: string | undefined
/** The translated program's main.js; its other files lie beside it. */
export const builtProgram = (): string => (built ??= build())

/** The main.js of a program that starts as ours does, and waits for what is outside of it as long as is said here. */
export const hastyProgram = (timing: Partial<Timing>): string => {
  const text = `
import { usualTiming } from './app/timing.js'
import { start } from './commands/start.js'
import { withConfig } from './commands/withConfig.js'
process.exit(await withConfig(process.env, (config) => start(config, { ...usualTiming, ...${JSON.stringify(timing)} })))
`
  const main = join(dirname(builtProgram()), `hasty-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.js`)
  writeFileSync(main, text)
  return main
}

/** How a process ended. */
export type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A running Levem in a process of its own. */
export type Program = {
  /** All it wrote so far to both outputs. */
  readonly output: () => string
  /** Its log lines so far. */
  readonly log: () => readonly LogLine[]
  /** Resolves when a line of its output matches; rejects when it ends without one. */
  readonly says: (pattern: RegExp) => Promise<void>
  readonly signal: (name: NodeJS.Signals) => void
  readonly pid: number | undefined
  /** Resolves when it has ended. */
  readonly ended: Promise<Ending>
  /** kill -9, and waits until it is dead. */
  readonly kill: () => Promise<void>
}

/** A line of the log; only what tests look at. */
export type LogLine = { readonly level: string; readonly msg: string; readonly update?: number; readonly chat?: string }

const running = new Set<ChildProcess>()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/**
 * Starts the program (another main.js than ours where one is given) with this environment and nothing else of ours, in
 * an empty folder. The command may have arguments, with spaces between them.
 */
export const startProgram = (
  env: Readonly<Record<string, string>>,
  command?: string,
  main = builtProgram(),
): Program => {
  const folder = mkdtempSync(join(tmpdir(), 'levem-program-'))
  const child = spawn(process.execPath, [main, ...(command === undefined ? [] : command.split(' '))], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const lines: string[] = []
  const listeners = new Set<() => void>()
  const hear = (line: string): void => {
    lines.push(line)
    listeners.forEach((listen) => listen())
  }
  const outputs = [child.stdout, child.stderr].map((input) => once(createInterface(input).on('line', hear), 'close'))
  const ended = Promise.all([once(child, 'exit'), ...outputs]).then(async ([[code, signal]]): Promise<Ending> => {
    running.delete(child)
    await rm(folder, { recursive: true, force: true })
    return { code: code as number | null, signal: signal as NodeJS.Signals | null }
  })
  const output = (): string => lines.join('\n')
  return {
    output,
    pid: child.pid,
    log: () => lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as LogLine),
    says: (pattern) =>
      new Promise((resolve, reject) => {
        let heard = 0
        const look = (): void => {
          for (; heard < lines.length; heard += 1) {
            if (!pattern.test(lines[heard] ?? '')) continue
            listeners.delete(look)
            resolve()
            return
          }
        }
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`The program ended without saying ${String(pattern)}:\n${output()}`)))
      }),
    signal: (name) => void child.kill(name),
    ended,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Runs a command to its end. */
export const runProgram = async (
  env: Readonly<Record<string, string>>,
  command?: string,
): Promise<Ending & { readonly output: string }> => {
  const program = startProgram(env, command)
  return { ...(await program.ended), output: program.output() }
}

/** A folder of its own that is removed after the work. */
export const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'levem-process-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether a process still runs. Where nobody waits for a dead one it stays as a zombie, which answers signals. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    const stat = `/proc/${pid}/stat`
    return !existsSync(stat) || !/\) Z /u.test(readFileSync(stat, 'utf8'))
  } catch {
    return false
  }
}

/** Resolves when a process, which need not be our child, has ended. */
export const untilDead = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await pause(20)
}
