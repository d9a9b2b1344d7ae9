import { badRequest } from '../server/refusals.js'

/** What the bot said to a pre-checkout query; 'silence' when it said nothing in time. */
type Verdict =
  { readonly kind: 'ok' } | { readonly kind: 'refused'; readonly words: string } | { readonly kind: 'silence' }

/** A pre-checkout query that waits for the bot. */
type PreCheckout = { readonly id: string; readonly verdict: Promise<Verdict> }

export type PreChecks = {
  /** Begins to wait, in real time: a turned clock must not make a person impatient. */
  readonly open: (withinMs: number) => PreCheckout
  /** Ends a wait with the bot's answer; 400 when the query is unknown, answered or over. */
  readonly answer: (id: string, verdict: Verdict) => void
  /** Ends every wait in silence. */
  readonly close: () => void
}

/** Pre-checkout queries that wait for an answer. */
export const createPreChecks = (now: () => number): PreChecks => {
  const waiting = new Map<string, (verdict: Verdict) => void>()
  let last = BigInt(now()) * 1_000_000n
  const open = (withinMs: number): PreCheckout => {
    last += 1n
    const id = String(last)
    const verdict = new Promise<Verdict>((resolve) => {
      const settle = (given: Verdict): void => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve(given)
      }
      const timer = setTimeout(() => settle({ kind: 'silence' }), withinMs)
      // A checkout that nobody answers must not keep a program alive that has nothing else to do.
      timer.unref()
      waiting.set(id, settle)
    })
    return { id, verdict }
  }
  return {
    open,
    answer: (id, verdict) => {
      const settle = waiting.get(id)
      if (settle === undefined) throw badRequest('query is too old and response timeout expired or query ID is invalid')
      settle(verdict)
    },
    close: () => {
      for (const settle of [...waiting.values()]) settle({ kind: 'silence' })
    },
  }
}
