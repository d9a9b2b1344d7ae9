import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openSandbox } from 'telegram-sandbox'
import { systemClock } from '../src/runtime/clock.js'
import { randomCodes } from '../src/services/codes.js'
import { createServices } from '../src/services/services.js'
import { openStore, parseDatabaseUrl } from '../src/store/store.js'
import type { BenchDatabase } from './databases.js'
import { publish } from './publish.js'

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const perOrder = 10

/** How much memory an idle Levem holds and how long it takes to its first poll, with few and with many tickets. */
export const idleBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print('Idle: start to first poll (aim: 1.5 s) and memory 5 s later (aim: 110 MB), beside an empty Node process')
  print(`  node alone: ${await nodeAlone()}`)
  for (const open of openers) {
    for (const tickets of [10, 100_000]) {
      const database = await open()
      await fill(database.url, tickets)
      const { ms, megabytes } = await measure(database.url)
      print(`  ${database.name}, ${tickets} tickets: ${Math.round(ms)} ms, ${Math.round(megabytes)} MB`)
      await database.drop()
    }
  }
}

const fill = async (url: string, tickets: number): Promise<void> => {
  const store = await openStore({ url: parseDatabaseUrl(url) })
  const services = createServices({
    store,
    clock: systemClock,
    codes: randomCodes,
    organizerIds: [],
    zone: 'Europe/Moscow',
    currency: 'RUB',
    hasProvider: false,
    holdMs: 900_000,
  })
  const {
    types: [type],
  } = await publish({ services, store, me: { id: 1 } }, { title: 'Bench', minor: 0, capacity: tickets, isQuiet: true })
  for (let start = 0; start < tickets; start += 1000) {
    await Promise.all(
      Array.from({ length: Math.min(1000, tickets - start) / perOrder }, (_, i) =>
        services.ordering.buy({
          buyerId: 1,
          ticketTypeId: type.id,
          quantity: perOrder,
          requestKey: `${start}:${i}`,
          test: true,
        }),
      ),
    )
  }
  await store.close()
}

const measure = async (url: string): Promise<{ readonly ms: number; readonly megabytes: number }> => {
  const sandbox = await openSandbox()
  const group = sandbox.group('Bench', { supergroup: true })
  // An update that waits makes the first poll end, and so be seen.
  sandbox.person({ firstName: 'Early' }).says('/start')
  const startedAt = performance.now()
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      TELEGRAM_BOT_TOKEN: sandbox.token,
      TELEGRAM_API_ROOT: sandbox.url,
      TELEGRAM_CHAT_ID: String(group.id),
      DATABASE_URL: url,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await sandbox.until(() => sandbox.callsOf('getUpdates').length > 0, 60_000)
  const ms = performance.now() - startedAt
  await systemClock.sleep(5000)
  const megabytes = await memoryOf(child.pid)
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  await sandbox.close()
  return { ms, megabytes }
}

const nodeAlone = async (): Promise<string> => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 10000)'])
  await systemClock.sleep(1000)
  const megabytes = await memoryOf(child.pid)
  child.kill()
  return `${Math.round(megabytes)} MB`
}

const memoryOf = async (pid: number | undefined): Promise<number> => {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? NaN) / 1024
}
