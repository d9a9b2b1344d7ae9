import { minuteMs, secondMs } from '../../../domain/duration.js'

/** How fast one chat may be written to. */
export type ChatLimits = {
  /** So many messages may follow each other at once. */
  readonly burst: number
  /** After a burst: the pause between two messages, in milliseconds. */
  readonly gapMs: number
  /** The pause between two messages of a burst. */
  readonly burstGapMs: number
  /** In any minute no more than this. */
  readonly perMinute: number
}

/**
 * "In a single chat, avoid sending more than one message per second. We may allow short bursts that go over this
 * limit" (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
 */
export const privateLimits: ChatLimits = { burst: 10, gapMs: 1250, burstGapMs: 0, perMinute: 58 }

/**
 * "In a group, bots are not able to send more than 20 messages per minute" (the same FAQ); edits and each picture of an
 * album count. The first few go out a second apart, the rest evenly, so that a rush never waits long for its next one.
 */
export const groupLimits: ChatLimits = { burst: 8, gapMs: 4 * secondMs, burstGapMs: secondMs, perMinute: 19 }

/** Keeps one chat within its limits. Times are milliseconds that never go back. */
export const createChatPace = ({ burst, gapMs, burstGapMs, perMinute }: ChatLimits) => {
  let sent: number[] = []
  let closedUntil = -Infinity
  // How long it takes until the whole burst may be used again.
  let usedMs = 0
  let usedAt = 0
  const drain = (now: number): void => {
    usedMs = Math.max(0, usedMs - (now - usedAt))
    usedAt = now
  }
  return {
    /** Milliseconds until another message may go out; 0 now. */
    wait: (now: number): number => {
      sent = sent.filter((at) => at > now - minuteMs)
      drain(now)
      const last = sent.at(-1) ?? -Infinity
      const oldest = sent[sent.length - perMinute] ?? -Infinity
      return Math.max(
        0,
        last + burstGapMs - now,
        oldest + minuteMs - now,
        closedUntil - now,
        usedMs - (burst - 1) * gapMs,
      )
    },
    /** Counts so many messages. */
    count: (messages: number, now: number): void => {
      drain(now)
      usedMs += messages * gapMs
      for (let i = 0; i < messages; i += 1) sent.push(now)
    },
    /** Telegram wants to hear nothing until then, whatever else happens meanwhile. */
    pause: (until: number): void => void (closedUntil = Math.max(closedUntil, until)),
    /** Whether everything that was said is so long ago that it does not matter any more. */
    isForgotten: (now: number): boolean => closedUntil <= now && (sent.at(-1) ?? -Infinity) <= now - minuteMs,
  }
}

/** Keeps one chat within its limits: see `createChatPace`. */
export type ChatPace = ReturnType<typeof createChatPace>
