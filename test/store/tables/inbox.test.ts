import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../../src/store/store.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { now, upTo } from '../../support/fixtures.js'

const update = (updateId: number) => ({
  updateId,
  queueKey: String(updateId % 3),
  secondKey: undefined,
  payload: `{"update_id":${updateId}}`,
})

describe.each(databases)('the inbox on $name', ({ open }) => {
  let fresh: FreshDatabase
  let store: Store
  beforeEach(async () => {
    fresh = await open()
    store = fresh.store
  })
  afterEach(() => fresh.drop())

  const add = async (
    ids: readonly number[],
    { storer = 'first', owner = storer }: { storer?: string; owner?: string } = {},
  ): Promise<readonly number[]> => {
    const rows = ids.map((id) => ({ ...update(id), owner }))
    return idsOf(await store.transact((tx) => tx.inbox.add(rows, storer, now)))
  }
  const idsOf = (rows: readonly { readonly updateId: number }[]): readonly number[] => rows.map((row) => row.updateId)
  const takeOver = (dead?: string) => store.transact((tx) => tx.inbox.takeOver('second', dead))
  const takeGiven = async (owner: string) => idsOf(await store.transact((tx) => tx.inbox.takeGiven(owner)))
  const finish = (id: number, owner = 'first') => store.transact((tx) => tx.inbox.finish([id], owner, now))

  test('an update is new once, even when it comes again after it was handled', async () => {
    expect(await add(upTo(100))).toEqual(upTo(100))
    await finish(100)
    expect(await add([99, 100, 101])).toEqual([101])
  })

  test('what comes twice at the same time is new for one of them', async () => {
    const news = await Promise.all(upTo(6).map(() => add(upTo(50))))
    expect(news.flat()).toHaveLength(50)
  })

  test('what a dead process did not finish is taken over once, in order of arrival, and nobody else’s', async () => {
    await add([30, 10, 20])
    await add([40], { storer: 'third' })
    await finish(10)
    expect(await takeOver('first')).toMatchObject([30, 20].map((id) => ({ ...update(id), attempts: 1 })))
    expect(await takeOver('first')).toEqual([])
    expect(idsOf(await store.transact((tx) => tx.inbox.unhandledOf('third')))).toEqual([40])
  })

  test('an only process takes over everything at its start', async () => {
    await add([1, 2])
    expect(idsOf(await takeOver())).toEqual([1, 2])
  })

  test('what another stored for somebody is theirs, and told them once', async () => {
    await add([2, 1], { storer: 'second', owner: 'first' })
    await add([3], { storer: 'second' })
    expect(await takeGiven('second')).toEqual([])
    expect(await takeGiven('first')).toEqual([2, 1])
    expect(await takeGiven('first')).toEqual([])
  })

  test('only its owner finishes an update', async () => {
    await add([1, 2])
    await takeOver('first')
    expect(await finish(1)).toEqual(new Set())
    expect(await finish(1, 'second')).toEqual(new Set([1]))
    expect(await store.transact((tx) => tx.inbox.unhandled())).toBe(1)
  })

  test('an update of a chat and a person is behind what others have of either', async () => {
    const isBehind = (owner: string) =>
      store.transact((tx) => tx.inbox.isBehindOthers({ id: 99, queueKey: '1', secondKey: '7' }, owner))
    await add([3])
    expect(await isBehind('second')).toBe(false)
    await add([4])
    expect([await isBehind('first'), await isBehind('second')]).toEqual([false, true])
    await finish(4)
    expect(await isBehind('second')).toBe(false)
  })

  test('a handled update leaves its id but not what it said, until it is purged', async () => {
    await add([1, 2])
    await finish(1)
    expect(await store.transact((tx) => tx.inbox.unhandled())).toBe(1)
    expect(await store.transact((tx) => tx.inbox.purge(now))).toBe(0)
    expect(await store.transact((tx) => tx.inbox.purge(now + 1))).toBe(1)
    expect(await add([1, 2])).toEqual([1])
  })
})
