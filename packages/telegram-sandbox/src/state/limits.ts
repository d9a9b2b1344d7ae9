import { tooManyRequests } from '../server/refusals.js'
import type { ChatState } from './chatState.js'

export type RateLimits = {
  /** Counts `messages` more in a chat, or refuses with 429 and counts nothing. */
  readonly take: (chat: ChatState, messages: number) => void
}

type Window = { readonly milliseconds: number; readonly messages: number }

// Telegram's FAQ: 20 messages a minute in a group or channel; one a second in a private chat, short bursts pass.
const publicWindows: readonly Window[] = [{ milliseconds: 60_000, messages: 20 }]
const privateWindows: readonly Window[] = [
  { milliseconds: 5_000, messages: 20 },
  { milliseconds: 60_000, messages: 60 },
]

const unlimited: RateLimits = { take: () => undefined }

/** Milliseconds until `more` messages fit into the window; 0 or less when they fit now. */
const waitFor = (sent: readonly number[], { milliseconds, messages }: Window, more: number, now: number): number => {
  const blocking = sent[sent.length - messages + more - 1]
  return blocking === undefined ? 0 : blocking + milliseconds - now
}

/** Counts what the bot writes (edits included) per chat; `isStrict: false` lets everything pass. */
export const createLimits = ({
  now,
  isStrict,
}: {
  readonly now: () => number
  readonly isStrict: boolean
}): RateLimits => {
  const sentTo = new Map<number, number[]>()
  const take = (chat: ChatState, messages: number): void => {
    const at = now()
    const sent = (sentTo.get(chat.chat.id) ?? []).filter((time) => time > at - 60_000)
    sentTo.set(chat.chat.id, sent)
    const windows = chat.person === undefined ? publicWindows : privateWindows
    const wait = Math.max(...windows.map((window) => waitFor(sent, window, messages, at)))
    if (wait > 0) throw tooManyRequests(Math.ceil(wait / 1000))
    for (let count = 0; count < messages; count += 1) sent.push(at)
  }
  return isStrict ? { take } : unlimited
}
