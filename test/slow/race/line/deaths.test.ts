import { describe, expect, it } from 'vitest'
import { minuteMs } from '../../../../src/domain/duration.js'
import { randomCodes } from '../../../../src/services/codes.js'
import { createServices, type Services } from '../../../../src/services/services.js'
import type { Execute } from '../../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl, type Store } from '../../../../src/store/store.js'
import { databases, type Database } from '../../../support/database/databases.js'
import { refused } from '../../../support/house.js'
import { offersOf, giveBack, join, letPass, sellOut, type SoldOut, takeOffer, workOff } from './lineHouse.js'
import { size } from '../../size.js'

/** A process that dies at its nth statement from then on: before it is done, or when it is, and nobody heard so. */
type Death = { readonly at: number; readonly isAfter: boolean }

/** What stands between the lives of a process and the database. */
const createFate = ({ at, isAfter }: Death) => {
  let [left, isDead] = [0, false]
  const wrap =
    (execute: Execute): Execute =>
    async (sql, values) => {
      // A connection that breaks is rolled back by the database itself.
      if (sql === 'ROLLBACK') return execute(sql, values)
      if (isDead) throw new Error('it is dead')
      const dies = left > 0 && (left -= 1) === 0
      if (!dies) return execute(sql, values)
      isDead = true
      if (isAfter) await execute(sql, values)
      throw new Error('it dies')
    }
  return {
    wrap,
    arm: (): void => void (left = at),
    isDead: () => isDead,
    /** How many statements it had still to live. */
    left: () => left,
    rise: (): void => void (isDead = false),
  }
}

/** What happens to five who wait: a seat goes down the line, a large wish is waited for, and at last all is closed. */
const story = (there: SoldOut, people: readonly number[]): readonly (() => Promise<unknown>)[] => {
  const { house, sale, holders } = there
  const own = { personId: sale.organizer, eventId: sale.event.id }
  const [late = 0] = people.slice(-1)
  const open = async () => (await offersOf(there)).filter(({ state }) => state === 'held')
  const loop = () => workOff(there)
  return [
    () => join(there, late),
    () => giveBack(there, holders[0] ?? 0),
    loop,
    async () => Promise.all((await open()).map((offer) => letPass(there, offer))),
    loop,
    async () => {
      const [offer] = await open()
      if (offer) house.clock.set(Number(offer['held_until']) + minuteMs)
      await house.services.ordering.expireOverdue()
    },
    loop,
    async () => Promise.all((await open()).map((offer) => takeOffer(there, offer))),
    () => giveBack(there, holders[1] ?? 0),
    loop,
    async () => Promise.all((await open()).map((offer) => takeOffer(there, offer))),
    () => giveBack(there, holders[2] ?? 0),
    loop,
    () => house.services.waiting.leave({ personId: people[3] ?? 0, eventId: sale.event.id }),
    () => house.services.waiting.setLine({ ...own, to: 'closed' }),
    loop,
  ]
}

/** Lives through the story, with one death in it; what there is in the end. */
const live = async (database: Database, death: Death) => {
  const first = await sellOut(database, { seats: 3 })
  const { house } = first
  const people: number[] = []
  for (const name of ['Two', 'One', 'Other', 'Third', 'Late']) people.push(await house.person(name))
  for (const [n, person] of people.slice(0, -1).entries()) await join(first, person, n === 0 ? 2 : 1)
  await house.store.close()

  const fate = createFate(death)
  let life: { readonly store: Store; readonly services: Services } | undefined
  const rise = async (): Promise<void> => {
    await life?.store.close().catch(() => undefined)
    fate.rise()
    const store = await openStore({ url: parseDatabaseUrl(house.url), wrap: fate.wrap })
    const services = createServices({
      ...{ store, clock: house.clock, codes: randomCodes, organizerIds: people },
      ...{ zone: 'Europe/Moscow', currency: 'RUB', hasProvider: false, holdMs: 900_000 },
    })
    life = { store, services }
  }
  await rise()
  fate.arm()
  const there: SoldOut = {
    ...first,
    house: {
      ...house,
      get services() {
        if (!life) throw new Error('nobody lives')
        return life.services
      },
      get store() {
        if (!life) throw new Error('nobody lives')
        return life.store
      },
    },
  }
  for (const act of story(there, people)) {
    try {
      await act()
    } catch (error) {
      if (!fate.isDead()) throw error
    }
    // Some only note that they failed.
    if (!fate.isDead()) continue
    await rise()
    await refused(act())
  }
  const result = { came: await seen(there), isOver: fate.left() > 0 }
  await life?.store.close()
  await house.drop().catch(() => undefined)
  return result
}

const seen = async ({ house }: SoldOut) => ({
  orders: (await house.inspect.rows('orders'))
    .map((row) => `${String(row['buyer_id'])}: ${String(row['quantity'])} ${String(row['state'])}`)
    .sort(),
  told: (await house.inspect.rows('announcements'))
    .map((row) => `${String(row['recipient'])}: ${String(row['key'])}`)
    .filter((told) => !told.includes('published:'))
    .map((told) => told.replace(/:\d+$/u, ''))
    .sort(),
  waiting: await house.inspect.count('waiting_entries'),
  taken: await house.inspect.sum('ticket_types', 'taken'),
  broken: await house.inspect.brokenPromises(),
})

describe.each(databases)('a process that dies between any two steps of the line, on $name', (database) => {
  it.each([
    ['before the statement was done', false],
    ['after it, and nobody heard', true],
  ])('is as if it had lived: %s', { timeout: 3_600_000 }, async (_, isAfter) => {
    const { came: usual } = await live(database, { at: 0, isAfter })
    expect(usual.broken).toEqual([])
    const of = (end: string): readonly string[] => usual.orders.filter((order) => order.endsWith(end))
    // One lets it pass, one is late; then whoever waited for two seats has both; another leaves with an offer.
    expect([of('1 cancelled').length, of('1 expired').length, of('2 confirmed').length]).toEqual([2, 1, 1])
    expect(usual.told.filter((told) => told.endsWith('lineOver'))).toHaveLength(1)
    let deaths = 0
    for (let at = 1; ; at += size(23, 1)) {
      const { came, isOver } = await live(database, { at, isAfter })
      if (isOver) break
      deaths += 1
      expect({ at, ...came }).toEqual({ at, ...usual })
    }
    expect(deaths).toBeGreaterThan(size(5, 100))
  })
})
