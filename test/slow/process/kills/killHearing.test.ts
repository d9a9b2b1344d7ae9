import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { minuteMs } from '../../../../src/domain/duration.js'
import type { EventHeard } from '../../../../src/domain/eventHeard.js'
import { type Database, databases } from '../../../support/database/databases.js'
import { makeEvent } from '../../../support/fixtures.js'
import { like } from '../../../support/inspect.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { size } from '../../size.js'
import { createChance } from '../crowds/crowd.js'
import {
  type Audience,
  killWhileTold,
  mustBeHeardOnce,
  mustNoticeWrongs,
  oneLife,
  openAudience,
  organize,
  people,
  twoLives,
} from '../crowds/telling.js'

const day = 86_400_000
const seed = Number(process.env['KILL_SEED'] ?? size(2, Date.now() % 1_000_000))
// Each is told in a message of its own, or in one with the other; by its buyer's name it is known.
const buyers = ['Lavinia', 'Thaddeus'] as const
const quantity = { Lavinia: 2, Thaddeus: 3 } as const
const news = (buyer: (typeof buyers)[number]): RegExp => new RegExp(buyer, 'u')

/** Each of many has an event of their own on sale, and wants to hear of each sale. */
const openSales = (url: string, audience: Audience) =>
  organize(url, (_, store) =>
    store.transact(async (tx) => {
      const types: number[] = []
      for (const [n, name] of buyers.entries())
        await tx.people.meet({ id: n + 1, displayName: name, languageCode: 'en' }, Date.now())
      for (const { id } of audience.people) {
        await tx.people.meet({ id, displayName: `Organizer ${id}`, languageCode: 'en' }, Date.now())
        const event = await makeEvent(tx, { organizerId: id, startsAt: Date.now() + day })
        const price = { minor: 0, currency: 'RUB' }
        types.push((await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 1000 })).id)
      }
      return types
    }),
  )

const untilSaid = async ({ inspect }: Stage): Promise<void> => {
  while ((await inspect.count('announcements', { state: 'waiting', key: like('heard:%') })) > 0) await pause(100)
}

/** What all messages come to, and what the counters say was told of what was sold. */
const sums = async ({ inspect }: Stage) => {
  const rows = await inspect.rows('announcements', { key: like('heard:%') })
  const heard = rows.map(({ news: row }) => JSON.parse(String(row)) as EventHeard)
  return {
    orders: heard.reduce((sum, { orders }) => sum + orders, 0),
    tickets: heard.reduce((sum, { tickets }) => sum + tickets, 0),
    counted: await inspect.sum('event_counters', 'heard_issued_tickets'),
  }
}

/** Everybody sells twice, while what tells them dies again and again. */
const hear = async (database: Database, begin: typeof oneLife): Promise<void> => {
  console.info(`kill -9 on ${database.name}: repeat with KILL_SEED=${seed}`)
  const chance = createChance(seed)
  const { url, drop } = await database.closed()
  const stage = await setStage({ databaseUrl: url, strictRates: false, webhookRetryMs: 50 })
  const audience = openAudience(stage)
  const types = await openSales(url, audience)
  const lives = await begin(stage, audience)
  for (const [n, buyer] of buyers.entries()) {
    await lives.change(async ({ ordering }) => {
      const act = { buyerId: n + 1, quantity: quantity[buyer] }
      for (const ticketTypeId of types)
        await ordering.buy({ ...act, ticketTypeId, requestKey: `${buyer} ${ticketTypeId}` })
    })
    await killWhileTold({ stage, audience, lives }, news(buyer), chance)
    await stage.sandbox.until(() => audience.count(news(buyer)) >= people, 2 * minuteMs)
  }
  await untilSaid(stage)
  for (const buyer of buyers) mustBeHeardOnce(audience, news(buyer))
  const tickets = people * (quantity.Lavinia + quantity.Thaddeus)
  expect(await sums(stage)).toEqual({ orders: 2 * people, tickets, counted: tickets })
  const [row] = (await stage.inspect.rows('announcements', { key: like('heard:%:1') })) as readonly Record<
    string,
    unknown
  >[]
  await mustNoticeWrongs(stage, audience, { news: news(buyers[0]), key: String(row?.['key']) })
  await lives.close()
  await stage.close()
  await drop()
}

describe('what organizers hear of their sales', () => {
  it.each(databases)('is told once through kill -9, on $name', { timeout: 600_000 }, (database) =>
    hear(database, oneLife),
  )

  const postgres = databases.find(({ name }) => name === 'postgres')
  it.skipIf(!postgres)(
    'is told once by two processes of which one is killed (needs TEST_POSTGRES_URL)',
    { timeout: 600_000 },
    async () => {
      if (postgres) await hear(postgres, twoLives)
    },
  )
})
