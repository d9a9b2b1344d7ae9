import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse } from '../../support/house.js'

describe.each(databases)('another bot on the same database, on $name', (database) => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(database)
  })
  afterEach(() => house.drop())

  const update = (updateId: number) => ({ updateId, queueKey: 'chat', secondKey: undefined, payload: '{}' })
  const receive = async (...ids: readonly number[]): Promise<readonly number[]> => [
    ...(await house.services.inbox.add(ids.map(update))).fresh,
  ]

  test('has its own update ids, and the first one finds those that it had', async () => {
    await house.services.currentBot.begin(7_000_000_001)
    expect(await receive(1, 2 ** 31 - 1)).toEqual([1, 2 ** 31 - 1])
    await house.services.currentBot.begin(7_000_000_001)
    expect(await receive(1)).toEqual([])
    await house.services.currentBot.begin(7_000_000_002)
    expect(await receive(1, 2)).toEqual([1, 2])
    await house.services.currentBot.begin(7_000_000_001)
    expect(await receive(1, 2)).toEqual([2])
    await house.services.currentBot.begin(7_000_000_002)
    expect(await receive(1, 2, 3)).toEqual([3])
  })

  test('is noticed once by processes that start together', async () => {
    await house.services.currentBot.begin(1)
    await receive(1)
    await Promise.all([house.services, house.others].map(({ currentBot }) => currentBot.begin(2)))
    expect(await receive(1)).toEqual([1])
    await house.services.currentBot.begin(1)
    expect(await receive(1)).toEqual([])
  })

  test('finishes what the first one left, under the number that it has now', async () => {
    await house.services.currentBot.begin(1)
    await receive(5)
    await house.services.currentBot.begin(2)
    const [left] = (await house.services.inbox.own()).updates
    const { update_id: updateId } = JSON.parse(left?.payload ?? '{}') as { readonly update_id: number }
    expect(updateId).toBeGreaterThan(2 ** 32)
    await house.services.inbox.finish({ updateId, forms: new Map() })
    expect((await house.services.inbox.own()).updates).toEqual([])
    expect(await receive(5)).toEqual([5])
  })
})
