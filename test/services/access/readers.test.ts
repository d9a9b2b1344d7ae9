import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ticket } from '../../../src/domain/ticket.js'
import { randomCodes } from '../../../src/services/codes.js'
import { ofSale, said, secret, set, tellAll } from './accesses.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'
import { like } from '../../support/inspect.js'

describe.each(databases)('who reads an access, on $name', (database) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(database)
  })
  afterAll(() => house.drop())

  const roles = ['stranger', 'hold', 'holder', 'former', 'givenBack', 'refunded', 'staff', 'organizer'] as const
  type Role = (typeof roles)[number] | 'another'

  const pays = async (buyerId: number, { type }: Sale): Promise<Ticket> => {
    const { order } = await house.services.ordering.hold({
      buyerId,
      ticketTypeId: type.id,
      quantity: 1,
      requestKey: randomCodes.key(),
    })
    await house.services.payments.receive({
      payload: order.payload ?? '',
      chargeId: randomCodes.key(),
      payerId: buyerId,
      amount: order.total,
      method: 'provider',
    })
    return first(await house.store.transact((tx) => tx.tickets.ofOrder(order.id)))
  }

  /** One event with everybody around it, and a ticket that each of them held or names. */
  const play = async () => {
    const { services } = house
    const [sale, other] = [await house.sale({ price: 500 }), await house.sale()]
    const people = { another: other.organizer } as Record<Role, number>
    for (const role of roles) people[role] = role === 'organizer' ? sale.organizer : await house.person(role)
    await services.publishing.setGiveBack({ ...ofSale(sale), hours: 0 })
    await house.joins(people.staff, sale)
    const buys = async (role: Role): Promise<Ticket> => first(await house.buys(people[role], sale))
    const tickets = {
      holder: await buys('holder'),
      former: await buys('former'),
      givenBack: await buys('givenBack'),
      refunded: await pays(people.refunded, sale),
    }
    const { token } = await services.gifts.create({ personId: people.former, ticketId: tickets.former.id })
    await services.gifts.accept({ personId: people.holder, token })
    await services.tickets.giveBack({ personId: people.givenBack, ticketId: tickets.givenBack.id })
    await services.ordering.hold({
      buyerId: people.hold,
      ticketTypeId: sale.type.id,
      quantity: 1,
      requestKey: randomCodes.key(),
    })
    // A refund leaves the ticket of whoever was let in as it is.
    await services.checkIn.letIn({ personId: sale.organizer, ticketId: tickets.refunded.id })
    await services.refunds.refund({ personId: sale.organizer, orderId: tickets.refunded.orderId })
    expect((await house.ticket(tickets.refunded.id)).state).toBe('valid')
    return { sale, people, tickets }
  }

  test('by the button: whoever holds a ticket, and nobody else', async () => {
    const { sale, people, tickets } = await play()
    await set(house, sale, undefined)
    const told: Record<string, string> = {}
    for (const role of [...roles, 'another'] as const) {
      const ticketId = (tickets as Partial<Record<Role, Ticket>>)[role]?.id ?? tickets.holder.id
      told[role] = await refused(house.services.onlineAccess.view({ personId: people[role], ticketId }))
    }
    expect(told).toEqual({
      stranger: 'notHolder',
      hold: 'notHolder',
      holder: 'done',
      former: 'notHolder',
      givenBack: 'ticketReturned',
      refunded: 'ticketReturned',
      staff: 'notHolder',
      organizer: 'notHolder',
      another: 'notHolder',
    })
  })

  test('unasked: whoever holds a ticket, once, however many they have', async () => {
    const { sale, people } = await play()
    await set(house, sale, undefined)
    await tellAll(house)
    expect(await said(house, sale)).toEqual([[people.holder, secret]])
  })

  test('in the settings: the event’s organizer', async () => {
    const { sale, people } = await play()
    await set(house, sale, 30)
    const told: Record<string, string> = {}
    for (const role of [...roles, 'another'] as const) {
      const act = { ...ofSale(sale), personId: people[role] }
      const { onlineAccess } = house.services
      told[role] = [
        await refused(onlineAccess.settings(act)),
        await refused(onlineAccess.set({ ...act, text: 'mine', minutes: 15 })),
        await refused(onlineAccess.setTime({ ...act, minutes: 15 })),
        await refused(onlineAccess.remove(act)),
      ].join(' ')
    }
    const no = 'notYours notYours notYours notYours'
    expect(told).toEqual({
      ...Object.fromEntries([...roles, 'another'].map((role) => [role, no])),
      organizer: 'done done done done',
    })
  })

  test('whoever has it by now, when it is said: not who gave the ticket away since', async () => {
    const sale = await house.sale()
    const [ann, bob] = [await house.person('Ann'), await house.person('Bob')]
    const ticket = first(await house.buys(ann, sale))
    await set(house, sale, undefined)
    await tellAll(house)
    expect(await said(house, sale)).toEqual([[ann, secret]])
    const { token } = await house.services.gifts.create({ personId: ann, ticketId: ticket.id })
    await house.services.gifts.accept({ personId: bob, token })
    expect(await said(house, sale)).toEqual([[bob, secret]])
  })

  test('the text is kept in one place: in no announcement, no audit, no other table', async () => {
    const sale = await house.sale()
    await house.buys(await house.person('Ann'), sale)
    await set(house, sale, undefined)
    await set(house, sale, undefined, `${secret} again`)
    await tellAll(house)
    await house.services.onlineAccess.remove({ ...ofSale(sale) })
    await set(house, sale, 15)
    for (const [table, column] of [
      ['announcements', 'news'],
      ['audit', 'details'],
      ['events', 'description'],
      ['asks', 'detail'],
    ] as const)
      expect([table, await house.inspect.count(table, { [column]: like('%k3y-f0r%') })]).toEqual([table, 0])
    expect(await house.inspect.count('accesses', { text: like('%k3y-f0r%') })).toBeGreaterThan(0)
  })
})
