import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Group, openSandbox, type Person, type Sandbox, type SandboxOptions } from 'telegram-sandbox'
import { inspect, type Inspector } from './inspect.js'
import { type Program, startProgram } from './program.js'
import { tempFolder } from './database/files.js'

/** A pretend Telegram, a folder for the database, and the program as a process. */
export type Stage = {
  readonly sandbox: Sandbox
  readonly owner: Person
  /** The notification chat. */
  readonly chat: Group
  readonly databaseUrl: string
  /** What the program is told; give `undefined` to leave one out. */
  readonly env: (changes?: Readonly<Record<string, string | undefined>>) => Readonly<Record<string, string>>
  /** Starts the program without waiting for anything. */
  readonly start: (changes?: Readonly<Record<string, string | undefined>>) => Program
  /** Starts the program and waits until it is open. */
  readonly open: (changes?: Readonly<Record<string, string | undefined>>) => Promise<Program>
  readonly inspect: Inspector
  /** Kills what still runs and leaves nothing behind. */
  readonly close: () => Promise<void>
}

/** Sets the stage: SQLite unless told otherwise. */
export const setStage = async ({
  databaseUrl: wanted,
  ...options
}: SandboxOptions & { readonly databaseUrl?: string } = {}): Promise<Stage> => {
  const sandbox = await openSandbox({ botUsername: 'levem_sandbox_bot', ...options })
  const folder = await tempFolder('stage')
  const owner = sandbox.person({ firstName: 'Olga', languageCode: 'en' })
  const chat = sandbox.group('Sales', { supergroup: true })
  chat.addBot(owner, { admin: true })
  const databaseUrl = wanted ?? `sqlite:///${join(folder, 'levem.db')}`
  const programs: Program[] = []

  const env: Stage['env'] = (changes = {}) => {
    const all: Readonly<Record<string, string | undefined>> = {
      TELEGRAM_BOT_TOKEN: sandbox.token,
      TELEGRAM_API_ROOT: sandbox.url,
      TELEGRAM_CHAT_ID: String(chat.id),
      DATABASE_URL: databaseUrl,
      DEFAULT_LANGUAGE: 'en',
      ...changes,
    }
    return Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    )
  }
  const start: Stage['start'] = (changes) => {
    const program = startProgram(env(changes))
    programs.push(program)
    return program
  }
  return {
    sandbox,
    owner,
    chat,
    databaseUrl,
    env,
    start,
    open: async (changes) => {
      const program = start(changes)
      await program.says(/Levem is open/u)
      return program
    },
    inspect: inspect(databaseUrl),
    close: async () => {
      await Promise.all(programs.map((program) => program.kill()))
      await sandbox.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Updates that were stored and not handled. */
export const unhandled = { handled_at: null }
