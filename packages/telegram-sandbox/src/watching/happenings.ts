import type {
  InlineKeyboardButton,
  KeyboardButton,
  Message,
  MessageEntity,
  PhotoSize,
  Document,
  Update,
  User,
} from 'grammy/types'
import type { Call } from '../server/journal.js'
import type { ReplyMarkup } from '../formatting/keyboards.js'
import type { Toast } from '../state/chatState.js'

/** A message as a chat client would show it. */
export type SandboxMessage = {
  readonly message_id: number
  readonly chatId: number
  readonly threadId?: number
  readonly fromBot: boolean
  /** Missing in channels. */
  readonly from?: User
  /** Text or caption, plain; '' when there is neither. */
  readonly text: string
  readonly caption?: string
  readonly entities: readonly MessageEntity[]
  /** The text with its entities as HTML that is safe to show. */
  readonly html: string
  readonly photo?: readonly PhotoSize[]
  readonly document?: Document
  readonly keyboard: readonly (readonly (InlineKeyboardButton | KeyboardButton)[])[]
  readonly keyboardKind?: 'inline' | 'reply'
  /** The keyboard of any kind with all that the bot said about it: placeholder, one_time_keyboard … */
  readonly markup?: ReplyMarkup
  /** Unix seconds. */
  readonly date: number
  readonly edited: boolean
  readonly protectContent: boolean
  /** Telegram's own object. */
  readonly message: Message
}

/** Something that happened in the pretend Telegram, in the order it happened. */
export type Happening =
  | { readonly kind: 'messageSent'; readonly chatId: number; readonly message: SandboxMessage }
  | { readonly kind: 'messageEdited'; readonly chatId: number; readonly message: SandboxMessage }
  | { readonly kind: 'messageDeleted'; readonly chatId: number; readonly messageId: number }
  | { readonly kind: 'messagePinned'; readonly chatId: number; readonly messageId: number }
  | { readonly kind: 'callbackAnswered'; readonly personId: number; readonly queryId: string; readonly toast: Toast }
  | { readonly kind: 'chatAction'; readonly chatId: number; readonly threadId?: number; readonly action: string }
  | { readonly kind: 'chatAppeared'; readonly chatId: number }
  /** Its members, topics, rights or pinned message are others now. */
  | { readonly kind: 'chatChanged'; readonly chatId: number }
  | { readonly kind: 'chatUpgraded'; readonly chatId: number; readonly toChatId: number }
  | {
      readonly kind: 'contactChanged'
      readonly personId: number
      readonly contact: 'never' | 'open' | 'blocked' | 'deactivated'
    }
  | {
      readonly kind: 'profileChanged'
      readonly what: 'commands' | 'name' | 'description' | 'shortDescription' | 'menuButton'
    }
  | { readonly kind: 'updateQueued'; readonly update: Update }
  | { readonly kind: 'callStarted'; readonly method: string }
  | { readonly kind: 'callFinished'; readonly call: Call }
