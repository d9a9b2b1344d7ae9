import { setTimeout as pause } from 'node:timers/promises'
import type { Person } from 'telegram-sandbox'
import { describe, expect, it } from 'vitest'
import { type Database, databases } from '../../../support/database/databases.js'
import { buy, makeEvent } from '../../../support/fixtures.js'
import { openFleet } from '../../../support/fleet/fleet.js'
import type { Program } from '../../../support/program.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { size } from '../../size.js'

const hour = 3_600_000
const people = size(120, 600)
const kills = size(2, 8)
// What the announcer says at once is in doubt when it dies, and what may have been heard is not said again.
const saidAtOnce = 15

const words = 'Bring warm things'

/** Sets the stage for a message that goes out in a moment. */
const setUp = async (database: Database) => {
  const { store, url, drop } = await database.open()
  const stage = await setStage({ databaseUrl: url, strictRates: false, webhookRetryMs: 50 })
  const holders = Array.from({ length: people }, (_, n) =>
    stage.sandbox.person({ firstName: `Guest ${n}`, languageCode: 'en' }),
  )
  for (const holder of holders) holder.says('/start')
  const organizer = stage.sandbox.person({ firstName: 'Organizer', languageCode: 'en' })
  const source = organizer.says(words).message?.message_id ?? 0
  await store.transact(async (tx) => {
    await tx.people.meet({ id: organizer.id, displayName: 'Organizer', languageCode: 'en' }, Date.now())
    const event = await makeEvent(tx, { startsAt: Date.now() + 48 * hour, organizerId: organizer.id })
    const price = { minor: 150_000, currency: 'RUB' }
    const type = await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 10_000 })
    for (const { id } of holders) await buy(tx, { event, type }, id)
    const message = await tx.guestMessages.add({
      ...{ eventId: event.id, audience: 'all', audienceOf: 0, album: undefined, sources: [source] },
      ...{ createdAt: Date.now(), key: 'update:1' },
    })
    await tx.guestMessages.showCopies(message.id, [source])
    await tx.guestMessages.schedule(message.id, Date.now() + 4000)
  })
  await store.close()
  const close = async (): Promise<void> => {
    await stage.close()
    await drop()
  }
  return { stage, holders, close }
}

const told = (holders: readonly Person[]): readonly number[] =>
  holders.map((holder) => holder.messages().filter(({ text }) => text === words).length)
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)

/** Until nothing is to be said. */
const settle = async ({ inspect }: Stage): Promise<void> => {
  const isOver = async (): Promise<boolean> =>
    (await inspect.count('announcements')) >= people &&
    (await inspect.count('announcements', { state: 'waiting', urgency: 'bulk' })) === 0
  while (!(await isOver())) await pause(200)
}

/** Kills again and again, each time when some more have heard it. */
const killWhileWriting = async (
  { stage, holders }: Awaited<ReturnType<typeof setUp>>,
  { victim, restart }: { readonly victim: () => Program; readonly restart: () => Promise<unknown> },
): Promise<void> => {
  for (let kill = 1; kill <= kills; kill += 1) {
    // Whoever is alive goes on meanwhile.
    const enough = Math.min(sum(told(holders)) + 5, people - kills * saidAtOnce)
    await stage.sandbox.until(() => sum(told(holders)) >= enough, 60_000)
    await victim().kill()
    await restart()
  }
  await settle(stage)
}

const mustBeOnceOrNotAtAll = (holders: readonly Person[]): void => {
  const counts = told(holders)
  expect(Math.max(...counts)).toBe(1)
  expect(sum(counts)).toBeGreaterThanOrEqual(people - kills * saidAtOnce)
}

describe('messages to guests', () => {
  it.each(databases)(
    'are said once or not at all through kill -9, on $name',
    { timeout: 300_000 },
    async (database) => {
      const set = await setUp(database)
      let program = await set.stage.open()
      await killWhileWriting(set, {
        victim: () => program,
        restart: async () => (program = await set.stage.open()),
      })
      mustBeOnceOrNotAtAll(set.holders)
      expect(await set.stage.inspect.count('guest_messages', { state: 'done' })).toBe(1)
      await set.close()
    },
  )

  const postgres = databases.find(({ name }) => name === 'postgres')
  it.skipIf(!postgres)(
    'are said once or not at all by two processes of which one is killed (needs TEST_POSTGRES_URL)',
    { timeout: 300_000 },
    async () => {
      if (!postgres) return
      const set = await setUp(postgres)
      const fleet = await openFleet(set.stage, 2)
      let turn = 0
      await killWhileWriting(set, {
        victim: () => fleet.programs[turn % 2] as Program,
        restart: async () => {
          await fleet.restart(turn % 2)
          turn += 1
        },
      })
      mustBeOnceOrNotAtAll(set.holders)
      await fleet.close()
      await set.close()
    },
  )
})
