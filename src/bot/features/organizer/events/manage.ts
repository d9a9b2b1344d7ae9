import { InlineKeyboard } from 'grammy'
import type { Html } from '../../../../texts/html.js'
import type { Feature } from '../../../ui/feature.js'
import { yesOrBack } from '../../../ui/keyboards.js'
import { press, type Press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw } from '../../../ui/screen.js'
import { createDrawManaged, type ManagedNeeds } from './managed.js'

/** What an organizer does with one event. */
export const createManage = (needs: ManagedNeeds): Feature => {
  const { events, publishing } = needs.services
  const draw = createDrawManaged(needs)

  const ask = (ctx: Press, html: Html, yes: string, eventId: number): Promise<void> =>
    redraw(ctx, { html, keyboard: yesOrBack(ctx.speech, yes, routes.manageEvent.data({ eventId })) })

  return {
    name: 'manage',
    presses: [
      press(routes.manageEvent, (ctx, { eventId }) => draw(ctx, eventId)),
      press(routes.unpublish, async (ctx, { eventId }) => {
        await publishing.unpublish(ctx.person.id, eventId)
        await draw(ctx, eventId, ctx.speech.say('manage-unpublished'))
      }),
      press(routes.putOnSale, async (ctx, { eventId }) => {
        await publishing.putOnSale(ctx.person.id, eventId)
        await draw(ctx, eventId, ctx.speech.say('manage-published'))
      }),
      press(routes.askRemoveEvent, async (ctx, { eventId }) => {
        const { event } = await events.forOrganizer(ctx.person.id, eventId)
        const html = ctx.speech.say('manage-remove-ask', { title: event.title })
        await ask(ctx, html, routes.removeEvent.data({ eventId }), eventId)
      }),
      press(routes.removeEvent, async (ctx, { eventId }) => {
        await publishing.remove(ctx.person.id, eventId)
        await redraw(ctx, {
          html: ctx.speech.say('manage-removed'),
          keyboard: new InlineKeyboard().text(ctx.speech.label('button-my-events'), routes.myEvents.data({ after: 0 })),
        })
      }),
      press(routes.resend, async (ctx, { eventId }) => {
        const count = await events.resend(ctx.person.id, eventId)
        await draw(ctx, eventId, ctx.speech.say('manage-resent', { count }))
      }),
    ],
  }
}
