import type { Chat, User } from 'grammy/types'
import { createCallbacks } from './callbacks.js'
import type { CallbackQueries } from './callbacks.js'
import { createCounter } from './counter.js'
import { createFiles } from './files.js'
import type { FileStore } from './files.js'
import type { Happening } from './happenings.js'
import { createLimits } from './limits.js'
import type { RateLimits } from './limits.js'
import type { MessageLog } from './messages.js'
import { createPayments } from '../payments/payments.js'
import type { Payments } from '../payments/payments.js'
import { createProfile } from './profile.js'
import type { BotProfile } from './profile.js'
import { createUpdates } from './updates.js'
import type { UpdateQueue } from './updates.js'

/** Whether a person ever wrote to the bot, and whether the bot may write to them. */
export type Contact = 'never' | 'open' | 'blocked' | 'deactivated'

/**
 * What one callback query was answered with: a toast, an alert, or an address to open; no text when it only stops the
 * spinner.
 */
export type Toast = { readonly text?: string; readonly alert: boolean; readonly url?: string }

export type PersonState = { readonly user: User; contact: Contact; readonly toasts: Toast[] }

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked'

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

/** Everything the pretend Telegram knows; methods and people change it, nobody else. */
export type World = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly bot: User
  readonly people: Map<number, PersonState>
  readonly chats: Map<number, ChatState>
  readonly updates: UpdateQueue
  readonly files: FileStore
  readonly callbacks: CallbackQueries
  readonly payments: Payments
  readonly limits: RateLimits
  readonly profile: BotProfile
  /** Message ids of private chats and basic groups rise together for one bot account. */
  readonly nextSharedId: () => number
  readonly emit: (happening: Happening) => void
  /** True when somebody listens: what is only made for listeners need not be made. */
  readonly isWatched: () => boolean
}

/** Unix time in seconds, as Telegram dates things. */
export const unixTime = (world: World): number => Math.floor(world.now() / 1000)

/** A world with the bot in it and nobody else. */
export const createWorld = ({
  bot,
  now,
  strictRates,
  watch,
}: {
  readonly bot: User
  readonly now: () => number
  readonly strictRates: boolean
  readonly watch: Pick<World, 'emit' | 'isWatched'>
}): World => ({
  now,
  bot,
  people: new Map(),
  chats: new Map(),
  updates: createUpdates(now),
  files: createFiles(),
  callbacks: createCallbacks(now),
  payments: createPayments(now),
  limits: createLimits({ now, isStrict: strictRates }),
  profile: createProfile(bot.first_name),
  nextSharedId: createCounter(1),
  emit: watch.emit,
  isWatched: watch.isWatched,
})
