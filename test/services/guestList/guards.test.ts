import { describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { openHouse } from '../../support/house.js'
import { mayMissTheRace } from '../../support/database/racing.js'

describe.each(databases)('a link of a guest list, on $name', (database) => {
  /** How many of eight take what a link gives at the same moment. */
  const takers = async (guards: boolean): Promise<number> => {
    const house = await openHouse(database, { guards })
    const sale = await house.sale({ capacity: 10 })
    const order = { personId: sale.organizer, eventId: sale.event.id, ticketTypeId: sale.type.id }
    const { id } = await house.services.guestList.links.make({
      ...order,
      ...{ quantity: 1, reason: 'press', requestKey: 'x' },
    })
    const take = (personId: number) => house.store.transact((tx) => tx.guestEntries.take(id, personId, 1))
    const took = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(take))
    await house.drop()
    return took.filter(Boolean).length
  }

  test('is taken by one', async () => {
    expect(await takers(true)).toBe(1)
  })

  test('negative control: without its guard all of them take it', async () => {
    expect(await takers(false)).toBe(8)
  })
})

describe.each(databases)('the seats of a guest list, on $name', (database) => {
  test('negative control: without the guards more are given away than there are', mayMissTheRace, async () => {
    const house = await openHouse(database, { guards: false })
    const sale = await house.sale({ capacity: 4 })
    const own = { personId: sale.organizer, eventId: sale.event.id, ticketTypeId: sale.type.id }
    const give = (n: number) =>
      house.services.guestList.links
        .make({ ...own, quantity: 2, reason: 'press', requestKey: `key ${n}` })
        .catch(() => undefined)
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(give))
    const valid = await house.inspect.count('tickets', { state: 'valid' })
    await house.drop()
    expect(valid).toBeGreaterThan(4)
  })
})
