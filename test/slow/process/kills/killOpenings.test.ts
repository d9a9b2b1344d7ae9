import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Database, databases } from '../../../support/database/databases.js'
import { makeEvent, organizerId } from '../../../support/fixtures.js'
import { setStage } from '../../../support/stage.js'
import { en } from '../../../support/texts/words.js'
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
  settle,
  twoLives,
} from '../crowds/telling.js'

const day = 86_400_000
const soonMs = 8000
const seed = Number(process.env['KILL_SEED'] ?? size(2, Date.now() % 1_000_000))
const titles = ['Punctual', 'Moved', 'Cancelled', 'Halted'] as const
type Title = (typeof titles)[number]
const news = (title: Title): RegExp => en.like('news-saleOpened', { title })

/** Everybody waits for four sales that begin at the same moment. */
const waitForSales = (url: string, audience: Audience) =>
  organize(url, (_, store) =>
    store.transact(async (tx) => {
      const ids = audience.people.map(({ id }) => id)
      await tx.people.meetAll(
        ids.map((id) => ({ id, displayName: `Guest ${id}`, languageCode: 'en' })),
        Date.now(),
      )
      const events = new Map<string, number>()
      for (const title of titles) {
        const event = await makeEvent(tx, { title, startsAt: Date.now() + day })
        await tx.events.change(event.id, { saleFrom: Date.now() + day / 2 })
        const price = { minor: 150_000, currency: 'RUB' }
        const type = await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 10_000 })
        for (const personId of ids)
          await tx.openingReminders.add({ personId, eventId: event.id, at: Date.now() }, [type.id])
        events.set(title, event.id)
      }
      return (title: Title) => ({ personId: organizerId, eventId: events.get(title) ?? 0 })
    }),
  )

/** One sale begins, one is put off and one event cancelled a second before, one cancelled while it is being told. */
const openSales = async (database: Database, begin: typeof oneLife): Promise<void> => {
  console.info(`kill -9 on ${database.name}: repeat with KILL_SEED=${seed}`)
  const chance = createChance(seed)
  const { url, drop } = await database.closed()
  const stage = await setStage({ databaseUrl: url, strictRates: false, webhookRetryMs: 50 })
  const audience = openAudience(stage)
  const own = await waitForSales(url, audience)
  const lives = await begin(stage, audience)

  const opensAt = await lives.changeBefore(
    async ({ selling }) => {
      const saleFrom = Date.now() + soonMs
      for (const title of titles) await selling.setSaleFrom({ ...own(title), saleFrom })
      return saleFrom
    },
    async ({ selling, publishing }) => {
      await selling.setSaleFrom({ ...own('Moved'), saleFrom: Date.now() + 2 * soonMs })
      await publishing.cancel(organizerId, own('Cancelled').eventId)
    },
  )
  const movedTo = opensAt + soonMs - 1000
  await pause(chance() * 1500)
  await lives.strike(chance)

  await stage.sandbox.until(() => audience.count(news('Halted')) > people / 4, 120_000)
  await lives.change(({ publishing }) => publishing.cancel(organizerId, own('Halted').eventId))
  const heardOfHalted = audience.of(news('Halted')).length
  await killWhileTold({ stage, audience, lives }, news('Punctual'), chance)
  await killWhileTold({ stage, audience, lives }, news('Moved'), chance)
  await settle(stage, audience, news('Punctual'), news('Moved'))

  mustBeHeardOnce(audience, news('Punctual'))
  mustBeHeardOnce(audience, news('Moved'))
  expect(Math.min(...audience.of(news('Moved')).map(({ at }) => at))).toBeGreaterThanOrEqual(movedTo)
  expect(audience.count(news('Cancelled'))).toBe(0)
  const stale = audience.of(news('Halted')).length - heardOfHalted
  expect(stale).toBeLessThanOrEqual(lives.inFlight)
  expect(await stage.inspect.count('announcements', { event_id: own('Halted').eventId, state: 'waiting' })).toBe(0)
  const [row] = await stage.inspect.rows('announcements', { event_id: own('Punctual').eventId })
  await mustNoticeWrongs(stage, audience, { news: news('Punctual'), key: String(row?.['key']) })

  await lives.close()
  await stage.close()
  await drop()
}

describe('the openings of sales', () => {
  it.each(databases)(
    'are told once through kill -9, never too soon, and not of what was cancelled, on $name',
    { timeout: 600_000 },
    (database) => openSales(database, oneLife),
  )

  const postgres = databases.find(({ name }) => name === 'postgres')
  it.skipIf(!postgres)(
    'are told once by two processes of which one is killed (needs TEST_POSTGRES_URL)',
    { timeout: 600_000 },
    async () => {
      if (postgres) await openSales(postgres, twoLives)
    },
  )
})
