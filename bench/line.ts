import { systemClock } from '../src/runtime/clock.js'
import { randomCodes } from '../src/services/codes.js'
import { createServices, type Services } from '../src/services/services.js'
import { openStore, parseDatabaseUrl, type Store } from '../src/store/store.js'
import { inspect, not } from '../test/support/inspect.js'
import { fillLine, firstWaiterId } from '../test/support/database/longLine.js'
import type { BenchDatabase } from './databases.js'
import { median } from './median.js'
import { publish } from './publish.js'

const calls = Number(process.env['LINE_CALLS'] ?? 60)
const warmUps = 10
const aim = 1.3
const organizerId = 1
const hourMs = 3_600_000
const sizes = (process.env['LINE_WAITING'] ?? '10,100000').split(',').map(Number)

/** A sold-out event, before which so many people wait. */
type LongLine = {
  readonly waiting: number
  readonly database: BenchDatabase
  readonly store: Store
  readonly services: Services
  readonly eventId: number
  readonly ticketTypeId: number
}

const open = async (database: BenchDatabase, waiting: number): Promise<LongLine> => {
  const store = await openStore({ url: parseDatabaseUrl(database.url) })
  const services = createServices({
    ...{ store, clock: systemClock, codes: randomCodes, organizerIds: [] },
    ...{ zone: 'UTC', currency: 'RUB', hasProvider: true, holdMs: 900_000 },
  })
  // Within a day, so that something is offered at night, too.
  const sale = { title: 'Line', minor: 0, capacity: 1, inMs: 20 * hourMs, isQuiet: true }
  const { event, types } = await publish({ services, store, me: { id: organizerId } }, sale)
  const ticketTypeId = types[0].id
  await services.ordering.buy({ buyerId: organizerId, ticketTypeId, quantity: 1, requestKey: 'sold out' })
  await fillLine(database.url, { eventId: event.id, ticketTypeId, people: waiting, now: Date.now() })
  return { waiting, database, store, services, eventId: event.id, ticketTypeId }
}

const raise = ({ services, eventId, ticketTypeId }: LongLine, capacity: number): Promise<unknown> =>
  services.saleSettings.changeType({ personId: organizerId, eventId, ticketTypeId, fields: { capacity } })

/** Whoever is offered something lets it pass, and the next is offered it: so many milliseconds. */
const passOn = async ({ services, store, eventId }: LongLine, personId: number): Promise<number> => {
  const held = await store.transact((tx) => tx.holds.find(personId, eventId))
  if (!held) throw new Error(`${personId} is offered nothing`)
  const begunAt = performance.now()
  await services.ordering.cancel({ personId, orderId: held.id })
  const { offered } = await services.waiting.work()
  const ms = performance.now() - begunAt
  if (offered !== 1) throw new Error(`${offered} were offered what came free`)
  return ms
}

/** Who is offered something now. */
const offeredTo = async ({ database, eventId }: LongLine): Promise<number> => {
  const [row] = await inspect(database.url).rows('waiting_entries', { event_id: eventId, order_id: not(null) })
  return Number(row?.['person_id'])
}

const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const begunAt = performance.now()
  await work()
  return performance.now() - begunAt
}

/** What each act costs, by its name; whoever let something pass lines up again. */
const measureOnce = async (line: LongLine, at: number): Promise<Readonly<Record<string, number>>> => {
  const { services, eventId, ticketTypeId, waiting } = line
  const personId = await offeredTo(line)
  const freed = await passOn(line, personId)
  const wish = { personId, eventId, quantity: 1, ticketTypeIds: [ticketTypeId] }
  const joined = await timeOf(() => services.waiting.join(wish))
  const someone = firstWaiterId + Math.floor((waiting / (calls + warmUps)) * at)
  return {
    'a seat that comes free': freed,
    'lining up': joined,
    'leaving, and again': await timeOf(async () => {
      await services.waiting.leave({ personId, eventId })
      await services.waiting.join(wish)
    }),
    'one’s place (counted to 1000)': await timeOf(() => services.waiting.see({ personId: someone, eventId })),
    'a beat with nothing to do': await timeOf(() => services.waiting.work()),
    'the organizer’s page': await timeOf(() => services.waiting.line({ personId: organizerId, eventId, size: 10 })),
    'the event’s card': await timeOf(() => services.events.find(eventId)),
  }
}

const measure = async (lines: readonly LongLine[], print: (line: string) => void): Promise<void> => {
  const times = lines.map(() => new Map<string, number[]>())
  for (let at = 0; at < calls + warmUps; at += 1)
    for (const [place, line] of lines.entries())
      for (const [name, ms] of Object.entries(await measureOnce(line, at)))
        if (at >= warmUps) times[place]?.set(name, [...(times[place].get(name) ?? []), ms])
  for (const name of times[0]?.keys() ?? []) {
    const medians = times.map((each) => median(each.get(name) ?? []))
    const ratios = medians.slice(1).map((ms) => ms / (medians[0] ?? NaN))
    const told = `${medians.map((ms) => ms.toFixed(2)).join(' → ')} ms  ${ratios.map((ratio) => `${ratio.toFixed(2)} ×`).join(' ')}`
    print(`    ${name.padEnd(30)} ${told}${ratios.some((ratio) => ratio > aim) ? '  over the aim' : ''}`)
  }
}

const seatsAtOnce = Number(process.env['LINE_SEATS'] ?? 1000)

/** So many seats come free at once: how long it takes until all are offered, as the loop goes round. */
const freeAtOnce = async (line: LongLine): Promise<string> => {
  const seats = Math.min(seatsAtOnce, Math.floor(line.waiting / 2))
  const { taken } = (await line.services.events.find(line.eventId)).types[0]
  await raise(line, taken + seats)
  const begunAt = performance.now()
  let [offers, beats, longest] = [0, 0, 0]
  for (;;) {
    let offered = 0
    const ms = await timeOf(async () => ({ offered } = await line.services.waiting.work()))
    if (offered === 0) break
    ;[offers, beats, longest] = [offers + offered, beats + 1, Math.max(longest, ms)]
  }
  const ms = performance.now() - begunAt
  return `${seats} seats: ${offers} offers in ${beats} beats, ${ms.toFixed(0)} ms of work (longest ${longest.toFixed(0)} ms) where the limit’s pace takes ${offers * 30} ms`
}

/**
 * What a seat that comes free costs with few people in line and with many; LINE_WAITING=10,1000 chooses others. And how
 * fast a thousand seats are offered that a raised capacity frees.
 */
export const lineBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print(
    `Line: the median of ${calls} calls in ms (aim: at most ${aim} × the smallest), with ${sizes.join(' and ')} waiting`,
  )
  for (const openDatabase of openers) {
    const lines: LongLine[] = []
    for (const waiting of sizes) lines.push(await open(await openDatabase(), waiting))
    print(`  ${lines[0]?.database.name ?? ''}`)
    for (const line of lines) {
      await raise(line, 2)
      await line.services.waiting.work()
    }
    await measure(lines, print)
    const longest = lines.at(-1)
    if (longest) print(`    ${await freeAtOnce(longest)}`)
    for (const { store, database } of lines) {
      await store.close()
      await database.drop()
    }
  }
}
