import type { MiddlewareFn } from 'grammy'
import type { Ctx } from '../../../ui/context.js'

/**
 * The same conversation, but a state that another version of the form wrote is left behind, and the update goes on to
 * whoever resumes the draft.
 */
export const recoverReplay =
  (conversation: MiddlewareFn<Ctx>): MiddlewareFn<Ctx> =>
  async (ctx, next) => {
    const passedOn = { yet: false }
    try {
      await conversation(ctx, () => {
        passedOn.yet = true
        return next()
      })
    } catch (error) {
      if (passedOn.yet || !isBadReplay(error)) throw error
      await ctx.conversation.exitAll()
      await next()
    }
  }

const isBadReplay = (error: unknown): boolean =>
  error instanceof Error && /^Bad replay|^No op \d+ in state/u.test(error.message)
