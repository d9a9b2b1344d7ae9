import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { ticked } from '../../../ui/format.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'

/** Whether holders of tickets are reminded of an event: its organizer decides. */
export const createReminderSetting = ({
  services: { events, reminders },
}: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'reminderSetting',
  presses: [
    press(routes.reminderSetting, async (ctx, { eventId }) => {
      const { event } = await events.forOrganizer(ctx.person.id, eventId)
      await redraw(ctx, settingScreen(ctx.speech, event))
    }),
    press(routes.setReminders, async (ctx, { eventId, to }) => {
      const event = await reminders.set({ personId: ctx.person.id, eventId, isOn: to === 'on' })
      await redraw(ctx, settingScreen(ctx.speech, event))
      return { text: ctx.speech.label('reminders-saved') }
    }),
  ],
})

const settingScreen = (speech: Speech, { id: eventId, title, hasReminders }: Event): Screen => {
  const keyboard = new InlineKeyboard()
  for (const to of ['on', 'off'] as const)
    keyboard
      .text(
        ticked(hasReminders === (to === 'on'), speech.label(`button-reminders-${to}`)),
        routes.setReminders.data({ eventId, to }),
      )
      .row()
  return {
    html: speech.say('reminders-setting', { title }),
    keyboard: keyboard.text(speech.label('button-back'), routes.settingsOf.data({ eventId })),
  }
}
