import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from '../../../src/services/waiting/joining.js'
import type { Tx } from '../../../src/store/store.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, openHouse, refused } from '../../support/house.js'
import { type LineHouse, openLine } from './lineHouse.js'

describe.each(databases)('what goes wrong around a line on $name', (database) => {
  let house: LineHouse
  beforeEach(async () => {
    house = await openLine(database)
  })
  afterEach(async () => {
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.drop()
  })

  const wish = (personId: number) => ({
    ...{ personId, eventId: house.sale.event.id, quantity: 1 },
    ticketTypeIds: [house.sale.type.id],
  })

  test('an event whose line cannot be worked holds up no other', async () => {
    const several = await openHouse(database)
    const { waiting } = several.services
    /** Somebody who waits for the only seat of an event, which has come back. */
    const waitsForOne = async () => {
      const made = await several.sale({ capacity: 1 })
      const { event, type } = made
      const change = { startsAt: several.clock.now() + 10 * day, giveBackHours: 0 }
      await several.store.transact((tx) => tx.events.change(event.id, change))
      const { holderId, id: ticketId } = first(await several.buys(await several.person('Holder'), made))
      const personId = await several.person('Anna')
      const { entryId } = await waiting.join({ ...wish(personId), eventId: event.id, ticketTypeIds: [type.id] })
      await several.services.tickets.giveBack({ personId: holderId, ticketId })
      return { event, type, personId, entryId }
    }
    const [one, two] = [await waitsForOne(), await waitsForOne()]
    // Nobody can be offered what has the name of another order.
    await several.store.transact((tx) =>
      tx.orders.insert({
        ...{ eventId: one.event.id, ticketTypeId: one.type.id, buyerId: one.personId, quantity: 1 },
        ...{ total: one.type.price, paymentMethod: 'free', state: 'expired' },
        ...{ createdAt: several.clock.now(), requestKey: `offer:${one.entryId}` },
      }),
    )
    const failed: number[] = []
    await waiting.work((_, eventId) => void failed.push(eventId))
    expect(failed).toEqual([one.event.id])
    const see = ({ event, personId }: typeof one) => waiting.see({ personId, eventId: event.id })
    expect([(await see(one))?.offer, (await see(two))?.offer?.order.state]).toEqual([undefined, 'held'])
    await several.drop()
  })

  test('who takes an offer just while they join is in line anew, and once', async () => {
    const anna = await house.waits('Anna')
    await house.givesBack()
    await house.work()
    const orderId = (await house.see(anna))?.offer?.order.id ?? 0
    let looks = 0
    await house.store.transact(async (tx) => {
      const taken: Tx['orders']['find'] = async (id) => {
        const order = await tx.orders.find(id)
        looks += 1
        return order && looks > 1 ? { ...order, state: 'confirmed' } : order
      }
      const orders = { ...tx.orders, find: taken }
      const racing = Object.create(tx, { orders: { value: orders } }) as Tx
      await join(racing, wish(anna), house.clock.now())
    })
    await house.services.ordering.confirm({ personId: anna, orderId })
    await house.services.waiting.work()
    expect((await house.see(anna))?.place).toBe(1)
    await house.services.waiting.leave(wish(anna))
    const [type] = (await house.services.saleSettings.view(house.own())).types
    expect(type).toMatchObject({ waiting: 0 })
  })

  test('who is blocked at the moment at which they join does not wait', async () => {
    const { id: guestId } = first(house.holders)
    for (let i = 0; i < 5; i += 1) {
      await Promise.all([
        refused(house.others.waiting.join(wish(guestId))),
        house.services.guests.setBlocked({ ...house.own(), guestId, isBlocked: true }),
      ])
      expect(await house.see(guestId)).toBeUndefined()
      await house.services.guests.setBlocked({ ...house.own(), guestId, isBlocked: false })
    }
  })
})
