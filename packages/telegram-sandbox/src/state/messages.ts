import { randomInt } from 'node:crypto'
import type { Message } from 'grammy/types'
import type { ReplyMarkup } from '../formatting/keyboards.js'

/** A message as the sandbox keeps it: Telegram's own object, and what is known of it beside. */
export type KeptMessage = {
  readonly message: Message
  readonly fromBot: boolean
  /** Its keyboard of either kind; Telegram's Message shows inline keyboards only. */
  readonly markup: ReplyMarkup | undefined
  readonly edits: number
}

/** The messages of one chat in the order of their ids. */
export type MessageLog = {
  readonly add: (kept: KeptMessage) => void
  readonly get: (id: number) => KeptMessage | undefined
  /** Also finds one of the latest 1,000 deleted messages: its buttons may still be on somebody's screen. */
  readonly recall: (id: number) => KeptMessage | undefined
  readonly replace: (kept: KeptMessage) => void
  readonly remove: (id: number) => boolean
  readonly all: () => readonly KeptMessage[]
  /** The newest message for which the question is answered yes. */
  readonly newest: (question: (kept: KeptMessage) => boolean) => KeptMessage | undefined
}

const captioned = ['photo', 'video', 'animation', 'audio', 'document', 'voice'] as const

/** Words may stand below everything that has a file, but for round videos and stickers. */
export const isCaptionable = (message: Message): boolean => captioned.some((name) => message[name] !== undefined)

/** A number for what is sent together. */
export const newAlbumId = (): string => `${randomInt(2 ** 47)}000`

const mostRemoved = 1000

/** Keeps a chat's messages; every operation costs the same however many there are. */
export const createMessageLog = (): MessageLog => {
  const live = new Map<number, KeptMessage>()
  const removed = new Map<number, KeptMessage>()
  const ids: number[] = []
  const newest = (question: (kept: KeptMessage) => boolean): KeptMessage | undefined => {
    for (let index = ids.length - 1; index >= 0; index -= 1) {
      const kept = live.get(ids[index] ?? 0)
      if (kept !== undefined && question(kept)) return kept
    }
    return undefined
  }
  return {
    add: (kept) => {
      live.set(kept.message.message_id, kept)
      ids.push(kept.message.message_id)
    },
    get: (id) => live.get(id),
    recall: (id) => live.get(id) ?? removed.get(id),
    replace: (kept) => void live.set(kept.message.message_id, kept),
    remove: (id) => {
      const kept = live.get(id)
      if (kept !== undefined) removed.set(id, kept)
      const [oldest] = removed.keys()
      if (oldest !== undefined && removed.size > mostRemoved) removed.delete(oldest)
      return live.delete(id)
    },
    all: () => [...live.values()],
    newest,
  }
}
