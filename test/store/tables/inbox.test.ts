import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { now, upTo } from '../../support/fixtures.js'

const lease = { now, owner: 'first', leaseUntil: now + 1000 }
const update = (updateId: number) => ({ updateId, lane: `lane ${updateId % 3}`, payload: `{"update_id":${updateId}}` })

describe.each(databases)('the inbox on $name', ({ open }) => {
  let fresh: FreshDatabase
  let store: Store
  beforeEach(async () => {
    fresh = await open()
    store = fresh.store
  })
  afterEach(() => fresh.drop())

  const add = (...ids: number[]) => store.transact((tx) => tx.inbox.add(ids.map(update), lease))
  const takeOver = (at: number, everything = false) =>
    store.transact((tx) => tx.inbox.takeOver({ now: at, owner: 'second', leaseUntil: at + 1000, everything }))
  const finish = (updateId: number) => store.transact((tx) => tx.inbox.finish([updateId], now))

  test('an update is new once, even when it comes again after it was handled', async () => {
    expect(await add(...upTo(100))).toEqual(new Set(upTo(100)))
    await finish(100)
    expect(await add(99, 100, 101)).toEqual(new Set([101]))
  })

  test('what comes twice at the same time is new for one of them', async () => {
    const news = await Promise.all(upTo(6).map(() => add(...upTo(50))))
    expect(news.reduce((sum, ids) => sum + ids.size, 0)).toBe(50)
  })

  test('what nobody finished is taken over when the lease runs out, in order of arrival', async () => {
    await add(30, 10, 20)
    await finish(10)
    expect(await takeOver(now + 999)).toEqual([])
    expect(await takeOver(now + 1000)).toEqual([30, 20].map((id) => ({ ...update(id), attempts: 1 })))
    expect(await takeOver(now + 1000)).toEqual([])
  })

  test('a living owner keeps its updates by renewing', async () => {
    await add(1)
    await store.transact((tx) => tx.inbox.renew('first', now + 5000))
    expect(await takeOver(now + 1000)).toEqual([])
    expect(await takeOver(now + 5000)).toHaveLength(1)
  })

  test('an only process takes over everything at its start', async () => {
    await add(1, 2)
    expect((await takeOver(now, true)).map(({ updateId }) => updateId)).toEqual([1, 2])
  })

  test('a handled update leaves its id but not what it said, until it is purged', async () => {
    await add(1, 2)
    await finish(1)
    expect(await store.transact((tx) => tx.inbox.unhandled())).toBe(1)
    expect(await store.transact((tx) => tx.inbox.purge(now))).toBe(0)
    expect(await store.transact((tx) => tx.inbox.purge(now + 1))).toBe(1)
    expect(await add(1, 2)).toEqual(new Set([1]))
  })
})
