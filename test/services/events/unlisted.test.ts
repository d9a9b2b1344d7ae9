import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, type Sale } from '../../support/house.js'
import { createServices } from '../../../src/services/services.js'
import { randomCodes } from '../../../src/services/codes.js'

describe.each(databases)('an unlisted event on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale()
  })
  afterEach(() => house.drop())

  const lists = (isUnlisted: boolean, services = house.services) =>
    services.selling.setListing({ personId: sale.organizer, eventId: sale.event.id, isUnlisted })
  /** Somebody new who came by the link. */
  const guest = async (name: string) => {
    const personId = await house.person(name)
    await house.services.looking.arrive({ personId, slug: sale.event.slug })
    return personId
  }
  const listed = async () => (await house.services.events.onSale({ size: 9 })).rows.map(({ event }) => event.id)
  /** The news for the chat that is still to be said, by kind. */
  const waiting = async () =>
    (await house.inspect.rows('announcements', { recipient: 'chat', state: 'waiting' }))
      .map(({ news }) => (JSON.parse(String(news)) as { kind: string }).kind)
      .sort()

  test('stands in no list, and in all of them again when it is listed', async () => {
    expect(await listed()).toEqual([sale.event.id])
    expect(await lists(true)).toMatchObject({ isUnlisted: true })
    expect(await listed()).toEqual([])
    await lists(false)
    expect(await listed()).toEqual([sale.event.id])
  })

  test('is announced by nothing that waits, and once when it is listed after all', async () => {
    await house.buys(await house.person('Anna'), sale)
    expect(await waiting()).toEqual(['eventPublished', 'ticketsIssued'])
    await lists(true)
    expect(await waiting()).toEqual([])
    await house.buys(await guest('Boris'), sale)
    expect(await waiting()).toEqual([])
    await lists(false)
    await lists(false)
    expect(await waiting()).toEqual(['eventPublished'])
    await lists(true)
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await waiting()).toEqual([])
  })

  test('was announced already: to list it again says nothing twice', async () => {
    await house.inspect.write('announcements', 'state', 'delivered', { recipient: 'chat' })
    await lists(true)
    await lists(false)
    expect(await waiting()).toEqual([])
    expect(await house.inspect.count('announcements', { recipient: 'chat' })).toBe(1)
  })

  test('is announced nowhere while it is off sale', async () => {
    await lists(true)
    await house.services.publishing.unpublish(sale.organizer, sale.event.id)
    await lists(false)
    expect(await waiting()).toEqual([])
  })

  test('is told to the chat where the bot’s owner says so', async () => {
    const services = createServices({
      ...{ store: house.store, clock: house.clock, codes: randomCodes, organizerIds: [], zone: 'UTC', currency: 'RUB' },
      ...{ hasProvider: false, holdMs: 1000, announceUnlisted: true },
    })
    await lists(true, services)
    expect(await waiting()).toEqual(['eventPublished'])
    await services.ordering.buy({
      buyerId: await guest('Anna'),
      ticketTypeId: sale.type.id,
      quantity: 1,
      requestKey: 'key',
    })
    await services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await waiting()).toEqual(['eventCancelled', 'eventPublished', 'ticketsIssued'])
  })

  test('is deleted with all that was opened of it', async () => {
    await lists(true)
    await house.services.looking.arrive({ personId: await house.person('Anna'), slug: sale.event.slug })
    await house.services.publishing.remove(sale.organizer, sale.event.id)
    expect(await house.inspect.count('openings')).toBe(0)
  })
})
