import { InputFile } from 'grammy'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { calendarDocument } from '../../../views/calendar.js'

/** An event as a file that calendars read. */
export const createCalendar = ({ services, clock, links }: FeatureNeeds): Feature => ({
  name: 'calendar',
  presses: [
    press(routes.addToCalendar, async (ctx, { ticketId }) => {
      const { event } = await services.tickets.view({ personId: ctx.person.id, ticketId })
      const revision = await services.eventNews.revisionOf(event)
      const { name, bytes } = calendarDocument(ctx.speech, links, { event, revision }, clock.now())
      await ctx.replyWithDocument(new InputFile(bytes, name), { caption: ctx.speech.label('calendar-sent') })
    }),
  ],
})
