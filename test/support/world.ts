import type { Config } from '../../src/app/config.js'
import { type Levem, startLevem } from '../../src/app/app.js'
import type { Timing } from '../../src/app/timing.js'
import { createLog } from '../../src/runtime/log.js'
import type { Printer } from '../../src/print/printer.js'
import {
  type Group,
  openSandbox,
  type Person,
  plainPicture,
  type Profile,
  type Sandbox,
  type SandboxOptions,
} from 'telegram-sandbox'
import type { StoreNeeds } from '../../src/store/store.js'
import { randomCodes } from '../../src/services/codes.js'
import { openPrinter } from './printer.js'
import { createTestClock, type TestClock } from './clock.js'
import { type Database, sqlite } from './database/databases.js'
import { inspect, type Inspector } from './inspect.js'
import { openStrictStore } from './database/strictStore.js'
import { countWrites } from './database/written.js'

// As the sandbox counts.
const firstPersonId = 2_147_483_600

/** Sunday, 22 November 2026, 12:00 in Moscow. */
export const noon = Date.UTC(2026, 10, 22, 9)

export type WorldOptions = {
  /** Postgres URL; a fresh SQLite file when absent. */
  readonly databaseUrl?: string
  /** One of `databases`; a fresh SQLite file when absent. */
  readonly database?: Database
  readonly config?: Partial<Config>
  readonly sandbox?: SandboxOptions
  /** One that draws blank tickets when absent; `realPrinter` takes some 50 ms a ticket. */
  readonly printer?: Printer
  /** False: TELEGRAM_CHAT_ID is not set. */
  readonly chat?: boolean
  /** Stands between the store and its connection. */
  readonly wrap?: StoreNeeds['wrap']
  /** Waits that no clock shortens, such as for Telegram's answers. */
  readonly timing?: Partial<Timing>
}

/** A real Levem with a real database, a pretend Telegram, and a clock that is turned by hand. */
export type World = {
  readonly sandbox: Sandbox
  readonly clock: TestClock
  /** The notification chat. */
  readonly chat: Group
  readonly log: readonly string[]
  /** Looks past the store. */
  readonly inspect: Inspector
  readonly levem: () => Levem
  /** A person who has opened the bot. */
  person(firstName: string, profile?: Partial<Profile>): Promise<Person>
  /** Resolves when every update is handled and nothing more is due. */
  settle(): Promise<void>
  /** Turns the clock, step by step, letting the program act at each. */
  advance(ms: number): Promise<void>
  /** Stops the program and starts it again on the same database. */
  restart(changes?: Partial<Config>): Promise<void>
  close(): Promise<void>
}

// One drawing thread for all worlds of a test file: starting it takes longer than all it draws.
const thread = openPrinter()
/** Draws tickets as the program does. */
export const realPrinter: Printer = { ...thread, close: () => Promise.resolve() }
// Most tests do not look at tickets: a picture of nothing will do, and takes no time.
const blank = plainPicture(64, 64)
const quickPrinter: Printer = {
  ...realPrinter,
  ticket: () => Promise.resolve(blank),
  report: () => Promise.resolve(blank),
  chart: () => Promise.resolve(blank),
}

// Whom the bot's owner named: those whom a sandbox meets first may organize, and take cards and Stars.
const namedPeople = Array.from({ length: 500 }, (_, i) => firstPersonId + i)

const minute = 60_000
const hour = 60 * minute

// Loops look every half a second: as long as the end is far, some of their turns are slept through.
const strideFor = (leftMs: number): number => Math.min(Math.max(0, leftMs - 10_000), leftMs / 20)

const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
// What is waited for is done by threads and sockets: looking more often would only take their time.
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2))

/** Opens a world. */
export const openWorld = async ({
  databaseUrl,
  database = sqlite,
  config: changes = {},
  sandbox: options = {},
  chat: hasChat = true,
  printer = quickPrinter,
  timing = {},
  wrap,
}: WorldOptions = {}): Promise<World> => {
  // The chat is told its id: that is a message, which a minute later does not count any more.
  const clock = createTestClock(noon - minute)
  const sandbox = await openSandbox({ now: () => clock.now(), botUsername: 'levem_sandbox_bot', ...options })
  const chat = sandbox.group('Levem: продажи', { supergroup: true })
  const owner = sandbox.person({ firstName: 'Olga', languageCode: 'ru' })
  chat.addBot(owner, { admin: true })
  const fresh = databaseUrl === undefined ? await database.closed() : undefined
  const lines: string[] = []
  let config: Config = {
    token: sandbox.token,
    apiRoot: sandbox.url,
    databaseUrl: databaseUrl ?? fresh?.url ?? '',
    notificationChat: hasChat ? { chatId: chat.id, topicId: undefined } : undefined,
    defaultLanguage: 'ru',
    defaultZone: 'Europe/Moscow',
    currency: 'RUB',
    organizerIds: namedPeople,
    logLevel: 'info',
    providerToken: undefined,
    receiptVatCode: undefined,
    holdMinutes: 15,
    bulkPerSecond: 30,
    receiving: { mode: 'polling' },
    ...changes,
  }
  const log = createLog({
    level: 'info',
    secrets: [sandbox.token],
    destination: { write: (line: string) => void lines.push(line) },
  })
  const writes = countWrites(wrap)
  const open = (needs: StoreNeeds) => openStrictStore({ ...needs, wrap: writes.wrap })
  const start = (): Promise<Levem> =>
    startLevem({ config, log, clock, codes: randomCodes, printer, timing, openStore: open })
  let levem = await start()

  // Who has to wait for a turn to speak gets it: the clock goes on to then.
  const waitOutTurns = async (idle: Promise<void>): Promise<void> => {
    const state = { isIdle: false }
    const ended = idle.then(() => {
      state.isIdle = true
    })
    while (!state.isIdle) {
      const at = levem.budget.nextAt()
      const isTurned = at !== undefined && at > clock.now()
      if (isTurned) clock.set(at)
      await Promise.race([ended, isTurned ? breath() : pause()])
    }
  }
  // Who looks only when something was written, or when their time has come, need not be asked to look again.
  let seen = -1
  const quiet = (): Promise<void> =>
    waitOutTurns(
      (async () => {
        const { worker, announcer, refunder, liveRefunds, liveGuests } = levem
        const { liveHolds, openings, waitingLoop, accessTeller, reminding, afterwards } = levem
        const loops = [announcer, refunder, liveRefunds, liveGuests]
        do {
          await worker.idle()
          if (seen !== writes.written()) for (const loop of loops) loop.wake()
          seen = writes.written()
          for (const loop of [...loops, liveHolds, openings, waitingLoop, accessTeller, reminding, afterwards])
            await loop.idle()
        } while (seen !== writes.written())
      })(),
    )
  const settle = async (): Promise<void> => {
    do {
      await sandbox.until(() => sandbox.pendingUpdates() === 0)
      await quiet()
    } while (sandbox.pendingUpdates() > 0)
  }
  await settle()
  clock.set(noon)
  await settle()

  return {
    sandbox,
    clock,
    chat,
    log: lines,
    inspect: inspect(config.databaseUrl),
    levem: () => levem,
    settle,
    person: async (firstName, profile = {}) => {
      const person = sandbox.person({ firstName, languageCode: 'en', ...profile })
      person.says('/start')
      await settle()
      return person
    },
    advance: async (ms) => {
      const target = clock.now() + ms
      await quiet()
      // A day in steps of seconds is long to walk: all but its last hour is slept through, as a machine may.
      if (ms > hour) {
        clock.set(target - hour)
        await quiet()
      }
      for (let wake = clock.nextWake(); wake !== undefined && wake <= target; wake = clock.nextWake()) {
        clock.set(Math.max(wake, clock.now() + strideFor(target - clock.now())))
        await quiet()
      }
      clock.set(target)
      await quiet()
    },
    restart: async (more = {}) => {
      await levem.stop()
      config = { ...config, ...more }
      levem = await start()
    },
    close: async () => {
      await levem.stop()
      await sandbox.close()
      await fresh?.drop()
    },
  }
}
