import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { ticked } from '../../../ui/format.js'
import { press } from '../../../ui/press.js'
import { giveBackChoices, routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'

const hoursOf = { never: undefined, start: 0, h3: 3, h24: 24, h72: 72 } as const

/** Until when tickets of an event may be given back: its organizer decides. */
export const createGiveBackPolicy = ({ services }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'giveBackPolicy',
  presses: [
    press(routes.giveBackPolicy, async (ctx, { eventId }) => {
      const { event } = await services.events.forOrganizer(ctx.person.id, eventId)
      await redraw(ctx, policyScreen(ctx.speech, event))
    }),
    press(routes.setGiveBack, async (ctx, { eventId, until }) => {
      const event = await services.publishing.setGiveBack({ personId: ctx.person.id, eventId, hours: hoursOf[until] })
      await redraw(ctx, policyScreen(ctx.speech, event))
      return { text: ctx.speech.label('give-back-saved') }
    }),
  ],
})

const policyScreen = (speech: Speech, event: Pick<Event, 'id' | 'title' | 'giveBackHours'>): Screen => {
  const { id: eventId, title, giveBackHours } = event
  const keyboard = new InlineKeyboard()
  for (const until of giveBackChoices) {
    const label = ticked(giveBackHours === hoursOf[until], speech.label(`give-back-${until}`))
    keyboard.text(label, routes.setGiveBack.data({ eventId, until })).row()
  }
  return {
    html: speech.say('give-back-policy', { title }),
    keyboard: keyboard.text(speech.label('button-back'), routes.settingsOf.data({ eventId })),
  }
}
