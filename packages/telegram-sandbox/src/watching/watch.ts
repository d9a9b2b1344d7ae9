import type { Happening } from './happenings.js'

export type Watch = {
  readonly emit: (happening: Happening) => void
  readonly isWatched: () => boolean
  readonly subscribe: (listener: (happening: Happening) => void) => () => void
  readonly until: (question: () => boolean, withinMs?: number) => Promise<void>
}

/** Lets tests and pages follow what happens. */
export const createWatch = (): Watch => {
  const listeners = new Set<(happening: Happening) => void>()
  const subscribe: Watch['subscribe'] = (listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const until: Watch['until'] = (question, withinMs = 5000) =>
    new Promise((resolve, reject) => {
      let isAsking = false
      let lastError: unknown
      const isSo = (): boolean => {
        try {
          return question()
        } catch (error) {
          // An expectation that does not hold yet may hold later.
          lastError = error
          return false
        }
      }
      const settle = (done: () => void): void => {
        clearTimeout(timer)
        stop()
        done()
      }
      const ask = (): void => {
        isAsking = false
        if (isSo()) settle(resolve)
      }
      const stop = subscribe(() => {
        // One question for all that happens in one go.
        if (!isAsking) setImmediate(ask)
        isAsking = true
      })
      const giveUp = (): void =>
        reject(new Error(`Did not happen within ${withinMs} ms: ${String(question)}`, { cause: lastError }))
      const timer = setTimeout(() => settle(giveUp), withinMs)
      ask()
    })
  return {
    emit: (happening) => {
      for (const listener of listeners) listener(happening)
    },
    isWatched: () => listeners.size > 0,
    subscribe,
    until,
  }
}
