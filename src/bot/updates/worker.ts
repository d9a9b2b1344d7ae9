import { setMaxListeners } from 'node:events'
import type { PreCheckoutQuery, Update, User } from 'grammy/types'
import type { Logger } from 'pino'
import type { Clock } from '../../runtime/clock.js'
import { createKeyedQueue, type KeyedWork } from '../../runtime/keyedQueue.js'
import type { FormChanges, Inbox, StoredUpdate } from '../../services/messaging/inbox.js'
import { createDoubts } from './doubts.js'
import type { Handle, Handled } from './handled.js'
import { createOutage } from './outage.js'
import { createPersistence } from './persistence.js'

type Needs = {
  readonly inbox: Inbox
  readonly handle: Handle
  /** Somebody in this chat did something more before the last was answered. */
  readonly newer?: (chat: string) => void
  /** Somebody did more at once than is taken; told once until they are answered. */
  readonly tooMuch?: (update: Update) => void
  /** Begins to answer a pre-checkout query. */
  readonly checkOut?: (query: PreCheckoutQuery) => void
  readonly log: Logger
  readonly clock: Clock
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
  const { inbox, handle, checkOut = () => undefined, newer = () => undefined, log, clock } = needs
  const queue = createKeyedQueue(mostAtOnce)
  const closing = new AbortController()

  const { signal } = closing
  // Whoever tries again listens to it: that is no leak.
  setMaxListeners(0, signal)
  const outage = createOutage({ ask: inbox.reach, clock, log })
  const { handleSurely, writeSurely } = createPersistence({ handle, outage, log, clock, signal })

  const isAnythingBehind = (update: Update): boolean => queueKeysOf(update).some((key) => queue.sizeOf(key) > 1)

  // Until it is written down, what follows under its keys has to wait: it may need the form's state.
  const finish = (updateId: number, forms: FormChanges): Promise<unknown> =>
    writeSurely(updateId, () => inbox.finish({ updateId, forms }))

  const work = async (update: Update, may: May): Promise<void> => {
    const startedAt = clock.elapsed()
    const { letNextBegin, leavePlace } = may
    const hasNewer = (): boolean => isAnythingBehind(update)
    const handled = await handleSurely(update, { hasNewer, waits: leavePlace, letNextBegin })
    if (handled.settled) {
      // A newer answer takes its place. It is not done before that is out: neither may get lost.
      leavePlace()
      letNextBegin()
      await handled.settled
    }
    await finish(update.update_id, handled.forms)
    log.info({ ...factsOf(update, handled), ms: Math.round(clock.elapsed() - startedAt) }, 'update handled')
  }

  const workAlone = async (update: Update, may: May): Promise<void> => {
    const before = await writeSurely(update.update_id, () => inbox.beginAgain(update.update_id))
    if (before < beginLimit) return work(update, may)
    log.error({ update: update.update_id, attempts: before }, 'update given up: it was begun too often and never ended')
    await finish(update.update_id, new Map())
  }

  const inHand = new Set<number>()

  const start = (update: Update, isSuspect = false): void => {
    const { update_id: id } = update
    if (inHand.has(id)) return
    inHand.add(id)
    const keys = isSuspect ? [...queueKeysOf(update), suspects] : queueKeysOf(update)
    const begin: KeyedWork = async (letNextBegin, leavePlace) => {
      // What has not begun when the program stops stays in the inbox for the next start.
      if (!closing.signal.aborted) await (isSuspect ? workAlone : work)(update, { letNextBegin, leavePlace })
    }
    const ended = queue.add(keys, begin).catch((error: unknown) => {
      log.error({ update: id, err: error }, 'update could not be finished; it is handled again at the next start')
    })
    void ended.then(() => inHand.delete(id))
    if (isAnswered(update) && isAnythingBehind(update)) keys.forEach(newer)
  }

  const startAll = (updates: readonly (StoredUpdate & { readonly attempts: number })[]): void => {
    for (const { payload, attempts } of updates) start(JSON.parse(payload) as Update, attempts > suspectAfter)
  }

  const takeUp = async (): Promise<void> => startAll(await inbox.ours())
  const doubts = createDoubts({ takeUp, outage, clock, log, signal })
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
      const fresh = new Set(await doubts.orDoubt(() => inbox.add(updates.map(asStored))))
      for (const update of updates) {
        // A batch may hold the same update twice.
        if (fresh.delete(update.update_id)) start(update)
        else log.info({ update: update.update_id }, 'update seen before')
      }
    },

    /** Takes over what was left behind by a process that died; everything, where no other process can be at work. */
    takeOver: async (what: { readonly everything: boolean }): Promise<void> => {
      startAll(await doubts.orDoubt(() => inbox.takeOver(what)))
    },

    /** Resolves when there is room for more. */
    room: (): Promise<void> => queue.room(roomFor),

    /** Resolves when nothing is being handled. */
    idle: queue.idle,

    /** Starts nothing more; resolves when what was started has ended. */
    close: async (): Promise<void> => {
      closing.abort()
      await queue.idle()
    },
  }
}

const asStored = (update: Update): StoredUpdate => ({
  updateId: update.update_id,
  lane: queueKeysOf(update)[0] ?? '',
  payload: JSON.stringify(update),
})

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

/** The chat and the person an update belongs to: whatever shares one of them is handled in order. */
const queueKeysOf = (update: Update): string[] =>
  [...new Set([chatIdOf(update), personIdOf(update)])].filter((id) => id !== undefined).map(String)

const chatIdOf = ({ message, channel_post: post, my_chat_member: member, callback_query: query }: Update) =>
  (message ?? post ?? member)?.chat.id ?? query?.message?.chat.id

const personIdOf = ({ message, callback_query: query, my_chat_member: member }: Update): number | undefined => {
  // Typed as always there, but some messages have no author.
  const author: User | undefined = (message ?? query ?? member)?.from
  return author?.id
}

const kindOf = (update: Update): string => Object.keys(update).find((key) => key !== 'update_id') ?? 'empty'

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
