import type { Urgency } from '../../domain/announcement.js'
import type { Clock } from '../../runtime/clock.js'
import { createBesideBulk } from './pace/besideBulk.js'
import { type ChatLimits, type ChatPace, createChatPace, groupLimits, privateLimits } from './pace/chatPace.js'
import { createEvenPace } from './pace/evenPace.js'
import { createOverallRate } from './pace/overallRate.js'
import { createTurns } from './turns.js'

/**
 * Who speaks first: answers to what a person just did, tickets and money, the notification chat, messages that redraw
 * themselves, pictures of tickets whose codes were told, and what nobody waits for.
 */
const precedence = ['reply', 'personal', 'chat', 'live', 'pictures', 'bulk'] as const

/** See `precedence`: the urgencies of announcements, answers, and messages that redraw themselves. */
export type Precedence = Urgency | 'reply' | 'live'

/** What is to be said: to whom, and how many messages it counts for. */
export type Saying = { readonly chat: string; readonly messages: number; readonly urgency: Precedence }

/** What became of a try to say something: how many messages came of it, and in how long to come back after 429. */
type Try = { readonly carriedOut: number; readonly laterMs?: number | undefined; readonly again?: boolean }

/** Something that waits for its turn. `go` never rejects. */
export type Waiting = {
  readonly saying: Saying
  readonly go: () => Promise<Try>
  /** It has to wait, for about so many milliseconds. */
  readonly waits: (aboutMs: number) => void
  /** It is not said: everything ends. */
  readonly abandon: () => void
}

/** One thing after another in one chat. */
export type Lane<W extends Waiting> = {
  readonly chat: string
  readonly pace: ChatPace
  readonly waiting: W[]
  isSpeaking: boolean
  isAsleep: boolean
}

/** The limits that are known. */
export type SpeakingLimits = {
  readonly private: ChatLimits
  readonly group: ChatLimits
  /** Messages a second that nobody waits for. */
  readonly bulkPerSecond: number
}

/**
 * The published limits; "about 30 users per second" for bulk notifications
 * (https://core.telegram.org/bots/faq#how-can-i-message-all-of-my-bot-39s-subscribers-at-once).
 */
export const usualLimits: SpeakingLimits = { private: privateLimits, group: groupLimits, bulkPerSecond: 30 }

type Needs = { readonly clock: Clock; readonly limits: SpeakingLimits }

const manyLanes = 1000

const isPublic = (chat: string): boolean => chat.startsWith('-') || chat.startsWith('@')
/** The limits of a chat: groups and channels have others than people. */
export const limitsOf = (limits: SpeakingLimits, chat: string): ChatLimits =>
  isPublic(chat) ? limits.group : limits.private

const rank = (urgency: Precedence): number => precedence.indexOf(urgency)
const bulkRank = rank('bulk')

/**
 * Where everything that is to be said waits. In a chat one thing is said after another; over all, who is most urgent
 * goes first.
 */
export const createSpeakingQueue = <W extends Waiting>({ clock, limits }: Needs) => {
  const now = (): number => clock.elapsed()
  const capacity = createCapacity(limits)
  const lanes = createLanes<W>(limits, now)
  const turns = createTurns<Lane<W>>({ ranks: precedence.length })
  const alarm = createAlarm(clock)
  let isClosed = false

  /** The lane may speak as soon as its chat's pace allows. */
  const lineUp = (lane: Lane<W>): void => {
    const [head] = lane.waiting
    if (!head || lane.isSpeaking || lane.isAsleep) return
    const waitMs = lane.pace.wait(now())
    if (waitMs <= 0) return turns.add(lane, rank(head.saying.urgency))
    lane.isAsleep = true
    alarm.after(waitMs, () => {
      lane.isAsleep = false
      lineUp(lane)
      pump()
    })
  }

  const speak = async (lane: Lane<W>, one: W): Promise<void> => {
    lanes.take(one)
    lane.isSpeaking = true
    const begunAt = now()
    lane.pace.count(one.saying.messages, begunAt)
    capacity.begin(one.saying, begunAt)
    const { carriedOut, laterMs, again } = await one.go()
    capacity.end(carriedOut, now())
    if (laterMs !== undefined) refused(lane, laterMs, begunAt)
    lane.isSpeaking = false
    if (again) putBack(lane, one)
    lineUp(lane)
    lanes.forgetQuiet()
    pump()
  }

  const putBack = (lane: Lane<W>, one: W): void => {
    if (isClosed) return one.abandon()
    lanes.put(one, 0)
    one.waits(estimate(lane, one))
  }

  /** 429: for the chat, or for everybody. */
  const refused = (lane: Lane<W>, laterMs: number, begunAt: number): void => {
    lane.pace.pause(now() + laterMs)
    if (isPublic(lane.chat) || !capacity.refused({ chat: lane.chat, waitMs: laterMs, begunAt }, now())) return
    for (const other of lanes.all()) for (const one of other.waiting) one.waits(estimate(other, one))
  }

  const estimate = (lane: Lane<W>, { saying }: W): number =>
    Math.max(lane.pace.wait(now()), capacity.estimate(saying.urgency === 'reply' ? lanes.size() : 0, now()))

  /** Lets speak whoever may. */
  const pump = (): void => {
    while (!turns.isEmpty()) {
      const waitMs = capacity.waitBeside(lanes.pressing(), now())
      // Whoever has ended calls again.
      if (waitMs === Infinity) return
      if (waitMs > 0) return alarm.atLatest(waitMs, pump)
      const bulkMs = capacity.bulkWait(now())
      const lane = turns.next(bulkMs > 0 ? bulkRank - 1 : bulkRank)
      if (!lane) return alarm.atLatest(bulkMs, pump)
      const [head] = lane.waiting
      if (head && !lane.isSpeaking && !lane.isAsleep) void speak(lane, head)
    }
  }

  const close = (): void => {
    isClosed = true
    for (const { waiting } of lanes.all())
      for (const one of [...waiting]) if (lanes.take(one) !== undefined) one.abandon()
  }

  return {
    /** Nothing waits any more: what cannot be said at once is abandoned. */
    close,

    /** What waits for a chat, in the order in which it will be said. */
    waitingIn: (chat: string): readonly W[] => [...lanes.of(chat).waiting],

    /** Lines something up behind what is as urgent; whether it has to wait. */
    add: (one: W): boolean => {
      const lane = lanes.of(one.saying.chat)
      lanes.put(one)
      lineUp(lane)
      pump()
      if (!lane.waiting.includes(one)) return false
      if (isClosed) close()
      else one.waits(estimate(lane, one))
      return !isClosed
    },

    /** Puts something in the place of what waits, or takes it out; false when it does not wait. */
    replace: (old: W, one?: W): boolean => {
      const place = lanes.take(old)
      if (one && place !== undefined) lanes.put(one, place)
      one?.waits(estimate(lanes.of(one.saying.chat), one))
      return place !== undefined
    },

    /** Milliseconds until something could be said in a chat, if nobody else spoke. */
    wait: (chat: string): number => Math.max(lanes.of(chat).pace.wait(now()), capacity.closedFor(now())),

    /** So many processes speak for the bot: each has its share. */
    shareAmong: capacity.shareAmong,

    /** How many messages wait. */
    size: lanes.size,

    /** When somebody who waits may speak, by the clock; undefined when nobody waits for a time. */
    nextAt: (): number | undefined => (lanes.size() === 0 ? undefined : alarm.nextAt()),

    /** Messages a second that Telegram seems to bear; undefined: it has not complained. */
    perSecond: capacity.perSecond,
  }
}

/** Where everything that is to be said waits: see `createSpeakingQueue`. */
export type SpeakingQueue<W extends Waiting> = ReturnType<typeof createSpeakingQueue<W>>

/** Puts something behind what is as urgent. */
const insert = <W extends Waiting>(waiting: W[], one: W): void => {
  const behind = waiting.findIndex((other) => rank(other.saying.urgency) > rank(one.saying.urgency))
  waiting.splice(behind < 0 ? waiting.length : behind, 0, one)
}

/** A lane for each chat; those that have been quiet for long are forgotten. */
const createLanes = <W extends Waiting>(limits: SpeakingLimits, now: () => number) => {
  const lanes = new Map<string, Lane<W>>()
  const isQuiet = ({ waiting, isSpeaking, isAsleep, pace }: Lane<W>): boolean =>
    waiting.length === 0 && !isSpeaking && !isAsleep && pace.isForgotten(now())
  let many = manyLanes
  let messages = 0
  let pressing = 0
  const count = ({ saying }: W, sign: 1 | -1): void => {
    messages += sign * saying.messages
    if (saying.urgency !== 'bulk') pressing += sign * saying.messages
  }
  const of = (chat: string): Lane<W> => {
    const known = lanes.get(chat)
    if (known) return known
    const pace = createChatPace(limitsOf(limits, chat))
    const lane = { chat, pace, waiting: [], isSpeaking: false, isAsleep: false }
    lanes.set(chat, lane)
    return lane
  }
  return {
    of,
    /** How many messages wait. */
    size: (): number => messages,
    /** How many of them are no bulk. */
    pressing: (): number => pressing,
    /** Puts something into its lane: behind what is as urgent, or at a place. */
    put: (one: W, place?: number): void => {
      count(one, 1)
      const { waiting } = of(one.saying.chat)
      if (place === undefined) insert(waiting, one)
      else waiting.splice(place, 0, one)
    },
    /** Takes something out of its lane; where it was, or undefined if it does not wait. */
    take: (one: W): number | undefined => {
      const { waiting } = of(one.saying.chat)
      const place = waiting.indexOf(one)
      if (place < 0) return undefined
      count(one, -1)
      waiting.splice(place, 1)
      return place
    },
    all: () => lanes.values(),
    forgetQuiet: (): void => {
      if (lanes.size < many) return
      for (const [chat, lane] of lanes) if (isQuiet(lane)) lanes.delete(chat)
      many = Math.max(manyLanes, lanes.size * 2)
    },
  }
}

/** What may be said over all, and how much of it by those for whom nobody waits. */
const createCapacity = ({ bulkPerSecond }: SpeakingLimits) => {
  const overall = createOverallRate()
  const bulk = createEvenPace(bulkPerSecond)
  const beside = createBesideBulk(bulkPerSecond)
  const isUnknown = (): boolean => overall.perSecond() === undefined
  return {
    ...overall,
    /** Milliseconds until somebody may speak where so many messages wait that are no bulk; see `overall.wait`. */
    waitBeside: (pressing: number, now: number): number =>
      overall.wait(now) || (isUnknown() ? beside.wait(pressing, now) : 0),
    bulkWait: (now: number): number => Math.max(bulk.wait(now), isUnknown() ? beside.bulkWait(now) : 0),
    begin: ({ messages, urgency }: Saying, now: number): void => {
      overall.begin(messages, now)
      if (urgency === 'bulk') bulk.count(messages, now)
      beside.count(messages, urgency === 'bulk', now)
    },
    end: (carriedOut: number, now: number): void => {
      overall.end(carriedOut, now)
      beside.carriedOut(carriedOut, now)
    },
    shareAmong: (processes: number): void => {
      bulk.shareAmong(processes)
      beside.shareAmong(processes)
      overall.shareAmong(processes)
    },
  }
}

/** Wakes whoever waits for a time. */
const createAlarm = (clock: Clock) => {
  const now = (): number => clock.elapsed()
  const times = new Set<number>()
  let earliest = Infinity
  const after = (ms: number, wake: () => void): void => {
    const at = now() + Math.max(1, Math.ceil(ms))
    times.add(at)
    void clock.sleep(at - now()).then(() => {
      times.delete(at)
      wake()
    })
  }
  return {
    after,
    /** The same, where an earlier waking does as well. */
    atLatest: (ms: number, wake: () => void): void => {
      const at = now() + Math.max(1, Math.ceil(ms))
      if (at >= earliest) return
      earliest = at
      after(ms, () => {
        if (earliest === at) earliest = Infinity
        wake()
      })
    },
    nextAt: (): number | undefined =>
      times.size === 0 ? undefined : clock.now() + Math.max(0, Math.min(...times) - now()),
  }
}
