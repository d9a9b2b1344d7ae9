import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'

describe.each(databases)('an id that nobody knows, among others that are asked about at once, on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale()
  })
  afterEach(() => house.drop())

  const together = async (ask: (eventId: number) => Promise<unknown>): Promise<readonly unknown[]> => {
    const transact = vi.spyOn(house.store, 'transact')
    const { id } = sale.event
    const answers = await Promise.all([id, 4711, id, 4712].map((eventId) => refused(ask(eventId))))
    const transactions = transact.mock.calls.length
    transact.mockRestore()
    return [...answers, transactions]
  }

  test('is refused by itself: the others need no second question', async () => {
    const { events, choosing } = house.services
    const expected = ['done', 'eventNotFound', 'done', 'eventNotFound', 1]
    expect(await together((id) => events.find(id))).toEqual(expected)
    expect(await together((eventId) => choosing.choicesFor({ personId: sale.organizer, eventId }))).toEqual(expected)
  })
})
