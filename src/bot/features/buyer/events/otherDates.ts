import { InlineKeyboard } from 'grammy'
import type { Event } from '../../../../domain/event.js'
import type { Page } from '../../../../domain/page.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'
import { addDates } from '../../../views/otherDates.js'

const pageSize = 12

/** All other dates of an event that is on several. */
export const createOtherDates = ({ services }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'otherDates',
  presses: [
    press(routes.otherDates, async (ctx, { eventId, after }) => {
      const { event } = await services.looking.see({ personId: ctx.person.id, eventId })
      const page = await services.copies.otherDates(event, pageAt(after, pageSize))
      await redraw(ctx, datesScreen(ctx.speech, event, page, after !== 0))
    }),
  ],
})

const datesScreen = (speech: Speech, event: Event, page: Page<Event>, isLater: boolean): Screen => {
  const keyboard = new InlineKeyboard()
  addDates(keyboard, speech, event, page.rows)
  addPaging(keyboard, speech, {
    ...page,
    isLater,
    dataAfter: (last) => routes.otherDates.data({ eventId: event.id, after: last?.id ?? 0 }),
  })
  return {
    html: speech.say('other-dates', { title: event.title, count: page.rows.length }),
    keyboard: keyboard.row().text(speech.label('button-back'), routes.backToCard.data({ eventId: event.id })),
  }
}
