import { afterEach, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import { createServices } from '../../../src/services/services.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse } from '../../support/house.js'

describe.each(databases)('short codes on $name', (database) => {
  let house: House
  afterEach(() => house.drop())

  test('that chance gives twice are made anew: the purchase goes through', async () => {
    house = await openHouse(database)
    const [sale, anna] = [await house.sale(), await house.person('Anna')]
    const given = ['AAAAAAAA', 'AAAAAAAA', 'BBBBBBBB', 'AAAAAAAA', 'CCCCCCCC']
    const { ordering } = createServices({
      store: house.store,
      clock: house.clock,
      codes: { ...randomCodes, short: () => given.shift() ?? randomCodes.short() },
      organizerIds: [],
      zone: 'UTC',
      currency: 'RUB',
      hasProvider: false,
      holdMs: 900_000,
    })
    const buy = () =>
      ordering.buy({ buyerId: anna, ticketTypeId: sale.type.id, quantity: 1, requestKey: randomCodes.key() })
    for (let n = 0; n < 3; n += 1) await buy()
    const { rows } = await house.services.tickets.ofHolder({ personId: anna, when: 'upcoming', size: 9 })
    expect(rows.map(({ ticket }) => [ticket.number, ticket.shortCode])).toEqual([
      [1, 'AAAAAAAA'],
      [2, 'BBBBBBBB'],
      [3, 'CCCCCCCC'],
    ])
  })
})
