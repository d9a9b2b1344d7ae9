import { afterEach, describe, expect, it } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { databases } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { dropUnique } from '../../support/inspect.js'
import { mayMissTheRace } from '../../support/database/racing.js'

describe.each(databases)('seats that are wanted at once, on $name', (database) => {
  let house: House
  afterEach(() => house.drop())

  const heldSeats = (): Promise<number> => house.inspect.sum('orders', 'quantity', { state: 'held' })
  const takenSeats = (): Promise<number> => house.inspect.sum('ticket_types', 'taken')

  const crowd = async (size: number): Promise<readonly number[]> => {
    const people: number[] = []
    for (const n of upTo(size)) people.push(await house.person(`Person ${n}`))
    return people
  }
  const hold = (buyerId: number, ticketTypeId: number, quantity = 1) =>
    refused(house.services.ordering.hold({ buyerId, ticketTypeId, quantity, requestKey: randomCodes.key() }))
  const told = (outcomes: readonly string[], what: string): number =>
    outcomes.filter((outcome) => outcome === what).length
  const act = ({ organizer, event }: Sale) => ({ personId: organizer, eventId: event.id })

  const lastTen = async (guards: boolean) => {
    house = await openHouse(database, { guards })
    const { type } = await house.sale({ capacity: 10, price: 500 })
    const outcomes = await Promise.all((await crowd(50)).map((person) => hold(person, type.id)))
    return [told(outcomes, 'done'), await heldSeats(), await takenSeats()]
  }

  it('the last 10 are held by 10 of 50 people', async () => {
    expect(await lastTen(true)).toEqual([10, 10, 10])
  })

  it('negative control: without the guard by more', mayMissTheRace, async () => {
    expect((await lastTen(false))[1]).toBeGreaterThan(10)
  })

  const twoTypes = async (guards: boolean) => {
    house = await openHouse(database, { guards })
    const sale = await house.sale({ capacity: 30, price: 500 })
    const {
      types: [, other],
    } = await house.services.saleSettings.addType({
      ...act(sale),
      name: 'Balcony',
      price: sale.type.price,
      capacity: 30,
    })
    await house.services.saleSettings.setCapacity({ ...act(sale), capacity: 10 })
    const outcomes = await Promise.all(
      (await crowd(40)).map((person, n) => hold(person, n % 2 === 0 ? sale.type.id : (other?.id ?? 0))),
    )
    return [told(outcomes, 'done'), await heldSeats(), await takenSeats()]
  }

  it('an event with 10 seats over two types gives 10 away, of whichever type', async () => {
    expect(await twoTypes(true)).toEqual([10, 10, 10])
  })

  it('negative control: without the guards another number', mayMissTheRace, async () => {
    expect(await twoTypes(false)).not.toEqual([10, 10, 10])
  })

  const twice = async (isIndexed: boolean) => {
    house = await openHouse(database, { guards: isIndexed })
    if (!isIndexed) await dropUnique(house.url, 'orders', 'event_id, buyer_id')
    const { type } = await house.sale({ capacity: 50, price: 500 })
    const anna = await house.person('Anna')
    await Promise.all(upTo(6).map(() => hold(anna, type.id, 2)))
    return [await house.inspect.count('orders', { state: 'held' }), await takenSeats()]
  }

  it('one person who chooses six times at once holds one order', async () => {
    expect(await twice(true)).toEqual([1, 2])
  })

  it('negative control: without the index several', mayMissTheRace, async () => {
    expect((await twice(false))[0]).toBeGreaterThan(1)
  })

  const limited = async (guards: boolean) => {
    house = await openHouse(database, { guards })
    const sale = await house.sale({ capacity: 50 })
    await house.services.saleSettings.changeType({ ...act(sale), ticketTypeId: sale.type.id, fields: { perPerson: 3 } })
    const anna = await house.person('Anna')
    const outcomes = await Promise.all(upTo(8).map(() => refused(house.buys(anna, sale))))
    return [told(outcomes, 'done'), told(outcomes, 'perPersonLimit'), await takenSeats()]
  }

  it('one person who buys eight times at once gets no more than the limit of a person', async () => {
    expect(await limited(true)).toEqual([3, 5, 3])
  })

  it('negative control: without the guards another number', mayMissTheRace, async () => {
    expect(await limited(false)).not.toEqual([3, 5, 3])
  })

  const shrinking = async (guards: boolean) => {
    house = await openHouse(database, { guards })
    const sale = await house.sale({ capacity: 40, price: 500 })
    const people = await crowd(30)
    const shrink = () => refused(house.services.saleSettings.setCapacity({ ...act(sale), capacity: 12 }))
    const [, ...told] = await Promise.all([
      ...people.slice(0, 10).map((person) => hold(person, sale.type.id)),
      shrink(),
      ...people.slice(10).map((person) => hold(person, sale.type.id)),
    ])
    const capacity = (await house.inspect.sum('events', 'capacity')) || 40
    return { held: await heldSeats(), taken: await takenSeats(), capacity, told }
  }

  it('an event that shrinks meanwhile never has more held than seats', async () => {
    const { held, taken, capacity, told } = await shrinking(true)
    expect(held).toBe(taken)
    expect(held).toBeLessThanOrEqual(capacity)
    // Either it shrank in time, or it had to stay as it was and everybody sits.
    expect([
      [12, 12, false],
      [30, 40, true],
    ]).toContainEqual([held, capacity, told.includes('capacityBelowTaken')])
  })

  it('negative control: without the guards it has, or loses count', mayMissTheRace, async () => {
    const { held, taken, capacity } = await shrinking(false)
    expect(held > capacity || held !== taken).toBe(true)
  })

  const redeeming = async (guards: boolean) => {
    house = await openHouse(database, { guards })
    const sale = await house.sale({ capacity: 50, price: 500 })
    const { id } = await house.services.promoCodes.create({ ...act(sale), code: 'FIVE', discount: { percent: 10 } })
    await house.services.promoCodes.change({ personId: sale.organizer, promoCodeId: id, fields: { limit: 5 } })
    const people = await crowd(20)
    for (const person of people) await hold(person, sale.type.id)
    const outcomes = await Promise.all(
      people.map((personId, n) => refused(house.services.ordering.redeem({ personId, orderId: n + 1, text: 'five' }))),
    )
    return [
      told(outcomes, 'done'),
      told(outcomes, 'promoCodeUsedUp'),
      await house.inspect.sum('promo_codes', 'used'),
      await house.inspect.count('orders', { total_minor: 450 }),
    ]
  }

  it('a promo code for 5 orders is redeemed by 5 of 20', async () => {
    expect(await redeeming(true)).toEqual([5, 15, 5, 5])
  })

  it('negative control: without the guard by more', mayMissTheRace, async () => {
    expect((await redeeming(false))[3]).toBeGreaterThan(5)
  })

  const twoCodes = async (guards: boolean) => {
    house = await openHouse(database, { guards })
    const sale = await house.sale({ capacity: 50, price: 500 })
    for (const code of ['ONE', 'TWO'])
      await house.services.promoCodes.create({ ...act(sale), code, discount: { percent: 10 } })
    const anna = await house.person('Anna')
    await hold(anna, sale.type.id)
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        ['one', 'two', 'one', 'two'].map((text) =>
          refused(house.services.ordering.redeem({ personId: anna, orderId: 1, text })),
        ),
      )
    }
    await house.services.ordering.cancel({ personId: anna, orderId: 1 })
    return [await house.inspect.sum('promo_codes', 'used'), await takenSeats()]
  }

  it('codes that are redeemed for one order at once are all free again when it is given up', async () => {
    expect(await twoCodes(true)).toEqual([0, 0])
  })

  it('negative control: without the lock a use is lost', mayMissTheRace, async () => {
    expect(await twoCodes(false)).not.toEqual([0, 0])
  })
})
