import { usualTiming } from '../app/timing.js'
import { type BotAccess, createTelegram, type TelegramTimeouts } from '../bot/telegram/api.js'
import { createBudget } from '../bot/telegram/rateLimitBudget.js'
import { type Clock, systemClock } from '../runtime/clock.js'
import { createLog } from '../runtime/log.js'

/** Telegram for a command that talks to a person itself: it writes no log. `timeouts`: where they are not the usual. */
export const quietTelegram = (
  access: BotAccess,
  {
    clock = systemClock,
    timeouts = {},
  }: { readonly clock?: Clock; readonly timeouts?: Partial<TelegramTimeouts> } = {},
) =>
  createTelegram({
    access,
    timeouts: { ...usualTiming.telegram, ...timeouts },
    clock,
    log: createLog({ level: 'silent', secrets: [] }),
    budget: createBudget({ clock }),
  })
