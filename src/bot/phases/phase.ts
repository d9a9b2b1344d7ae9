import type { Ctx } from '../ui/context.js'

/** One stage that an update goes through; the bot is a list of them. */
export type Phase = {
  readonly name: string
  /** The features that stand in it, in the order in which they are asked. */
  readonly features: readonly string[]
  /** True when the update is taken: no later phase sees it. */
  readonly take: (ctx: Ctx) => boolean | Promise<boolean>
}
