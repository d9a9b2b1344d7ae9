import { describe, expect, it } from 'vitest'
import { createKeyedQueue } from '../../src/runtime/keyedQueue.js'

/** Work that ends when it is told to, and what has begun so far. */
const createBench = (mostAtOnce = 100) => {
  const queue = createKeyedQueue(mostAtOnce)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const add = (name: string, keys: readonly string[]): Promise<void> =>
    queue.add(keys, () => {
      begun.push(name)
      return new Promise((resolve) => ends.set(name, resolve))
    })
  const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    queue,
    begun,
    add: (name: string, keys: readonly string[]): void => void add(name, keys),
    breath,
    end: async (name: string): Promise<void> => {
      ends.get(name)?.()
      await breath()
    },
  }
}

describe('work under keys', () => {
  it('is done in order for each key, at once across keys', async () => {
    const { begun, add, end, breath, queue } = createBench()
    add('ann 1', ['ann'])
    add('ann 2', ['ann'])
    add('bob 1', ['bob'])
    await breath()
    expect(begun).toEqual(['ann 1', 'bob 1'])
    await end('ann 1')
    expect(begun).toEqual(['ann 1', 'bob 1', 'ann 2'])
    await end('bob 1')
    await end('ann 2')
    await queue.idle()
    expect(queue.size()).toBe(0)
  })

  it('waits under all of its keys', async () => {
    const { begun, add, end, breath } = createBench()
    add('in the group', ['group', 'ann'])
    add('of bob in the group', ['group', 'bob'])
    add('of bob', ['bob'])
    await breath()
    expect(begun).toEqual(['in the group'])
    await end('in the group')
    await end('of bob in the group')
    expect(begun).toEqual(['in the group', 'of bob in the group', 'of bob'])
  })

  it('is no more than so much at once, in the order in which it came', async () => {
    const { begun, add, end, breath, queue } = createBench(2)
    for (const name of ['a', 'b', 'c', 'd']) add(name, [name])
    await breath()
    expect([begun, queue.size()]).toEqual([['a', 'b'], 4])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('tells when there is room for more', async () => {
    const { add, end, breath, queue } = createBench()
    for (const name of ['a', 'b', 'c']) add(name, [name])
    await breath()
    let hasRoom = false
    const room = queue.room(2).then(() => (hasRoom = true))
    await end('a')
    expect(hasRoom).toBe(false)
    await end('b')
    await room
    expect(queue.size()).toBe(1)
  })

  it('may let what follows begin before it has ended', async () => {
    const queue = createKeyedQueue(10)
    const begun: string[] = []
    let end = (): void => undefined
    const long = queue.add(['ann'], (letNextBegin) => {
      begun.push('long')
      letNextBegin()
      return new Promise((resolve) => (end = resolve))
    })
    await queue.add(['ann'], () => {
      begun.push('short')
      return Promise.resolve()
    })
    expect(begun).toEqual(['long', 'short'])
    end()
    await long
    await queue.idle()
  })

  it('that fails is told to who added it, and holds up nothing', async () => {
    const queue = createKeyedQueue(1)
    const failing = queue.add(['ann'], () => Promise.reject(new Error('no')))
    let isDone = false
    const next = queue.add(['ann'], () => {
      isDone = true
      return Promise.resolve()
    })
    await expect(failing).rejects.toThrow('no')
    await next
    expect(isDone).toBe(true)
    await queue.idle()
  })
})
