import { createSemaphore } from './semaphore.js'

/**
 * Something to do. What follows under its keys may begin when it has ended, or when it calls `letNextBegin`. It takes
 * one of the places until it has ended, or until it calls `leavePlace`.
 */
export type KeyedWork = (letNextBegin: () => void, leavePlace: () => void) => Promise<void>

/**
 * Does work in order for each key and at once across keys, no more than `mostAtOnce` at a time. Work with several keys
 * waits for what came before it under any of them.
 */
export const createKeyedQueue = (mostAtOnce: number) => {
  const whenThereIsRoom = createSemaphore(mostAtOnce)
  // What came last under each key: whatever comes next waits for it.
  const last = new Map<string, Promise<void>>()
  const underWay = new Set<Promise<void>>()
  const counts = new Map<string, number>()
  const waitingForRoom: { readonly most: number; readonly enter: () => void }[] = []

  const begin = async (before: readonly Promise<void>[], work: KeyedWork, letNextBegin: () => void): Promise<void> => {
    await Promise.all(before)
    await whenThereIsRoom((leavePlace) => work(letNextBegin, leavePlace))
  }

  const count = (key: string, more: number): void => {
    const now = (counts.get(key) ?? 0) + more
    if (now > 0) counts.set(key, now)
    else counts.delete(key)
  }

  const forget = (keys: readonly string[], ended: Promise<void>, passed: Promise<void>): void => {
    underWay.delete(ended)
    for (const key of keys) {
      if (last.get(key) === passed) last.delete(key)
      count(key, -1)
    }
    for (const waiter of waitingForRoom.splice(0)) {
      if (underWay.size < waiter.most) waiter.enter()
      else waitingForRoom.push(waiter)
    }
  }

  return {
    /** Resolves or rejects when the work has ended. A failure holds up nothing else. */
    add: (keys: readonly string[], work: KeyedWork): Promise<void> => {
      const before = keys.map((key) => last.get(key)).filter((passed) => passed !== undefined)
      let letNextBegin = (): void => undefined
      const letPass = new Promise<void>((resolve) => (letNextBegin = resolve))
      const task = begin(before, work, () => letNextBegin())
      const ended = task.catch(() => undefined)
      const passed = Promise.race([ended, letPass])
      for (const key of keys) {
        last.set(key, passed)
        count(key, 1)
      }
      underWay.add(ended)
      void ended.then(() => forget(keys, ended, passed))
      return task
    },

    /** How much waits or is being done. */
    size: (): number => underWay.size,

    /** How much of it is under this key. */
    sizeOf: (key: string): number => counts.get(key) ?? 0,

    /** Resolves when less than so much waits or is being done. */
    room: (most: number): Promise<void> =>
      underWay.size < most ? Promise.resolve() : new Promise((enter) => void waitingForRoom.push({ most, enter })),

    /** Resolves when nothing waits and nothing is being done. */
    idle: async (): Promise<void> => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
