import { minuteMs } from '../../domain/duration.js'
/**
 * Keeps a chat within 20 messages a minute, edits included
 * (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this):
 * the first few go out a second apart, the rest evenly, so that a rush never has to wait long for its next message.
 */
export const createChatPace = () => {
  let sent: number[] = []
  let closedUntil = 0
  const quick = 8
  const most = 19
  return {
    /** Milliseconds until another message may go out; 0 now. */
    wait: (now: number): number => {
      sent = sent.filter((at) => at > now - minuteMs)
      const last = sent.at(-1)
      if (last === undefined) return Math.max(0, closedUntil - now)
      const oldest = sent[sent.length - most]
      const gap = sent.length < quick ? 1000 : 4000
      return Math.max(0, last + gap - now, oldest === undefined ? 0 : oldest + minuteMs - now, closedUntil - now)
    },
    /** Counts a message. */
    count: (at: number): void => void sent.push(at),
    /** Telegram wants to hear nothing until then, whatever else happens meanwhile. */
    pause: (until: number): void => void (closedUntil = Math.max(closedUntil, until)),
  }
}

/** Gives bulk messages their turns, `gapMs` apart. */
export const createBulkPace = (gapMs: number) => {
  let nextAt = 0
  const given = new Map<number, number>()
  return {
    /** Milliseconds until this one's turn; 0: it is its turn now, and the turn is used up. */
    wait: (id: number, now: number): number => {
      // All turns are over: whoever still holds one lines up anew.
      if (nextAt <= now) given.clear()
      const at = given.get(id) ?? Math.max(now, nextAt)
      if (!given.has(id)) nextAt = at + gapMs
      if (at > now) given.set(id, at)
      else given.delete(id)
      return Math.max(0, at - now)
    },
  }
}
