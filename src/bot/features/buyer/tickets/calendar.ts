import { InputFile } from 'grammy'
import { degreesOf } from '../../../../domain/place.js'
import { wordsOf } from '../../../../domain/styledText.js'
import { calendarFile } from '../../../../print/calendarFile.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { venueIn } from '../../../ui/format.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'

/** An event as a file that calendars read. */
export const createCalendar = ({ services, clock, links }: FeatureNeeds): Feature => ({
  name: 'calendar',
  presses: [
    press(routes.addToCalendar, async (ctx, { ticketId }) => {
      const { event } = await services.tickets.view({ personId: ctx.person.id, ticketId })
      const { title, description, pin, startsAt, endsAt, zone, slug } = event
      const { changedAt, changes } = await services.events.revisionOf(event)
      const file = calendarFile(
        {
          uid: `${slug}@${links.username}`,
          title,
          description: wordsOf(description),
          venue: venueIn(ctx.speech, event),
          geo: pin && degreesOf(pin),
          startsAt,
          endsAt,
          zone,
          url: links.event(slug),
          isCancelled: event.state === 'cancelled',
          changedAt,
          changes,
          language: ctx.speech.language,
        },
        clock.now(),
      )
      await ctx.replyWithDocument(new InputFile(Buffer.from(file, 'utf8'), `levem-${slug}.ics`), {
        caption: ctx.speech.label('calendar-sent'),
      })
    }),
  ],
})
