import { setImmediate as nextTask } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, parseDatabaseUrl, type Store, type Tx } from '../../../src/store/store.js'
import { type Controls, databases, type FreshDatabase } from '../../support/database/databases.js'
import { countKept, makeEvent, now, upTo } from '../../support/fixtures.js'

describe.each(databases)('transact on $name', ({ open }) => {
  let fresh: FreshDatabase
  let store: Store
  beforeEach(async () => {
    fresh = await open()
    store = fresh.store
  })
  afterEach(() => fresh.drop())

  const read = (key: string) => store.transact((tx) => tx.forms.read(key))
  const write = (key: string, value = 'written') => store.transact((tx) => tx.forms.write(key, value, now))

  test('what it resolved is there after the store was closed and opened again', async () => {
    await write('a')
    await store.close()
    const again = await openStore({ url: parseDatabaseUrl(fresh.url) })
    expect(await again.transact((tx) => tx.forms.read('a'))).toBe('written')
    await again.close()
  })

  test('what throws leaves nothing behind, and takes nothing of its neighbours with it', async () => {
    const works = upTo(200).map((n) =>
      store.transact(async (tx) => {
        await tx.forms.write(`form ${n}`, 'written', now)
        if (n % 3 === 0) throw new Error('changed my mind')
      }),
    )
    expect(await countKept(works)).toBe(134)
    const found = await Promise.all(upTo(200).map((n) => read(`form ${n}`)))
    expect(found.flatMap((value, index) => (value === undefined ? [index + 1] : []))).toEqual(
      upTo(66).map((n) => n * 3),
    )
  })

  test('the error of the work reaches the caller as it is', async () => {
    const error = new Error('changed my mind')
    await expect(store.transact(() => Promise.reject(error))).rejects.toBe(error)
  })

  test('a failed statement fails the whole, even if the work catches its error', async () => {
    const hushed = store.transact(async (tx) => {
      await tx.forms.write('a', 'written', now)
      await makeEvent(tx, { organizerId: 404 }).catch(() => undefined)
    })
    await expect(hushed).rejects.toThrow(/foreign key/iu)
    expect(await read('a')).toBeUndefined()
  })

  test('a transaction inside a transaction is refused by the stores of tests, instead of waiting for itself', async () => {
    await expect(store.transact(() => write('a'))).rejects.toThrow('transact inside transact')
    expect(await read('a')).toBeUndefined()
  })

  test('a promise that outlives its transaction may start one of its own', async () => {
    let opened = (): void => undefined
    const gate = new Promise<void>((resolve) => (opened = resolve))
    const later = await store.transact(() => Promise.resolve({ written: gate.then(() => write('a')) }))
    opened()
    await later.written
    expect(await read('a')).toBe('written')
  })

  test('a tx is of no use after its transaction', async () => {
    let kept: Tx | undefined
    await store.transact((tx) => Promise.resolve((kept = tx)))
    await expect(kept?.forms.write('a', 'late', now)).rejects.toThrow('has ended')
    expect(await read('a')).toBeUndefined()
  })

  test('a write still under way when the work gives up does not land in the next transaction', async () => {
    const hasty = store.transact((tx) => {
      tx.forms.write('a', 'late', now).catch(() => undefined)
      return Promise.reject(new Error('gave up'))
    })
    expect(await countKept([hasty, write('b')])).toBe(1)
    expect([await read('a'), await read('b')]).toEqual([undefined, 'written'])
  })

  test('closing waits for what is running and refuses what comes after', async () => {
    const running = upTo(20).map((n) => write(`form ${n}`))
    await store.close()
    expect(await countKept(running)).toBe(20)
    await expect(write('late')).rejects.toThrow('closed')
  })

  test('listeners hear of announcements after they were committed, and not of undone ones', async () => {
    const heard: Promise<number>[] = []
    store.whenAnnounced(() => heard.push(store.transact((tx) => tx.announcements.waiting())))
    const announce = (key: string) => (tx: Tx) =>
      tx.announcements.add([{ to: 'chat', key, message: { kind: 'soldOut', slug: 's', title: 't', capacity: 1 } }], now)
    await expect(
      store.transact(async (tx) => {
        await announce('a')(tx)
        throw new Error('undone')
      }),
    ).rejects.toThrow('undone')
    await write('no announcement')
    expect(heard).toEqual([])
    await store.transact(announce('b'))
    await nextTask()
    expect(await Promise.all(heard)).toEqual([1])
  })

  test('numbers of 52 bits come back as the same numbers', async () => {
    const event = await store.transact((tx) => makeEvent(tx))
    expect(await store.transact((tx) => tx.events.find(event.id))).toEqual(event)
    expect(event.organizerId).toBe(4_503_599_627_370_495)
  })
})

describe('transact on sqlite', () => {
  let fresh: FreshDatabase | undefined
  afterEach(() => fresh?.drop())

  const openSqlite = async (controls?: Controls): Promise<Store> => {
    const sqlite = databases.find(({ name }) => name === 'sqlite')
    if (!sqlite) throw new Error('no SQLite')
    fresh = await sqlite.open(controls)
    return fresh.store
  }

  test('negative control: transactions that run into each other keep what one of them threw away', async () => {
    const store = await openSqlite({ queue: false })
    await countKept(
      upTo(2).map((n) =>
        store.transact(async (tx) => {
          await tx.forms.write(`form ${n}`, 'written', now)
          throw new Error('changed my mind')
        }),
      ),
    )
    expect(await store.transact((tx) => tx.forms.read('form 1'))).toBe('written')
  })

  test('goes in the order in which it was asked for', async () => {
    const store = await openSqlite()
    const order: number[] = []
    await Promise.all(
      upTo(150).map((n) =>
        store.transact(async (tx) => {
          await tx.forms.read('a')
          order.push(n)
        }),
      ),
    )
    expect(order).toEqual(upTo(150))
  })
})
