import type { Ctx } from './context.js'

/**
 * What links into the bot open, by their prefix: an event, a ticket, an invitation to the door, a gift, tickets of a
 * guest list.
 */
export type DeepLinks = Readonly<Record<'e' | 't' | 's' | 'g' | 'l', (ctx: Ctx, rest: string) => Promise<void>>>

const known = /^(?<prefix>[etsgl])_(?<rest>[\w-]{1,62})$/u

const isPrefix = (prefix: string, deepLinks: DeepLinks): prefix is keyof DeepLinks => Object.hasOwn(deepLinks, prefix)

/** Opens what a link stands for ("t_…"); false when it stands for nothing. */
export const openDeepLink = async (deepLinks: DeepLinks, ctx: Ctx, payload: string): Promise<boolean> => {
  const { prefix = '', rest = '' } = known.exec(payload)?.groups ?? {}
  if (!isPrefix(prefix, deepLinks)) return false
  await deepLinks[prefix](ctx, rest)
  return true
}
