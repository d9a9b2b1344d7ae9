import type { Chat, User } from 'grammy/types'
import type { MessageLog } from './messages.js'

/** Whether a person ever wrote to the bot, and whether the bot may write to them. */
export type Contact = 'never' | 'open' | 'blocked' | 'deactivated'

/**
 * What one callback query was answered with: a toast, an alert, or an address to open; no text when it only stops the
 * spinner.
 */
export type Toast = { readonly text?: string; readonly alert: boolean; readonly url?: string }

/** A person as the world keeps them. */
export type PersonState = { readonly user: User; contact: Contact; readonly toasts: Toast[] }

/** What a person is in a chat. */
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked'

/** A chat as the world keeps it. */
export type ChatState = {
  /** Telegram's Chat object as it stands in messages. */
  readonly chat: Chat
  readonly log: MessageLog
  readonly members: Map<number, { readonly user: User; status: MemberStatus }>
  /** Forum topics by thread id. */
  readonly topics: Map<number, string>
  /** The other end of a private chat. */
  readonly person: PersonState | undefined
  readonly nextMessageId: () => number
  muted: boolean
  upgradedTo: number | undefined
  pinned: number | undefined
}
