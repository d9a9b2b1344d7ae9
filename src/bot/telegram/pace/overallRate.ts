import { minuteMs, secondMs } from '../../../domain/duration.js'

// Before Telegram has ever said "later": so many calls may be under way, and one more for two that were carried out, so
// that a limit is met gently and the lack of one is found within a few round trips. Who was quiet begins anew.
const firstAtOnce = 30
const mostAtOnce = 256
const quietMs = 10 * secondMs
// 429 in one chat is about that chat; in several within this time it is about everybody.
const togetherMs = 2 * secondMs
// A rate that was found is kept for a while before a faster one is tried, a little faster at first, then more and more.
// Each time that it was right the next try comes later.
const firstTryAfterMs = 10 * secondMs
const lastTryAfterMs = minuteMs
const fasterEachSecond = 0.012
const fastestGrowth = 0.3
// Refused again so soon after a pause: what went before the pause was saved up, and is no rate to go by.
const soonMs = 5 * secondMs
// Somewhat less than what Telegram bears stays clear of the edge.
const safety = 0.97
const slowest = 1
// Faster than this nobody needs to be told.
const unhindered = 1000

/** A call that got 429: for how long nothing is to be said, and when it was begun. */
type RefusedCall = { readonly chat: string; readonly waitMs: number; readonly begunAt: number }

/**
 * What Telegram bears over all chats. It tells nobody: calls go out unhindered until it says 429 in several chats at
 * once; then what it bore is kept to, and something faster is tried later. Times are milliseconds that never go back.
 */
export const createOverallRate = () => {
  let perSecond: number | undefined
  let closedUntil = -Infinity
  let atOnce = firstAtOnce
  let underWay = 0
  let busyAt = -Infinity
  const turns = createTurns()
  let cutAt = -Infinity
  let sinceCut = 0
  let found = 0
  let tryAfterMs = firstTryAfterMs
  let growth = 0
  let grownAt = 0
  let sharers = 1
  let carriedOut: number[] = []
  const evidence = createEvidence()

  /** Messages a second that were borne until now. */
  const borne = (now: number): number => {
    carriedOut = carriedOut.filter((at) => at > now - secondMs)
    const inLastSecond = carriedOut.length
    if (perSecond === undefined) return inLastSecond
    const openMs = now - closedUntil
    if (openMs < soonMs) return Math.min(inLastSecond, sinceCut / Math.max(1, openMs / secondMs))
    // The try of something faster failed: what was found before holds, and what was tried until just now.
    if (growth > 0) return Math.max(found, perSecond * 0.92)
    // It was only just too fast: the line is uneven.
    return inLastSecond > perSecond * 0.6 ? perSecond * 0.99 : inLastSecond
  }

  /** Slows down at once to what was borne. */
  const cut = (now: number, pauseMs: number): void => {
    const rate = Math.min(borne(now), perSecond ?? Infinity)
    const isAsBefore = rate > found * 0.85 && rate < found * 1.15
    // What a try costs has to be earned.
    const firstMs = Math.max(firstTryAfterMs, pauseMs * 5)
    tryAfterMs = isAsBefore ? Math.max(firstMs, Math.min(lastTryAfterMs, tryAfterMs * 2)) : firstMs
    found = rate
    perSecond = Math.max(slowest, rate * safety)
    cutAt = now
    sinceCut = 0
    growth = 0
    turns.empty(now)
  }

  /** Speeds up carefully, the longer it goes well the faster. */
  const speedUp = (now: number): void => {
    if (perSecond === undefined) return
    const seconds = Math.min(1, (now - grownAt) / secondMs)
    grownAt = now
    if (now - Math.max(cutAt, closedUntil) < tryAfterMs) return
    // Well beyond what was found before, that is no longer true.
    growth = Math.min(fastestGrowth, growth + (perSecond > found * 1.2 ? 4 : 1) * fasterEachSecond * seconds)
    perSecond *= 1 + growth * seconds
    if (perSecond > unhindered) perSecond = undefined
  }

  return {
    /** Milliseconds until somebody may speak; 0: now; Infinity: as soon as one of those under way has ended. */
    wait: (now: number): number => {
      if (now < closedUntil) return closedUntil - now
      if (underWay === 0 && now - busyAt > quietMs) atOnce = firstAtOnce
      if (underWay >= atOnce) return Infinity
      return perSecond === undefined ? 0 : turns.wait(perSecond, now)
    },

    /** Milliseconds for which Telegram wants to hear nothing from anybody. */
    closedFor: (now: number): number => Math.max(0, closedUntil - now),

    /** Somebody speaks, so many messages. */
    begin: (messages: number, now: number): void => {
      underWay += 1
      if (underWay > atOnce / 2) busyAt = now
      if (perSecond !== undefined) turns.spend(messages, perSecond, now)
    },

    /** It has ended; what was carried out shows that so much is borne. */
    end: (carriedOutMessages: number, now: number): void => {
      underWay -= 1
      if (carriedOutMessages === 0) return
      for (let i = 0; i < carriedOutMessages; i += 1) carriedOut.push(now)
      sinceCut += carriedOutMessages
      if (carriedOut.length > mostAtOnce * 40) carriedOut = carriedOut.filter((at) => at > now - secondMs)
      if (perSecond === undefined) atOnce = Math.min(mostAtOnce, atOnce + 0.5)
      speedUp(now)
    },

    /** Telegram said 429 in a private chat. True when it is about everybody, and all have to wait longer for it. */
    refused: (call: RefusedCall, now: number): boolean => {
      const until = evidence.add(call, now)
      if (until === undefined) return false
      // What was begun before the last cut tells nothing new.
      if (call.begunAt > cutAt) cut(now, until - now)
      const isLonger = until > closedUntil
      closedUntil = Math.max(closedUntil, until)
      return isLonger
    },

    /** So many processes speak for the bot: each has its share of what was found. */
    shareAmong: (processes: number): void => {
      if (perSecond !== undefined) perSecond *= sharers / processes
      found *= sharers / processes
      sharers = processes
    },

    /** Milliseconds until so many messages more are out. */
    estimate: (messages: number, now: number): number =>
      Math.max(0, closedUntil - now) + (perSecond === undefined ? 0 : (messages / perSecond) * secondMs),

    /** Messages a second that Telegram seems to bear; undefined: it has not complained. */
    perSecond: (): number | undefined => perSecond,
  }
}

// What was late may catch up with this much at once …
const catchUpMs = secondMs / 4
// … but in no second, and a little, may there be more than a second's worth: that is how Telegram is thought to count.
const windowMs = secondMs * 1.06

/**
 * Turns that come at a rate, evenly. What a late timer cost is made up for; who was silent for long has earned no rush.
 */
const createTurns = () => {
  let turns = 0
  let filledAt = 0
  let begun: number[] = []
  const fill = (perSecond: number, now: number): void => {
    const most = Math.max(1, (perSecond * catchUpMs) / secondMs)
    turns = Math.min(most, turns + ((now - filledAt) / secondMs) * perSecond)
    filledAt = now
  }
  const waitForWindow = (perSecond: number, now: number): number => {
    begun = begun.filter((at) => at > now - windowMs)
    const blocking = begun[begun.length - Math.max(1, Math.floor(perSecond))]
    return blocking === undefined ? 0 : blocking + windowMs - now
  }
  return {
    empty: (now: number): void => {
      turns = 0
      filledAt = now
    },
    /** Milliseconds until there is a turn. */
    wait: (perSecond: number, now: number): number => {
      fill(perSecond, now)
      const forTurn = turns >= 1 ? 0 : ((1 - turns) / perSecond) * secondMs
      return Math.max(forTurn, waitForWindow(perSecond, now))
    },
    /** An album costs as many turns as it has pictures: some may be owed. */
    spend: (messages: number, perSecond: number, now: number): void => {
      fill(perSecond, now)
      turns -= messages
      for (let i = 0; i < messages; i += 1) begun.push(now)
    },
  }
}

/** Tells whether 429 is about everybody. */
const createEvidence = () => {
  let refusals = new Map<string, { readonly at: number; readonly until: number }>()
  return {
    /**
     * Until when all have to wait; undefined when it may be about one chat. The longest wait is left out, for it may be
     * about its chat.
     */
    add: ({ chat, waitMs }: RefusedCall, now: number): number | undefined => {
      refusals = new Map([...refusals].filter(([, { at }]) => at > now - togetherMs))
      refusals.set(chat, { at: now, until: now + waitMs })
      return [...refusals.values()].map(({ until }) => until).sort((a, b) => b - a)[1]
    },
  }
}
