import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from '../../../src/services/waiting/joining.js'
import type { Tx } from '../../../src/store/store.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, refused } from '../../support/house.js'
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
    const anna = await house.waits('Anna')
    const entryId = (await house.see(anna))?.entryId ?? 0
    await house.givesBack()
    // Nobody can be offered what has the name of another order.
    await house.store.transact((tx) =>
      tx.orders.insert({
        ...{ eventId: house.sale.event.id, ticketTypeId: house.sale.type.id, buyerId: anna, quantity: 1 },
        ...{ total: house.sale.type.price, paymentMethod: 'free', state: 'expired' },
        ...{ createdAt: house.clock.now(), requestKey: `offer:${entryId}` },
      }),
    )
    const other = await house.sale({ capacity: 1 })
    await house.store.transact((tx) => tx.events.change(other.event.id, { startsAt: house.clock.now() + 10 * day }))
    const ticket = first(await house.buys(await house.person('Holder'), other))
    const boris = await house.person('Boris')
    await house.services.waiting.join({ ...wish(boris), eventId: other.event.id, ticketTypeIds: [other.type.id] })
    await house.store.transact((tx) => tx.events.change(other.event.id, { giveBackHours: 0 }))
    await house.services.tickets.giveBack({ personId: ticket.holderId, ticketId: ticket.id })

    const failed: number[] = []
    await house.services.waiting.work((_, eventId) => void failed.push(eventId))
    expect(failed).toEqual([house.sale.event.id])
    expect(await house.offered()).toEqual([boris])
    expect((await house.see(anna))?.place).toBe(1)
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
      await join({ ...tx, orders: { ...tx.orders, find: taken } }, wish(anna), house.clock.now())
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
