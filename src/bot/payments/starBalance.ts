import { stars } from '../../domain/money.js'
import type { Html } from '../../texts/html.js'
import type { Ctx } from '../ui/context.js'
import { moneyIn } from '../ui/format.js'

/**
 * A warning when the bot has fewer Stars than are to go back: the owner may have taken them out. undefined when there
 * are enough, and when Telegram does not tell: that holds nobody up.
 */
export const starsLackingText = async (ctx: Ctx, neededMinor: number): Promise<Html | undefined> => {
  if (neededMinor <= 0) return undefined
  const balance = await ctx.api.getMyStarBalance().catch(() => undefined)
  if (!balance || balance.amount >= neededMinor) return undefined
  const inStars = (minor: number): string => moneyIn(ctx.speech, { minor, currency: stars })
  return ctx.speech.say('stars-lacking', { has: inStars(balance.amount), needed: inStars(neededMinor) })
}
