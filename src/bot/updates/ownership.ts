import type { Update } from 'grammy/types'
import { createBatcher } from '../../runtime/batcher.js'
import type { Clock } from '../../runtime/clock.js'
import { createSemaphore } from '../../runtime/semaphore.js'
import type { Inbox, InboxUpdate } from '../../services/messaging/inbox.js'
import type { Processes, TakenUpdates } from '../../services/messaging/processes.js'
import { queueKeysOf } from './queueKeys.js'

/** What ownership asks of the services. */
export type OwnershipNeeds = {
  readonly inbox: Pick<Inbox, 'add' | 'own' | 'takeOverAll' | 'isBehindOthers'>
  readonly processes: Pick<Processes, 'id' | 'isShared' | 'isSure' | 'contact' | 'takeOver'>
  readonly clock: Clock
}

type Needs = OwnershipNeeds & {
  /** Begins to work off an update that is this process's, behind what was begun before. */
  readonly start: (update: Update, attempts: number) => void
}

// Somebody else is at work on what comes before: seldom, and only in groups.
const behindMs = 100

/**
 * Which updates this process handles, and that it begins them in the order of their arrival: whatever it stores, is
 * given or takes over goes through one line, and only then the next.
 */
export const createOwnership = ({ inbox, processes, clock, start }: Needs) => {
  const inTurn = createSemaphore(1)
  const inHand = new Map<number, Held>()
  let isInDoubt = false
  let close: () => void = () => undefined
  const closed = new Promise<void>((resolve) => (close = resolve))
  let isClosed = false

  const begin = ({ owner, updates }: TakenUpdates): void => {
    for (const row of updates) {
      if (inHand.get(row.updateId)?.owner === owner) continue
      const update = JSON.parse(row.payload) as Update
      inHand.set(row.updateId, { row, owner, update })
      start(update, row.attempts)
    }
  }

  const take = <T extends TakenUpdates>(read: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      try {
        const taken = await read()
        // What is in doubt came before.
        begin(isInDoubt ? await recall() : taken)
        return taken
      } catch (error) {
        // It may be done all the same, and only the answer lost: then there are updates that nobody has in hand.
        isInDoubt = true
        throw error
      }
    })

  const recall = async (): Promise<TakenUpdates> => {
    isInDoubt = false
    // What is finished while it is asked for is not to begin again.
    const known = new Map([...inHand].map(([updateId, held]) => [updateId, held.owner]))
    const { owner, updates } = await inbox.own()
    return { owner, updates: updates.filter(({ updateId }) => known.get(updateId) !== owner) }
  }

  const store = createBatcher(async (batches: readonly (readonly Update[])[]): Promise<readonly Stored[]> => {
    // None of them is to blame alone: they are not tried one by one.
    const stored = await take(() => inbox.add(batches.flat().map(rowOf))).then(
      ({ fresh }): Stored => ({ fresh }),
      (error: unknown): Stored => ({ error }),
    )
    return batches.map(() => stored)
  })

  const accept = async (updates: readonly Update[]): Promise<ReadonlySet<number>> => {
    const stored = await store(updates)
    if ('error' in stored) throw stored.error
    return stored.fresh
  }

  // Taken over by others and back again, it is held once more: the first is not ours any longer.
  const heldOf = (update: Update): Held | undefined => {
    const held = inHand.get(update.update_id)
    return held?.update === update ? held : undefined
  }

  const isOurs = (update: Update): boolean => heldOf(update)?.owner === processes.id()

  const isTurn = async (update: Update): Promise<boolean> => {
    const row = heldOf(update)?.row
    return row?.secondKey === undefined || !processes.isShared || !(await inbox.isBehindOthers(row))
  }

  return {
    /** Stores updates and begins those that are this process's. Gives the ids that were not known before. */
    accept,

    /** Begins what other processes stored for this one, and what it has without knowing. */
    pickUp: async (): Promise<void> => {
      await accept([])
      if (isInDoubt) await take(recall)
    },

    /** Begins whatever is this process's and is not in hand. */
    recall: async (): Promise<void> => {
      await take(recall)
    },

    /** Takes over what a dead process left; how many updates, or undefined if another process did so. */
    takeOver: async (dead: Parameters<Processes['takeOver']>[0]): Promise<number | undefined> => {
      const { isTaken, updates } = await take(() => processes.takeOver(dead))
      return isTaken ? updates.length : undefined
    },

    /** On SQLite, at the start: takes over whatever was left. */
    takeOverAll: async (): Promise<void> => {
      await take(inbox.takeOverAll)
    },

    /** Whether no other process has taken an update over. */
    isOurs,

    /**
     * Resolves when an update may begin: this process is sure to be alive in the others' eyes, and nobody has what
     * comes before. False if it is another's now, or everything ends.
     */
    mayBegin: async (update: Update): Promise<boolean> => {
      while (!isClosed && isOurs(update)) {
        if (!processes.isSure()) await Promise.race([processes.contact(), closed])
        else if (await isTurn(update)) return isOurs(update)
        else await Promise.race([clock.sleep(behindMs), closed])
      }
      return false
    },

    /** An update is out of hand; `isDone`: for good. */
    release: (update: Update, isDone: boolean): void => {
      if (heldOf(update)) inHand.delete(update.update_id)
      if (!isDone) isInDoubt = true
    },

    /** Nothing more may begin. */
    close: (): void => {
      isClosed = true
      close()
    },
  }
}

type Held = { readonly row: InboxUpdate; readonly owner: string; readonly update: Update }

type Stored = { readonly fresh: ReadonlySet<number> } | { readonly error: unknown }

const rowOf = (update: Update) => {
  const [queueKey = '', secondKey] = queueKeysOf(update)
  return { updateId: update.update_id, queueKey, secondKey, payload: JSON.stringify(update) }
}
