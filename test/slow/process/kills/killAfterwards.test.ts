import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { Person } from 'telegram-sandbox'
import { randomCodes } from '../../../../src/services/codes.js'
import { openStore, parseDatabaseUrl } from '../../../../src/store/store.js'
import { type ClosedDatabase, databases } from '../../../support/database/databases.js'
import { makeEvent, organizerId } from '../../../support/fixtures.js'
import { setStage, type Stage } from '../../../support/stage.js'
import { en } from '../../../support/texts/words.js'
import { size } from '../../size.js'

const hour = 3_600_000
const people = size(60, 200)
const asks = en.begins('rating-ask')
const repeats = en.begins('news-repeat')

let stage: Stage
let database: ClosedDatabase | undefined
let guests: readonly Person[]

// Where it is three in the afternoon now, whenever this is run: what was yesterday evening is asked about.
const zoneNow = (): string => {
  const hoursEast = 15 - new Date().getUTCHours()
  return `UTC${hoursEast < -11 ? `+${hoursEast + 24}` : hoursEast < 0 ? hoursEast : `+${hoursEast}`}`
}

/** An event of yesterday at which all of them were. */
const wasYesterday = async (): Promise<number> => {
  const store = await openStore({ url: parseDatabaseUrl(stage.databaseUrl) })
  const now = Date.now()
  const eventId = await store.transact(async (tx) => {
    const event = await makeEvent(tx, {
      ...{ zone: zoneNow(), startsAt: now - 20 * hour, endsAt: now - 18 * hour },
      ...{ slug: 'yesterdays', requestKey: 'yesterday', createdAt: now - 48 * hour },
    })
    const type = await tx.ticketTypes.insert({
      ...{ eventId: event.id, name: '', capacity: 1000 },
      price: { minor: 0, currency: 'RUB' },
    })
    await tx.people.meetAll(
      guests.map(({ id }) => ({ id, displayName: `Guest ${id}`, languageCode: 'en' })),
      now,
    )
    const [buyer] = guests
    const order = await tx.orders.insert({
      ...{ eventId: event.id, ticketTypeId: type.id, buyerId: buyer?.id ?? 0, quantity: guests.length },
      ...{ total: { minor: 0, currency: 'RUB' }, paymentMethod: 'free', state: 'confirmed' },
      ...{ createdAt: now - 40 * hour, requestKey: 'all of them' },
    })
    await tx.tickets.insert(
      guests.map(({ id: holderId }, i) => ({
        ...{ orderId: order.id, ticketTypeId: type.id, eventId: event.id, holderId, holderName: `Guest ${holderId}` },
        ...{ number: i + 1, code: randomCodes.ticket(), shortCode: randomCodes.short(), issuedAt: now - 40 * hour },
        state: 'valid' as const,
      })),
    )
    return event.id
  })
  await store.close()
  await stage.inspect.write('tickets', 'checked_in_at', now - 20 * hour, { event_id: eventId })
  await stage.inspect.write('tickets', 'checked_in_by', organizerId, { event_id: eventId })
  return eventId
}

const asked = (guest: Person): readonly string[] =>
  guest.messages().flatMap(({ fromBot, text }) => (fromBot && (asks.test(text) || repeats.test(text)) ? [text] : []))
const askedInAll = (): number => guests.filter((guest) => asked(guest).length > 0).length

const open = async (given?: ClosedDatabase): Promise<void> => {
  database = given
  stage = await setStage({ strictRates: false, ...(given && { databaseUrl: given.url }) })
  guests = Array.from({ length: people }, (_, i) =>
    stage.sandbox.person({ firstName: `Guest${i}`, languageCode: 'en' }),
  )
  const program = await stage.open()
  for (const guest of guests) guest.says('/start')
  await stage.sandbox.until(() => guests.every((guest) => guest.messages().some(({ fromBot }) => fromBot)), 60_000)
  await program.kill()
}

afterEach(async () => {
  await stage.close()
  await database?.drop()
})

it.each(databases)(
  'kill -9 while guests are asked how it was, again and again, leaves nobody out and asks nobody twice, on $name',
  { timeout: 180_000 },
  async (kind) => {
    await open(kind.name === 'postgres' ? await kind.closed() : undefined)
    await wasYesterday()
    for (let death = 1; death <= size(3, 8); death += 1) {
      const program = await stage.open()
      const before = askedInAll()
      await stage.sandbox.until(() => askedInAll() > Math.min(before, people - 1), 30_000).catch(() => undefined)
      await pause(50 * death)
      await program.kill()
    }
    await stage.open()
    await stage.sandbox.until(() => askedInAll() === people, 120_000)
    await pause(1000)
    const plain = guests.map((guest) => asked(guest).filter((text) => !repeats.test(text)).length)
    expect(Math.max(...plain)).toBe(1)
    // What may have been said before a death is said once more, and says so.
    expect(guests.every((guest) => asked(guest).length >= 1 && asked(guest).length <= 2)).toBe(true)
    expect(await stage.inspect.count('event_rounds', { kind: 'question' })).toBe(1)
  },
)
