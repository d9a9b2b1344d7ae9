import { afterEach, describe, expect, test } from 'vitest'
import type { DayProved } from '../../../src/domain/dayProof.js'
import { dayMs, hourMs } from '../../../src/domain/duration.js'
import { randomCodes } from '../../../src/services/codes.js'
import { createDayProofs } from '../../../src/services/messaging/dayProofs.js'
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, type Sale } from '../../support/house.js'
import { like } from '../../support/inspect.js'

const nine = 9 * 60
// In Moscow it is noon of a Friday; at nine of Saturday Friday is proved.
const noon = Date.UTC(2026, 10, 20, 9)
const midnight = Date.UTC(2026, 10, 20, 21)
const none = { count: 0, ids: [] }

describe.each(databases)('the proof of a day, on $name', (database) => {
  let house: House | undefined
  afterEach(async () => {
    await house?.drop()
    house = undefined
  })

  /** It is Friday noon, and counting has begun. */
  const begin = async (): Promise<House> => {
    const at = (house = await openHouse(database))
    at.clock.set(noon)
    expect(await at.services.dayProofs.work(nine)).toBeUndefined()
    at.later(hourMs)
    return at
  }
  const pay = async ({ services }: House, { type }: Sale, buyerId: number): Promise<number> => {
    const request = { buyerId, ticketTypeId: type.id, quantity: 1, requestKey: randomCodes.key() }
    const { id, payload = '', total: amount } = (await services.ordering.hold(request)).order
    await services.payments.receive({
      ...{ chargeId: `charge ${id}`, payload, payerId: buyerId, amount, method: 'provider' },
    })
    return id
  }
  const proved = async ({ inspect }: House): Promise<readonly DayProved[]> =>
    (await inspect.rows('announcements', { key: like('proof:%') })).map(
      ({ news }) => JSON.parse(String(news)) as DayProved,
    )
  const orderOf = async (at: House, sale: Sale, buyer: number): Promise<number> =>
    first(await at.buys(buyer, sale)).orderId

  test('tells how many sales there were and how many of them were announced, once, whoever tries it', async () => {
    const at = await begin()
    const [sale, anna] = [await at.sale({ price: 500 }), await at.person('Anna')]
    await at.buys(anna, sale, 3)
    await pay(at, sale, anna)
    at.clock.set(midnight + 8 * hourMs)
    await at.buys(anna, sale)
    expect(await at.services.dayProofs.work(nine)).toBeUndefined()
    at.later(hourMs)
    const told = await Promise.all([at.services.dayProofs.work(nine), at.others.dayProofs.work(nine)])
    expect(told.filter(Boolean)).toHaveLength(1)
    expect(await at.others.dayProofs.work(nine)).toBeUndefined()
    const span = { from: noon, until: midnight, zone: 'Europe/Moscow' }
    expect(await proved(at)).toEqual([{ kind: 'dayProved', ...span, sold: 2, said: 2, missing: none, surplus: none }])
    at.later(dayMs)
    await at.services.dayProofs.work(nine)
    expect((await proved(at)).map(({ sold, said }) => [sold, said])).toEqual([
      [2, 2],
      [1, 1],
    ])
  })

  test('says nothing of a day without anything, and one thing of all days that were missed', async () => {
    const at = await begin()
    at.later(dayMs)
    expect(await at.services.dayProofs.work(nine)).toMatchObject({ sold: 0, said: 0 })
    expect(await proved(at)).toEqual([])
    const sale = await at.sale()
    await at.buys(await at.person('Anna'), sale)
    at.later(3 * dayMs)
    await at.services.dayProofs.work(nine)
    expect(await proved(at)).toMatchObject([{ from: midnight, until: midnight + 3 * dayMs, sold: 1, said: 1 }])
  })

  test('counts neither what is not for the eyes of the chat, nor what was taken back before it was said', async () => {
    const at = await begin()
    const [open, hidden, anna] = [await at.sale(), await at.sale({ title: 'Secret' }), await at.person('Anna')]
    const list = (sale: Sale, isUnlisted: boolean) =>
      at.services.selling.setListing({ personId: sale.organizer, eventId: sale.event.id, isUnlisted })
    await list(hidden, true)
    await at.buys(hidden.organizer, hidden)
    await list(hidden, false)
    await at.buys(anna, hidden)
    await at.buys(anna, open)
    await list(open, true)
    await list(open, false)
    at.later(dayMs)
    expect(await at.services.dayProofs.work(nine)).toMatchObject({ sold: 1, said: 1, missing: none, surplus: none })
  })

  test('raises the alarm about a sale that was never announced, and about one that never was', async () => {
    const at = await begin()
    const [sale, anna] = [await at.sale(), await at.person('Anna')]
    const [lost, givenUp, waiting, undone] = [
      await orderOf(at, sale, anna),
      await orderOf(at, sale, anna),
      await orderOf(at, sale, anna),
      await orderOf(at, sale, anna),
    ]
    await at.inspect.lose('announcements', { key: `issued:${lost}` })
    await at.inspect.write('announcements', 'state', 'givenUp', { key: `issued:${givenUp}` })
    await at.inspect.write('orders', 'confirmed_at', 1, { id: undone })
    expect(waiting).toBeGreaterThan(0)
    at.later(dayMs)
    await at.services.dayProofs.work(nine)
    expect(await proved(at)).toMatchObject([
      { sold: 3, said: 2, missing: { count: 2, ids: [lost, givenUp] }, surplus: { count: 1, ids: [undone] } },
    ])
  })

  test('that ends in the midst of it is tried again, and told once', async () => {
    const at = await begin()
    await at.buys(await at.person('Anna'), await at.sale())
    at.later(dayMs)
    let dies = true
    const dying =
      (execute: Execute): Execute =>
      (sql, values) => {
        if (!dies || !sql.startsWith('INSERT INTO announcements')) return execute(sql, values)
        dies = false
        return Promise.reject(new Error('killed'))
      }
    if (database.name === 'sqlite') {
      // Two stores of one file are refused: there this one dies between the two statements.
      const undone = at.store.transact(async (tx) => {
        await tx.cursors.move('sales proved until', noon, midnight)
        throw new Error('killed')
      })
      await expect(undone).rejects.toThrow('killed')
    } else {
      const store = await openStore({ url: parseDatabaseUrl(at.url), wrap: dying })
      const proofs = createDayProofs({ store, clock: at.clock, zone: 'Europe/Moscow' })
      await expect(proofs.work(nine)).rejects.toThrow('killed')
      await store.close()
    }
    expect(await proved(at)).toEqual([])
    await at.services.dayProofs.work(nine)
    await at.others.dayProofs.work(nine)
    expect(await proved(at)).toMatchObject([{ sold: 1, said: 1 }])
  })
})
