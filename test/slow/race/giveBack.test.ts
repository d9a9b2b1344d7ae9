import { afterEach, describe, expect, it } from 'vitest'
import { first, type House, openHouse, refused } from '../../support/house.js'
import { databases } from '../../support/database/databases.js'
import { mayMissTheRace } from '../../support/database/racing.js'

const times = 10

describe.each(databases)('one ticket given back ten times at once, on $name', (database) => {
  let house: House
  afterEach(() => house.drop())

  const tenAtOnce = async (guards: boolean) => {
    house = await openHouse(database, { guards })
    const sale = await house.sale({ capacity: 5 })
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    const anna = await house.person('Anna')
    const tickets = await house.buys(anna, sale, 5)
    const act = { personId: anna, ticketId: first(tickets).id }
    const outcomes = await Promise.all(
      Array.from({ length: times }, () => refused(house.services.tickets.giveBack(act))),
    )
    const {
      types: [type],
    } = await house.services.events.find(sale.event.id)
    return {
      done: outcomes.filter((code) => code === 'done').length,
      refused: outcomes.filter((code) => code === 'ticketReturned').length,
      taken: type.taken,
    }
  }

  it('frees one seat, and nine hear that it is given back', async () => {
    expect(await tenAtOnce(true)).toEqual({ done: 1, refused: 9, taken: 4 })
  })

  it('negative control: without the guard more seats are freed than were given back', mayMissTheRace, async () => {
    const { done, taken } = await tenAtOnce(false)
    expect(done).toBeGreaterThan(1)
    expect(taken).toBeLessThan(4)
  })
})
