import { describe, expect, it } from 'vitest'
import { createBatcher } from '../../src/runtime/batcher.js'

describe('calls that come close together', () => {
  it('are one, and each gets its own result', async () => {
    const batches: number[][] = []
    const double = createBatcher((items: readonly number[]) => {
      batches.push([...items])
      return Promise.resolve(items.map((item) => item * 2))
    })
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
    expect(batches).toEqual([[1, 2, 3]])
  })

  it('wait for the batch under way, and are the next together', async () => {
    const batches: number[] = []
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const pass = createBatcher(async (items: readonly number[]) => {
      batches.push(items.length)
      if (batches.length === 1) await gate
      return items
    })
    const first = pass(1)
    await Promise.resolve()
    const others = Promise.all([2, 3, 4].map(pass))
    open()
    expect([await first, ...(await others)]).toEqual([1, 2, 3, 4])
    expect(batches).toEqual([1, 3])
  })

  it('are no more than so many at once', async () => {
    const batches: number[] = []
    const pass = createBatcher((items: readonly number[]) => {
      batches.push(items.length)
      return Promise.resolve(items)
    }, 2)
    await Promise.all([1, 2, 3, 4, 5].map(pass))
    expect(batches).toEqual([2, 2, 1])
  })

  it('fail one by one: a bad one spoils no other', async () => {
    const mustBeGood = createBatcher((items: readonly string[]) => {
      const bad = items.find((item) => item.startsWith('bad'))
      return bad === undefined ? Promise.resolve(items) : Promise.reject(new Error(bad))
    })
    const results = await Promise.allSettled(['a', 'bad 1', 'b', 'bad 2'].map(mustBeGood))
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
      'a',
      'Error: bad 1',
      'b',
      'Error: bad 2',
    ])
  })

  it('fail side by side: one that never ends keeps none of the others waiting, nor those that come later', async () => {
    const pass = createBatcher((items: readonly string[]): Promise<readonly string[]> => {
      if (items.length > 1 && items.includes('stuck')) return Promise.reject(new Error('a lock'))
      return items[0] === 'stuck' ? new Promise(() => undefined) : Promise.resolve(items)
    })
    void pass('stuck')
    expect(await Promise.all(['a', 'b'].map(pass))).toEqual(['a', 'b'])
    expect(await pass('c')).toBe('c')
  })
})
