import { secondMs } from '../domain/duration.js'
import type { TelegramTimeouts } from '../bot/telegram/api.js'
import { type SpeakingLimits, usualLimits } from '../bot/telegram/speakingQueue.js'
import type { Backoff } from '../runtime/backoff.js'

/** How long the program waits for what happens outside of it. Tests shorten it. */
export type Timing = {
  /** Telegram's answers. */
  readonly telegram: TelegramTimeouts
  /** How fast a chat may be written to. */
  readonly speaking: Pick<SpeakingLimits, 'private' | 'group'>
  /** How long Telegram holds a poll open when there is nothing; less than `telegram.pollMs`. */
  readonly longPollSeconds: number
  /** The pauses while Telegram does not answer: at the start, and polling. */
  readonly telegramPauses: Backoff
  /** At the end: whoever speaks to the webhook may finish within this time. */
  readonly lastWordsMs: number
  /** At the end: what was begun may end within this time. */
  readonly shutdownMs: number
  /** At the end, after that: a database that fell silent is not waited for. */
  readonly closeMs: number
}

/** How long the program waits in earnest. */
export const usualTiming: Timing = {
  telegram: {
    replyMs: 30 * secondMs,
    announcementMs: 10 * secondMs,
    uploadMs: 30 * secondMs,
    checkoutMs: 3 * secondMs,
    pollMs: 40 * secondMs,
    patienceMs: 30 * secondMs,
    turnMs: 15 * secondMs,
  },
  speaking: usualLimits,
  longPollSeconds: 30,
  telegramPauses: { firstMs: secondMs / 2, longestMs: 30 * secondMs },
  lastWordsMs: 3 * secondMs,
  shutdownMs: 10 * secondMs,
  closeMs: 5 * secondMs,
}
