import type { Update } from 'grammy/types'
import { serverError, tooManyRequests } from '../../sandbox.js'
import type { Fault, Sandbox } from '../../sandbox.js'
import { createThrottle } from '../http/throttle.js'
import type { SwitchName, SwitchView } from '../wire.js'

type SwitchOrder = { readonly times?: number; readonly chatId?: number }

/** Everything that a page may make go wrong. */
export type Switches = {
  readonly views: () => readonly SwitchView[]
  /** Switches on, anew when it was on, or off. Resolves when it is so. */
  readonly set: (name: SwitchName, on: boolean, order?: SwitchOrder) => Promise<void>
  /** Takes the faults away without listening again: who closes the page may close the sandbox, too. */
  readonly close: () => void
}

type FaultName = Exclude<SwitchName, 'down' | 'overallLimit' | 'repeatUpdates'>
type TurnOff = () => Promise<void> | void
/** How a switch goes on; `hit` is called for each call or update that it meets. */
type TurnOn = (sandbox: Sandbox, order: SwitchOrder, hit: () => void) => Promise<TurnOff> | TurnOff

/** All switches, in the order in which they are shown. */
export const switchNames = [
  'down',
  'gateway',
  'tooManyRequests',
  'dropBefore',
  'deliverThenDrop',
  'hang',
  'slow',
  'overallLimit',
  'repeatUpdates',
] as const satisfies readonly SwitchName[]

// A poll that fails in the same way would only keep the bot from hearing what people do.
const method = /^(?!getUpdates$)/i
const faults: Readonly<Record<FaultName, Pick<Fault, 'method' | 'kind'>>> = {
  gateway: { kind: serverError(502) },
  tooManyRequests: { method, kind: tooManyRequests(3) },
  dropBefore: { method, kind: 'dropBefore' },
  deliverThenDrop: { method, kind: 'deliverThenDrop' },
  hang: { method, kind: 'hang' },
  slow: { method, kind: { delay: 2000 } },
}

// Of a few bad gateways none goes to a poll, which the page's log does not show; without a number everything is out,
// polls too.
const counted = (times: number | undefined): Pick<Fault, 'method' | 'times'> =>
  times === undefined ? {} : { method, times }

const turnFaultOn =
  (name: FaultName): TurnOn =>
  (sandbox, { times, chatId }, hit) =>
    sandbox.faults.add({
      ...faults[name],
      onHit: hit,
      ...counted(times),
      ...(chatId === undefined ? {} : { chat: chatId }),
    }).remove

type Part = {
  readonly chat?: { readonly id: number }
  readonly message?: { readonly chat?: { readonly id: number } }
  readonly from?: { readonly id: number }
}

/** The chat an update speaks of; for those without one it is the person's own. */
const chatIdOf = (update: Update): number | undefined => {
  const [part] = Object.values(update).filter((value): value is Part => typeof value === 'object' && value !== null)
  return part?.chat?.id ?? part?.message?.chat?.id ?? part?.from?.id
}

const turnRepeatsOn: TurnOn = (sandbox, { times = Infinity, chatId }, hit) => {
  let hits = 0
  sandbox.repeatUpdates(2, (update) => {
    const isMet = hits < times && (chatId === undefined || chatIdOf(update) === chatId)
    if (!isMet) return false
    hits += 1
    hit()
    return true
  })
  return () => sandbox.repeatUpdates(1)
}

const turnOn: Readonly<Record<SwitchName, TurnOn>> = {
  // Nobody is there to count calls or to look at their chat.
  down: async ({ faults: { goDark, heal } }) => {
    await goDark()
    return heal
  },
  overallLimit: ({ limitOverall }) => {
    limitOverall({ perSecond: 1 })
    return () => limitOverall(undefined)
  },
  repeatUpdates: turnRepeatsOn,
  gateway: turnFaultOn('gateway'),
  tooManyRequests: turnFaultOn('tooManyRequests'),
  dropBefore: turnFaultOn('dropBefore'),
  deliverThenDrop: turnFaultOn('deliverThenDrop'),
  hang: turnFaultOn('hang'),
  slow: turnFaultOn('slow'),
}

/**
 * Where a switch stands. `turnOff` also ends what it left behind when it went off by itself: a call that still hangs.
 */
type Position = {
  readonly order: SwitchOrder
  readonly isOn: boolean
  readonly hits: number
  readonly turnOff: TurnOff
}
const nothing = (): void => undefined
const off: Position = { order: {}, isOn: false, hits: 0, turnOff: nothing }
// These meet no calls that could be counted or told apart.
const neverEnding = new Set<SwitchName>(['down', 'overallLimit'])

const show = (name: SwitchName, { order: { times, chatId }, isOn, hits }: Position): SwitchView => ({
  name,
  on: isOn,
  hits,
  ...(!isOn || times === undefined ? {} : { left: times - hits }),
  ...(!isOn || chatId === undefined ? {} : { chatId }),
})

/** The switchboard of a page; `onChange` is called at every turn, and at most four times a second for hits. */
export const createSwitches = (sandbox: Sandbox, onChange: () => void): Switches => {
  const positions = new Map<SwitchName, Position>()
  const hitsChange = createThrottle(onChange, 250)
  const at = (name: SwitchName): Position => positions.get(name) ?? off
  const hear = (name: SwitchName) => (): void => {
    const position = at(name)
    const hits = position.hits + 1
    // Whatever counts to so many has ended by itself.
    positions.set(name, { ...position, hits, isOn: position.isOn && position.order.times !== hits })
    hitsChange.call()
  }
  const turn = async (name: SwitchName, on: boolean, order: SwitchOrder): Promise<void> => {
    await at(name).turnOff()
    positions.set(
      name,
      on
        ? { order: neverEnding.has(name) ? {} : order, isOn: true, hits: 0, turnOff: nothing }
        : { ...at(name), isOn: false, turnOff: nothing },
    )
    if (on) {
      const turnOff = await turnOn[name](sandbox, at(name).order, hear(name))
      // Calls may have been met meanwhile.
      positions.set(name, { ...at(name), turnOff })
    }
    onChange()
  }
  // One turn after the other: going dark and healing take a moment.
  let line: Promise<void> = Promise.resolve()
  return {
    views: () => switchNames.map((name) => show(name, at(name))),
    set: (name, on, order = {}) => {
      line = line.catch(() => undefined).then(() => turn(name, on, order))
      return line
    },
    close: () => {
      hitsChange.stop()
      for (const [name, { turnOff }] of positions) if (name !== 'down') void turnOff()
    },
  }
}
