import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TicketType } from '../../../src/domain/event.js'
import { databases } from '../../support/database/databases.js'
import { first, refused } from '../../support/house.js'
import { type LineHouse, openLine } from './lineHouse.js'

describe.each(databases)('a line and types that come later, on $name', (database) => {
  let house: LineHouse
  beforeEach(async () => {
    house = await openLine(database)
  })
  afterEach(async () => {
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.drop()
  })

  const adds = async (name: string, capacity: number): Promise<TicketType> => {
    const added = { ...house.own(), name, price: { minor: 0, currency: 'RUB' }, capacity }
    const { types } = await house.services.saleSettings.addType(added)
    return types.find((type) => type.name === name) ?? first([])
  }
  const takesAll = async ({ id: ticketTypeId }: TicketType): Promise<void> => {
    const guest = await house.person('Guest')
    await house.services.ordering.buy({ buyerId: guest, ticketTypeId, quantity: 1, requestKey: `all ${ticketTypeId}` })
  }
  const offeredType = async (personId: number) => (await house.see(personId))?.offer?.type.id

  test('a type that is added goes to who would take any, in line, and to nobody else first', async () => {
    const anna = await house.waits('Anna')
    const balcony = await adds('Balcony', 1)
    expect(await house.see(anna)).toMatchObject({ isAny: true, types: [{ id: house.sale.type.id }, balcony] })
    const eve = { buyerId: await house.person('Eve'), ticketTypeId: balcony.id, quantity: 1, requestKey: 'k' }
    expect(await refused(house.services.ordering.buy(eve))).toBe('soldOut')
    expect([await house.work(), await house.offered(), await offeredType(anna)]).toEqual([1, [anna], balcony.id])
  })

  test('who chose among types is not offered what they had not chosen', async () => {
    const vip = await adds('VIP', 1)
    await takesAll(vip)
    const choosy = await house.waits('Choosy', 1, [house.sale.type.id])
    const open = await house.waits('Open', 1, [house.sale.type.id, vip.id])
    const balcony = await adds('Balcony', 2)
    await house.work()
    expect([await house.offered(), await offeredType(open)]).toEqual([[open], balcony.id])
    expect(await house.see(choosy)).toMatchObject({ isAny: false, types: [{ id: house.sale.type.id }] })
  })

  test('who could buy another type, and waits, is not for any', async () => {
    await adds('Dear', 5)
    const anna = await house.waits('Anna', 1, [house.sale.type.id])
    const balcony = await adds('Balcony', 1)
    expect(await house.work()).toBe(0)
    expect((await house.see(anna))?.types.map(({ id }) => id)).not.toContain(balcony.id)
  })

  test('nor is a type for wishes that are larger than it', async () => {
    const pair = await house.waits('Pair', 2)
    const one = await house.waits('One')
    await adds('Stool', 1)
    await house.work()
    expect([await house.offered(), (await house.see(pair))?.types.length]).toEqual([[one], 1])
  })

  test('a hidden type that is shown to all goes to them too, and to nobody twice', async () => {
    const secret = await adds('Secret', 1)
    const hides = (isHidden: boolean) =>
      house.services.saleSettings.hideType({ ...house.own(), ticketTypeId: secret.id, isHidden })
    await hides(true)
    const anna = await house.waits('Anna')
    expect(await house.work()).toBe(0)
    await hides(false)
    await hides(false)
    expect((await house.see(anna))?.types.map(({ id }) => id)).toEqual([house.sale.type.id, secret.id])
    expect([await house.work(), await offeredType(anna)]).toEqual([1, secret.id])
  })

  test('can be removed again though people wait for it who would take any other', async () => {
    await house.services.waiting.setLine({ ...house.own(), to: 'paused' })
    const anna = await house.waits('Anna')
    const [mistake, balcony] = [await adds('Mistake', 3), await adds('Balcony', 3)]
    const removes = (ticketTypeId: number) =>
      refused(house.services.saleSettings.removeType({ ...house.own(), ticketTypeId }))
    expect(await removes(mistake.id)).toBe('done')
    expect((await house.see(anna))?.types.map(({ id }) => id)).toEqual([house.sale.type.id, balcony.id])
    await house.services.waiting.setLine({ ...house.own(), to: 'open' })
    await house.work()
    expect(await house.offered()).toEqual([anna])
  })

  test('many join while types are added: each of them is in the line of each, or came after', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, (_, i) => house.person(`Person ${i}`)))
    const joins = people.map(
      (personId) => () =>
        house.services.waiting.join({ ...house.own(), personId, quantity: 1, ticketTypeIds: [house.sale.type.id] }),
    )
    const types = Array.from({ length: 3 }, (_, i) => () => adds(`Late ${i}`, 30))
    const acts = [...joins.slice(0, 8), ...types, ...joins.slice(8)]
    await Promise.all(acts.map((act) => refused(act())))
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.work()
    // Whoever came when there were others already did not want those.
    const waiting = await house.inspect.rows('waiting_entries', { order_id: null })
    expect(waiting.filter((row) => Boolean(row['any_type']))).toEqual([])
  })
})
