import { Refusal } from '../../../../domain/refusal.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press, type Press, type Toast } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { replacePressed, show } from '../../../ui/screen.js'
import { cannotComeScreen, remindingButton } from '../../../views/reminders.js'

/** What a holder answers to a reminder, and to the news that an event has changed. */
export const createReminders = ({ services: { reminders, eventNews } }: Pick<FeatureNeeds, 'services'>): Feature => {
  const keep = async (ctx: Press, act: { readonly eventId: number; readonly change?: number }): Promise<Toast> => {
    const answer = await eventNews.keep({ personId: ctx.person.id, ...act })
    await replacePressed(ctx)
    return { text: ctx.speech.label(`ticket-${answer}`), alert: answer === 'outdated' }
  }

  return {
    name: 'reminders',
    presses: [
      // Below: what was pressed has the tickets' codes.
      press(routes.cannotCome, async (ctx, { eventId }) => {
        const tickets = await reminders.usable({ personId: ctx.person.id, eventId })
        if (!tickets) throw new Refusal('ticketNotFound')
        await show(ctx, cannotComeScreen(ctx.speech, tickets))
      }),
      press(routes.muteReminders, async (ctx, { eventId }) => {
        await reminders.mute({ personId: ctx.person.id, eventId })
        await replacePressed(ctx, remindingButton(ctx.speech, eventId, true))
        return { text: ctx.speech.label('reminders-muted'), alert: true }
      }),
      press(routes.remindAgain, async (ctx, { eventId }) => {
        await reminders.unmute({ personId: ctx.person.id, eventId })
        await replacePressed(ctx, remindingButton(ctx.speech, eventId, false))
        return { text: ctx.speech.label('reminders-again') }
      }),
      press(routes.keepAfterChange, (ctx, { eventId, change }) => keep(ctx, { eventId, change })),
      press(routes.keepTicket, (ctx, { eventId }) => keep(ctx, { eventId })),
    ],
  }
}
