import { setTimeout as pause } from 'node:timers/promises'
import type { CheckInResult } from '../src/domain/door.js'
import { systemClock } from '../src/runtime/clock.js'
import { randomCodes } from '../src/services/codes.js'
import { createServices, type Services } from '../src/services/services.js'
import { openStore, parseDatabaseUrl, type Store } from '../src/store/store.js'
import type { BenchDatabase } from './databases.js'
import { publish } from './publish.js'

const tickets = 10_000
/** How many pairs of scanners are at work at once. */
const pairs = 100
const paced = 2000
const perSecond = 200
const hourMs = 3_600_000
const perOrder = 10
const [organizerId, buyerId, ...scanners] = [1, 2, 3, 4] as const

type Door = {
  readonly services: Services
  readonly store: Store
  readonly codes: readonly string[]
  readonly eventId: number
}

/**
 * Check-in at a door with 10,000 tickets: every ticket scanned by two at once, as fast as it goes; then 200 scans a
 * second, and how long each takes.
 */
export const checkInBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print(
    `Check-in: ${tickets} tickets, each scanned by two at once, ${pairs} pairs at a time (aim: 1,000 scans/s, none twice); then ${perSecond} scans/s (aim: p99 50 ms)`,
  )
  for (const open of openers) {
    const database = await open()
    const rush = await rushBench(database)
    print(
      `  ${database.name}: ${Math.round((tickets * 2_000) / rush.ms)} scans/s; let in ${rush.letIn}, twice ${rush.twice}, counted ${rush.counted}`,
    )
    await database.drop()
    const slow = await open()
    const times = await pacedBench(slow)
    print(
      `  ${slow.name} at ${perSecond}/s: median ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms, longest ${at(times, 1)} ms`,
    )
    await slow.drop()
  }
}

const rushBench = async (database: BenchDatabase) => {
  const door = await openDoor(database, tickets)
  const waiting = [...door.codes]
  let [letIn, twice] = [0, 0]
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: pairs }, async () => {
      for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
        const both = await Promise.all(scanners.map((personId) => scan(door, personId, code)))
        const lucky = both.filter(isLetIn).length
        letIn += lucky
        if (lucky > 1) twice += 1
      }
    }),
  )
  const ms = performance.now() - startedAt
  const { count } = await door.services.doorView.view({ personId: organizerId, eventId: door.eventId })
  await door.store.close()
  return { ms, letIn, twice, counted: count.in }
}

const pacedBench = async (database: BenchDatabase): Promise<readonly number[]> => {
  const door = await openDoor(database, paced)
  const times: number[] = []
  const begunAt = performance.now()
  const scans = door.codes.map(async (code, n) => {
    const dueAt = begunAt + (n * 1000) / perSecond
    await pause(Math.max(0, dueAt - performance.now()))
    await scan(door, scanners[n % scanners.length] ?? organizerId, code)
    // From when it was due: a scan that had to wait for its turn to begin is late, too.
    times.push(performance.now() - dueAt)
  })
  await Promise.all(scans)
  await door.store.close()
  return times.sort((a, b) => a - b)
}

const at = (times: readonly number[], share: number): string =>
  (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN).toFixed(1)

const scan = ({ services }: Door, personId: number, code: string): Promise<CheckInResult> =>
  services.checkIn.byCode({ personId, code })

const isLetIn = (found: CheckInResult): boolean => 'admission' in found && found.admission.kind === 'letIn'

const openDoor = async ({ url }: BenchDatabase, capacity: number): Promise<Door> => {
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
  for (const id of [organizerId, buyerId, ...scanners])
    await services.people.meet({ id, displayName: `Bench ${id}`, languageCode: 'en' })
  // Its door is open.
  const {
    event,
    types: [type],
  } = await publish(
    { services, store, me: { id: organizerId } },
    { title: 'Bench', minor: 0, capacity, inMs: hourMs, isQuiet: true },
  )
  const codes: string[] = []
  for (let start = 0; start < capacity; start += 1000) {
    const orders = await Promise.all(
      Array.from({ length: Math.min(1000, capacity - start) / perOrder }, (_, n) =>
        services.ordering.buy({
          buyerId,
          ticketTypeId: type.id,
          quantity: perOrder,
          requestKey: `${start}:${n}`,
          test: true,
        }),
      ),
    )
    for (const { order } of orders)
      codes.push(...(await store.transact((tx) => tx.tickets.ofOrder(order.id))).map(({ code }) => code))
  }
  for (const personId of scanners) {
    const { token } = await services.staff.invite({ personId: organizerId, eventId: event.id })
    await services.staff.accept({ personId, token })
    await services.doorView.open({ personId, eventId: event.id })
  }
  return { services, store, codes, eventId: event.id }
}
