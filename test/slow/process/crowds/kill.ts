import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { readConfig } from '../../../../src/app/config.js'
import { startLevem } from '../../../../src/app/app.js'
import { createLog } from '../../../../src/runtime/log.js'
import { type Clock, systemClock } from '../../../../src/runtime/clock.js'
import { randomCodes } from '../../../../src/services/codes.js'
import { above, not } from '../../../support/inspect.js'
import type { Database } from '../../../support/database/databases.js'
import { makeEvent } from '../../../support/fixtures.js'
import { openPrinter } from '../../../support/printer.js'
import { createChance, createCrowd } from './crowd.js'
import { setStage, type Stage, unhandled } from '../../../support/stage.js'
import { size } from '../../size.js'

const day = 86_400_000

/** Publishes what everybody wants, in a database that is there and closed afterwards. */
const publish = async (database: Database) => {
  const fresh = await database.open()
  const slug = 'abcdefghij'
  await fresh.store.transact(async (tx) => {
    const event = await makeEvent(tx, { slug, startsAt: Date.now() + day })
    await tx.ticketTypes.insert({
      eventId: event.id,
      name: '',
      price: { minor: 150_000, currency: 'RUB' },
      capacity: 1_000_000,
    })
  })
  await fresh.store.close()
  return { url: fresh.url, slug, drop: fresh.drop }
}

// Two minutes ahead: whatever a dead process held by a lease is free again.
const laterClock: Clock = { ...systemClock, now: () => Date.now() + 120_000 }

/** Lets a Levem that nobody kills end what is left. */
const settle = async ({ sandbox, env, inspect }: Stage): Promise<void> => {
  const outcome = readConfig(env())
  if (!outcome.ok) throw new Error(outcome.faults.join('\n'))
  const levem = await startLevem({
    config: outcome.config,
    log: createLog({ level: 'silent', secrets: [] }),
    clock: laterClock,
    codes: randomCodes,
    printer: openPrinter(),
  })
  await sandbox.until(() => sandbox.pendingUpdates() === 0, 30_000)
  // What the dead had comes when they have been silent long enough.
  while ((await inspect.count('inbox', unhandled)) > 0) await pause(100)
  await levem.worker.idle()
  // Who waits for a picture to be drawn is put off for a second, and then nothing is due.
  do {
    await levem.announcer.idle()
    await pause(200)
  } while ((await inspect.count('announcements', { state: 'waiting', recipient: not('chat') })) > 0)
  await levem.stop()
}

/** One life: some die while they start, some a moment after, some a moment after somebody read that all is done. */
const liveAndDie = async (stage: Stage, chance: () => number, told: () => number): Promise<void> => {
  const before = told()
  const program = stage.start()
  if (chance() < 0.2) {
    await pause(100 + chance() * 600)
  } else {
    await program.says(/Levem is open/u)
    if (chance() < 0.5) await stage.sandbox.until(() => told() > before, 20_000)
    await pause(chance() * 500)
  }
  await program.kill()
}

/**
 * How the program lives through a crowd: `strike` is one life, and its end, which it says: what was not noted may be
 * said once more from then on; `end` leaves nothing running.
 */
export type Lives = {
  readonly strike: (chance: () => number, told: () => number, ended: () => void) => Promise<void>
  readonly end: () => Promise<void>
}

/** What begins lives: `databaseUrl` is what the program is told, where it is not the database's own. */
export type Living = {
  readonly databaseUrl?: string
  readonly begin: (stage: Stage) => Promise<Lives>
  readonly close: () => Promise<void>
}

const alone: Living = {
  begin: (stage) =>
    Promise.resolve({
      strike: async (chance, told, ended) => {
        await liveAndDie(stage, chance, told)
        ended()
      },
      end: () => Promise.resolve(),
    }),
  close: () => Promise.resolve(),
}

// A few by a seed with deaths of each kind; many by another each time.
const kills = Number(process.env['KILLS'] ?? size(4, 50))

/** How long so many deaths may take, in milliseconds. */
export const killsTimeoutMs = Math.max(240_000, kills * 15_000)

/** Kills the program so many times while people buy, then compares what they were told with what is in the database. */
export const killUnderLoad = async (
  database: Database,
  through: (url: string) => Promise<Living> = () => Promise.resolve(alone),
): Promise<void> => {
  const seed = Number(process.env['KILL_SEED'] ?? size(2, Date.now() % 1_000_000))
  console.info(`kill -9 on ${database.name}: repeat with KILL_SEED=${seed}`)
  // The deaths do not hang on how often the crowd asks for a number.
  const chance = createChance(seed)
  const shop = await publish(database)
  const living = await through(shop.url)
  const stage = await setStage({
    strictRates: false,
    webhookRetryMs: 50,
    databaseUrl: living.databaseUrl ?? shop.url,
  })
  let life = 0
  const crowd = createCrowd({
    sandbox: stage.sandbox,
    slug: shop.slug,
    size: 30,
    chance: createChance(seed + 1),
    life: () => life,
  })
  try {
    const lives = await living.begin(stage)
    const ended = () => void (life += 1)
    for (let struck = 0; struck < kills; struck += 1) await lives.strike(chance, () => crowd.told().length, ended)
    crowd.rest()
    await lives.end()
    await settle(stage)
    await compare(stage, crowd)
    // Negative control: had a single ticket been lost, it would be noticed.
    const [ticket] = await stage.inspect.rows('tickets')
    await stage.inspect.lose('tickets', { id: Number(ticket?.['id']) })
    await expect(compare(stage, crowd)).rejects.toThrow()
    if (database.name === 'sqlite') expect(await stage.inspect.isSound()).toBe(true)
  } finally {
    crowd.close()
    await stage.close()
    await living.close()
    await shop.drop()
  }
}

const compare = async ({ inspect }: Stage, crowd: ReturnType<typeof createCrowd>): Promise<void> => {
  const rows = await inspect.rows('orders', { state: 'confirmed' })
  const orders = rows.map((row) => ({
    id: Number(row['id']),
    buyerId: Number(row['buyer_id']),
    quantity: Number(row['quantity']),
    key: String(row['request_key']),
  }))
  const quantities = new Map(orders.map(({ key, quantity }) => [key, quantity]))

  // The kills hit: some updates were begun in one life and ended in another, and people were buying all the while.
  expect(await inspect.count('inbox', { attempts: above(0) })).toBeGreaterThan(0)
  expect(crowd.told().length).toBeGreaterThan(kills / 4)

  // Nothing that was promised is missing, and no press was lost.
  expect(crowd.told().filter(({ key, quantity }) => quantities.get(key) !== quantity)).toEqual([])
  expect(crowd.wished().filter(({ key }) => !quantities.has(key))).toEqual([])
  expect(orders).toHaveLength(new Set(crowd.wished().map(({ key }) => key)).size)
  expect(crowd.unanswered()).toEqual([])
  console.info(`${orders.length} orders, ${crowd.tooLate()} presses too late for an answer`)
  expect(await inspect.count('inbox', unhandled)).toBe(0)

  // Every order has its tickets, once, and the counters say so.
  const sold = orders.reduce((sum, { quantity }) => sum + quantity, 0)
  const tickets = await inspect.rows('tickets')
  expect([
    await inspect.sum('ticket_types', 'taken'),
    await inspect.sum('events', 'tickets_issued'),
    tickets.length,
    new Set(tickets.map(({ code }) => code)).size,
    Math.max(...tickets.map(({ number }) => Number(number))),
  ]).toEqual([sold, sold, sold, sold, sold])
  expect(await inspect.incompleteOrders()).toBe(0)

  // Every buyer has them: at least one message, and in no life of the program a second one.
  const messages = crowd.deliveries().map(({ orderId, buyerId }) => `${orderId} to ${buyerId}`)
  expect(new Set(messages)).toEqual(new Set(orders.map(({ id, buyerId }) => `${id} to ${buyerId}`)))
  console.info(`${messages.length - orders.length} messages of tickets repeated`)
  const inOneLife = crowd.deliveries().map(({ orderId, life }) => `${orderId} in life ${life}`)
  expect(inOneLife.filter((one, at) => inOneLife.indexOf(one) !== at)).toEqual([])
}
