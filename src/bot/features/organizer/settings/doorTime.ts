import { InlineKeyboard } from 'grammy'
import { anyTimeBefore, doorOpensAt, usualDoorsBefore } from '../../../../domain/door.js'
import type { Event } from '../../../../domain/event.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { ticked, timeIn } from '../../../ui/format.js'
import { press } from '../../../ui/press.js'
import { doorTimeChoices, routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'

const minutesOf = { m30: 30, h1: 60, h3: usualDoorsBefore, h6: 360, h24: 1440, any: anyTimeBefore } as const

/** From when on an event's door lets people in: its organizer decides. */
export const createDoorTime = ({ services }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'doorTime',
  presses: [
    press(routes.doorTime, async (ctx, { eventId }) => {
      const { event } = await services.events.forOrganizer(ctx.person.id, eventId)
      await redraw(ctx, timeScreen(ctx.speech, event))
    }),
    press(routes.setDoorTime, async (ctx, { eventId, before }) => {
      const minutes = minutesOf[before]
      const event = await services.publishing.setDoorTime({ personId: ctx.person.id, eventId, minutes })
      await redraw(ctx, timeScreen(ctx.speech, event))
      return { text: ctx.speech.label('door-time-saved') }
    }),
  ],
})

const timeScreen = (speech: Speech, event: Event): Screen => {
  const { id: eventId, title, doorsBefore } = event
  const keyboard = new InlineKeyboard()
  for (const before of doorTimeChoices) {
    const label = ticked(doorsBefore === minutesOf[before], speech.label(`door-time-${before}`))
    keyboard.text(label, routes.setDoorTime.data({ eventId, before })).row()
  }
  const opens = doorsBefore === anyTimeBefore ? '' : timeIn(speech, doorOpensAt(event), event)
  return {
    html: speech.say('door-time', { title, isAny: doorsBefore === anyTimeBefore ? 'yes' : 'no', opens }),
    keyboard: keyboard.text(speech.label('button-back'), routes.settingsOf.data({ eventId })),
  }
}
