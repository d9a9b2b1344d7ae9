import { kindOf, type MessageKind } from '../../telegram/reading/kinds.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature } from '../../ui/feature.js'
import { show } from '../../ui/screen.js'
import { mainButtons } from '../../views/mainButtons.js'

/** Says that the bot cannot make sense of a message. */
export const showNotUnderstood = (ctx: Ctx): Promise<void> =>
  show(ctx, { html: ctx.speech.say(hintFor(ctx)), keyboard: mainButtons(ctx.speech) })

// What cannot be read is named: whoever spoke does not wait for an answer to what nobody heard.
const hintFor = ({ message }: Ctx): string => hints[kindOf(message) ?? 'document'] ?? 'not-understood'

const hints: Readonly<Partial<Record<MessageKind, string>>> = {
  voice: 'hint-voice',
  audio: 'hint-voice',
  video_note: 'hint-voice',
  sticker: 'hint-sticker',
  animation: 'hint-sticker',
  dice: 'hint-sticker',
  contact: 'hint-contact',
  location: 'hint-location',
  poll: 'hint-poll',
}

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
