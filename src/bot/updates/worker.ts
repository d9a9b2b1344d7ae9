import type { PreCheckoutQuery, Update, User } from 'grammy/types'
import type { Logger } from 'pino'
import type { Clock } from '../../runtime/clock.js'
import type { FormChanges, Inbox } from '../../services/messaging/inbox.js'
import type { Handled } from './handled.js'
import { createSemaphore } from '../../runtime/semaphore.js'

type Needs = {
  readonly inbox: Inbox
  readonly handle: (update: Update) => Promise<Handled>
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
// one at a time, so that
// what kills the process is found, and the others get done between two deaths.
const suspectAfter = 3
const suspects = 'suspects'
// Begun alone this often and never ended: it is given up, or the program would never live again.
const beginLimit = 10
// The handler is done and only its end is not written: the database may come back, and what follows in the lane needs
// what it wrote.
const longestPauseMs = 30_000
// An update that must not be lost and cannot be handled is tried again for ever. After so many tries its lane goes on
// without it, so that its person is not kept out.
const triesInLane = 5

/** Works off stored updates: in order for each chat and each person, at once across them. */
export const createWorker = ({ inbox, handle, checkOut = () => undefined, log, clock }: Needs) => {
  const lanes = new Map<string, Promise<void>>()
  const running = new Set<Promise<void>>()
  const room: (() => void)[] = []
  const closing = new AbortController()
  const gate = createSemaphore(mostAtOnce)

  const work = async (update: Update, leaveLane: () => void): Promise<void> => {
    // What has not begun when the program stops stays in the inbox for the next start.
    if (closing.signal.aborted) return
    const startedAt = clock.now()
    const { forms, refused, defect } = await handleSurely(update, leaveLane)
    await finish(update.update_id, forms)
    log.info(
      {
        update: update.update_id,
        kind: kindOf(update),
        ...actorOf(update),
        ...(refused && { refused }),
        ...(defect && { defect }),
        ms: clock.now() - startedAt,
      },
      'update handled',
    )
  }

  const handleSurely = async (update: Update, leaveLane: () => void): Promise<Handled> => {
    for (let attempt = 1; ; attempt += 1) {
      const handled = await handle(update)
      if (!handled.again) return handled
      if (closing.signal.aborted)
        throw new Error('it must not be lost, and could not be handled before the program stops')
      if (attempt === triesInLane) leaveLane()
      await clock.sleep(Math.min(longestPauseMs, 500 * 2 ** attempt), closing.signal)
    }
  }

  const finish = async (updateId: number, forms: FormChanges): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await inbox.finish({ updateId, forms })
        return
      } catch (error) {
        // Until it is written down, what follows in this lane has to wait: it may need the form's state.
        if (closing.signal.aborted) throw error
        log.warn({ update: updateId, err: error }, 'update could not be finished; trying again')
        await clock.sleep(Math.min(longestPauseMs, 500 * 2 ** attempt), closing.signal)
      }
    }
  }

  const workAlone = async (update: Update, leaveLane: () => void): Promise<void> => {
    if (closing.signal.aborted) return
    const before = await inbox.beginAgain(update.update_id)
    if (before < beginLimit) return work(update, leaveLane)
    log.error({ update: update.update_id, attempts: before }, 'update given up: it was begun too often and never ended')
    await finish(update.update_id, new Map())
  }

  const start = (update: Update, isSuspect = false): void => {
    const keys = isSuspect ? [...lanesOf(update), suspects] : lanesOf(update)
    const before = keys.map((key) => lanes.get(key)).filter((lane) => lane !== undefined)
    let leave = (): void => undefined
    const left = new Promise<void>((resolve) => (leave = resolve))
    const task = Promise.all(before)
      .then(() => gate(() => (isSuspect ? workAlone : work)(update, leave)))
      .catch((error: unknown) => {
        log.error(
          { update: update.update_id, err: error },
          'update could not be finished; it is handled again at the next start',
        )
      })
    const lane = Promise.race([task, left])
    for (const key of keys) lanes.set(key, lane)
    running.add(task)
    void task.then(() => {
      running.delete(task)
      for (const key of keys) if (lanes.get(key) === lane) lanes.delete(key)
      if (running.size < roomFor) room.splice(0).forEach((enter) => enter())
    })
  }

  return {
    /**
     * Stores updates durably and begins to work them off. After it they may be confirmed to Telegram. Pre-checkout
     * queries are answered at once and
     * not stored: after a restart nobody waits for the answer any more.
     */
    accept: async (received: readonly Update[]): Promise<void> => {
      for (const { pre_checkout_query: query } of received) if (query) checkOut(query)
      const updates = received.filter(({ pre_checkout_query: query }) => !query)
      if (updates.length === 0) return
      const fresh = new Set(
        await inbox.add(
          updates.map((update) => ({
            updateId: update.update_id,
            lane: lanesOf(update)[0] ?? '',
            payload: JSON.stringify(update),
          })),
        ),
      )
      for (const update of updates) {
        // A batch may hold the same update twice.
        if (fresh.delete(update.update_id)) start(update)
        else log.info({ update: update.update_id }, 'update seen before')
      }
    },

    /** Takes over what was left behind by a process that died; everything, where no other process can be at work. */
    takeOver: async (what: { readonly everything: boolean }): Promise<void> => {
      for (const { payload, attempts } of await inbox.takeOver(what)) {
        start(JSON.parse(payload) as Update, attempts > suspectAfter)
      }
    },

    /** Resolves when there is room for more. */
    room: (): Promise<void> => (running.size < roomFor ? Promise.resolve() : new Promise((enter) => room.push(enter))),

    /** Resolves when nothing is being handled. */
    idle: async (): Promise<void> => {
      while (running.size > 0) await Promise.all(running)
    },

    /** Starts nothing more; resolves when what was started has ended. */
    close: async (): Promise<void> => {
      closing.abort()
      await Promise.all(running)
    },
  }
}

/** What `createWorker` gives. */
export type Worker = ReturnType<typeof createWorker>

/** The chat and the person an update belongs to: whatever shares one of them is handled in order. */
const lanesOf = (update: Update): string[] => {
  const { message, callback_query: query, my_chat_member: member, channel_post: post } = update
  const chat = (message ?? post ?? member)?.chat.id ?? query?.message?.chat.id
  // Typed as always there, but some messages have no author.
  const author: User | undefined = (message ?? query ?? member)?.from
  const person = author?.id
  return [...new Set([chat, person])].filter((id) => id !== undefined).map(String)
}

const kindOf = (update: Update): string => Object.keys(update).find((key) => key !== 'update_id') ?? 'empty'

const actorOf = (update: Update): { chat?: string; person?: string } => {
  const [chat, person] = lanesOf(update)
  return { ...(chat !== undefined && { chat }), ...(person !== undefined && { person }) }
}
