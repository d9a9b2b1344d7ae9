import type { User } from 'grammy/types'
import { createCallbacks } from './callbacks.js'
import type { CallbackQueries } from './callbacks.js'
import type { ChatState, PersonState } from './chatState.js'
import { createCounter } from './counter.js'
import { createFiles } from './files.js'
import type { FileStore } from './files.js'
import type { Happening } from '../watching/happenings.js'
import { createLimits } from './limits.js'
import type { OverallLimit, RateLimits } from './limits.js'
import { createPayments } from '../payments/payments.js'
import type { Payments } from '../payments/payments.js'
import { createProfile } from './profile.js'
import type { BotProfile } from './profile.js'
import { createUpdates } from './updates.js'
import type { UpdateQueue } from './updates.js'

export type { ChatState, Contact, MemberStatus, PersonState, Toast } from './chatState.js'

/** Everything the pretend Telegram knows; methods and people change it, nobody else. */
export type World = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly bot: User
  /** HTML tags that this server does not know. */
  readonly unknownTags: ReadonlySet<string>
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
  overallLimit,
  unknownTags,
  watch,
}: {
  readonly bot: User
  readonly now: () => number
  readonly strictRates: boolean
  readonly overallLimit?: OverallLimit | undefined
  readonly unknownTags: readonly string[] | undefined
  readonly watch: Pick<World, 'emit' | 'isWatched'>
}): World => ({
  now,
  bot,
  unknownTags: new Set(unknownTags),
  people: new Map(),
  chats: new Map(),
  updates: createUpdates(now),
  files: createFiles(),
  callbacks: createCallbacks(now),
  payments: createPayments(now),
  limits: createLimits({ now, isStrict: strictRates, overall: overallLimit }),
  profile: createProfile(bot.first_name),
  nextSharedId: createCounter(1),
  emit: watch.emit,
  isWatched: watch.isWatched,
})
