import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Store } from '../../../../src/store/store.js'
import { type Database, databases } from '../../../support/database/databases.js'
import { buy, makeEvent, organizerId } from '../../../support/fixtures.js'
import { setStage } from '../../../support/stage.js'
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

const minute = 60_000
const soonMs = 8000
const seed = Number(process.env['KILL_SEED'] ?? size(2, Date.now() % 1_000_000))
const minutesBefore = 15
const titles = ['Punctual', 'Moved', 'Cancelled', 'Changed'] as const
type Title = (typeof titles)[number]

/** What only holders may read: that of an event, and what it says after the change. */
const secret = (title: Title, change = 'first'): string => `https://stream.example/${title}/${change}`
const news = (title: Title, change?: string): RegExp => new RegExp(`${secret(title, change)}\\b`, 'u')

const own = (eventId: number) => ({ personId: organizerId, eventId, ticketTypeId: undefined })

/** Everybody holds a ticket of four events online; of three the access is shown at the same moment before the start. */
const sellTickets = (url: string, audience: Audience) =>
  organize(url, async ({ onlineAccess }, store) => {
    const events = new Map<Title, number>()
    for (const title of titles) {
      const id = await store.transact(async (tx) => {
        const event = await makeEvent(tx, { title, startsAt: Date.now() + 12 * 60 * minute, venue: '' })
        const price = { minor: 0, currency: 'RUB' }
        const type = await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 10_000 })
        for (const person of audience.people)
          await buy(tx, { event, type }, person.id, { key: `${title} ${person.id}` })
        return event.id
      })
      events.set(title, id)
      if (title !== 'Changed') await onlineAccess.set({ ...own(id), text: secret(title), minutes: minutesBefore })
    }
    return (title: Title): number => events.get(title) ?? 0
  })

/**
 * An access is shown before the start, that of another event with the ticket, and changes while it is being told; a
 * third event is moved and a fourth one cancelled a second before.
 */
const showAccesses = async (database: Database, begin: typeof oneLife): Promise<void> => {
  console.info(`kill -9 on ${database.name}: repeat with KILL_SEED=${seed}`)
  const chance = createChance(seed)
  const { url, drop } = await database.closed()
  const stage = await setStage({ databaseUrl: url, strictRates: false, webhookRetryMs: 50 })
  const audience = openAudience(stage)
  const eventOf = await sellTickets(url, audience)
  const lives = await begin(stage, audience)

  const move = (store: Store, title: Title, at: number) =>
    store.transact((tx) => tx.events.change(eventOf(title), { startsAt: at + minutesBefore * minute }))
  const opensAt = await lives.changeBefore(
    async (_, store) => {
      const at = Date.now() + soonMs
      for (const title of titles) await move(store, title, at)
      return at
    },
    async ({ publishing }, store) => {
      await move(store, 'Moved', Date.now() + 2 * soonMs)
      await publishing.cancel(organizerId, eventOf('Cancelled'))
    },
  )
  const movedTo = opensAt + soonMs - 1000
  await pause(chance() * 1500)
  await lives.strike(chance)

  const write = (text: string) =>
    lives.change(({ onlineAccess }) => onlineAccess.set({ ...own(eventOf('Changed')), text, minutes: undefined }))
  await write(secret('Changed'))
  await stage.sandbox.until(() => audience.count(news('Changed')) > people / 4, 120_000)
  await write(secret('Changed', 'second'))
  const heardBefore = audience.of(news('Changed')).length
  await killWhileTold({ stage, audience, lives }, news('Punctual'), chance)
  await killWhileTold({ stage, audience, lives }, news('Moved'), chance)
  await settle(stage, audience, news('Punctual'), news('Moved'), news('Changed', 'second'))

  mustBeHeardOnce(audience, news('Punctual'))
  mustBeHeardOnce(audience, news('Moved'))
  mustBeHeardOnce(audience, news('Changed', 'second'))
  expect(Math.min(...audience.of(news('Punctual')).map(({ at }) => at))).toBeGreaterThanOrEqual(opensAt)
  expect(Math.min(...audience.of(news('Moved')).map(({ at }) => at))).toBeGreaterThanOrEqual(movedTo)
  expect(audience.count(news('Cancelled'))).toBe(0)
  // Nobody hears what was true before.
  const stale = audience.of(news('Changed')).length - heardBefore
  expect(stale).toBeLessThanOrEqual(lives.inFlight)
  const [row] = await stage.inspect.rows('announcements', { event_id: eventOf('Punctual') })
  await mustNoticeWrongs(stage, audience, { news: news('Punctual'), key: String(row?.['key']) })

  await lives.close()
  await stage.close()
  await drop()
}

describe('how to get in online', () => {
  it.each(databases)(
    'is told once through kill -9, as it is by then, never too soon, and not of what was cancelled, on $name',
    { timeout: 600_000 },
    (database) => showAccesses(database, oneLife),
  )

  const postgres = databases.find(({ name }) => name === 'postgres')
  it.skipIf(!postgres)(
    'is told once by two processes of which one is killed (needs TEST_POSTGRES_URL)',
    { timeout: 600_000 },
    async () => {
      if (postgres) await showAccesses(postgres, twoLives)
    },
  )
})
