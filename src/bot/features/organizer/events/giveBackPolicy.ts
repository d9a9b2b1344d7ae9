import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Speech } from '../../../../texts/texts.js'
import { press } from '../../../ui/press.js'
import type { Feature } from '../../../ui/feature.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen } from '../../../ui/screen.js'
import { giveBackChoices, routes } from '../../../ui/routes.js'

const hoursOf = { never: undefined, start: 0, h3: 3, h24: 24, h72: 72 } as const

/** Until when tickets of an event may be given back: its organizer decides. */
export const createGiveBackPolicy = ({ services }: FeatureNeeds) => {
  const feature: Feature = {
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
  }
  return feature
}

const policyScreen = (speech: Speech, event: Pick<Event, 'id' | 'title' | 'giveBackHours'>): Screen => {
  const keyboard = new InlineKeyboard()
  for (const until of giveBackChoices) {
    const label = speech.label(`give-back-${until}`)
    keyboard
      .text(
        event.giveBackHours === hoursOf[until] ? `✔️ ${label}` : label,
        routes.setGiveBack.data({ eventId: event.id, until }),
      )
      .row()
  }
  return {
    html: speech.say('give-back-policy', { title: event.title }),
    keyboard: keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId: event.id })),
  }
}
