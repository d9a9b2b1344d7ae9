import type { Update } from 'grammy/types'
import { conflict } from './refusals.js'
import type { ApiRefusal } from './refusals.js'
import type { UpdateQueue } from '../state/updates.js'

type PollRequest = { readonly offset: number; readonly limit: number; readonly timeoutSeconds: number }

export type Polling = {
  /**
   * Answers at once when something waits, else when something comes or the time is over. Rejects with 409 when another
   * poll or a webhook takes over. `signal` ends it when the client leaves.
   */
  readonly poll: (request: PollRequest, signal: AbortSignal) => Promise<readonly Update[]>
  /** Ends the poll that waits, if one does, with this refusal. */
  readonly interrupt: (refusal: ApiRefusal) => void
  /** Ends the poll that waits with nothing. */
  readonly close: () => void
}

const take = (updates: UpdateQueue, limit: number): readonly Update[] => {
  const batch: Update[] = []
  let count = 0
  for (const { update, copies } of updates.waiting()) {
    if (count === limit) break
    count += 1
    for (let copy = 0; copy < copies; copy += 1) batch.push(update)
  }
  return batch
}

/**
 * A negative offset keeps only that many of the newest and forgets the others; any other confirms everything before it.
 */
const applyOffset = (updates: UpdateQueue, offset: number): void => {
  if (offset >= 0) {
    updates.confirm(offset)
    return
  }
  const ids = [...updates.waiting()].map(({ update }) => update.update_id)
  const first = ids.at(offset) ?? ids[0]
  if (first !== undefined) updates.confirm(first)
}

type Waiting = { readonly finish: (batch: readonly Update[]) => void; readonly fail: (refusal: ApiRefusal) => void }

/** The long poll: one at a time, woken by the next update. */
export const createPolling = (updates: UpdateQueue): Polling => {
  let waiting: Waiting | undefined

  const wait = ({ limit, timeoutSeconds }: PollRequest, signal: AbortSignal): Promise<readonly Update[]> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        stopListening()
        signal.removeEventListener('abort', leave)
        if (waiting === mine) waiting = undefined
      }
      const mine: Waiting = {
        finish: (batch) => {
          settle()
          resolve(batch)
        },
        fail: (refusal) => {
          settle()
          reject(refusal)
        },
      }
      const leave = (): void => mine.finish([])
      const timer = setTimeout(leave, timeoutSeconds * 1000)
      let isWoken = false
      // What comes in one go is handed over in one batch.
      const stopListening = updates.onNews(() => {
        if (!isWoken) setImmediate(() => waiting === mine && mine.finish(take(updates, limit)))
        isWoken = true
      })
      signal.addEventListener('abort', leave)
      waiting = mine
    })

  const interrupt = (refusal: ApiRefusal): void => waiting?.fail(refusal)
  return {
    poll: async (request, signal) => {
      interrupt(conflict('terminated by other getUpdates request; make sure that only one bot instance is running'))
      applyOffset(updates, request.offset)
      const batch = take(updates, request.limit)
      return batch.length > 0 || request.timeoutSeconds <= 0 || signal.aborted ? batch : wait(request, signal)
    },
    interrupt,
    close: () => waiting?.finish([]),
  }
}
