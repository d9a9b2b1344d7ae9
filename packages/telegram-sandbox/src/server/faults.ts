/** What goes wrong with a call. */
export type FaultKind =
  /** Answer this instead of doing anything; a text body is sent as HTML unless the headers say otherwise. */
  | {
      readonly answer: {
        readonly status: number
        readonly body: unknown
        readonly headers?: Readonly<Record<string, string>>
      }
    }
  /** Read the request, do nothing, cut the connection. */
  | 'dropBefore'
  /** Do what is asked, then cut the connection instead of answering. */
  | 'deliverThenDrop'
  /** Read the request, do nothing, and never answer; cut the connection when the fault is removed. */
  | 'hang'
  /** Do what is asked so many milliseconds later. */
  | { readonly delay: number }

export type Fault = {
  /** Which methods; all of them when missing. */
  readonly method?: string | readonly string[] | RegExp
  /** Only calls with this `chat_id`. */
  readonly chat?: number | string | { readonly id: number }
  /** How many calls it meets; until removed when missing. */
  readonly times?: number
  readonly kind: FaultKind
  /** Told at each hit, before the call feels it. */
  readonly onHit?: (hits: number) => void
}

/**
 * `remove` also cuts the calls that hang because of it: nobody need wait for a fault that is over. One that ends after
 * `times` leaves them hanging.
 */
export type FaultHandle = { readonly remove: () => void; readonly hits: () => number }

export type Faults = {
  /** Orders a fault; of several that fit, the one ordered first meets the call. */
  readonly add: (fault: Fault) => FaultHandle
  readonly clear: () => void
  /** Stops listening and cuts every connection: the network is down. */
  readonly goDark: () => Promise<void>
  /** Listens again at the same address. */
  readonly heal: () => Promise<void>
}

/**
 * A fault that meets a call. `hold` keeps what cuts a hanging call until the fault is removed, and gives back how to
 * forget it.
 */
export type Met = { readonly kind: FaultKind; readonly hold: (cut: () => void) => () => void }

export type FaultBook = Pick<Faults, 'add' | 'clear'> & {
  /** The fault that meets this call, counted as a hit. */
  readonly meet: (method: string, params: Readonly<Record<string, unknown>>) => Met | undefined
}

const describe = (status: number, description: string, parameters?: Readonly<Record<string, unknown>>): FaultKind => ({
  answer: {
    status,
    body: { ok: false, error_code: status, description, ...(parameters === undefined ? {} : { parameters }) },
  },
})

/** 429 with the seconds to wait. */
export const tooManyRequests = (retryAfter: number): FaultKind =>
  describe(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter })

/** 500 in JSON, or a proxy's HTML page for other statuses (502, 503, 504). */
export const serverError = (status = 500): FaultKind =>
  status === 500
    ? describe(500, 'Internal Server Error')
    : {
        answer: {
          status,
          body: `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`,
        },
      }

/** 403 with Telegram's words after "Forbidden: ". */
export const forbidden = (text = 'bot was kicked from the supergroup chat'): FaultKind =>
  describe(403, `Forbidden: ${text}`)

/** 400 with Telegram's words after "Bad Request: ". */
export const badRequest = (text: string, parameters?: Readonly<Record<string, unknown>>): FaultKind =>
  describe(400, `Bad Request: ${text}`, parameters)

/** A short name of a fault for the journal. */
export const nameFault = (kind: FaultKind): string => {
  if (typeof kind === 'string') return kind
  return 'delay' in kind ? `delay ${kind.delay} ms` : `answer ${kind.answer.status}`
}

const fitsMethod = (wanted: Fault['method'], method: string): boolean => {
  if (wanted === undefined) return true
  if (wanted instanceof RegExp) return wanted.test(method)
  return (typeof wanted === 'string' ? [wanted] : wanted).some((name) => name.toLowerCase() === method.toLowerCase())
}

const fitsChat = (wanted: Fault['chat'], params: Readonly<Record<string, unknown>>): boolean => {
  if (wanted === undefined) return true
  const id = typeof wanted === 'object' ? wanted.id : wanted
  const given = params['chat_id']
  return (typeof given === 'number' || typeof given === 'string') && String(given) === String(id)
}

/** Keeps ordered faults and finds the one that meets a call. */
export const createFaultBook = (): FaultBook => {
  type Ordered = { readonly fault: Fault; hits: number }
  const ordered = new Set<Ordered>()
  // What cuts each call that hangs, and because of which fault it does.
  const held = new Map<() => void, Ordered>()
  const release = (isOver: (entry: Ordered) => boolean): void => {
    for (const [cut, entry] of held) if (isOver(entry)) cut()
  }
  const hold =
    (entry: Ordered) =>
    (cut: () => void): (() => void) => {
      held.set(cut, entry)
      return () => void held.delete(cut)
    }
  return {
    add: (fault) => {
      const entry: Ordered = { fault, hits: 0 }
      ordered.add(entry)
      const remove = (): void => {
        ordered.delete(entry)
        release((candidate) => candidate === entry)
      }
      return { remove, hits: () => entry.hits }
    },
    clear: () => {
      ordered.clear()
      release(() => true)
    },
    meet: (method, params) => {
      for (const entry of ordered) {
        const { fault } = entry
        if (!fitsMethod(fault.method, method) || !fitsChat(fault.chat, params)) continue
        entry.hits += 1
        if (fault.times !== undefined && entry.hits >= fault.times) ordered.delete(entry)
        fault.onHit?.(entry.hits)
        return { kind: fault.kind, hold: hold(entry) }
      }
      return undefined
    },
  }
}
