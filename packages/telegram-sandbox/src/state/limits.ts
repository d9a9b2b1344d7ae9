import { tooManyRequests } from '../server/refusals.js'
import type { ChatState } from './chatState.js'

/** A limit over all chats, on top of those of each chat. */
export type OverallLimit = {
  /** So many messages (edits and each picture of an album count) in any second. */
  readonly perSecond: number
  /** How long a refused call is told to wait, in seconds, and all is refused; until there is room when missing. */
  readonly retryAfter?: number
}

/** How fast a bot may write. */
export type RateLimits = {
  /** Counts `messages` more in a chat, or refuses with 429 and counts nothing. */
  readonly take: (chat: ChatState, messages: number) => void
  /** From now on there is this limit over all, or none. */
  readonly limitOverall: (limit: OverallLimit | undefined) => void
}

type Window = { readonly milliseconds: number; readonly messages: number }

// Telegram's FAQ: 20 messages a minute in a group or channel; one a second in a private chat, short bursts pass.
const publicWindows: readonly Window[] = [{ milliseconds: 60_000, messages: 20 }]
const privateWindows: readonly Window[] = [
  { milliseconds: 5_000, messages: 20 },
  { milliseconds: 60_000, messages: 60 },
]

/** Milliseconds until `more` messages fit into the window; 0 or less when they fit now. */
const waitFor = (sent: readonly number[], { milliseconds, messages }: Window, more: number, now: number): number => {
  const blocking = sent[sent.length - messages + more - 1]
  return blocking === undefined ? 0 : blocking + milliseconds - now
}

/**
 * Counts what the bot writes (edits included), per chat and over all. `isStrict: false` lets every chat be written to
 * as fast as one likes; a limit over all holds all the same.
 */
export const createLimits = ({
  now,
  isStrict,
  overall,
}: {
  readonly now: () => number
  readonly isStrict: boolean
  readonly overall?: OverallLimit | undefined
}): RateLimits => {
  const sentTo = new Map<number, number[]>()
  const all = createOverall(overall)
  const take = (chat: ChatState, messages: number): void => {
    const at = now()
    const sent = (sentTo.get(chat.chat.id) ?? []).filter((time) => time > at - 60_000)
    sentTo.set(chat.chat.id, sent)
    const windows = chat.person === undefined ? publicWindows : privateWindows
    const waits = isStrict ? windows.map((window) => waitFor(sent, window, messages, at)) : []
    const wait = Math.max(...waits, all.wait(messages, at))
    if (wait > 0) throw tooManyRequests(Math.ceil(wait / 1000))
    for (let count = 0; count < messages; count += 1) sent.push(at)
    all.count(messages, at)
  }
  return { take, limitOverall: all.limit }
}

const createOverall = (given: OverallLimit | undefined) => {
  let limit = given
  let sent: number[] = []
  let closedUntil = 0
  return {
    limit: (next: OverallLimit | undefined): void => {
      limit = next
      closedUntil = 0
    },
    /** Milliseconds until so many more may go out; 0 or less now. */
    wait: (messages: number, at: number): number => {
      if (!limit) return 0
      sent = sent.filter((time) => time > at - 1000)
      const { perSecond, retryAfter } = limit
      const wait = waitFor(sent, { milliseconds: 1000, messages: perSecond }, Math.min(messages, perSecond), at)
      if (wait > 0 && closedUntil <= at && retryAfter !== undefined) closedUntil = at + retryAfter * 1000
      return Math.max(wait, closedUntil - at)
    },
    count: (messages: number, at: number): void => {
      if (limit) for (let count = 0; count < messages; count += 1) sent.push(at)
    },
  }
}
