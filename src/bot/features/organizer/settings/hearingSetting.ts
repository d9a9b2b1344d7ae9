import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import { hearingChoices } from '../../../../domain/hearingChoice.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { ticked } from '../../../ui/format.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'

/** How often an organizer hears how an event sells: they decide. */
export const createHearingSetting = ({ services: { events, hearing } }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'hearingSetting',
  presses: [
    press(routes.hearing, async (ctx, { eventId }) => {
      const { event } = await events.forOrganizer(ctx.person.id, eventId)
      await redraw(ctx, hearingScreen(ctx.speech, event))
    }),
    press(routes.setHearing, async (ctx, { eventId, to }) => {
      const event = await hearing.set({ personId: ctx.person.id, eventId, to })
      await redraw(ctx, hearingScreen(ctx.speech, event))
      return { text: ctx.speech.label('hearing-saved') }
    }),
  ],
})

const hearingScreen = (speech: Speech, { id: eventId, title, hearing }: Event): Screen => {
  const keyboard = new InlineKeyboard()
  for (const to of hearingChoices)
    keyboard
      .text(ticked(hearing === to, speech.label(`button-hearing-${to}`)), routes.setHearing.data({ eventId, to }))
      .row()
  return {
    html: speech.say('hearing', { title }),
    keyboard: keyboard.text(speech.label('button-back'), routes.settingsOf.data({ eventId })),
  }
}
