import { afterEach, describe, expect, it } from 'vitest'
import { databases } from '../../../support/database/databases.js'
import { upTo } from '../../../support/fixtures.js'
import { refused } from '../../../support/house.js'
import { createChance } from '../../process/crowds/crowd.js'
import { size } from '../../size.js'
import { giveBack, join, letPass, offersOf, sellOut, snatch, type SoldOut, takeOffer, workOff } from './lineHouse.js'

const [people, seats] = size([120, 30], [1000, 200])

/** What each person was told, by what they did. */
type Told = Map<string, string[]>

const ascending = (numbers: readonly number[]): boolean =>
  numbers.every((number, i) => i === 0 || (numbers[i - 1] ?? 0) < number)

describe.each(databases)(`${people} people and ${seats} seats that come back one by one, on $name`, (database) => {
  let there: SoldOut
  afterEach(() => there.house.drop())

  /** Everybody does what they do as soon as they can; the loops of two processes go round meanwhile. */
  const live = async (guards: boolean) => {
    there = await sellOut(database, { seats, controls: { guards } })
    const { house, holders } = there
    const chance = createChance(seats)
    const crowd: number[] = []
    for (const n of upTo(people)) crowd.push(await house.person(`Person ${n}`))
    const told: Told = new Map()
    const note = (what: string, outcome: string): void => void told.set(what, [...(told.get(what) ?? []), outcome])
    const leaver = new Set(crowd.filter(() => chance() < 0.3))
    let isOver = false
    const everybody = Promise.all(
      crowd.map(async (person) => {
        note('join', await refused(join(there, person)))
        if (leaver.has(person))
          note('leave', await refused(house.services.waiting.leave({ personId: person, eventId: there.sale.event.id })))
      }),
    )
    const loops = [house.services, house.others].map(async ({ waiting }) => {
      while (!isOver) {
        await waiting.work()
        house.later(50)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })
    // Somebody waits before the first seat comes back: whoever is quicker than the line may buy, before there is one.
    await join(there, await house.person('First'))
    for (const holder of holders) {
      await giveBack(there, holder)
      note('snatch', await refused(snatch(there, holder)))
    }
    await everybody
    isOver = true
    await Promise.all(loops)
    await workOff(there)
    return told
  }

  it('each seat goes to the first in line, and to nobody else', async () => {
    const told = await live(true)
    expect(new Set(told.get('join'))).toEqual(new Set(['done']))
    expect(new Set(told.get('leave'))).toEqual(new Set(['done']))
    expect(new Set(told.get('snatch'))).toEqual(new Set(['soldOut']))
    expect(await there.house.inspect.brokenPromises()).toEqual([])
    const offers = await offersOf(there)
    expect(new Set(offers.map(({ buyer_id: buyer }) => Number(buyer))).size).toBe(offers.length)
    expect(ascending(offers.map(({ entry }) => entry))).toBe(true)
    // Everybody who waits comes after everybody who was offered something, and no seat is free.
    const waiting = await there.house.inspect.rows('waiting_entries', { order_id: null })
    expect(Math.min(...waiting.map(({ id }) => Number(id)))).toBeGreaterThan(
      Math.max(...offers.map(({ entry }) => entry)),
    )
    expect(await there.house.inspect.sum('ticket_types', 'taken')).toBe(seats)
  })

  it('and goes on down the line, whoever takes it or lets it pass, until nobody waits', async () => {
    await live(true)
    const chance = createChance(people)
    for (;;) {
      const open = (await offersOf(there)).filter(({ state }) => state === 'held')
      if (open.length === 0) break
      await Promise.all(open.map((offer) => (chance() < 0.05 ? takeOffer(there, offer) : letPass(there, offer))))
      await workOff(there)
    }
    expect(await there.house.inspect.count('waiting_entries')).toBe(0)
    expect(await there.house.inspect.brokenPromises()).toEqual([])
    const offers = await offersOf(there)
    expect(ascending(offers.map(({ entry }) => entry))).toBe(true)
    expect(new Set(offers.map(({ entry }) => entry)).size).toBe(offers.length)
  })
})
