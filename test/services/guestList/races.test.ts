import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'

describe.each(databases)('a guest list, on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz', capacity: 10 })
  })
  afterEach(() => house.drop())

  const guestList = () => house.services.guestList
  const own = () => ({
    ...{ personId: sale.organizer, eventId: sale.event.id, ticketTypeId: sale.type.id },
    requestKey: randomCodes.key(),
  })
  const write = (words: string) => guestList().lists.write({ ...own(), words })
  const link = (quantity: number) => guestList().links.make({ ...own(), quantity, reason: 'press' })
  const taken = () => house.inspect.sum('ticket_types', 'taken', { event_id: sale.event.id })
  const valid = () => house.inspect.count('tickets', { event_id: sale.event.id, state: 'valid' })

  test('races with buyers for the last seats, and both together get what there is', async () => {
    const buyers: number[] = []
    for (let i = 0; i < 12; i += 1) buyers.push(await house.person(`Buyer ${i}`))
    const drafts = await Promise.all(Array.from({ length: 6 }, (_, i) => write(`Guest No${i}x +1; press`)))
    const all = await Promise.all([
      ...buyers.map((buyer) => refused(house.buys(buyer, sale))),
      ...drafts.map(({ draft }) => refused(guestList().lists.issue({ personId: sale.organizer, draftId: draft.id }))),
    ])
    expect(new Set(all)).toEqual(new Set(['done', 'soldOut', ...all.filter((one) => one === 'tooFewLeft')]))
    const admissions = await house.inspect.sum('event_counters', 'admissions', { event_id: sale.event.id })
    expect([await taken(), await valid(), admissions]).toEqual([await valid(), await taken(), await valid()])
    expect(await taken()).toBeGreaterThanOrEqual(9)
    expect(await taken()).toBeLessThanOrEqual(10)
  })

  test('races between taking a link and taking it back end one way or the other', async () => {
    for (let i = 0; i < 5; i += 1) {
      const { id: entryId, token = '' } = await link(1)
      const gina = await house.person('Gina')
      const took = await Promise.all([
        refused(guestList().links.take({ personId: gina, token })),
        refused(house.others.guestList.entries.revoke({ personId: sale.organizer, entryId })),
      ])
      expect(['done', 'linkExpired', 'busy']).toContain(took[0])
      expect([took[1], await taken(), await valid()]).toEqual(['done', 0, 0])
    }
  })
})
