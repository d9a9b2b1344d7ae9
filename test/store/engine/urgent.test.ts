import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'

/** The order in which a crowd's and one more transaction end. */
const race = async ({ store }: FreshDatabase, urgent: boolean): Promise<readonly string[]> => {
  const ended: string[] = []
  const work = (name: string, how = {}) =>
    store
      .transact(async (tx) => {
        for (let i = 0; i < 5; i += 1) await tx.cursors.set(`${name} ${i}`, i)
      }, how)
      .then(() => ended.push(name))
  await Promise.all([...upTo(300).map(() => work('crowd')), work('one', { urgent })])
  return ended
}

describe.each(databases)('urgent work on $name', ({ open }) => {
  let fresh: FreshDatabase
  beforeEach(async () => {
    fresh = await open()
    // Its connections are opened when they are first needed.
    await fresh.store.transact((tx) => tx.cursors.set('warm', 1), { urgent: true })
  })
  afterEach(() => fresh.drop())

  it('goes before a crowd that came first; without the word it comes last (negative control)', async () => {
    expect((await race(fresh, true)).indexOf('one')).toBeLessThan(100)
    expect((await race(fresh, false)).indexOf('one')).toBeGreaterThan(250)
  })

  it('is kept or undone as all work is', async () => {
    const failing = fresh.store.transact(
      async (tx) => {
        await tx.cursors.set('kept', 1)
        throw new Error('no')
      },
      { urgent: true },
    )
    await expect(failing).rejects.toThrow('no')
    expect(await fresh.store.transact((tx) => tx.cursors.of('kept'))).toBeUndefined()
    await fresh.store.transact((tx) => tx.cursors.set('kept', 2), { urgent: true })
    expect(await fresh.store.transact((tx) => tx.cursors.of('kept'))).toBe(2)
    await expect(
      fresh.store.transact(() => fresh.store.transact(() => Promise.resolve(1), { urgent: true })),
    ).rejects.toThrow(/inside transact/u)
  })
})
