import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'

describe.each(databases)('who comes after a change, on $name', (database) => {
  let house: House
  let sale: Sale
  let [anna, boris] = [0, 0]
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz' })
    ;[anna, boris] = [await house.person('Anna'), await house.person('Boris')]
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
  })
  afterEach(() => house.drop())

  const move = async (venue: string): Promise<void> => {
    const { drafts, publishing } = house.services
    const personId = sale.organizer
    const { key } = await drafts.edit(personId, sale.event.id)
    await drafts.answer(personId, { question: 'venue', value: venue })
    await publishing.publish({ personId, key, eventId: sale.event.id })
  }
  const keep = (personId: number, change?: number) =>
    house.services.eventNews.keep({ personId, eventId: sale.event.id, change })
  const isKept = (personId: number) => house.services.eventNews.isKept({ personId, eventId: sale.event.id })
  const answers = async () => (await house.services.events.forOrganizer(sale.organizer, sale.event.id)).answers

  test('is counted once, however often and however many at once they press', async () => {
    await house.buys(anna, sale)
    await house.buys(boris, sale)
    await move('Hall')
    const all = await Promise.all(Array.from({ length: 12 }, (_, i) => keep(i % 2 === 0 ? anna : boris, 1)))
    expect(new Set(all)).toEqual(new Set(['kept']))
    expect(await answers()).toMatchObject({ change: 1, kept: 2, givenBack: 0 })
    expect(await house.inspect.count('kept_changes', {})).toBe(2)
  })

  test('is asked anew by the next change, and an old button says so', async () => {
    await house.buys(anna, sale)
    await move('Hall')
    await keep(anna, 1)
    await move('Club')
    expect([await isKept(anna), await answers()]).toMatchObject([false, { change: 2, kept: 0 }])
    expect([await keep(anna, 1), await isKept(anna)]).toEqual(['outdated', false])
    expect([await keep(anna, 2), await isKept(anna)]).toEqual(['kept', true])
    expect(await answers()).toMatchObject({ kept: 1 })
  })

  test('is nobody who gave the last ticket back or away, and tickets that were given back are counted', async () => {
    const [first, second] = await house.buys(anna, sale, 2)
    const [only] = await house.buys(boris, sale)
    await move('Hall')
    await keep(anna, 1)
    await keep(boris, 1)
    await house.services.tickets.giveBack({ personId: anna, ticketId: first?.id ?? 0 })
    expect([await isKept(anna), await answers()]).toMatchObject([true, { kept: 2, givenBack: 1 }])
    await house.services.tickets.giveBack({ personId: anna, ticketId: second?.id ?? 0 })
    expect([await isKept(anna), await answers()]).toMatchObject([false, { kept: 1, givenBack: 2 }])
    const { token } = await house.services.gifts.create({ personId: boris, ticketId: only?.id ?? 0 })
    await house.services.gifts.accept({ personId: anna, token })
    expect([await isKept(boris), await answers()]).toMatchObject([false, { kept: 0, givenBack: 2 }])
    expect(await refused(keep(boris, 1))).toBe('ticketNotFound')
  })

  test('is a matter of holders only, and over with the event', async () => {
    await house.buys(anna, sale)
    expect(await refused(keep(boris))).toBe('ticketNotFound')
    expect(await keep(anna)).toBe('kept')
    expect(await answers()).toBeUndefined()
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await refused(keep(anna))).toBe('eventCancelled')
  })
})
