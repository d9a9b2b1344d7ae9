import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Database, databases } from '../../../support/database/databases.js'
import { buy, makeEvent } from '../../../support/fixtures.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { en } from '../../../support/texts/words.js'
import { size } from '../../size.js'
import { createChance } from '../crowds/crowd.js'
import {
  killWhileTold,
  mustBeHeardOnce,
  mustNoticeWrongs,
  oneLife,
  openAudience,
  people,
  settle,
  twoLives,
} from '../crowds/telling.js'

const hour = 3_600_000
const seed = Number(process.env['KILL_SEED'] ?? size(2, Date.now() % 1_000_000))
const words = 'Bring warm things'
const news = new RegExp(`^${words}$`, 'u')

/** An organizer whose message to all guests goes out in a moment; nobody has said anything yet. */
const setUp = async (database: Database) => {
  const { store, url, drop } = await database.open()
  const stage = await setStage({ databaseUrl: url, strictRates: false, webhookRetryMs: 50 })
  const audience = openAudience(stage)
  const organizer = stage.sandbox.person({ firstName: 'Organizer', languageCode: 'en' })
  const source = organizer.says(words).message?.message_id ?? 0
  await store.transact(async (tx) => {
    await tx.people.meet({ id: organizer.id, displayName: 'Organizer', languageCode: 'en' }, Date.now())
    const event = await makeEvent(tx, { startsAt: Date.now() + 48 * hour, organizerId: organizer.id })
    const price = { minor: 150_000, currency: 'RUB' }
    const type = await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 10_000 })
    for (const { id } of audience.people) await buy(tx, { event, type }, id)
    const message = await tx.guestMessages.add({
      ...{ eventId: event.id, audience: 'all', audienceOf: 0, album: undefined, sources: [source] },
      ...{ createdAt: Date.now(), key: 'update:1' },
    })
    await tx.guestMessages.showCopies(message.id, [source])
    await tx.guestMessages.schedule({ ...message, copies: [source] }, Date.now() + 4000)
  })
  await store.close()
  return { stage, audience, organizer, drop }
}

const untilDone = async ({ inspect }: Stage): Promise<void> => {
  while ((await inspect.count('guest_messages', { state: 'done' })) === 0) await pause(100)
}

/** A message goes out while what says it dies again and again: each guest hears it, and its organizer the end of it. */
const write = async (database: Database, begin: typeof oneLife): Promise<void> => {
  console.info(`kill -9 on ${database.name}: repeat with KILL_SEED=${seed}`)
  const chance = createChance(seed)
  const { stage, audience, organizer, drop } = await setUp(database)
  const lives = await begin(stage, audience)
  await killWhileTold({ stage, audience, lives }, news, chance)
  await settle(stage, audience, news)
  mustBeHeardOnce(audience, news)
  await untilDone(stage)
  const sums = () => organizer.messages().filter(({ text }) => en.like('guest-summary', { state: 'done' }).test(text))
  await stage.sandbox.until(() => sums().length > 0, 60_000)
  expect(sums().map(({ text }) => text.includes(en('guest-reached', { reached: people, size: people })))).toEqual([
    true,
  ])
  const [row] = await stage.inspect.rows('announcements', {
    recipient: String(audience.people[0]?.id),
    urgency: 'bulk',
  })
  await mustNoticeWrongs(stage, audience, { news, key: String(row?.['key']) })
  await lives.close()
  await stage.close()
  await drop()
}

describe('messages to guests', () => {
  it.each(databases)('are told once through kill -9, on $name', { timeout: 600_000 }, (database) =>
    write(database, oneLife),
  )

  const postgres = databases.find(({ name }) => name === 'postgres')
  it.skipIf(!postgres)(
    'are told once by two processes of which one is killed (needs TEST_POSTGRES_URL)',
    { timeout: 600_000 },
    async () => {
      if (postgres) await write(postgres, twoLives)
    },
  )
})
