import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { type Press, press, type Toast } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { guestKeyboard } from '../../../views/guests/guestMessages.js'

/** A guest wants to hear no more of what an organizer writes, or wants to again: below such a message. */
export const createOrganizers = ({ services: { guestMessages } }: Pick<FeatureNeeds, 'services'>): Feature => {
  const turn = async (ctx: Press, eventId: number, isOn: boolean): Promise<Toast> => {
    const event = await guestMessages.mute({ personId: ctx.person.id, eventId, isOn })
    if (event.organizerId === ctx.person.id) return { text: ctx.speech.label('guest-own'), alert: true }
    await redrawKeyboard(ctx, guestKeyboard(ctx.speech, event, { isMuted: isOn }))
    return { text: ctx.speech.label(isOn ? 'guest-muted-now' : 'guest-unmuted'), alert: isOn }
  }
  return {
    name: 'organizers',
    presses: [
      press(routes.muteOrganizer, (ctx, { eventId }) => turn(ctx, eventId, true)),
      press(routes.unmuteOrganizer, (ctx, { eventId }) => turn(ctx, eventId, false)),
    ],
  }
}

// The message itself stays: it may be of any kind.
const redrawKeyboard = async (ctx: Press, keyboard: ReturnType<typeof guestKeyboard>): Promise<void> => {
  try {
    await ctx.editMessageReplyMarkup({ reply_markup: keyboard })
  } catch {
    // An old button says the same once more.
  }
}
