import { randomInt } from 'node:crypto'
import type { Update } from 'grammy/types'

/** What is new, without the id it is given. */
type News = Omit<Update, 'update_id'>

export type QueuedUpdate = { readonly update: Update; readonly at: number; readonly copies: number }

export type UpdateQueue = {
  /** Gives the news an id and queues it, unless the bot did not ask for its kind or is not there to hear it. */
  readonly push: (news: News, isHeard?: boolean) => Update
  /** Waiting updates, oldest first, without those older than 24 hours. */
  readonly waiting: () => Iterable<QueuedUpdate>
  /** Takes away one that was delivered. */
  readonly drop: (id: number) => void
  /** Takes away everything before this id. */
  readonly confirm: (offset: number) => void
  readonly clear: () => void
  readonly pending: () => number
  readonly allowed: () => readonly string[]
  readonly allow: (kinds: readonly string[]) => void
  /** Deliver every update so many times from now on, or only those for which the question is answered yes. */
  readonly repeat: (times: number, question?: (update: Update) => boolean) => void
  /** Hears of every queued update; gives back how to stop hearing. */
  readonly onNews: (listener: (update: Update) => void) => () => void
}

const lifetimeMs = 24 * 60 * 60 * 1000
// Telegram sends these only to who asks for them by name.
const onlyOnRequest = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])

const kindOf = (news: News): string => Object.keys(news)[0] ?? ''

/** The bot's queue of updates; ids rise by one from a random start. */
export const createUpdates = (now: () => number): UpdateQueue => {
  const listeners = new Set<(update: Update) => void>()
  const queue = new Map<number, QueuedUpdate>()
  let nextId = randomInt(100_000_000, 900_000_000)
  let kinds: readonly string[] = []
  let times = 1
  let isRepeated: (update: Update) => boolean = () => true

  const isWanted = (news: News): boolean =>
    kinds.length === 0 ? !onlyOnRequest.has(kindOf(news)) : kinds.includes(kindOf(news))
  const dropWhile = (isOver: (queued: QueuedUpdate) => boolean): void => {
    for (const [id, queued] of queue) {
      if (!isOver(queued)) return
      queue.delete(id)
    }
  }
  const copiesOf = (update: Update): number => {
    // Who is asked may end the repeating with this update.
    const count = times
    return isRepeated(update) ? count : 1
  }
  const push = (news: News, isHeard = true): Update => {
    const update: Update = { update_id: nextId, ...news }
    nextId += 1
    if (!isHeard || !isWanted(news)) return update
    queue.set(update.update_id, { update, at: now(), copies: copiesOf(update) })
    for (const listener of listeners) listener(update)
    return update
  }
  return {
    push,
    waiting: () => {
      dropWhile(({ at }) => at <= now() - lifetimeMs)
      return queue.values()
    },
    drop: (id) => void queue.delete(id),
    confirm: (offset) => dropWhile(({ update }) => update.update_id < offset),
    clear: () => queue.clear(),
    pending: () => queue.size,
    allowed: () => kinds,
    allow: (wanted) => void (kinds = wanted),
    repeat: (count, question = () => true) => {
      times = Math.max(1, count)
      isRepeated = question
    },
    onNews: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
