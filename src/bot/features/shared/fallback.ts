import type { Ctx } from '../../ui/context.js'
import type { Feature } from '../../ui/feature.js'
import { show } from '../../ui/screen.js'
import { mainButtons } from '../../views/mainButtons.js'

/** Says that the bot cannot make sense of a message. */
export const showNotUnderstood = (ctx: Ctx): Promise<void> =>
  show(ctx, { html: ctx.speech.say('not-understood'), keyboard: mainButtons(ctx.speech) })

/** Words, pictures and the like that nothing else took. */
export const fallback: Feature = {
  name: 'fallback',
  messages: async (ctx) => {
    if (!isService(ctx)) await showNotUnderstood(ctx)
    return true
  },
}

// Pins, timers, boosts and the like come as messages, too; nobody said anything.
const isService = (ctx: Ctx): boolean =>
  !ctx.has([
    ':text',
    ':media',
    ':file',
    ':sticker',
    ':contact',
    ':location',
    ':venue',
    ':poll',
    ':dice',
    ':story',
    ':game',
  ])
