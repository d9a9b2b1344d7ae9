import { describe, expect, it } from 'vitest'
import { type Database, databases } from '../../../support/database/databases.js'
import { buy, makeEvent, organizerId } from '../../../support/fixtures.js'
import { setStage } from '../../../support/stage.js'
import { size } from '../../size.js'
import { createChance } from '../crowds/crowd.js'
import {
  type Audience,
  inFlight,
  killWhileTold,
  mustBeHeardOnce,
  mustNoticeWrongs,
  oneLife,
  openAudience,
  organize,
  people,
  settle,
  twoLives,
  until,
} from '../crowds/telling.js'

const minute = 60_000
const minutesBefore = 15
const titles = ['Punctual', 'Moved', 'Cancelled', 'Changed'] as const
type Title = (typeof titles)[number]

/** What only holders may read: that of an event, and what it says after the change. */
const secret = (title: Title, change = 'first'): string => `https://stream.example/${title}/${change}`
const news = (title: Title, change?: string): RegExp => new RegExp(`${secret(title, change)}\\b`, 'u')

const own = (eventId: number) => ({ personId: organizerId, eventId, ticketTypeId: undefined })

/** Everybody holds a ticket of four events online; of three the access is shown at the same moment before the start. */
const sellTickets = (url: string, audience: Audience, opensAt: number) =>
  organize(url, async ({ onlineAccess }, store) => {
    const events = new Map<Title, number>()
    for (const title of titles) {
      const id = await store.transact(async (tx) => {
        const event = await makeEvent(tx, { title, startsAt: opensAt + minutesBefore * minute, venue: '' })
        const price = { minor: 0, currency: 'RUB' }
        const type = await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 10_000 })
        for (const person of audience.people)
          await buy(tx, { event, type }, person.id, { key: `${title} ${person.id}` })
        return event.id
      })
      events.set(title, id)
      const minutes = title === 'Changed' ? undefined : minutesBefore
      await onlineAccess.set({ ...own(id), text: secret(title), minutes })
    }
    return (title: Title): number => events.get(title) ?? 0
  })

type Drama = { readonly seed: number; readonly leadMs: number }

/**
 * An access is shown before the start, that of another event with the ticket, and changes while it is being told; a
 * third event is moved and a fourth one cancelled a second before.
 */
const showAccesses = async (database: Database, begin: typeof oneLife, { seed, leadMs }: Drama): Promise<void> => {
  console.info(`kill -9 on ${database.name}: repeat with KILL_SEED=${seed}`)
  const chance = createChance(seed)
  const { url, drop } = await database.closed()
  const stage = await setStage({ databaseUrl: url, strictRates: false, webhookRetryMs: 50 })
  const audience = openAudience(stage)
  const opensAt = Date.now() + leadMs
  const eventOf = await sellTickets(url, audience, opensAt)
  const lives = await begin(stage, audience)

  await stage.sandbox.until(() => audience.count(news('Changed')) > people / 4, 120_000)
  await lives.change(({ onlineAccess }) =>
    onlineAccess.set({ ...own(eventOf('Changed')), text: secret('Changed', 'second'), minutes: undefined }),
  )
  const heardBefore = audience.of(news('Changed')).length

  await until(opensAt - 1000)
  const movedTo = opensAt + 8000
  await lives.change(async ({ publishing }, store) => {
    await store.transact((tx) => tx.events.change(eventOf('Moved'), { startsAt: movedTo + minutesBefore * minute }))
    await publishing.cancel(organizerId, eventOf('Cancelled'))
  })
  await until(opensAt - 200 + chance() * 400)
  await lives.strike(chance)
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
  expect(stale).toBeLessThanOrEqual(begin === oneLife ? 0 : inFlight.twoLives)
  const [row] = await stage.inspect.rows('announcements', { event_id: eventOf('Punctual') })
  await mustNoticeWrongs(stage, audience, { news: news('Punctual'), key: String(row?.['key']) })

  await lives.close()
  await stage.close()
  await drop()
}

const seed = Number(process.env['KILL_SEED'] ?? size(2, Date.now() % 1_000_000))

describe('how to get in online', () => {
  it.each(databases)(
    'is told once through kill -9, as it is by then, never too soon, and not of what was cancelled, on $name',
    { timeout: 600_000 },
    (database) => showAccesses(database, oneLife, { seed, leadMs: 30_000 }),
  )

  const postgres = databases.find(({ name }) => name === 'postgres')
  it.skipIf(!postgres)(
    'is told once by two processes of which one is killed (needs TEST_POSTGRES_URL)',
    { timeout: 600_000 },
    async () => {
      if (postgres) await showAccesses(postgres, twoLives, { seed, leadMs: 45_000 })
    },
  )
})
