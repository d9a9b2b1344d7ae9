import type { UserFromGetMe } from 'grammy/types'
import type { DoorScreens } from '../live/doorScreens.js'
import type { GuestProgress } from '../live/guestProgress.js'
import type { HoldCountdown } from '../live/holdCountdown.js'
import type { RefundProgress } from '../live/refundProgress.js'
import type { BotAccess, Telegram } from '../telegram/api.js'
import type { Budget } from '../telegram/rateLimitBudget.js'
import type { FeatureNeeds } from '../ui/feature.js'

/** What the bot is made of. */
export type BotNeeds = FeatureNeeds & {
  readonly access: BotAccess
  readonly me: UserFromGetMe
  readonly telegram: Pick<Telegram, 'replying'>
  readonly budget: Budget
  readonly liveDoors: Pick<DoorScreens, 'wake'>
  readonly liveHolds: Pick<HoldCountdown, 'wake'>
  readonly liveGuests: Pick<GuestProgress, 'wake'>
  readonly liveRefunds: Pick<RefundProgress, 'show' | 'leave' | 'wake'>
}
