import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse } from '../../support/house.js'

const hour = 3_600_000

describe('the inbox', () => {
  let house: House
  beforeEach(async () => {
    house = await openHouse(first(databases))
  })
  afterEach(() => house.drop())

  const comes = async (...ids: readonly number[]): Promise<readonly number[]> => [
    ...(await house.services.inbox.add(ids.map((updateId) => ({ updateId, queueKey: '1', payload: '{}' })))).fresh,
  ]
  const finish = (updateId: number) => house.services.inbox.finish({ updateId, forms: new Map() })

  test('knows a handled update as long as Telegram may repeat it, for a day and more, and not for ever', async () => {
    await comes(1)
    await finish(1)
    for (const hours of [4, 20, 24]) {
      house.later(hours * hour - (hours === 24 ? 1 : 0))
      await house.services.inbox.purge()
      expect(await comes(1)).toEqual([])
    }
    house.later(7 * 24 * hour)
    expect(await house.services.inbox.purge()).toBe(1)
    expect(await comes(1)).toEqual([1])
  })

  test('never forgets what nobody has handled', async () => {
    await comes(1, 2)
    await finish(2)
    house.later(30 * 24 * hour)
    expect(await house.services.inbox.purge()).toBe(1)
    expect((await house.others.inbox.takeOverAll()).updates.map(({ updateId }) => updateId)).toEqual([1])
  })
})
