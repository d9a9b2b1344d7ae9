import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BuyerQuestion } from '../../../src/domain/buyerQuestion.js'
import type { Ticket } from '../../../src/domain/ticket.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, type Sale } from '../../support/house.js'
import { answer, ask, hold } from './asking.js'

describe.each(databases)('the name on a ticket, at the door, on $name', (database) => {
  let house: House
  let sale: Sale
  let ada: number
  let name: BuyerQuestion
  let tickets: readonly Ticket[]
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale()
    ada = await house.person('Ada')
    // Somebody has bought before, so that places are no numbers.
    await house.buys(await house.person('Early'), sale, 3)
    name = await ask(house, sale, 'name', { scope: 'ticket', text: 'Name' })
    tickets = await buys(['Ann Ash', 'Bo Birch'])
  })
  afterEach(() => house.drop())

  const buys = async (names: readonly string[], personId = ada): Promise<readonly Ticket[]> => {
    const held = await hold(house, personId, sale, names.length)
    for (const [index, said] of names.entries()) await answer(house, personId, held, name, said, index + 1)
    await house.services.ordering.confirm({ personId, orderId: held.order.id })
    return house.store.transact((tx) => tx.tickets.ofOrder(held.order.id))
  }
  const find = async (text: string): Promise<readonly (readonly [number, string | undefined])[]> => {
    const search = { personId: sale.organizer, eventId: sale.event.id, text }
    return (await house.services.doorView.search(search)).map((found) => [found.number, found.name])
  }
  const guestsFor = async (text: string): Promise<readonly string[]> => {
    const search = { personId: sale.organizer, eventId: sale.event.id, text }
    return (await house.services.guests.search(search)).found.map((guest) => guest.name)
  }

  test('finds the ticket that it stands on, by beginnings of words in any order, and its guest', async () => {
    expect(await find('Ann')).toEqual([[4, 'Ann Ash']])
    expect(await find('BIR bo')).toEqual([[5, 'Bo Birch']])
    expect(await find('nn')).toEqual([])
    // Whoever is called so has all of theirs.
    expect(await find('ada')).toEqual([
      [4, 'Ann Ash'],
      [5, 'Bo Birch'],
    ])
    expect(await guestsFor('birch')).toEqual(['Ada'])
    expect(await guestsFor('ada')).toEqual(['Ada'])
  })

  test('comes before other tickets of somebody who is called so', async () => {
    await buys(['Zed'], await house.person('Ann Other'))
    expect(await find('ann')).toEqual([
      [4, 'Ann Ash'],
      [6, 'Zed'],
    ])
  })

  test('finds the one of many tickets of a person', async () => {
    for (let i = 0; i < 2; i += 1) await buys(Array.from({ length: 10 }, (_, at) => `Guest ${i}x${at}`))
    await buys(['Zed Last'])
    expect(await find('zed')).toEqual([[26, 'Zed Last']])
  })

  test('is found as it is by now: changed by its holder or the organizer, and after a change of theirs', async () => {
    const place = { personId: ada, orderId: first(tickets).orderId, questionId: name.id, place: 1 }
    await house.services.answers.give({ ...place, reply: { kind: 'typed', text: 'Jörg Müller' } })
    expect(await find('ann')).toEqual([])
    expect(await find('muller')).toEqual([[4, 'Jörg Müller']])
    expect(await find('mueller')).toEqual([[4, 'Jörg Müller']])
    await house.services.answers.rename({ personId: sale.organizer, ticketId: first(tickets).id, text: 'Xenia' })
    expect(await find('jorg')).toEqual([])
    expect(await find('xen')).toEqual([[4, 'Xenia']])
    // The holder's own new name takes none from their tickets.
    await house.services.people.meet({ id: ada, displayName: 'Ada Renamed', languageCode: 'en' })
    expect(await find('xen')).toEqual([[4, 'Xenia']])
    expect(await find('renamed')).toHaveLength(2)
  })

  test('goes with the ticket to whoever gets it', async () => {
    const kim = await house.person('Kim')
    const { token } = await house.services.gifts.create({ personId: ada, ticketId: first(tickets).id })
    await house.services.gifts.accept({ personId: kim, token })
    expect(await find('ann')).toEqual([[4, 'Ann Ash']])
    expect(await guestsFor('ash')).toContain('Kim')
  })

  test('is nothing to search by where the door may not see it, or it is asked no more', async () => {
    const act = { personId: sale.organizer, questionId: name.id }
    await house.services.buyerQuestions.change({ ...act, fields: { atDoor: false } })
    expect(await find('ann')).toEqual([])
    expect(await find('ada')).toEqual([
      [4, undefined],
      [5, undefined],
    ])
    await house.services.buyerQuestions.change({ ...act, fields: { atDoor: true } })
    expect(await find('ann')).toHaveLength(1)
    await house.services.buyerQuestions.remove(act)
    expect(await find('ann')).toEqual([])
  })

  test('is forgotten with the answers', async () => {
    const named = async () => (await house.inspect.rows('holder_names')).filter(({ turned }) => turned === 2)
    expect(await named()).not.toEqual([])
    house.later(183 * day)
    await house.services.forgetting.forget()
    expect(await named()).toEqual([])
    expect(await house.inspect.rows('holder_names')).not.toEqual([])
  })
})
