import type { Call, Sandbox } from '../sandbox.js'
import type { CallView } from './wire.js'

export type CallLog = {
  /** The latest 300, oldest first. */
  readonly latest: () => readonly CallView[]
  /** Keeps a call and gives its view; undefined for polls. */
  readonly add: (call: Call) => CallView | undefined
}

const capacity = 300
const longestText = 2000

/** The same value with long strings cut. */
const shorten = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length > longestText ? `${value.slice(0, longestText)}…` : value
  if (Array.isArray(value)) return value.map(shorten)
  return typeof value === 'object' && value !== null ? shortenEach(value) : value
}

const shortenEach = (record: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, shorten(value)]))

/** The log of Bot API calls as a page shows it, beginning with what the sandbox remembers. */
export const createCallLog = ({ calls }: Pick<Sandbox, 'calls'>): CallLog => {
  const kept: CallView[] = []
  let lastId = 0
  const add: CallLog['add'] = (call) => {
    if (call.method === 'getUpdates') return undefined
    lastId += 1
    const view: CallView = { ...call, id: lastId, params: shortenEach(call.params), answer: shorten(call.answer) }
    kept.push(view)
    if (kept.length > capacity) kept.shift()
    return view
  }
  for (const call of calls) add(call)
  return { latest: () => [...kept], add }
}
