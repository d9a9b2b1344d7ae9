import { Composer, InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Speech } from '../../../../texts/texts.js'
import { button, onButton, oneOf, rowId } from '../../../ui/buttons.js'
import type { Ctx } from '../../../ui/context.js'
import type { FeatureNeeds } from '../../../ui/featureNeeds.js'
import { redraw, type Screen } from '../../../ui/screen.js'
import { manageEvent } from './manage.js'

/** Asks an event's organizer until when tickets may be given back. */
export const giveBackPolicy = button('og', { eventId: rowId })

const hoursOf = { never: undefined, start: 0, h3: 3, h24: 24, h72: 72 } as const
const choices = ['never', 'start', 'h3', 'h24', 'h72'] as const
const choose = button('oG', { eventId: rowId, until: oneOf(...choices) })

/** Until when tickets of an event may be given back: its organizer decides. */
export const createGiveBackPolicy = ({ services }: FeatureNeeds) => {
  const feature = new Composer<Ctx>()
  onButton(feature, giveBackPolicy, async (ctx, { eventId }) => {
    const { event } = await services.events.forOrganizer(ctx.person.id, eventId)
    await redraw(ctx, policyScreen(ctx.speech, event))
    return undefined
  })
  onButton(feature, choose, async (ctx, { eventId, until }) => {
    const event = await services.publishing.setGiveBack({ personId: ctx.person.id, eventId, hours: hoursOf[until] })
    await redraw(ctx, policyScreen(ctx.speech, event))
    return { text: ctx.speech.label('give-back-saved') }
  })
  return feature
}

const policyScreen = (speech: Speech, event: Pick<Event, 'id' | 'title' | 'giveBackHours'>): Screen => {
  const keyboard = new InlineKeyboard()
  for (const until of choices) {
    const label = speech.label(`give-back-${until}`)
    keyboard
      .text(event.giveBackHours === hoursOf[until] ? `✔️ ${label}` : label, choose.data({ eventId: event.id, until }))
      .row()
  }
  return {
    html: speech.say('give-back-policy', { title: event.title }),
    keyboard: keyboard.text(speech.label('button-back'), manageEvent.data({ eventId: event.id })),
  }
}
