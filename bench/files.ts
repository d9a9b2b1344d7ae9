import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { FileFormat, FileKind } from '../src/domain/fileRows.js'
import type { FileSpec } from '../src/print/files/making.js'
import { systemClock } from '../src/runtime/clock.js'
import { randomCodes } from '../src/services/codes.js'
import { createServices, type Services } from '../src/services/services.js'
import { openStore, parseDatabaseUrl } from '../src/store/store.js'
import { fillGrown, grown } from '../test/support/database/grown.js'
import type { BenchDatabase } from './databases.js'
import { openPrinter } from './printer.js'

type Print = (line: string) => void
type Wanted = { readonly kind: FileKind; readonly format: FileFormat }

const tickets = Number(process.env['FILES_TICKETS'] ?? '100000')
const { eventId, organizerId: personId } = grown
const all: readonly Wanted[] = [
  { kind: 'guests', format: 'csv' },
  { kind: 'guests', format: 'xlsx' },
  { kind: 'orders', format: 'csv' },
  { kind: 'orders', format: 'xlsx' },
  { kind: 'checkIns', format: 'csv' },
  { kind: 'money', format: 'csv' },
  { kind: 'doorList', format: 'pdf' },
]

/** What the program's memory grows by at most while it does something, in MB. */
const watched = async (work: () => Promise<number>): Promise<{ readonly rows: number; readonly told: string }> => {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20)
  const lag = monitorEventLoopDelay({ resolution: 1 })
  lag.enable()
  const [begunAt, cpu] = [performance.now(), process.cpuUsage()]
  const rows = await work()
  const [seconds, { user, system }] = [(performance.now() - begunAt) / 1000, process.cpuUsage(cpu)]
  lag.disable()
  clearInterval(timer)
  const busy = (user + system) / 1e6
  const told = `${seconds.toFixed(1)} s (${busy.toFixed(1)} s CPU), +${((most - before) / 1e6).toFixed(0)} MB, lag p99 ${(lag.percentile(99) / 1e6).toFixed(0)} ms`
  return { rows, told }
}

const readAll = async (services: Services, kind: FileKind): Promise<number> => {
  let rows = 0
  for await (const page of services.files.rows({ personId, eventId, kind })) rows += page.length
  return rows
}

const make = async (services: Services, { kind, format }: Wanted): Promise<string> => {
  const printer = openPrinter()
  let bytes = 0
  const spec: FileSpec = {
    ...{ kind, format, language: 'ru', zone: 'Europe/Berlin', title: 'Grown', when: 'today' },
    partBytes: 20_000_000,
  }
  const { rows, told } = await watched(async () => {
    let count = 0
    async function* counted() {
      for await (const page of services.files.rows({ personId, eventId, kind })) {
        count += page.length
        yield page
      }
    }
    await printer.file(spec, counted(), (part) => {
      bytes += part.byteLength
      return Promise.resolve()
    })
    return count
  })
  await printer.close()
  // What the thread had is given back before the next is measured.
  await pause(300)
  return `${`${kind} ${format}`.padEnd(14)} ${rows} rows in ${told}; ${(bytes / 1e6).toFixed(1)} MB`
}

/**
 * How long files about an event with 100,000 tickets (FILES_TICKETS for others) take, beside only reading their rows,
 * what the memory grows by, and how long the event loop is kept waiting.
 */
export const filesBench = async (openers: readonly (() => Promise<BenchDatabase>)[], print: Print): Promise<void> => {
  print(`Files: an event with ${tickets} tickets (aim: 10 s and 150 MB each)`)
  for (const open of openers) {
    const database = await open()
    await fillGrown(database.url, tickets, Date.now())
    const store = await openStore({ url: parseDatabaseUrl(database.url) })
    const services = createServices({
      ...{ store, clock: systemClock, codes: randomCodes, organizerIds: [] },
      ...{ zone: 'UTC', currency: 'RUB', hasProvider: true, holdMs: 900_000 },
    })
    print(`  ${store.kind}`)
    const { rows, told } = await watched(() => readAll(services, 'guests'))
    print(`    only read      ${rows} rows in ${told}`)
    for (const wanted of all) print(`    ${await make(services, wanted)}`)
    await store.close()
    await database.drop()
  }
}
