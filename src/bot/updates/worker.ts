import { setMaxListeners } from 'node:events'
import type { PreCheckoutQuery, Update } from 'grammy/types'
import type { Logger } from 'pino'
import { createKeyedQueue, type KeyedWork } from '../../runtime/keyedQueue.js'
import type { FormChanges, Inbox } from '../../services/messaging/inbox.js'
import { createDoubts } from './doubts.js'
import type { Handle, Handled } from './handled.js'
import { createOutage } from './outage.js'
import { createOwnership, type OwnershipNeeds } from './ownership.js'
import { createPersistence } from './persistence.js'
import { queueKeysOf } from './queueKeys.js'

type Needs = OwnershipNeeds & {
  readonly inbox: Inbox
  readonly handle: Handle
  /** Somebody in this chat did something more before the last was answered. */
  readonly newer?: (chat: string) => void
  /** Somebody did more at once than is taken; told once until they are answered. */
  readonly tooMuch?: (update: Update) => void
  /** Begins to answer a pre-checkout query. */
  readonly checkOut?: (query: PreCheckoutQuery) => void
  /** Told of each update when it was handled: its kind, "ok", "refused" or "defect", how many milliseconds it took. */
  readonly count?: ((kind: string, outcome: string, ms: number) => void) | undefined
  readonly log: Logger
}

// More handlers than this at once only wait for each other, and what is urgent waits with them.
const mostAtOnce = 200
// What else has come waits here and not in Telegram's queue: somebody's checkout may be behind it, and Telegram waits
// 10 s for the answer.
const roomFor = 20_000
// Whatever was waiting when the process died was taken over, guilty or not. What was there more often than this goes
// one at a time, so that what kills the process is found, and the others get done between two deaths.
const suspectAfter = 3
const suspects = 'suspects'
// Begun alone this often and never ended: it is given up, or the program would never live again.
const beginLimit = 10
// Nobody types or presses so much before the first of it is answered.
const mostOfOne = 60

type May = { readonly letNextBegin: () => void; readonly leavePlace: () => void }

/** Works off stored updates: in order for each chat and each person, at once across them. */
export const createWorker = (needs: Needs) => {
  const { inbox, processes, handle, checkOut = () => undefined, newer = () => undefined, log, clock } = needs
  const queue = createKeyedQueue(mostAtOnce)
  const closing = new AbortController()

  const { signal } = closing
  // Whoever tries again listens to it: that is no leak.
  setMaxListeners(0, signal)
  const outage = createOutage({ ask: inbox.reach, clock, log })
  const { handleSurely, writeSurely } = createPersistence({ handle, outage, log, clock, signal })

  const isAnythingBehind = (update: Update): boolean => queueKeysOf(update).some((key) => queue.sizeOf(key) > 1)

  // Until it is written down, what follows under its keys has to wait: it may need the form's state.
  const finish = (updateId: number, forms: FormChanges): Promise<boolean> =>
    writeSurely(updateId, () => inbox.finish({ updateId, forms }))

  const work = async (update: Update, may: May): Promise<void> => {
    const startedAt = clock.elapsed()
    const { letNextBegin, leavePlace } = may
    const hasNewer = (): boolean => isAnythingBehind(update)
    const handled = await handleSurely(update, {
      hasNewer,
      waits: leavePlace,
      letNextBegin,
      isOurs: () => ownership.isOurs(update),
    })
    if (handled.settled) {
      // A newer answer takes its place. It is not done before that is out: neither may get lost.
      leavePlace()
      letNextBegin()
      await handled.settled
    }
    const isKept = await finish(update.update_id, handled.forms)
    const ms = Math.round(clock.elapsed() - startedAt)
    needs.count?.(kindOf(update), outcomeOf(handled), ms)
    log[isKept ? 'info' : 'warn'](
      { ...factsOf(update, handled), ms },
      isKept ? 'update handled' : 'update handled, and another process has taken it over meanwhile',
    )
  }

  const workAlone = async (update: Update, may: May): Promise<void> => {
    const before = await writeSurely(update.update_id, () => inbox.beginAgain(update.update_id))
    if (before < beginLimit) return work(update, may)
    log.error({ update: update.update_id, attempts: before }, 'update given up: it was begun too often and never ended')
    await finish(update.update_id, new Map())
  }

  const start = (update: Update, attempts: number): void => {
    const isSuspect = attempts > suspectAfter
    const keys = isSuspect ? [...queueKeysOf(update), suspects] : queueKeysOf(update)
    const begin: KeyedWork = async (letNextBegin, leavePlace) => {
      // What has not begun when the program stops stays in the inbox for the next start.
      if (await ownership.mayBegin(update)) await (isSuspect ? workAlone : work)(update, { letNextBegin, leavePlace })
    }
    void queue.add(keys, begin).then(
      () => ownership.release(update, true),
      (error: unknown) => {
        ownership.release(update, false)
        log.error({ update: update.update_id, err: error }, 'update could not be finished; it is handled again later')
      },
    )
    if (isAnswered(update) && isAnythingBehind(update)) keys.forEach(newer)
  }

  const ownership = createOwnership({ inbox, processes, clock, start })
  const doubts = createDoubts({ takeUp: ownership.recall, outage, clock, log, signal })
  const isTaken = createFloodGate({ ...needs, sizeOf: queue.sizeOf })

  return {
    /**
     * Stores updates durably and begins to work them off. After it they may be confirmed to Telegram. Pre-checkout
     * queries are answered at once and not stored: after a restart nobody waits for the answer any more.
     */
    accept: async (received: readonly Update[]): Promise<void> => {
      for (const { pre_checkout_query: query } of received) if (query) checkOut(query)
      const updates = received.filter(({ pre_checkout_query: query }) => !query).filter(isTaken)
      if (updates.length === 0) return
      const fresh = new Set(await doubts.orDoubt(() => ownership.accept(updates)))
      // A batch may hold the same update twice.
      for (const { update_id: id } of updates) if (!fresh.delete(id)) log.info({ update: id }, 'update seen before')
    },

    /** Begins what other processes stored for this one. */
    pickUp: ownership.pickUp,

    /** Takes over what a dead process left; how many updates, or undefined if another process did so. */
    takeOver: ownership.takeOver,

    /** Where no other process can be at work, at the start: takes over whatever was left. */
    takeOverAll: (): Promise<void> => doubts.orDoubt(ownership.takeOverAll),

    /** Resolves when there is room for more. */
    room: (): Promise<void> => queue.room(roomFor),

    /** Resolves when nothing is being handled. */
    idle: queue.idle,

    /** Starts nothing more; resolves when what was started has ended. */
    close: async (): Promise<void> => {
      closing.abort()
      ownership.close()
      await queue.idle()
    },
  }
}

/** Works off stored updates: see `createWorker`. */
export type Worker = ReturnType<typeof createWorker>

type FloodGateNeeds = Pick<Needs, 'tooMuch' | 'log'> & { readonly sizeOf: (key: string) => number }

/**
 * Who floods the bot delays only themselves: beyond a number of things that wait no more is taken, and they are told so
 * once. What tells of money is always taken.
 */
const createFloodGate = ({ tooMuch = () => undefined, log, sizeOf }: FloodGateNeeds) => {
  const told = new Set<string>()
  return (update: Update): boolean => {
    const [key] = queueKeysOf(update).slice(-1)
    if (key === undefined || !isAnswered(update)) return true
    if (sizeOf(key) < mostOfOne) {
      if (sizeOf(key) === 0) told.delete(key)
      return true
    }
    if (!told.has(key)) {
      log.warn({ person: key }, 'somebody does more at once than is taken')
      tooMuch(update)
    }
    told.add(key)
    return false
  }
}

/** Whether somebody waits for an answer to it, and may do without. */
const isAnswered = ({ message, callback_query: query }: Update): boolean =>
  query !== undefined || (message !== undefined && !message.successful_payment && !message.refunded_payment)

const kindOf = (update: Update): string => Object.keys(update).find((key) => key !== 'update_id') ?? 'empty'

const outcomeOf = ({ refused, defect }: Handled): string => {
  if (defect) return 'defect'
  return refused ? 'refused' : 'ok'
}

/** What the log tells of an update: whose it was, and what became of it. */
const factsOf = (update: Update, { refused, defect }: Handled) => {
  const [chat, person] = queueKeysOf(update)
  return {
    update: update.update_id,
    kind: kindOf(update),
    ...(chat !== undefined && { chat }),
    ...(person !== undefined && { person }),
    ...(refused && { refused }),
    ...(defect && { defect }),
  }
}
