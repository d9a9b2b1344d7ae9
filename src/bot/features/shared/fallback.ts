import type { InlineKeyboard } from 'grammy'
import { kindOf, type MessageKind } from '../../telegram/reading/kinds.js'
import type { Ctx } from '../../ui/context.js'
import type { Feature, FeatureNeeds } from '../../ui/feature.js'
import { show } from '../../ui/screen.js'
import { doorsButtons } from '../../views/door.js'
import { mainButtons } from '../../views/mainButtons.js'

/** Says that the bot cannot make sense of a message; `keyboard`: the ways on from here. */
export const showNotUnderstood = (ctx: Ctx, keyboard: InlineKeyboard = mainButtons(ctx.speech)): Promise<void> =>
  show(ctx, { html: ctx.speech.say(hintFor(ctx)), keyboard })

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

/** Words, pictures and the like that nothing else took. Whoever stands at a door gets the way back to it. */
export const createFallback = ({ services: { doorView } }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'fallback',
  messages: async (ctx) => {
    if (isService(ctx)) return true
    const door = await doorView.current(ctx.person.id)
    await showNotUnderstood(ctx, door && doorsButtons(ctx.speech, door.event.id))
    return true
  },
})

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
