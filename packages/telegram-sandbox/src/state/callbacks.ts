import { badRequest } from '../server/refusals.js'

export type CallbackQueries = {
  /** Registers a press by this person and gives the query's id. */
  readonly open: (personId: number) => string
  /** Closes a query and gives the person who waits; 400 when it is unknown, answered or older than 150 s. */
  readonly close: (id: string) => number
}

const lifetimeMs = 150_000

/** Callback queries that wait for an answer; Telegram forgets them after 150 s. */
export const createCallbacks = (now: () => number): CallbackQueries => {
  const waiting = new Map<string, { readonly personId: number; readonly at: number }>()
  let last = BigInt(now()) * 1_000_000n
  const forgetOld = (): void => {
    for (const [id, { at }] of waiting) {
      if (now() - at <= lifetimeMs) return
      waiting.delete(id)
    }
  }
  return {
    open: (personId) => {
      forgetOld()
      last += 1n
      waiting.set(String(last), { personId, at: now() })
      return String(last)
    },
    close: (id) => {
      const query = waiting.get(id)
      waiting.delete(id)
      if (query === undefined || now() - query.at > lifetimeMs) {
        throw badRequest('query is too old and response timeout expired or query ID is invalid')
      }
      return query.personId
    },
  }
}
