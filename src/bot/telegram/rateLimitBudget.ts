import type { Clock } from '../../runtime/clock.js'
import { type ChatPace, createChatPace } from './pace/chatPace.js'
import {
  createSpeakingQueue,
  limitsOf,
  type Saying,
  type SpeakingLimits,
  type SpeakingQueue,
  usualLimits,
  type Waiting,
} from './speakingQueue.js'

/** Something newer is said in its place, or will be: nobody needs to hear this any more. */
export class Superseded extends Error {
  /** `settled` resolves when what is said in its place is out. */
  constructor(readonly settled: Promise<void>) {
    super('something newer is said in its place')
    this.name = 'Superseded'
  }
}

/** Its turn did not come within the time that it may wait; nothing was sent. */
export class TurnTooLate extends Error {
  constructor() {
    super('too much else is to be said before')
    this.name = 'TurnTooLate'
  }
}

/** What is being handled for somebody, as far as their answers are concerned. */
export type Listener = {
  /** Whether a newer answer may take the place of one that still waits. */
  readonly mayBeSuperseded: () => boolean
  /** An answer has to wait, for about so many milliseconds; told again when that changes. */
  readonly waits: (aboutMs: number) => void
}

/** What became of one call. `laterMs`: Telegram said 429, and when to come back. */
export type Said<T> = { readonly result: T; readonly isCarriedOut: boolean; readonly laterMs?: number | undefined }

/**
 * `isPatient`: 429 is no answer, it is said again when Telegram wants to hear it. `longestMs`: nothing is sent when its
 * turn does not come within this time.
 */
export type Patience = { readonly isPatient?: boolean; readonly longestMs?: number }

type Needs = { readonly clock: Clock; readonly limits?: SpeakingLimits }

type Entry = Waiting & {
  readonly settled: Promise<void>
  readonly isReplaceable: () => boolean
  /** Whoever waits for it need not any more; `whenSaid`: when what is said in its place is out. */
  readonly letGo: (whenSaid: Promise<void>) => void
  /** Nobody waits for it any more: it is said only if nothing newer is. */
  isDetached: boolean
}

/**
 * The one budget that all messages pass, whoever says them. Known limits are kept from the start; what Telegram bears
 * over all is found by its 429. Nothing is given up because it has to wait.
 */
export const createBudget = ({ clock, limits = usualLimits }: Needs) => {
  const queue = createSpeakingQueue<Entry>({ clock, limits })
  const listeners = new Map<string, Listener>()

  const say = <T>(saying: Saying, call: () => Promise<Said<T>>, patience: Patience = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      const listener = saying.urgency === 'reply' ? listeners.get(saying.chat) : undefined
      const entry = createEntry({ saying, listener, call, isPatient: patience.isPatient ?? false, resolve, reject })
      if (saying.urgency === 'reply' && takePlaceOfOlder(queue, entry)) return
      if (!queue.add(entry)) return
      if (patience.longestMs !== undefined) giveUpAfter(queue, entry, patience.longestMs, { clock, reject })
    })

  return {
    /** Says something when its turn comes. Rejects with Superseded, TurnTooLate, or what `call` rejects with. */
    say,

    /** Somebody's update is being handled; gives back how to say that it has been. */
    listen: (chat: string, listener: Listener): (() => void) => {
      listeners.set(chat, listener)
      return () => {
        if (listeners.get(chat) === listener) listeners.delete(chat)
      }
    },

    /** Somebody did something more: whoever still waits to answer them need not wait. */
    newer: (chat: string): void => detach(queue, chat),

    /** Milliseconds until something could be said in a chat, if nobody else spoke. */
    wait: queue.wait,

    /** Another pace for a chat, with its known limits: for what others said there. */
    paceFor: (chat: string): ChatPace => createChatPace(limitsOf(limits, chat)),

    /** So many processes speak for the bot: each has its share of the known limits. */
    shareAmong: queue.shareAmong,

    /** Everything ends: what cannot be said at once is not said, and rejects with TurnTooLate. */
    close: queue.close,

    /** How many messages wait. */
    size: queue.size,

    /** When somebody who waits may speak, by the clock; undefined when nobody waits for a time. */
    nextAt: queue.nextAt,

    /** Messages a second that Telegram seems to bear; undefined: it has not complained. */
    perSecond: queue.perSecond,
  }
}

/** The one budget that all messages pass: see `createBudget`. */
export type Budget = ReturnType<typeof createBudget>

type EntryNeeds<T> = {
  readonly saying: Saying
  readonly listener: Listener | undefined
  readonly call: () => Promise<Said<T>>
  readonly isPatient: boolean
  readonly resolve: (result: T) => void
  readonly reject: (error: unknown) => void
}

const createEntry = <T>({ saying, listener, call, isPatient, resolve, reject }: EntryNeeds<T>): Entry => {
  let settle: () => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const settled = new Promise<void>((done, failed) => ([settle, fail] = [done, failed]))
  // Few wait for it.
  settled.catch(() => undefined)
  return {
    saying,
    settled,
    isDetached: false,
    isReplaceable: () => listener?.mayBeSuperseded() === true,
    waits: (aboutMs) => listener?.waits(aboutMs),
    letGo: (whenSaid) => {
      reject(new Superseded(whenSaid))
      whenSaid.then(settle, fail)
    },
    abandon: () => {
      const error = new TurnTooLate()
      reject(error)
      fail(error)
    },
    go: async () => {
      try {
        const { result, isCarriedOut, laterMs } = await call()
        if (laterMs !== undefined && isPatient) return { carriedOut: 0, laterMs, again: true }
        resolve(result)
        settle()
        return { carriedOut: isCarriedOut ? saying.messages : 0, laterMs }
      } catch (error) {
        reject(error)
        settle()
        return { carriedOut: 0 }
      }
    },
  }
}

/** What waits is not heard any more as soon as something newer is said: whoever waits for it may go on. */
const detach = (queue: SpeakingQueue<Entry>, chat: string): void => {
  for (const entry of queue.waitingIn(chat)) {
    if (entry.isDetached || !entry.isReplaceable()) continue
    entry.isDetached = true
    entry.letGo(entry.settled)
  }
}

/** Whether something older, for which nobody waits any more, gave up its place. */
const takePlaceOfOlder = (queue: SpeakingQueue<Entry>, entry: Entry): boolean => {
  const [first, ...others] = queue.waitingIn(entry.saying.chat).filter(({ isDetached }) => isDetached)
  if (!first) return false
  queue.replace(first, entry)
  for (const older of others) queue.replace(older)
  for (const older of [first, ...others]) older.letGo(entry.settled)
  return true
}

const giveUpAfter = (
  queue: SpeakingQueue<Entry>,
  entry: Entry,
  longestMs: number,
  { clock, reject }: { readonly clock: Needs['clock']; readonly reject: (error: unknown) => void },
): void => {
  const ended = new AbortController()
  void entry.settled.catch(() => undefined).then(() => ended.abort())
  void clock.sleep(longestMs, ended.signal).then(() => {
    if (queue.replace(entry)) reject(new TurnTooLate())
  })
}
