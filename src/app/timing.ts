import type { TelegramTimeouts } from '../bot/telegram/api.js'
import type { Backoff } from '../runtime/backoff.js'

/** How long the program waits for what happens outside of it. Tests shorten it. */
export type Timing = {
  /** Telegram's answers. */
  readonly telegram: TelegramTimeouts
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

const second = 1000

/** How long the program waits in earnest. */
export const usualTiming: Timing = {
  telegram: {
    replyMs: 30 * second,
    announcementMs: 10 * second,
    uploadMs: 30 * second,
    checkoutMs: 3 * second,
    pollMs: 40 * second,
    patienceMs: 30 * second,
  },
  longPollSeconds: 30,
  telegramPauses: { firstMs: second / 2, longestMs: 30 * second },
  lastWordsMs: 3 * second,
  shutdownMs: 10 * second,
  closeMs: 5 * second,
}
