import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Services } from '../../../../src/services/services.js'
import { type Database, databases } from '../../../support/database/databases.js'
import { makeEvent, organizerId } from '../../../support/fixtures.js'
import type { Row } from '../../../support/inspect.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { en } from '../../../support/texts/words.js'
import { size } from '../../size.js'
import { createChance } from '../crowds/crowd.js'
import {
  type Audience,
  mustBeHeardOnce,
  mustNoticeWrongs,
  oneLife,
  openAudience,
  organize,
  people,
  twoLives,
} from '../crowds/telling.js'

const hour = 3_600_000
const patienceMs = 120_000
const title = 'Line'
const news = en.like('news-offer', { title })
// So many seats there are for those who wait; what somebody lets pass goes on to the next.
const seats = Math.ceil(people / 2)
const atOnce = size(10, 12)
const seed = Number(process.env['KILL_SEED'] ?? size(3, Date.now() % 1_000_000))

/** Everybody is in line for an event whose only seat is sold. */
const lineUp = (url: string, audience: Audience) =>
  organize(url, async (services, store) => {
    const ids = audience.people.map(({ id }) => id)
    const named = ids.map((id) => ({ id, displayName: `Guest ${id}`, languageCode: 'en' }))
    const { eventId, ticketTypeId } = await store.transact(async (tx) => {
      await tx.people.meetAll(named, Date.now())
      // Near enough for offers to be made at night, too.
      const event = await makeEvent(tx, { title, startsAt: Date.now() + 20 * hour })
      const price = { minor: 0, currency: 'RUB' }
      const type = await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 1 })
      return { eventId: event.id, ticketTypeId: type.id }
    })
    await services.ordering.buy({ buyerId: organizerId, ticketTypeId, quantity: 1, requestKey: 'the only one' })
    for (const personId of ids)
      await services.waiting.join({ personId, eventId, quantity: 1, ticketTypeIds: [ticketTypeId] })
    return { eventId, ticketTypeId }
  })

const offersOf = async ({ inspect }: Stage): Promise<readonly Row[]> =>
  (await inspect.rows('orders'))
    .filter(({ offered_at: at }) => at !== null)
    .sort((a, b) => Number(a['id']) - Number(b['id']))

/** The first of those who are offered something let it pass. */
const letPass = async ({ ordering }: Services, offers: readonly Row[], count: number): Promise<void> => {
  const open = offers.filter(({ state }) => state === 'held').slice(0, count)
  for (const { id, buyer_id: buyer } of open) await ordering.cancel({ personId: Number(buyer), orderId: Number(id) })
}

/** Waits until so many have been offered something. */
const untilOffered = async (stage: Stage, count: number): Promise<void> => {
  const until = Date.now() + patienceMs
  while ((await offersOf(stage)).length < count) {
    if (Date.now() > until) throw new Error(`only ${(await offersOf(stage)).length} of ${count} were offered something`)
    await pause(50)
  }
}

/** What there must be in the end: everybody was offered one seat, in line, and no seat was two people's. */
const mustBeInOrder = async (stage: Stage): Promise<void> => {
  const offers = await offersOf(stage)
  const places = offers.map(({ request_key: key }) => Number(String(key).slice('offer:'.length)))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(new Set(offers.map(({ buyer_id: buyer }) => Number(buyer))).size).toBe(people)
  expect(offers).toHaveLength(people)
  expect(offers.filter(({ state }) => state === 'held')).toHaveLength(seats)
  expect(await stage.inspect.brokenPromises()).toEqual([])
}

/** Half of them are offered new seats, the others what those let pass. Whoever tells them dies all the time. */
const passSeats = async (database: Database, begin: typeof oneLife): Promise<void> => {
  console.info(`kill -9 on ${database.name}: repeat with KILL_SEED=${seed}`)
  const chance = createChance(seed)
  const { url, drop } = await database.closed()
  const stage = await setStage({ databaseUrl: url, strictRates: false, webhookRetryMs: 50 })
  const audience = openAudience(stage)
  const { eventId, ticketTypeId } = await lineUp(url, audience)
  const lives = await begin(stage, audience)

  await lives.change(({ saleSettings }) =>
    saleSettings.changeType({ personId: organizerId, eventId, ticketTypeId, fields: { capacity: 1 + seats } }),
  )
  await untilOffered(stage, 1 + Math.floor(chance() * seats * 0.8))
  await pause(chance() * 200)
  await lives.strike(chance)
  await untilOffered(stage, seats)

  for (let offered = seats; offered < people; offered = Math.min(people, offered + atOnce)) {
    // Whoever lets it pass has heard of it.
    await stage.sandbox.until(() => audience.count(news) >= offered, patienceMs)
    const offers = await offersOf(stage)
    await lives.change((services) => letPass(services, offers, Math.min(atOnce, people - offered)))
    await pause(chance() * 400)
    if (chance() < 0.6) await lives.strike(chance)
    await untilOffered(stage, Math.min(people, offered + atOnce))
  }

  await stage.sandbox.until(() => audience.count(news) >= people, patienceMs)
  await mustBeInOrder(stage)
  mustBeHeardOnce(audience, news)
  const last = (await offersOf(stage)).at(-1)
  await mustNoticeWrongs(stage, audience, { news, key: `offer:${String(last?.['id'])}` })

  await lives.close()
  await stage.close()
  await drop()
}

describe('what comes free', () => {
  it.each(databases)(
    'is offered once, in line, and told once through kill -9, on $name',
    { timeout: 600_000 },
    (database) => passSeats(database, oneLife),
  )

  const postgres = databases.find(({ name }) => name === 'postgres')
  it.skipIf(!postgres)(
    'is offered once by two processes of which one is killed (needs TEST_POSTGRES_URL)',
    { timeout: 600_000 },
    async () => {
      if (postgres) await passSeats(postgres, twoLives)
    },
  )
})
