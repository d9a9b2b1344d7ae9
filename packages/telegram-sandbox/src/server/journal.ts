/** One call of the bot as the sandbox saw it. */
export type Call = {
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
  /** HTTP status; 0 when the connection was cut or nothing was answered. */
  readonly status: number
  /** The whole answer body; undefined when none was given. */
  readonly answer: unknown
  /** Milliseconds since 1970 by the sandbox's clock. */
  readonly startedAt: number
  readonly finishedAt: number
  /** The fault that met this call. */
  readonly fault?: string
}

export type Journal = {
  readonly calls: readonly Call[]
  readonly callsOf: (method: string) => readonly Call[]
  readonly add: (call: Call) => void
}

const capacity = 10_000

/** Remembers the latest 10,000 calls, oldest first. */
export const createJournal = (): Journal => {
  const calls: Call[] = []
  return {
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    add: (call) => {
      calls.push(call)
      if (calls.length > capacity) calls.shift()
    },
  }
}
