import { InlineKeyboard } from 'grammy'
import type { RefusalCode, RefusalFacts } from '../../domain/refusal.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import type { Ctx } from './context.js'
import { lines } from './format.js'
import { routes } from './routes.js'
import { type Screen, show } from './screen.js'

/** A refusal, thrown or as data. */
export type Refused = { readonly code: RefusalCode; readonly facts?: RefusalFacts }

/** The sentence of a refusal, for a screen; behind it what was understood, where that is among its facts. */
export const refusalText = (speech: Speech, { code, facts }: Refused): Html => {
  const sentence = speech.say(`refusal-${code}`, facts)
  const when = facts?.['understood']
  return when === undefined ? sentence : lines(sentence, speech.say('understood-as', { when }))
}

/** The sentence of the refusal that this update met, for a screen that shows it; it is noted for the log. */
export const noteRefusal = (ctx: Ctx, refusal: Refused): Html => {
  ctx.refused = refusal.code
  return refusalText(ctx.speech, refusal)
}

/** Speaks a refusal over the chat, as the answer to a press. */
export const refusalToast = (ctx: Ctx, { code, facts }: Refused) => {
  ctx.refused = code
  return { text: ctx.speech.label(`refusal-${code}`, facts), alert: true } as const
}

// Only the organizer can help.
const sendsToOrganizer: ReadonlySet<RefusalCode> = new Set([
  ...(['noWayToPay', 'totalTooSmall', 'totalTooLarge', 'promoCodeTooMuch'] as const),
  ...(['starsAreWhole', 'giveBackClosed'] as const),
])

/** The way to the organizer, where a refusal sends somebody to them; undefined elsewhere. */
export const wayToOrganizer = (speech: Speech, { code, facts }: Refused): InlineKeyboard | undefined => {
  const eventId = facts?.['eventId']
  return sendsToOrganizer.has(code) && typeof eventId === 'number'
    ? new InlineKeyboard().text(speech.label('button-ask-organizer'), routes.askOrganizer.data({ eventId }))
    : undefined
}

/** Speaks a refusal in the chat, in a message of its own. */
export const refuse = async (
  ctx: Ctx,
  refusal: Refused,
  keyboard: Screen['keyboard'] = wayToOrganizer(ctx.speech, refusal),
): Promise<void> => {
  await show(ctx, { html: noteRefusal(ctx, refusal), keyboard })
}
